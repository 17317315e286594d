"""Two sites are the same to the last byte, or the first difference is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

import pytest
from _book.publishing.manifest import PublishError
from publishing import make_site
from reproducible import compare

if TYPE_CHECKING:
    from pathlib import Path


EMPTY = '{"commit": null, "changed": false, "versions": {"python": "3.11.7"}, "files": {}}'


def site(folder: Path, python: str = "3.11.7", page: str = "", time: int = 2026) -> Path:
    """Return a site with a page and a book that name the version."""
    text = page or f"Built with Python {python}."
    made = make_site(folder, text, versions={"python": python})
    (made / "_static" / "live" / "noise").unlink()
    with ZipFile(folder / "a.epub", "w") as book:
        book.writestr(ZipInfo("index.xhtml", (time, 1, 1, 0, 0, 0)), text)
    return made


def test_two_that_are_the_same_have_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare(*(site(tmp_path / name) for name in "abc"))
    assert capsys.readouterr().out.count("0 files of ") == 2


def test_the_first_difference_is_shown(tmp_path: Path) -> None:
    one = site(tmp_path / "a", page="same\nhere")
    two = site(tmp_path / "b", page="same\nthere")
    with pytest.raises(
        PublishError, match=r"3 files of .* differ, of 3; the first:\nchanged: a\.epub"
    ):
        compare(one, two)
    for folder in (one, two):
        (folder / "a.epub").unlink()
        (folder / "build.json").write_text(EMPTY, "utf-8")
    with pytest.raises(
        PublishError, match=r"changed: index\.html\nline 2:\n- b'here'\n\+ b'there'"
    ):
        compare(one, two)


def test_another_version_of_python_may_be_named_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = site(tmp_path / "a"), site(tmp_path / "b", "3.13.0")
    compare(one, two)
    assert "0 files of " in capsys.readouterr().out
    with pytest.raises(PublishError, match="2 files of "):
        compare(one, site(tmp_path / "c", "3.13.0", page="Built with Python 3.13.0!"))


def test_a_time_within_the_book_is_a_difference(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"changed: a\.epub"):
        compare(site(tmp_path / "a"), site(tmp_path / "b", time=2027))
