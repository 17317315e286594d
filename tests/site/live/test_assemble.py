"""What assembling the Python of the live cells refuses."""

from __future__ import annotations

import hashlib
import urllib.request
from http.client import HTTPException, IncompleteRead
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
    assert main(tmp_path / "live") == NOT_TO_BE_HAD == 3
    assert "The Python for the live cells cannot be assembled: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize(
    "error", [IncompleteRead(b"", 9), HTTPException("closed"), BadZipFile("cut"), OSError("off")]
)
def test_a_load_that_breaks_off_leaves_nothing_of_an_earlier_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def load(*_: object, **__: object) -> None:
        raise error

    def install(_: Path) -> Path:
        return tmp_path / official_wheel({"file_name": NAME}, "0.27.7").decode()

    (tmp_path / "live" / "python").mkdir(parents=True)
    monkeypatch.setenv("LIVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("LIVE_WHEELS", raising=False)
    monkeypatch.setattr(urllib.request, "urlopen", load)
    monkeypatch.setattr(assemble, "install", install)
    assert main(tmp_path / "live") == NOT_TO_BE_HAD
    assert not (tmp_path / "live").exists()


def fill(folder: Path) -> None:
    (folder / "a").write_text("whole")


def test_what_is_cached_is_not_made_again(tmp_path: Path) -> None:
    first = cached(tmp_path / "c", fill)
    assert cached(tmp_path / "c", lambda _: pytest.fail("made again")) == first
    assert (first / "a").read_text() == "whole"


@pytest.mark.parametrize("change", ["", "more"])
def test_what_is_broken_in_the_cache_is_made_again(tmp_path: Path, change: str) -> None:
    first = cached(tmp_path / "c", fill)
    (first / (change or "a")).write_text("broken")
    assert [path.name for path in cached(tmp_path / "c", fill).iterdir()] == ["a"]
    assert (first / "a").read_text() == "whole"


def test_two_that_fill_the_cache_at_once_both_have_it(tmp_path: Path) -> None:
    def make(folder: Path) -> None:
        cached(tmp_path / "c", fill)  # the other is quicker
        fill(folder)

    assert (cached(tmp_path / "c", make) / "a").read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["c"]
