"""A small project that publishes a site to a bare repository beside it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from _book.publishing import manifest as manifests
from _book.publishing.deployment import Repository, Target, deploy
from _book.publishing.manifest import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BRANCH = "refs/heads/gh-pages"
ADDRESS = "https://example.org/book/"
SECONDS = 100  # more than any of it takes
ME = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    # To lose a test with the power is no harm.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.fsync",
    "GIT_CONFIG_VALUE_0": "none",
}


class Project(NamedTuple):
    """A clone with the publishing code and a site, beside a bare repository."""

    place: Path

    @property
    def folder(self) -> Path:
        return self.place / "clone"

    @property
    def remote(self) -> Path:
        return self.place / "remote.git"

    @property
    def site(self) -> Path:
        return self.folder / "build" / "site"

    @property
    def repository(self) -> Repository:
        return Repository(self.folder)

    @property
    def published(self) -> str | None:
        """Return the commit of the published site."""
        return Repository(self.remote).tip(Target(str(self.remote), "gh-pages"))

    @property
    def holds(self) -> str:
        """Return the text of the published site, once it is sure that all of it is there."""
        repository = Repository(self.remote)
        assert self.published
        assert not repository.ask("fsck", "--full", "--no-dangling")
        found = repository.digests(self.published)
        assert found.pop(".nojekyll") == manifests.digest(b"")
        content = repository.run("cat-file", "blob", f"{self.published}:build.json").stdout
        assert found == manifests.parse(content, "published").all_files
        return repository.ask("show", f"{self.published}:index.html")

    def commit_and_build(self, text: str) -> None:
        """Commit a change, and make the site of it, which passes."""
        (self.folder / "docs" / "index.md").write_text(text, "utf-8")
        self.repository.ask("add", ".")
        self.repository.ask("commit", "--quiet", "--message", text)
        self.build(text)
        manifests.record_passed(self.site)

    def build(self, text: str, **changed: Any) -> None:
        """Make a site of the commit, with `changed` facts in its manifest."""
        shutil.rmtree(self.site, ignore_errors=True)
        make_site(
            self.site, text, **({"commit": self.repository.ask("rev-parse", "HEAD")} | changed)
        )

    def deploy(self, remote: str = "origin", branch: str = "gh-pages", **options: Any) -> None:
        target = Target(remote, branch, options.pop("cname", None), options.pop("replace", None))
        options = {"dry_run": False, "without_live": False} | options
        deploy(self.site, self.repository, target, **options)

    def refuses(self, *, moved: bool = False, **options: Any) -> str:
        """Deploy, see it refused with nothing moved by us, and return what was said."""
        before = self.published
        with pytest.raises(PublishError) as error:
            self.deploy(**options)
        assert moved or self.published == before
        return str(error.value)

    def deploys(self, **options: Any) -> None:
        """Deploy, and see the site published whole."""
        self.deploy(**options)
        assert self.holds == (self.site / "index.html").read_text("utf-8")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the publishing program, in a group of processes of its own."""
        command = [sys.executable, "-m", "_book.publishing", *arguments]
        env = {**os.environ, "PYTHONPATH": str(self.folder / "docs")}
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env=env, text=True, start_new_session=True, **pipes)

    def hook(self, name: str, script: str, *, at_remote: bool = True) -> Path:
        """Put a script where git runs it while it pushes."""
        hooks = (self.remote if at_remote else self.folder / ".git") / "hooks"
        return executable(hooks / name, script)

    def receive_with(self, script: str) -> Path:
        """Let the remote receive what is pushed by a script; return the mark that it leaves."""
        mark = self.place / "was here"
        program = executable(self.place / "receives", f"touch '{mark}'; {script}")
        self.repository.ask("config", "remote.origin.receivepack", f"'{program.as_posix()}'")
        return mark

    def stranger(self, name: str, text: str) -> str:
        """Return a commit of one file that somebody else has put at the remote, on no branch."""

        def stored(content: str, *command: str) -> str:
            git = ["git", "-C", str(self.remote), *command]
            return subprocess.check_output(git, input=content, text=True).strip()

        blob = stored(text, "hash-object", "-w", "--stdin")
        tree = stored(f"100644 blob {blob}\t{name}\n", "mktree")
        return stored("", "commit-tree", "-m", "Of somebody else", tree)


def make_site(folder: Path, text: str, **facts: Any) -> Path:
    """Return a site of two files; sending them takes several packets."""
    (folder / "_static" / "live").mkdir(parents=True)
    (folder / "index.html").write_text(text, "utf-8")
    noise = random.Random(text).randbytes(200_000)
    (folder / "_static" / "live" / "noise").write_bytes(noise)
    facts = {"commit": None, "changed": False, "versions": {"python": "3.11.7"}} | facts
    address = facts.pop("address", ADDRESS)
    (folder / "build.json").write_text(json.dumps(facts), "utf-8")
    manifests.write_manifest(folder, address)
    return folder


def executable(path: Path, script: str) -> Path:
    """Write a script for the shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8", newline="\n")
    path.chmod(0o755)
    return path


def sign_last_commit(folder: Path) -> None:
    """Put a signature to the last commit of a clone, and let git tell of it wherever it can."""
    verify = executable(folder / ".git" / "verify", "echo 'Signature made today' >&2")
    repository = Repository(folder)
    repository.ask("config", "gpg.program", verify.as_posix())
    repository.ask("config", "log.showSignature", "true")
    commit = repository.run("cat-file", "commit", "HEAD").stdout
    signed = commit.replace(b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n\n", 1)
    (folder / ".git" / "signed").write_bytes(signed)
    stored = repository.ask("hash-object", "-w", "-t", "commit", str(folder / ".git" / "signed"))
    repository.ask("reset", "--quiet", stored)


def wait_until(happens: Callable[[], bool]) -> None:
    """Wait for a condition, but not for ever."""
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.01)


def none_is_left(group: int) -> bool:
    """Tell whether all processes of a group have ended."""
    with suppress(ProcessLookupError):
        os.killpg(group, 0)
        return False
    return True
