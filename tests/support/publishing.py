"""A small project that publishes a site to a bare repository beside it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from _book.publishing import manifest as manifests
from _book.publishing.repository import Repository, Target

if TYPE_CHECKING:
    from pathlib import Path

BRANCH = "refs/heads/gh-pages"
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
        done = self.publish("passed", str(self.site))
        assert done.returncode == 0, done.stderr

    def build(self, text: str, **changed: Any) -> None:
        """Make a site of the commit, with `changed` facts in its manifest."""
        shutil.rmtree(self.site, ignore_errors=True)
        commit = self.repository.ask("rev-parse", "HEAD")
        make_site(self.site, text, **({"commit": commit} | changed))

    def build_manifest(self) -> None:
        """Let the manifest say what is there now."""
        manifests.seal(self.site)

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start the publishing program, in a group of processes of its own."""
        command = [sys.executable, "-m", "_book.publishing", *arguments]
        folders = [env.get("PYTHONPATH"), str(self.folder / "docs")]
        env = env | {"PYTHONPATH": os.pathsep.join(filter(None, folders))}
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            command, env=os.environ | env, text=True, start_new_session=True, **pipes
        )

    def publish(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the publishing program to its end."""
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def deploy(self, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.publish("deploy", str(self.site), *options, **env)

    def refuses(self, *options: str, **env: str) -> str:
        """Deploy, see it refused with nothing moved, and return what was said."""
        before = self.published
        done = self.deploy(*options, **env)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert self.published == before
        return done.stderr

    def deploys(self, *options: str, **env: str) -> str:
        """Deploy, see the site published whole, and return what was said."""
        done = self.deploy(*options, **env)
        assert done.returncode == 0, done.stdout + done.stderr
        assert self.holds == (self.site / "index.html").read_text("utf-8")
        return done.stdout

    def hook(self, name: str, script: str, *, at_remote: bool = True) -> Path:
        """Put a script where git runs it while it pushes."""
        hooks = (self.remote if at_remote else self.folder / ".git") / "hooks"
        return executable(hooks / name, script)

    def stranger(self, **files: str) -> str:
        """Return a commit that somebody else has put at the remote, on no branch."""
        repository = Repository(self.remote)
        blobs = []
        for name, text in files.items():
            (self.remote / "text").write_text(text, "utf-8")
            blob = repository.ask("hash-object", "-w", str(self.remote / "text"))
            blobs.append(f"100644 blob {blob}\t{name}")
        tree = subprocess.run(
            ["git", "-C", str(self.remote), "mktree"],
            input="".join(f"{blob}\n" for blob in blobs), text=True, check=True,
            capture_output=True,
        ).stdout.strip()  # fmt: skip
        return repository.ask("commit-tree", "-m", "Of somebody else", tree)


def make_site(folder: Path, text: str, **facts: Any) -> Path:
    """Return a site of two files; sending them takes several packets."""
    (folder / "_static" / "live").mkdir(parents=True)
    (folder / "index.html").write_text(text, "utf-8")
    (folder / "_static" / "live" / "noise").write_bytes(
        random.Random(text).randbytes(200_000)
    )  # noise
    known = {"commit": None, "changed": False, "versions": {"python": "3.11.7"}}
    (folder / "build.json").write_text(json.dumps(known | facts), "utf-8")
    manifests.seal(folder)
    return folder


def executable(path: Path, script: str) -> Path:
    """Write a script for the shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8", newline="\n")
    path.chmod(0o755)
    return path
