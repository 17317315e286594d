"""What has to be so before a site is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.publishing import manifest as manifests
from _book.publishing import receipts
from _book.publishing.manifest import Manifest, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from _book.publishing.repository import Repository, Target


LIVE = "_static/live/"


def may_be_published(site: Path, repository: Repository, *, without_live: bool) -> Manifest:
    """Return the manifest of a site that is as it was built, from this commit, and has passed."""
    manifest = manifests.of_intact(site)
    if changes := repository.ask("status", "--porcelain"):
        raise Refused(f"the work tree has changes that are in no commit:\n{changes}")
    if manifest.commit is None or manifest.changed:
        raise Refused(f"the site was not built from a commit as it is: {manifest.built_from}")
    head = repository.ask("rev-parse", "HEAD")
    if manifest.commit != head:
        raise Refused(f"the site was built from commit {manifest.commit}, and this is {head}")
    if not receipts.there_is_one(site, manifest):
        raise Refused(f"no tests have passed on what is in {site}: run `nox -s tests`")
    if not without_live and not any(name.startswith(LIVE) for name in manifest.files):
        raise Refused(
            f"the cells of {site} do not run live: `nox -s live-runtime` says what is missing. "
            "To publish it all the same: --without-live"
        )
    return manifest


def may_be_replaced(old: str | None, repository: Repository, target: Target) -> None:
    """Refuse to replace what may be newer, and what is no site."""
    if old is None or old == target.replace:
        return
    there = f"{target} is at commit {old}"
    anyhow = f"To replace it all the same: --replace {old}"
    if target.replace:
        raise Refused(f"{there}, not at {target.replace}. {anyhow}")
    branch = f"refs/heads/{target.branch}"
    repository.ask("fetch", "--quiet", "--no-tags", "--", target.remote, branch)
    found = repository.run("cat-file", "blob", f"{old}:{manifests.NAME}")
    if found.returncode != 0:
        raise Refused(f"{there}, which is no site with a manifest. {anyhow}")
    built = manifests.parse(found.stdout, f"{manifests.NAME} of {target}").commit
    if built is None or not repository.is_within(built, "HEAD"):
        raise Refused(
            f"{there}, a site of commit {built}, which is not in the history of what was built "
            f"here: it may be newer. {anyhow}"
        )
