"""A built site takes the place of the last one whole, and is built again only if it is stale."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _book.publishing import build as builds
from _book.publishing.manifest import read_manifest
from publishing import SECONDS, none_is_left, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return the folder of chapters that belong to no repository."""
    for name in ("docs", "simplenn_core", "requirements"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "index.md").write_text("A page.", "utf-8")
    return tmp_path / "docs"


@pytest.fixture(autouse=True)
def without_sphinx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Sphinx leave the text of one page, and fail where that says so."""

    def sphinx(builder: str, source: Path, work: Path, *_: Any) -> int:
        text = (source / "index.md").read_text("utf-8")
        (work / builder).mkdir()
        (work / builder / "index.html").write_text(text, "utf-8")
        (work / builder / ".buildinfo").touch()
        begun = {"commit": None, "changed": False, "versions": {"python": "3.11.7"}}
        (work / builder / "build.json").write_text(json.dumps(begun), "utf-8")
        return 2 if "fails" in text else 0

    monkeypatch.setattr(builds, "_sphinx", sphinx)
    monkeypatch.delenv("SITE_URL", raising=False)


def main(monkeypatch: pytest.MonkeyPatch, docs: Path, *options: str) -> int:
    """Build as the command line does."""
    monkeypatch.setattr(builds, "DOCS", docs)
    monkeypatch.setattr(sys, "argv", ["build", str(docs.parent / "site"), *options])
    return builds.main()


def page(docs: Path) -> str:
    return (docs.parent / "site" / "index.html").read_text("utf-8")


def test_a_build_that_fails_leaves_the_last_good_site(docs: Path) -> None:
    assert builds.build(docs, docs.parent / "site") == 0
    (docs / "index.md").write_text("It fails.", "utf-8")
    assert builds.build(docs, docs.parent / "site") == 2
    assert page(docs) == "A page."


def replace(docs: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException) -> int:
    """Build a site, and another in its place, where one of the folders cannot be moved."""
    builds.build(docs, docs.parent / "site")
    (docs / "index.md").write_text("Another page.", "utf-8")
    rename, calls = Path.rename, []

    def in_use(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == failing:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", in_use)
    return builds.build(docs, docs.parent / "site")


@pytest.mark.parametrize("failing", [1, 2])
def test_a_site_that_cannot_be_replaced_stays_and_the_new_one_is_kept(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: int
) -> None:
    error = PermissionError("a program holds a file of it")
    assert replace(docs, monkeypatch, failing, error) == 1
    said = capsys.readouterr().err
    assert "cannot be replaced: a program holds a file of it" in said
    assert page(docs) == "A page."
    (kept,) = docs.parent.glob("site-new-*/site")
    assert str(kept) in said
    assert (kept / "index.html").read_text("utf-8") == "Another page."


@pytest.mark.parametrize("failing", [1, 2])
def test_a_build_that_is_interrupted_at_its_end_leaves_the_last_good_site(
    docs: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        replace(docs, monkeypatch, failing, KeyboardInterrupt())
    assert page(docs) == "A page."
    assert [path.name for path in docs.parent.glob("site-*")] == []


def test_what_is_no_site_is_not_replaced_by_one(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thesis = docs.parent / "thesis"
    thesis.mkdir()
    (thesis / "thesis.tex").write_text("Years of work.", "utf-8")
    for output in (thesis, thesis / "thesis.tex"):
        assert builds.build(docs, output) == 1
        assert f"{output} is no site" in capsys.readouterr().err
    assert (thesis / "thesis.tex").read_text("utf-8") == "Years of work."


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a program without a word to it")
@pytest.mark.usefixtures("docs")
def test_a_build_that_is_told_to_end_takes_sphinx_with_it(tmp_path: Path) -> None:
    (tmp_path / "sphinx.py").write_text("import time\nopen('started', 'w')\ntime.sleep(60)\n")
    script = (
        "import pathlib, sys\nfrom _book.publishing import build\n"
        "build.DOCS = pathlib.Path('docs')\n"
        "build._environment = lambda _: {'PYTHONPATH': '.'}\nsys.exit(build.main())"
    )
    root = Path(builds.__file__).parents[2]
    program = subprocess.Popen(
        [sys.executable, "-c", script, "site"], cwd=tmp_path, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until((tmp_path / "started").exists)
    program.terminate()
    program.wait(SECONDS)
    try:
        wait_until(lambda: none_is_left(program.pid))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    assert [*tmp_path.glob("site*")] == []


def test_sphinx_imports_what_is_in_the_checkout_wherever_a_build_is_started(
    docs: Path, tmp_path: Path
) -> None:
    another = tmp_path / "another"
    for folder in (docs.parent, another):
        (folder / "simplenn_core").mkdir(parents=True, exist_ok=True)
        (folder / "simplenn_core" / "__init__.py").touch()
    (docs.parent / "sphinx.py").write_text(
        "import json, os, simplenn_core, sys\n"
        "print(json.dumps([simplenn_core.__file__, [*os.environ]]))\nsys.exit(2)"
    )
    script = (
        "import pathlib, sys\nfrom _book.publishing import build\n"
        "sys.exit(build.build(*map(pathlib.Path, sys.argv[1:])))"
    )
    # By the last, Sphinx would change the year of the copyright.
    hostile = dict.fromkeys(("MPLBACKEND", "PYTHONWARNINGS", "SOURCE_DATE_EPOCH"), "1767225600")
    path = os.pathsep.join(map(str, (another, Path(builds.__file__).parents[2])))
    done = subprocess.run(
        [sys.executable, "-c", script, str(docs), str(docs.parent / "site")], cwd=another,
        env=os.environ | hostile | {"PYTHONPATH": path}, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    core, exported = json.loads(done.stdout)
    assert core == str(docs.parent / "simplenn_core" / "__init__.py")
    assert not {*hostile} & {*exported}


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda _: None, False),
        (lambda root: (root / "docs" / "index.md").write_text("Changed.", "utf-8"), True),
        (lambda root: (root / "simplenn_core" / "new.py").touch(), True),
        (lambda root: (root / "simplenn_core" / "new.pyc").touch(), False),
        (lambda root: (root / "site" / "index.html").write_text("Defaced.", "utf-8"), True),
        (lambda root: (root / "site.sources").unlink(), True),
    ],
)
def test_a_site_is_built_again_only_where_it_is_not_that_of_the_sources(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], Any], *, again: bool,
) -> None:  # fmt: skip
    assert main(monkeypatch, docs, "--url", "https://example.org/") == 0
    change(docs.parent)
    capsys.readouterr()
    assert main(monkeypatch, docs, "--if-stale") == 0
    assert ("The site is built" in capsys.readouterr().out) == again


def test_a_site_knows_where_it_will_be_read(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = docs.parent / "site"
    assert main(monkeypatch, docs) == 0
    assert read_manifest(site).address is None
    monkeypatch.setenv("SITE_URL", "https://example.org/book/")
    assert main(monkeypatch, docs, "--if-stale") == 0
    assert read_manifest(site).address == "https://example.org/book/"
    assert main(monkeypatch, docs, "--url", "https://example.org/other/") == 0
    assert read_manifest(site).address == "https://example.org/other/"
    with pytest.raises(SystemExit):
        main(monkeypatch, docs, "--url", "example.org")
