"""Say at the foot of each page, and in ``build.json``, what the site was built from."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

NAME = "build.json"
# What decides how the pages look and which numbers they show.
PACKAGES = ("autograd", "furo", "matplotlib", "myst-nb", "numpy", "scikit-learn", "sphinx")
# Whatever the settings of whoever builds: each file is looked at, and each untracked one listed.
STATUS = ("-c", "core.fsmonitor=false", "status", "--porcelain", "--untracked-files=all")
# What gets into a site even where git ignores it; Sphinx takes no caches.
SOURCES = (":/docs", ":/simplenn_core")
CACHES = tuple(f":(top,exclude,glob)**/{x}" for x in ("__pycache__/**", ".*_cache/**", ".DS_Store"))


class Commit(NamedTuple):
    """A commit, None where nobody knows it, and whether files are not as they are in it."""

    name: str | None
    changed: bool

    def __str__(self) -> str:
        """Name the commit, and say so if it is not quite that."""
        if self.name is None:
            return "an unknown commit"
        return f"commit {self.name[:12]}" + (
            " and changes that are not in it," if self.changed else ""
        )


def commit(folder: Path) -> Commit:
    """Return the commit that `folder` is at."""
    # A folder without a repository of its own could lie in another, which knows nothing of it.
    if _git(folder, "ls-files", "--error-unmatch", "conf.py") is None:
        return Commit(None, changed=False)
    return Commit(_git(folder, "rev-parse", "HEAD"), changes(folder) != "")


def changes(folder: Path) -> str:
    """List what is not as in the commit, with what git ignores and what it is told to overlook."""
    status = _git(folder, *STATUS)
    ignored = _git(folder, *STATUS, "--ignored", "--", *SOURCES, *CACHES)
    tracked = _git(folder, "ls-files", "-v", ":/")
    if status is None or ignored is None or tracked is None:
        return "git cannot tell"
    lines = [line for line in ignored.splitlines() if line.startswith("!!")]
    lines += [line for line in tracked.splitlines() if line[0] == "S" or line[0].islower()]
    return "\n".join(filter(None, [status, *lines]))


def commit_time(folder: Path) -> str | None:
    """Return when the commit that `folder` is at was made, in seconds since 1970."""
    # Asked first: the folder may lie in somebody else's repository.
    return _git(folder, "log", "-1", "--format=%ct") if commit(folder).name else None


def _git(folder: Path, *command: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # A look at the state of the repository must not change it.
    run = [git, "-C", str(folder), "--no-optional-locks", *command]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def find_out(app: Sphinx) -> None:
    """Look once, for all pages."""
    source = commit(app.confdir)
    versions = {name: version(name) for name in PACKAGES} | {"python": platform.python_version()}
    app.config.html_context |= {
        "manifest": {"commit": source.name, "changed": source.changed, "versions": versions},
        "manifest_name": NAME,
        "built_from": (
            f"Built from {source} with Python {versions['python']}, "
            f"NumPy {versions['numpy']} and Matplotlib {versions['matplotlib']}."
        ),
    }


def write(app: Sphinx, failure: Exception | None) -> None:
    """Begin the manifest; `publishing/build.py` adds the files once all of them are there."""
    if failure is None and app.builder.name == "html":
        text = json.dumps(app.config.html_context["manifest"], indent=1, sort_keys=True)
        (app.outdir / NAME).write_text(text, "utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Hand the sentence to the template of the pages, `page_frame/templates/page.html`."""
    app.connect("builder-inited", find_out)
