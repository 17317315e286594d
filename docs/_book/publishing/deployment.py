"""Publish a site as the one commit of a branch, from which Pages serves it.

A branch of git is moved in one step or not at all, so the published site is the old one or the
new one, never half of each. All checks come before the push.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from _book.publishing.conditions import may_be_published, may_be_replaced
from _book.publishing.manifest import Manifest, Refused, differences
from _book.publishing.repository import complaint

if TYPE_CHECKING:
    from pathlib import Path

    from _book.publishing.repository import Repository, Target

_PUBLISHED = "Published"


def deploy(
    site: Path,
    repository: Repository,
    target: Target,
    *,
    dry_run: bool = False,
    without_live: bool = False,
) -> None:
    """Publish `site`, or say why not and leave all as it is."""
    manifest = may_be_published(site, repository, without_live=without_live)
    old = repository.tip(target)
    may_be_replaced(old, repository, target)
    print(
        f"{'Would publish' if dry_run else 'Publishing'} the site of {manifest.built_from}:\n"
        f"  {len(manifest.files)} files as in its build.json, whose SHA-256 is {manifest.seal},\n"
        f"  to {target}, in the place of {f'commit {old}' if old else 'nothing'}",
        flush=True,
    )
    new = _commit(site, manifest, repository, target)
    try:
        print(_push(repository, target, old, new, dry_run=dry_run))
    except KeyboardInterrupt:
        raise Refused(
            f"Interrupted. {_state(repository, target, old, new)} "
            "What was sent already can still arrive there, whole."
        ) from None


def _commit(site: Path, manifest: Manifest, repository: Repository, target: Target) -> str:
    """Return a commit of the site, and of nothing else; its id follows from the site alone."""
    who = repository.ask("log", "-1", "--format=%cn%x00%ce%x00%cD").split("\0")
    names = ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE")
    cname = () if target.cname is None else ("--cname", target.cname)
    with repository.without_branches() as place:
        done = subprocess.run(
            [sys.executable, "-m", "ghp_import", "--no-history", "--no-jekyll",
             "--branch", "site", "--message", f"Site of commit {manifest.commit}",
             *cname, str(site.resolve())],
            env=os.environ | place | dict(zip(names, who, strict=True)),
            capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise Refused(f"ghp-import made no commit: {complaint(done)}")
        commit = repository.ask("--git-dir", place["GIT_DIR"], "rev-parse", "refs/heads/site")
    # What was read just now, not what was read for the check: a file may have changed between.
    expected = manifest.all_files | target.added
    if wrong := differences(expected, repository.digests(commit)):
        raise Refused("\n".join([f"{site} changed while it was read:", *wrong]))
    return commit


def _push(
    repository: Repository, target: Target, old: str | None, new: str, *, dry_run: bool
) -> str:
    """Move the branch from `old` to `new`, and from nothing else; say what has come of it."""
    ref = f"refs/heads/{target.branch}"
    options = ("--no-follow-tags", *(("--dry-run",) if dry_run else ()))
    lease = f"--force-with-lease={ref}:{old or ''}"
    done = repository.run("push", *options, lease, "--", target.remote, f"{new}:{ref}")
    state = _state(repository, target, old, new)
    if state.startswith(_PUBLISHED) or (dry_run and done.returncode == 0):
        return state
    failure = f"{complaint(done)}\nThe push failed. " if done.returncode else ""
    raise Refused(failure + state)


def _state(repository: Repository, target: Target, old: str | None, new: str) -> str:
    """Say what the remote holds now."""
    try:
        tip = repository.tip(target)
    except Refused as error:
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
