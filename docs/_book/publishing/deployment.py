"""Publish a site as the one commit of a branch, from which Pages serves it.

A branch of git is moved in one step or not at all, so the published site is the old one or the
new one, never half of each. All checks come before the push.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from _book.publishing import built_from
from _book.publishing import manifest as manifests
from _book.publishing.manifest import Manifest, PublishError, differences, digest

if TYPE_CHECKING:
    from pathlib import Path

_PUBLISHED = "Published"
NO_DOMAIN = "none"  # and no host is called that: it has a dot
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})+", re.IGNORECASE)


class Target(NamedTuple):
    """Where a site is published, and what may be replaced there."""

    remote: str
    branch: str
    cname: str | None = None  # the domain that Pages serves the site at; None is the one it has
    replace: str | None = None  # this very commit, whatever it is

    def __str__(self) -> str:
        return _without_users(f"branch {self.branch} of {self.remote}")

    @property
    def added(self) -> dict[str, str]:
        """Return the SHA-256 of what Pages needs beside the site: to serve it as it is."""
        cname = {"CNAME": digest(self.cname.encode())} if self.cname else {}
        return {".nojekyll": digest(b""), **cname}


class Repository(NamedTuple):
    """A clone with a work tree, and what publishing asks of it."""

    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run git here; what comes of it, the caller looks at."""
        git = ["git", "-C", str(self.folder), *command]
        return subprocess.run(git, capture_output=True, check=False)

    def ask(self, *command: str) -> str:
        """Return what git answers; refuse to go on where it fails."""
        done = self.run(*command)
        if done.returncode != 0:
            raise PublishError(f"git {command[0]} failed: {_complaint(done)}")
        return done.stdout.decode().strip()

    def tip(self, target: Target) -> str | None:
        """Return the commit that a branch of a remote is at, None if there is no such branch."""
        ref = f"refs/heads/{target.branch}"
        # Git answers with all whose name ends so.
        lines = self.ask("ls-remote", "--", target.remote, ref).splitlines()
        return next((line.split("\t")[0] for line in lines if line.split("\t")[1] == ref), None)

    def digests(self, commit: str) -> dict[str, str]:
        """Return the SHA-256 of each file of a commit."""
        names = filter(None, self.ask("ls-tree", "-r", "-z", "--name-only", commit).split("\0"))
        blobs = {name: self.run("cat-file", "blob", f"{commit}:{name}").stdout for name in names}
        return {name: digest(content) for name, content in blobs.items()}


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    said = done.stderr.decode(errors="replace").strip()
    return _without_users(said) or f"exit code {done.returncode}"


def _without_users(text: str) -> str:
    """Return a text without the names and passwords that stand in addresses."""
    return re.sub(r"(?<=://)[^/\s]*@", "", text)


def deploy(
    site: Path, repository: Repository, target: Target, *, dry_run: bool, without_live: bool
) -> None:
    """Publish `site`, or say why not and leave all as it is."""
    manifest = _require_publishable(site, repository, without_live=without_live)
    places = repository.run("remote", "get-url", "--push", "--all", target.remote).stdout
    if len(places.splitlines()) > 1:
        raise PublishError(f"{target.remote} pushes to several places: name one, --remote ADDRESS")
    old = repository.tip(target)
    if old is not None:
        branch = f"refs/heads/{target.branch}"
        # Without what a clone is told to do with what it fetches: no branch of it is to move.
        repository.ask("fetch", "--quiet", "--no-tags", "--refmap=", "--", target.remote, branch)
        if old != target.replace:
            _require_replaceable(old, repository, target)
    target = target._replace(cname=_domain(old, repository, target))
    print(
        f"{'Would publish' if dry_run else 'Publishing'} the site of {manifest.built_from}:\n"
        f"  {len(manifest.files)} files as in its build.json, whose SHA-256 is {manifest.seal},\n"
        f"  made to be read at {manifest.address},\n"
        f"  with {target.cname or 'no domain'} in CNAME,\n"
        f"  to {target}, in the place of {f'commit {old}' if old else 'nothing'}",
        flush=True,
    )
    new = _commit(site, manifest, repository, target)
    # From `old` to `new`, and from nothing else.
    ref = f"refs/heads/{target.branch}"
    lease = f"--force-with-lease={ref}:{old or ''}"
    options = ["--no-follow-tags", lease, *["--dry-run"][: int(dry_run)]]
    try:
        done = repository.run("push", *options, "--", target.remote, f"{new}:{ref}")
        state = _state(repository, target, old, new)
    except KeyboardInterrupt:
        raise PublishError(
            f"Interrupted. {_state(repository, target, old, new)} "
            "What was sent already can still arrive there, whole."
        ) from None
    if not state.startswith(_PUBLISHED) and not (dry_run and done.returncode == 0):
        failure = f"{_complaint(done)}\nThe push failed. " if done.returncode else ""
        raise PublishError(failure + state)
    print(state)


def _require_publishable(site: Path, repository: Repository, *, without_live: bool) -> Manifest:
    """Return the manifest of a site that is as it was built, from this commit, and has passed."""
    manifest = manifests.read_verified_manifest(site)
    if changes := built_from.changes(repository.folder):
        raise PublishError(f"the work tree has changes that are in no commit:\n{changes}")
    if manifest.commit is None or manifest.changed:
        raise PublishError(f"the site was not built from a commit as it is: {manifest.built_from}")
    if manifest.commit != (head := repository.ask("rev-parse", "HEAD")):
        raise PublishError(f"the site was built from commit {manifest.commit}, and this is {head}")
    if manifest.address is None:
        raise PublishError(
            "nobody said where the site will be read, and what it tells search engines and lost "
            "readers would lead elsewhere. Build it for its place and test it: "
            "`nox -s docs -- --url https://OWNER.github.io/REPOSITORY/`, then `nox -s tests`"
        )
    if not manifests.has_passed(site, manifest):
        raise PublishError(f"the tests have not passed on what is in {site}: run `nox -s tests`")
    if not without_live and not any(name.startswith("_static/live/") for name in manifest.files):
        raise PublishError(
            f"the cells of {site} do not run live: `nox -s live-runtime` says what is missing. "
            "To publish it all the same: --without-live"
        )
    return manifest


def _require_replaceable(old: str, repository: Repository, target: Target) -> None:
    """Refuse to replace what may be newer, and what is no site."""
    there, anyhow = f"{target} is at commit {old}", f"To replace it all the same: --replace {old}"
    if target.replace:
        raise PublishError(f"{there}, not at {target.replace}. {anyhow}")
    found = repository.run("cat-file", "blob", f"{old}:{manifests.NAME}")
    if found.returncode != 0:
        raise PublishError(f"{there}, which is no site with a manifest. {anyhow}")
    built = manifests.parse(found.stdout, f"{manifests.NAME} of {target}").commit
    # One that is unknown here is not in the history either.
    if built is None or repository.run("merge-base", "--is-ancestor", built, "HEAD").returncode:
        raise PublishError(
            f"{there}, a site of commit {built}, which is not in the history of what was built "
            f"here: it may be newer. {anyhow}"
        )


def _domain(old: str | None, repository: Repository, target: Target) -> str:
    """Return the domain that the site is to have: as told, or as it is, and "" if it has none."""
    domain = target.cname
    if domain is None:
        there = repository.run("cat-file", "blob", f"{old}:CNAME").stdout if old else b""
        domain = there.decode(errors="replace").strip() or NO_DOMAIN
    if domain == NO_DOMAIN:
        return ""
    if not _HOST.fullmatch(domain):
        raise PublishError(
            f"{domain!r} is not the name of a host: --cname takes one such as book.example.org, "
            f"and --no-cname drops the one of {target}"
        )
    return domain


def _commit(site: Path, manifest: Manifest, repository: Repository, target: Target) -> str:
    """Return a commit of the site, and of nothing else; its id follows from the site alone."""
    who = repository.ask("log", "-1", "--no-show-signature", "--format=%cn%n%ce%n%cD").split("\n")
    names = ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE")
    cname = ("--cname", target.cname) if target.cname else ()
    objects = repository.folder / repository.ask("rev-parse", "--git-path", "objects")
    kind = repository.ask("rev-parse", "--show-object-format")
    # What is written is stored in the clone, its branch elsewhere: two runs at once do not meet in
    # it, and one that is killed leaves none.
    with tempfile.TemporaryDirectory() as place:
        repository.ask("init", "--quiet", "--bare", f"--object-format={kind}", place)
        env = os.environ | dict(zip(names, who, strict=True)) | {
            "GIT_DIR": place, "GIT_OBJECT_DIRECTORY": str(objects.resolve()),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "ghp_import", "--no-history", "--no-jekyll",
             "--branch", "site", "--message", f"Site of commit {manifest.commit}",
             *cname, str(site.resolve())],
            env=env, capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise PublishError(f"ghp-import made no commit: {_complaint(done)}")
        commit = repository.ask("--git-dir", place, "rev-parse", "refs/heads/site")
    # What was read just now, not what was read for the check: a file may have changed between.
    if wrong := differences(manifest.all_files | target.added, repository.digests(commit)):
        raise PublishError("\n".join([f"{site} changed while it was read:", *wrong]))
    return commit


def _state(repository: Repository, target: Target, old: str | None, new: str) -> str:
    """Say what the remote holds now."""
    try:
        tip = repository.tip(target)
    except PublishError as error:
        return (
            f"{target} cannot be asked what it holds, but it is the old site or the new one, "
            f"whole. Deploy again. ({error})"
        )
    if tip == new:
        return f"{_PUBLISHED}: {target} is at commit {new}."
    if tip == old:
        return f"The published site is as it was: {target} is at {old or 'no commit'}."
    what = f"moved to {tip}" if tip else "removed"
    return f"{target} was {what} by somebody else meanwhile, and was not overwritten."
