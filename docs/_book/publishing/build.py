"""Build the site strictly, and put it in its place only once it is whole.

Usage: ``python -m _book.publishing.build OUTPUT [--url ADDRESS] [--if-stale]``. A build that fails
leaves the site in OUTPUT as it was.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from _book.publishing import built_from
from _book.publishing.manifest import (
    NAME,
    PublishError,
    digest,
    read_verified_manifest,
    write_manifest,
)

DOCS = Path(__file__).parents[2]
STRICT = (
    "-W",  # a warning is an error
    "-n",  # so is a reference that leads nowhere
    "--keep-going",  # and all of them are reported, not the first alone
)
# No memory of an earlier build, whose pages could show what the core no longer computes.
AFRESH = "-E"
WITHOUT_GIT = "1767225600"  # the first day of the year of the copyright


def build(docs: Path, output: Path, address: str | None = None) -> int:
    """Build the site into `output`, to be read at `address`; return 0 if it is there."""
    if output.exists() and not (output / NAME).is_file():
        print(f"{output} is no site, and is not replaced by one.", file=sys.stderr)
        return 1
    output.parent.mkdir(parents=True, exist_ok=True)
    sources = _sources(docs)  # as they are now: what changes meanwhile makes the site stale
    # Beside the output, so that moving it there is one rename and never a copy cut short.
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}-") as name:
        work = Path(name)
        env = _environment(docs) | {"SITE_URL": address or ""}
        code = _sphinx("html", docs, work, env, AFRESH)
        if code == 0:
            # From what was read for the pages: no cell is run again.
            code = _sphinx("epub", docs, work, env | {"SOURCE_DATE_EPOCH": _time(docs)})
        if code:
            kept = f"; {output} still holds the last good one" if output.exists() else ""
            print(f"\nNo site was built, see the messages above{kept}.", file=sys.stderr)
            return code
        for book in (work / "epub").glob("*.epub"):
            book.rename(work / "html" / book.name)
        (work / "html" / ".buildinfo").unlink()  # for a build that goes on from this one
        write_manifest(work / "html", address)
        return _replace(output, work, sources)


def _sphinx(builder: str, docs: Path, work: Path, env: dict[str, str], *options: str) -> int:
    command = [sys.executable, "-P", "-m", "sphinx", *STRICT, *options, "-b", builder]
    folders = ["-d", str(work / "doctrees"), str(docs), str(work / builder)]
    return subprocess.run([*command, *folders], env=env, check=False).returncode


def _replace(output: Path, work: Path, sources: str) -> int:
    """Move the new site to its place; where that fails, keep both, and say so."""
    new, previous = work / "html", work / "previous"
    try:
        if output.exists():
            output.rename(previous)
        new.rename(output)
    except BaseException as error:
        if previous.exists() and not output.exists():
            previous.rename(output)
        if not isinstance(error, OSError):  # Windows moves no folder that a program has a file of
            raise
        kept = Path(tempfile.mkdtemp(dir=output.parent, prefix=f"{output.name}-new-"), "site")
        new.rename(kept)
        said = f"The site is built, but {output} cannot be replaced: {error}. It is in {kept}."
        print(f"\n{said} Close what holds the old one, and build again.", file=sys.stderr)
        return 1
    output.with_name(f"{output.name}.sources").write_text(sources)
    print(f"\nThe site is built. Open {(output / 'index.html').resolve().as_uri()}")
    return 0


def _environment(docs: Path) -> dict[str, str]:
    """Return the shell's environment without what changes how Python, Sphinx and so on work."""
    others = ("PYTHON", "MPL", "SOURCE_DATE_EPOCH")
    env = {name: os.environ[name] for name in os.environ if not name.startswith(others)}
    return env | {"PYTHONPATH": os.pathsep.join(map(str, (docs.parent, docs)))}


def _time(docs: Path) -> str:
    """Return the time that the book bears: as told, or that of the last commit."""
    return os.environ.get("SOURCE_DATE_EPOCH") or built_from.commit_time(docs) or WITHOUT_GIT


def _sources(docs: Path) -> str:
    """Return one digest of all that decides what is on the pages."""
    lines = [str(built_from.commit(docs)), platform.python_version()]
    # The wheel of the core, which the site has, is also made of the single files.
    for name in ("docs", "simplenn_core", "requirements", "LICENSE", "README.md", "pyproject.toml"):
        paths = [docs.parent / name, *sorted((docs.parent / name).rglob("*"))]
        files = (path for path in paths if path.is_file() and path.suffix != ".pyc")
        lines += [f"{path.relative_to(docs.parent)} {digest(path.read_bytes())}" for path in files]
    return digest("\n".join(lines).encode())


def main() -> int:
    parser = argparse.ArgumentParser(prog="nox -s docs --", description="Build the site, strictly.")
    parser.add_argument("output", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help="where the site will be read, such as https://example.org/")
    parser.add_argument("--if-stale", action="store_true", help="keep it if it is up to date")
    given = parser.parse_args()
    # Told to end, it ends Sphinx too, and leaves no half of a site.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if given.url and not given.url.startswith(("https://", "http://")):
        parser.error(f"--url takes an address with https://, not {given.url!r}")
    address = given.url or os.environ.get("SITE_URL") or None
    if given.if_stale:
        with suppress(PublishError):
            manifest = read_verified_manifest(given.output)
            address = address or manifest.address  # as it was told last
            record = given.output.with_name(f"{given.output.name}.sources")
            same = record.is_file() and record.read_text() == _sources(DOCS)
            if same and address == manifest.address:
                print(f"The site in {given.output} is that of the sources as they are.")
                return 0
    return build(DOCS, given.output, address)


if __name__ == "__main__":
    sys.exit(main())
