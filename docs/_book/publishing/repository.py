"""What publishing asks of git."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from _book.publishing.manifest import Refused, digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Target(NamedTuple):
    """Where a site is published, and what may be replaced there."""

    remote: str
    branch: str
    cname: str | None = None  # the domain of its own that Pages serves the site at
    replace: str | None = None  # this very commit, whatever it is

    def __str__(self) -> str:
        """Name the place."""
        return f"branch {self.branch} of {self.remote}"

    @property
    def added(self) -> dict[str, str]:
        """Return the SHA-256 of what Pages needs beside the site: to serve it as it is."""
        cname = {} if self.cname is None else {"CNAME": digest(self.cname.encode())}
        return {".nojekyll": digest(b""), **cname}


class Repository(NamedTuple):
    """A clone with a work tree."""

    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run git here; what comes of it, the caller looks at."""
        git = ["git", "-C", str(self.folder), *command]
        return subprocess.run(git, capture_output=True, check=False)

    def ask(self, *command: str) -> str:
        """Return what git answers; refuse to go on where it fails."""
        done = self.run(*command)
        if done.returncode != 0:
            raise Refused(f"git {command[0]} failed: {complaint(done)}")
        return done.stdout.decode().strip()

    @contextmanager
    def without_branches(self) -> Iterator[dict[str, str]]:
        """Yield the settings under which git sees what is stored here, and no branch of this clone.

        What is written so is stored here, while its branches are gone at the end: two runs at
        once do not meet in them, and one that is killed leaves none.
        """
        objects = self.folder / self.ask("rev-parse", "--git-path", "objects")
        kind = self.ask("rev-parse", "--show-object-format")
        with tempfile.TemporaryDirectory() as place:
            self.ask("init", "--quiet", "--bare", f"--object-format={kind}", place)
            yield {"GIT_DIR": place, "GIT_OBJECT_DIRECTORY": str(objects.resolve())}

    def tip(self, target: Target) -> str | None:
        """Return the commit that a branch of a remote is at, None if there is no such branch."""
        answer = self.ask("ls-remote", "--", target.remote, f"refs/heads/{target.branch}")
        return answer.split()[0] if answer else None

    def is_within(self, commit: str, other: str) -> bool:
        """Tell whether `commit` is `other` or in its history; one that is unknown here is not."""
        return self.run("merge-base", "--is-ancestor", commit, other).returncode == 0

    def digests(self, commit: str) -> dict[str, str]:
        """Return the SHA-256 of each file of a commit."""
        names = self.ask("ls-tree", "-r", "-z", "--name-only", commit).split("\0")
        return {
            name: digest(self.run("cat-file", "blob", f"{commit}:{name}").stdout)
            for name in names
            if name
        }


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what a program said of its failure."""
    return done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
