"""Sites with the set-up of this one and few pages, for tests that build them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FRONT = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
CELL = FRONT + "# A chapter\n\n```{{code-cell}} ipython3\n{}\n```\n"


def copy_setup(root: Path, folder: Path) -> Path:
    """Return a copy of the site's set-up in `folder`, with an index page and no chapters."""
    docs = folder / "docs"
    shutil.copytree(root / "docs" / "_book", docs / "_book")
    shutil.copy(root / "docs" / "references.bib", docs)
    shutil.copy(root / "pyproject.toml", folder)  # which says the version
    settings = (root / "docs" / "conf.py").read_text("utf-8")
    (docs / "conf.py").write_text(f"{settings}\nlive_core = {str(root)!r}\n", "utf-8")
    pages = "```{toctree}\n:glob:\n\n*\n*/original\ntraining/*\n```\n"
    (docs / "index.md").write_text(f"# Index\n\n{pages}", "utf-8")
    return docs


def build(docs: Path, **exported: str) -> subprocess.CompletedProcess[str]:
    """Build a site strictly, as `nox -s docs` does, where a shell has `exported` variables."""
    command = [sys.executable, "-m", "_book.publishing.build", str(docs.parent / "site")]
    env = os.environ | exported
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=docs, env=env)
