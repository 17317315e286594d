"""Say at the foot of each page, and in ``build.json``, what the site was built from."""

from __future__ import annotations

import hashlib
import json
import os
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
SETTINGS = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
STATUS = ("status", "--porcelain", "--untracked-files=all")
TRACKED = ("ls-files", "--stage", "-z", ":/")
# What gets into a site even where git ignores it, as do modules beside the core, which would be
# imported in the place of those that are installed; Sphinx takes no caches.
SOURCES = (":/docs", ":/simplenn_core", ":(top,glob)*.py", ":(top,glob)*/__init__.py")
CACHES = tuple(f":(top,exclude,glob)**/{x}" for x in ("__pycache__/**", ".*_cache/**", ".DS_Store"))
# By these, which git's hooks get, git would look at another repository than that of a folder.
ELSEWHERE = {"GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"}


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
    """List what is not as in the commit, with what git ignores and what it takes for the same."""
    status = _git(folder, *STATUS)
    ignored = _git(folder, *STATUS, "--ignored", "--", *SOURCES, *CACHES)
    kind, tracked = _git(folder, "rev-parse", "--show-object-format"), _git(folder, *TRACKED)
    if status is None or ignored is None or kind is None or tracked is None:
        return "git cannot tell"
    lines = [line for line in ignored.splitlines() if line.startswith("!!")]
    for about, _, path in (entry.partition("\t") for entry in tracked.split("\0")[:-1]):
        if about.split()[1] != _blob(folder / path, kind):
            lines.append(f"{path} is not byte for byte as in the commit")
    return status or "\n".join(lines)


def _blob(path: Path, kind: str) -> str:
    """Return what git calls the very bytes of a file: it takes other line ends for no change."""
    if not path.is_file():
        return ""
    content = path.read_bytes()
    head = b"blob %d\0" % len(content)
    return hashlib.new(kind, head + content, usedforsecurity=False).hexdigest()


def commit_time(folder: Path) -> str | None:
    """Return when the commit that `folder` is at was made, in seconds since 1970."""
    # Asked first: the folder may lie in somebody else's repository.
    return _git(folder, "log", "-1", "--format=%ct") if commit(folder).name else None


def _git(folder: Path, *command: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # A look at the state of the repository must not change it.
    asked = [git, "-C", str(folder), "--no-optional-locks", *SETTINGS, *command]
    env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    done = subprocess.run(asked, env=env, capture_output=True, check=False)
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None


def find_out(app: Sphinx) -> None:
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


def write(app: Sphinx) -> None:
    """Begin the manifest; `publishing/build.py` adds the files once all of them are there."""
    text = json.dumps(app.config.html_context["manifest"], indent=1, sort_keys=True)
    (app.outdir / NAME).write_text(text, "utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Hand the sentence to the template of the pages, `page_frame/templates/page.html`."""
    app.connect("builder-inited", find_out)
