"""The foot of each page says what it was built from."""

from __future__ import annotations

import platform
import re
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from _book.publishing import built_from
from _book.publishing import manifest as manifests

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

FOOT = re.compile(
    r"Built from (?:an unknown commit|commit [0-9a-f]{12,40}(?: and changes that are not in it,)?) "
    r"with (Python 3\.\d+\.\S+, NumPy \d\S+ and Matplotlib \d\S+)\. "
    r"Every file,\nhow to check them\."
)


def test_every_page_says_what_it_was_built_from(
    pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    versions = set()
    for path, page in pages.items():
        (line,) = page.select("footer p.built-from")
        manifest, explanation = (str(link["href"]) for link in line.select("a"))
        assert manifest.endswith(manifests.NAME), path
        itself = path == site / "reference" / "trust.html"
        assert explanation.endswith("#" if itself else "trust.html"), path
        says = FOOT.fullmatch(line.get_text())
        assert says, f"{path.relative_to(site)}: {line.get_text()}"
        versions.add(says[1])
    here = f"Python {platform.python_version()}, NumPy {version('numpy')}"
    assert versions == {f"{here} and Matplotlib {version('matplotlib')}"}


def test_the_manifest_names_every_file_and_what_the_pages_name(
    pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    manifest = manifests.read_verified_manifest(site)
    assert len(manifest.files) > len(pages)
    assert manifest.versions["numpy"] == version("numpy")
    says = (site / "index.html").read_text("utf-8")
    built = built_from.Commit(manifest.commit, manifest.changed)
    assert f"Built from {built} with Python {manifest.versions['python']}, " in says


def test_no_file_of_the_site_is_hidden(site: Path) -> None:
    # Some programs that carry the site from one place to another leave those behind.
    assert not [path for path in site.rglob("*") if path.name.startswith(".")]


def git(folder: Path, *command: str) -> None:
    subprocess.run(["git", "-C", str(folder), *command], check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one commit, of a folder with a page in it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text("", "utf-8")
    me = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], [*me, "commit", "-q", "-m", "One"]):
        git(tmp_path, *command)
    return tmp_path


@pytest.mark.parametrize("name", ["conf.py", "new.md"])
def test_a_commit_is_named_with_its_changes(repository: Path, name: str) -> None:
    log = ["git", "-C", str(repository), "log", "-1", "--format=%H %ct"]
    head, time = subprocess.check_output(log, text=True).split()
    found = built_from.commit(repository / "docs")
    assert (found, str(found)) == ((head, False), f"commit {head[:12]}")
    assert built_from.commit_time(repository / "docs") == time
    (repository / "docs" / name).write_text("changed", "utf-8")
    found = built_from.commit(repository / "docs")
    assert found.changed
    assert str(found).endswith(" and changes that are not in it,")


def test_a_file_that_git_ignores_or_does_not_list_is_a_change(repository: Path) -> None:
    docs = repository / "docs"
    (repository / ".git" / "ignored").write_text("*.bak\n__pycache__/\n", "utf-8")
    git(repository, "config", "core.excludesFile", ".git/ignored")
    git(repository, "config", "status.showUntrackedFiles", "no")
    (docs / "__pycache__").mkdir()
    for path in (docs / "__pycache__" / "conf.pyc", repository / "notes.bak"):
        path.touch()  # in no site
    assert built_from.changes(docs) == ""
    for name in ("notes.bak", "new.js"):
        (docs / name).touch()
        assert built_from.changes(docs).endswith(f" docs/{name}")
        assert built_from.commit(docs).changed
        (docs / name).unlink()


@pytest.mark.parametrize("flag", ["assume-unchanged", "skip-worktree"])
def test_a_file_that_git_is_told_to_overlook_is_a_change(repository: Path, flag: str) -> None:
    git(repository, "update-index", f"--{flag}", "docs/conf.py")
    (repository / "docs" / "conf.py").write_text("changed", "utf-8")
    assert built_from.commit(repository / "docs").changed


def test_a_folder_that_its_repository_does_not_know_has_no_commit(repository: Path) -> None:
    folder = repository / "unpacked"
    folder.mkdir()
    (folder / "conf.py").write_text("", "utf-8")
    assert str(built_from.commit(folder)) == "an unknown commit"
    assert built_from.commit_time(folder) is None  # of the book, too
