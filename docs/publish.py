"""Publish a site that has passed, and look whether a site is as it was built.

Usage: ``python docs/publish.py COMMAND --help``.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from _publish import receipts
from _publish.comparison import compare
from _publish.deployment import deploy
from _publish.manifest import Refused
from _publish.repository import Repository, Target
from _publish.verification import verify

ROOT = Path(__file__).parents[1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    passed = commands.add_parser("passed", help="record that all tests have passed on a site")
    passed.add_argument("site", type=Path)
    to = commands.add_parser("deploy", help="publish a site that has passed")
    to.add_argument("site", type=Path)
    to.add_argument("--remote", default="origin", help="a remote of git, or its address")
    to.add_argument("--branch", default="gh-pages", help="the branch that Pages serves")
    to.add_argument("--cname", help="a domain of its own that Pages serves the site at")
    to.add_argument("--replace", metavar="COMMIT", help="what the branch is at, whatever that is")
    to.add_argument("--dry-run", action="store_true", help="do all but publish")
    of = commands.add_parser("verify", help="check a published site, file by file")
    of.add_argument("place", help="the address of the site, or a folder")
    of.add_argument("--manifest", type=Path, help="one to trust, in place of the site's own")
    with_ = commands.add_parser("compare", help="say where sites differ from the first of them")
    with_.add_argument("sites", type=Path, nargs="+")
    return parser.parse_args()


def _verify(place: str, against: Path | None) -> None:
    manifest, wrong = verify(place, against)
    if wrong:
        raise Refused("\n".join([f"{place} is not as {against or 'it says'}:", *wrong]))
    print(f"{place} is the site of {manifest.built_from}: all {len(manifest.files)} files agree.")


def main() -> int:
    """Do what is asked; return 0 if it was done."""
    given = _arguments()
    try:
        if given.command == "passed":
            receipts.write(given.site)
        elif given.command == "compare":
            compare(*given.sites)
        elif given.command == "verify":
            _verify(given.place, given.manifest)
        else:
            # Told to end by another program: as if by the keyboard, with a word on what is where.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            target = Target(given.remote, given.branch, given.cname, given.replace)
            deploy(given.site, Repository(ROOT), target, dry_run=given.dry_run)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted before anything was sent.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
