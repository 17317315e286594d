"""The core that readers install from the site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from _book.downloads.core_wheel import core_wheel, install_command
from _book.publishing.manifest import digest
from sphinx.errors import ExtensionError

import simplenn_core

if TYPE_CHECKING:
    from pathlib import Path


def app(core: Path, site: Path, address: str = "") -> Any:
    return SimpleNamespace(outdir=site, config=SimpleNamespace(live_core=core, site_url=address))


def test_the_wheel_of_the_site_is_that_of_the_checkout_at_any_time(
    root: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wheel,) = site.glob("*.whl")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    before = os.umask(0o077)
    again = core_wheel(app(root, tmp_path / "site"))
    os.umask(before)
    assert again.name == wheel.name
    assert digest(again.read_bytes()) == digest(wheel.read_bytes())


def test_what_it_installs_is_what_the_chapters_import(site: Path, tmp_path: Path) -> None:
    (wheel,) = site.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)  # which is all that installing it does
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        assert "\nRequires-Dist: numpy" in archive.read(metadata).decode()
    code = "import simplenn_core; print(simplenn_core.__file__, *simplenn_core.__all__)"
    run = [sys.executable, "-c", code]
    where, *names = subprocess.check_output(run, cwd=tmp_path, text=True).split()
    assert where == str(tmp_path / "simplenn_core" / "__init__.py")
    assert names == list(simplenn_core.__all__)


@pytest.mark.parametrize(
    ("address", "place"),
    [("", "."), ("https://a.org/book/", "https://a.org/book"), ("https://a.org", "https://a.org")],
)
def test_it_is_installed_from_the_site_where_its_address_is_known(
    root: Path, tmp_path: Path, address: str, place: str
) -> None:
    made = app(root, tmp_path, address)
    expected = f"pip install {place}/{core_wheel(made).name} matplotlib"
    assert install_command(made, ["matplotlib"]) == expected


def test_a_core_that_cannot_be_built_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=f"no wheel of the core in {tmp_path}"):
        core_wheel(app(tmp_path, tmp_path / "site"))
