"""What assembling the Python of the live cells refuses."""

from __future__ import annotations

import hashlib
from http.client import HTTPException
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import pytest
from _book.live.runtime import assemble
from _book.live.runtime.assemble import NOT_TO_BE_HAD, cached, main, official_wheel

if TYPE_CHECKING:
    from pathlib import Path

NAME = "numpy-2-any.whl"


def test_a_wheel_that_is_not_the_official_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVE_WHEELS", str(tmp_path))
    (tmp_path / NAME).write_bytes(b"a wheel")
    official = {"file_name": NAME, "sha256": hashlib.sha256(b"a wheel").hexdigest()}
    assert official_wheel(official, "0.27.7") == b"a wheel"
    (tmp_path / NAME).write_bytes(b"another")
    refusal = rf"{NAME} has the SHA-256 \w+, expected {official['sha256']}"
    with pytest.raises(ValueError, match=refusal):
        official_wheel(official, "0.27.7")


@pytest.mark.parametrize("error", [HTTPException("closed"), BadZipFile("cut"), OSError("off")])
def test_what_cannot_be_assembled_is_told_and_leaves_nothing_of_an_earlier_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def install(_: Path) -> None:
        raise error

    (tmp_path / "live" / "python").mkdir(parents=True)
    monkeypatch.setenv("LIVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(assemble, "install", install)
    assert main(tmp_path / "live") == NOT_TO_BE_HAD == 3
    assert f"for the live cells cannot be assembled: {error}" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_what_is_no_runtime_is_not_replaced_by_one(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(SystemExit, match="is no Python for live cells"):
        main(tmp_path)
    assert (tmp_path / "thesis.tex").exists()


def test_what_is_cached_is_whole_and_made_once(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "a").write_text("whole")

    def fill_late(folder: Path) -> None:
        cached(tmp_path / "c", fill)  # another run is quicker
        fill(folder)

    def break_off(folder: Path) -> None:
        (folder / "a").write_text("half")
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        cached(tmp_path / "c", break_off)
    for make in (fill_late, break_off):
        assert (cached(tmp_path / "c", make) / "a").read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["c"]
