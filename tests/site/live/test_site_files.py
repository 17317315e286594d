"""What all pages with live cells share."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from _book.live.buttons import prepare
from _book.live.site_files import site_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def app(root: Path, runtime: Path, tmp_path: Path) -> Any:
    """Return what of Sphinx is needed."""
    settings = SimpleNamespace(live_folder=str(runtime), live_core=str(root))
    return SimpleNamespace(
        outdir=tmp_path / "site", config=settings, builder=SimpleNamespace(name="html")
    )


def test_the_site_gets_the_python_and_the_core_of_the_checkout(
    root: Path, small_site: Path
) -> None:
    book = json.loads((small_site / "regression" / "a.live.json").read_text("utf-8"))
    (wheel,) = small_site.glob("simplenn_core-*.whl")
    address, _, version = book["core"]["url"].partition("?")
    assert (small_site / "regression" / address).resolve() == wheel
    assert version
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert book["core"]["sum"] == [wheel.stat().st_size, digest]
    with zipfile.ZipFile(wheel) as archive:
        for name in "steps.py", "handwritten_digits.npz":  # code, and data
            mine = (root / "simplenn_core" / name).read_bytes()
            assert archive.read(f"simplenn_core/{name}") == mine
    assert (small_site / "regression" / book["python"] / "pyodide-lock.json").is_file()


@pytest.mark.parametrize("folder", ["", "/no/such/folder"])
def test_without_a_python_the_site_says_so_in_a_line(
    app: Any, folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    app.config.live_folder = folder
    caplog.set_level(logging.INFO, "sphinx")
    prepare(app)
    assert site_of(app) is None
    assert len(caplog.messages) == 1
    assert "so the cells of this site do not run live" in caplog.text
