"""The foot of each page says what it was built from."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from _book.publishing import built_from
from _book.publishing import manifest as manifests
from publishing import sign_last_commit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import BeautifulSoup

ME = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
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
def repository(root: Path, tmp_path: Path) -> Path:
    """Return a repository with one commit, of a folder with a page in it."""
    shutil.copy(root / ".gitattributes", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text("", "utf-8")
    for command in (["init", "-q"], ["add", "."], [*ME, "commit", "-q", "-m", "One"]):
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


IGNORED = ["random.py", "colorsys/__init__.py", "docs/draft.md", "simplenn_core/extra.py"]


@pytest.mark.parametrize("name", IGNORED)
def test_what_would_be_imported_or_read_is_a_change_though_git_ignores_it(
    repository: Path, name: str
) -> None:
    path = repository / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "exclude").write_text(f"/{name}\n", "utf-8")
    assert built_from.changes(repository / "docs") == f"!! {name}"


SETTINGS = (
    "color.ui=always",
    "core.abbrev=4",
    "core.fsmonitor=nothing-has-changed",
    "core.ignoreStat=true",
    "core.quotePath=false",
    "core.trustctime=false",
    "core.untrackedCache=true",
    "log.date=iso",
    "status.branch=true",
    "status.relativePaths=true",
    "status.showStash=true",
    "status.showUntrackedFiles=no",
)
EXPORTED = {
    "GIT_DIR": ".git",
    "GIT_INDEX_FILE": ".git/index",
    "GIT_PREFIX": "docs/",
    "GIT_WORK_TREE": ".",
    "LC_ALL": "C",
    "LANGUAGE": "de",
    "TZ": "Pacific/Kiritimati",
}


def linked(repository: Path, folder: Path) -> None:
    git(repository, "worktree", "add", "--quiet", "--detach", str(folder))


def shallow(repository: Path, folder: Path) -> None:
    git(repository, "clone", "--quiet", "--depth=1", repository.as_uri(), str(folder))


def with_other_line_ends(repository: Path, folder: Path) -> None:
    settings = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf")
    git(repository, *settings, "clone", "--quiet", *settings, str(repository), str(folder))


def with_settings(repository: Path, folder: Path) -> None:
    shutil.copytree(repository, folder)
    for setting in SETTINGS:
        git(folder, "config", *setting.split("="))
    sign_last_commit(folder)  # as GitHub does with what it merges


@pytest.mark.parametrize("made", [linked, shallow, with_other_line_ends, with_settings])
@pytest.mark.parametrize("exported", [{}, EXPORTED], ids=["plainly", "by a hook"])
def test_whatever_a_person_s_git_is_like_the_same_is_said(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    made: Callable[[Path, Path], None], exported: dict[str, str],
) -> None:  # fmt: skip
    page = repository / "docs" / "ä page.md"
    page.write_text("# A page\n", "utf-8", newline="\n")
    git(repository, "add", ".")
    git(repository, *ME, "commit", "--quiet", "--message=Two", "--date=2026-01-01")
    folder = tmp_path_factory.mktemp("a person's #1") / "Bücher und mehr"
    made(repository, folder)
    asked = ["git", "-C", str(folder), "-c", "log.showSignature=false", "log", "-1"]
    head, time = subprocess.check_output([*asked, "--format=%H %ct"], text=True).split()
    for name, value in exported.items():
        monkeypatch.setenv(name, value)
    docs = folder / "docs"
    assert built_from.changes(docs) == ""
    assert built_from.commit(docs) == (head, False)
    assert built_from.commit_time(docs) == time
    for name, content in {"docs/conf.py": b"changed", "docs/new.js": b"new"}.items():
        path = folder / name
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(content)
        assert built_from.commit(docs) == (head, True), name
        path.unlink() if before is None else path.write_bytes(before)
        assert built_from.commit(docs) == (head, False), name


def test_a_repository_of_somebody_else_is_not_asked(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert str(built_from.commit(repository / "docs")) == "an unknown commit"


def test_a_part_of_a_checkout_is_not_the_commit(repository: Path) -> None:
    (repository / "tests").mkdir()
    (repository / "tests" / "empty.py").touch()
    git(repository, "add", ".")
    git(repository, *ME, "commit", "--quiet", "--message=Two")
    git(repository, "sparse-checkout", "set", "docs")
    assert built_from.commit(repository / "docs").changed


def test_what_is_the_same_to_git_alone_is_a_change(repository: Path) -> None:
    docs = repository / "docs"
    (repository / ".gitattributes").write_text("*.md text eol=lf\n*.css filter=red\n", "utf-8")
    git(repository, "config", "filter.red.clean", "sed s/red/blue/")
    for name in ("page.md", "site.css"):
        (docs / name).write_text("blue\n", "utf-8", newline="\n")
    git(repository, "add", ".")
    git(repository, *ME, "commit", "--quiet", "--message=Two")
    assert built_from.changes(docs) == ""
    (docs / "page.md").write_bytes(b"blue\r\n")  # by an editor, or an older checkout
    (docs / "site.css").write_bytes(b"red\n")
    git(repository, "add", ".")
    status = ["git", "-C", str(repository), "status", "--porcelain"]
    assert subprocess.check_output(status) == b""
    said = [f"{name} is not byte for byte as in the commit" for name in ("page.md", "site.css")]
    assert built_from.changes(docs).splitlines() == said
    assert built_from.commit(docs).changed


def test_a_folder_that_its_repository_does_not_know_has_no_commit(repository: Path) -> None:
    folder = repository / "unpacked"
    folder.mkdir()
    (folder / "conf.py").write_text("", "utf-8")
    assert str(built_from.commit(folder)) == "an unknown commit"
    assert built_from.commit_time(folder) is None  # of the book, too
