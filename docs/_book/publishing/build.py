"""Build the site strictly, and put it in its place only once it is whole.

Usage: ``python -m _book.publishing.build OUTPUT``. A build that fails leaves the site in OUTPUT as
it was.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from _book.publishing import built_from
from _book.publishing.manifest import seal

STRICT = (
    "-W",  # a warning is an error
    "-n",  # so is a reference that leads nowhere
    "--keep-going",  # and all of them are reported, not the first alone
)
# No memory of an earlier build, whose pages could show what the core no longer computes.
AFRESH = "-E"
WITHOUT_GIT = "1767225600"  # the first day of the year of the copyright


def build(source: Path, output: Path) -> int:
    """Build `source` into `output`; return Sphinx's exit code, 0 if the site is there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    # Beside the output, so that moving it there is one rename and never a copy cut short.
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}-") as name:
        work = Path(name)
        code = _sphinx("html", source, work, AFRESH)
        if code == 0:
            # From what was read for the pages: no cell is run again.
            code = _sphinx("epub", source, work)
        if code == 0:
            for book in (work / "epub").glob("*.epub"):
                book.rename(work / "html" / book.name)
            (work / "html" / ".buildinfo").unlink()  # for a build that goes on from this one
            seal(work / "html")
            if output.exists():
                output.rename(work / "previous")
            (work / "html").rename(output)
            print(f"\nThe site is built. Open {(output / 'index.html').resolve().as_uri()}")
        else:
            kept = f"; {output} still holds the last good one" if output.exists() else ""
            print(f"\nNo site was built, see the messages above{kept}.", file=sys.stderr)
        return code


def _sphinx(builder: str, source: Path, work: Path, *options: str) -> int:
    command = [sys.executable, "-m", "sphinx", *STRICT, *options, "-b", builder]
    folders = ["-d", str(work / "doctrees"), str(source), str(work / builder)]
    done = subprocess.run([*command, *folders], env=_environment(builder, source), check=False)
    return done.returncode


def _environment(builder: str, source: Path) -> dict[str, str]:
    """Return the shell's environment without what changes how Python and Matplotlib work."""
    env = {name: os.environ[name] for name in os.environ if not name.startswith(("PYTHON", "MPL"))}
    env["PYTHONPATH"] = os.pathsep.join(map(str, (source.parent, source)))
    if builder == "epub" and not env.get("SOURCE_DATE_EPOCH"):  # the time that the book bears
        env["SOURCE_DATE_EPOCH"] = built_from.commit_time(source) or WITHOUT_GIT
    return env


if __name__ == "__main__":
    sys.exit(build(Path(__file__).parents[2], Path(sys.argv[1])))
