"""Say at the foot of each page which commit it was built from, and with which versions."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx


def commit(folder: Path) -> str:
    """Name the commit that `folder` is at, and say so if it is not quite that."""
    # A folder without a repository of its own could lie in another, which knows nothing of it.
    if _git(folder, "ls-files", "--error-unmatch", "conf.py") is None:
        return "an unknown commit"
    name = _git(folder, "rev-parse", "--short=12", "HEAD")
    if name is None:
        return "an unknown commit"
    changed = _git(folder, "status", "--porcelain") != ""
    return f"commit {name}" + (" and changes that are not in it," if changed else "")


def _git(folder: Path, *command: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # A look at the state of the repository must not change it.
    run = [git, "-C", str(folder), "--no-optional-locks", *command]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def describe(app: Sphinx) -> None:
    """Find out once, for all pages."""
    versions = f"NumPy {version('numpy')} and Matplotlib {version('matplotlib')}"
    app.config.html_context["built_from"] = (
        f"Built from {commit(app.confdir)} with Python {platform.python_version()}, {versions}."
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Hand the sentence to the template of the pages, ``_templates/page.html``."""
    app.connect("builder-inited", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
