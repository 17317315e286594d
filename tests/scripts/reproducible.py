"""Build one commit twice and compare all bytes: `nox -s reproducible` runs this.

Usage: ``python tests/scripts/reproducible.py WORK``. Each is built in a clone of its own, in
circumstances that must not matter. What other Pythons have built of the same commit in WORK is
compared too, but for what names the version of Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

from _book.publishing.manifest import NAME, PublishError, differences, digest, read_manifest

ROOT = Path(__file__).parents[2]
CIRCUMSTANCES = {
    "one": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "ein Büchlein": {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
}
MASKS = {"one": 0o022, "ein Büchlein": 0o077}  # who may read a file that is made
LINE_ENDS = {"one": "false", "ein Büchlein": "true"}  # as Git for Windows likes them
SHOWN = 300  # characters of a line


def compare(first: Path, *others: Path) -> None:
    """Refuse what differs; of sites made with different Pythons, but for what names them."""
    python = read_manifest(first).versions["python"]
    for other in others:
        across = python != read_manifest(other).versions["python"]
        one, two = contents(first, across=across), contents(other, across=across)
        digests = [{name: digest(content) for name, content in all_.items()} for all_ in (one, two)]
        if wrong := differences(*digests):
            name = wrong[0].partition(": ")[2]
            raise PublishError(
                f"{len(wrong)} files of {first} and {other} differ, of {len(one)}; the first:\n"
                f"{wrong[0]}\n{first_difference(one.get(name, b''), two.get(name, b''))}"
            )
        but = ", but for what names the version of Python" if across else ""
        print(f"0 files of {first} and {other} differ, of {len(one)}{but}")


def contents(site: Path, *, across: bool) -> dict[str, bytes]:
    """Return what is in each file; `across` Pythons, as if no version of Python were named."""
    paths = (path for path in site.rglob("*") if path.is_file())
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    if not across:
        return found
    del found[NAME]  # with the version, the checksums of all pages that name it
    for name in [name for name in found if name.endswith(".epub")]:
        del found[name]
        with ZipFile(site / name) as book:  # packed pages, which name it too
            found |= {f"{name}/{page}": book.read(page) for page in book.namelist()}
    python = f"Python {read_manifest(site).versions['python']}".encode()
    return {name: content.replace(python, b"Python") for name, content in found.items()}


def first_difference(one: bytes, other: bytes) -> str:
    """Return the first line that is not the same in both."""
    pairs = zip_longest(one.splitlines(), other.splitlines())
    for number, (a, b) in enumerate(pairs, 1):
        if a != b:
            return f"line {number}:\n- {str(a)[:SHOWN]}\n+ {str(b)[:SHOWN]}"
    return "they differ in the ends of their lines"


def main(work: Path) -> None:
    """Build in all circumstances, and compare with all that is there of this commit."""
    git = ("git", "-C", str(ROOT), "rev-parse", "HEAD")
    commit = subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()
    for path in work.glob("*"):
        if path.name != commit:
            shutil.rmtree(path)
    here = work / commit / f"{sys.version_info.major}.{sys.version_info.minor}"
    for name, circumstances in CIRCUMSTANCES.items():
        clone = here / name / "clone"
        shutil.rmtree(clone.parent, ignore_errors=True)
        os.umask(MASKS[name])
        settings = ("-c", f"core.autocrlf={LINE_ENDS[name]}")
        subprocess.run(["git", "clone", "--quiet", *settings, str(ROOT), str(clone)], check=True)
        # What was committed since the first clone does not count.
        subprocess.run(["git", "-C", str(clone), "checkout", "--quiet", commit], check=True)
        docs = clone / "docs"
        wrong = here / name / "another checkout"
        (wrong / "simplenn_core").mkdir(parents=True)
        (wrong / "simplenn_core" / "__init__.py").write_text("raise SystemExit('the wrong core')")
        env = os.environ | circumstances | {"PYTHONPATH": os.pathsep.join(map(str, (docs, wrong)))}
        # From an empty cache: one that is trusted by its name would give both the same fault.
        live = {"LIVE_CACHE": str(here / name / "cache"), "LIVE_FOLDER": str(here / name / "live")}
        run = partial(subprocess.run, env=env | live)
        assemble = [sys.executable, "-m", "_book.live.runtime.assemble", live["LIVE_FOLDER"]]
        if run(assemble, check=False).returncode:
            print(f"{name}: without live cells, whose Python cannot be had here")
        build = [sys.executable, "-m", "_book.publishing.build", str(here / name / "site")]
        run(build, check=True)
    # First the two, then those of other Pythons too, which their sessions have left.
    for folder, pattern in ((here, "*/site"), (work / commit, "*/*/site")):
        compare(*sorted(folder.glob(pattern)))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except PublishError as error:
        sys.exit(str(error))
