"""What assembling the Python of the live cells refuses."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from _book.live.runtime.assemble import main, official_wheel

NAME = "numpy-2-any.whl"


def test_a_wheel_that_is_not_the_official_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVE_WHEELS", str(tmp_path))
    (tmp_path / NAME).write_bytes(b"a wheel")
    official = {"file_name": NAME, "sha256": hashlib.sha256(b"a wheel").hexdigest()}
    assert official_wheel(official, "0.27.7") == b"a wheel"
    (tmp_path / NAME).write_bytes(b"another")
    with pytest.raises(
        ValueError, match=rf"{NAME} has the SHA-256 \w+, expected {official['sha256']}"
    ):
        official_wheel(official, "0.27.7")
    (tmp_path / NAME).unlink()
    with pytest.raises(FileNotFoundError, match=NAME):
        official_wheel(official, "0.27.7")


def test_what_cannot_be_assembled_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cache").write_text("no folder")
    (tmp_path / "live" / "python").mkdir(parents=True)  # of an earlier time
    monkeypatch.setenv("LIVE_CACHE", str(tmp_path / "cache"))
    assert main(tmp_path / "live") == 1
    assert "The Python for the live cells cannot be assembled: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.usefixtures("live_cells")
def test_no_module_is_left_for_the_browser_to_compile(site: Path) -> None:
    (python,) = site.glob("_static/live/python-*")
    for archive in [python / "python_stdlib.zip", *python.glob("*.whl")]:
        with zipfile.ZipFile(archive) as file:
            endings = {Path(name).suffix for name in file.namelist()}
        assert ".pyc" in endings
        assert ".py" not in endings
