"""Build the site strictly, and put it in its place only once it is whole.

Usage: ``python docs/build.py OUTPUT``. A build that fails leaves the site in OUTPUT as it was.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

STRICT = (
    "-W",  # a warning is an error
    "-n",  # so is a reference that leads nowhere
    "--keep-going",  # and all of them are reported, not the first alone
    "-E",  # no memory of an earlier build, whose pages could show what the core no longer computes
)


def build(source: Path, output: Path) -> int:
    """Build `source` into `output`; return Sphinx's exit code, 0 if the site is there."""
    output.parent.mkdir(parents=True, exist_ok=True)
    # Beside the output, so that moving it there is one rename and never a copy cut short.
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}-") as name:
        work = Path(name)
        sphinx = [
            sys.executable,
            "-m",
            "sphinx",
            *STRICT,
            "-b",
            "html",
            "-d",
            str(work / "doctrees"),
        ]
        code = subprocess.run([*sphinx, str(source), str(work / "html")], check=False).returncode
        if code == 0:
            if output.exists():
                output.rename(work / "previous")
            (work / "html").rename(output)
            print(f"\nThe site is built. Open {(output / 'index.html').resolve().as_uri()}")
        else:
            kept = f"; {output} still holds the last good one" if output.exists() else ""
            print(f"\nNo site was built, see the messages above{kept}.", file=sys.stderr)
        return code


if __name__ == "__main__":
    sys.exit(build(Path(__file__).parent, Path(sys.argv[1])))
