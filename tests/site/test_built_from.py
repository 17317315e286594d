"""The foot of each page says what it was built from."""

from __future__ import annotations

import platform
import re
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import built_from
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

FOOT = re.compile(
    r"Built from (?:an unknown commit|commit [0-9a-f]{12,40}(?: and changes that are not in it,)?) "
    r"with (Python 3\.\d+\.\S+, NumPy \d\S+ and Matplotlib \d\S+)\."
)


def test_every_page_says_what_it_was_built_from(
    pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    versions = set()
    for path, page in pages.items():
        (line,) = page.select("footer p.built-from")
        says = FOOT.fullmatch(line.get_text())
        assert says, f"{path.relative_to(site)}: {line.get_text()}"
        versions.add(says[1])
    here = f"Python {platform.python_version()}, NumPy {version('numpy')}"
    assert versions == {f"{here} and Matplotlib {version('matplotlib')}"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one commit, of a folder with a page in it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text("", "utf-8")
    me = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], [*me, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    return tmp_path


def test_a_commit_is_named(repository: Path) -> None:
    head = subprocess.check_output(["git", "-C", str(repository), "rev-parse", "HEAD"], text=True)
    assert built_from.commit(repository / "docs") == f"commit {head[:12]}"


@pytest.mark.parametrize("name", ["conf.py", "new.md"])
def test_changes_are_not_kept_quiet(repository: Path, name: str) -> None:
    (repository / "docs" / name).write_text("changed", "utf-8")
    assert built_from.commit(repository / "docs").endswith(" and changes that are not in it,")


def test_a_folder_that_its_repository_does_not_know_has_no_commit(repository: Path) -> None:
    folder = repository / "unpacked"
    folder.mkdir()
    (folder / "conf.py").write_text("", "utf-8")
    assert built_from.commit(folder) == "an unknown commit"


def test_without_git_there_is_no_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert built_from.commit(repository / "docs") == "an unknown commit"
