"""Publish a site that has passed, and look whether a site is as it was built.

Usage: ``python -m _book.publishing COMMAND --help``.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from _book.publishing.deployment import NO_DOMAIN, Repository, Target, deploy
from _book.publishing.manifest import PublishError, record_passed
from _book.publishing.verification import verify


def _deploy(given: argparse.Namespace) -> None:
    # Told to end, it says what the remote holds. By the keyboard too, to which a shell makes deaf
    # what it starts in the background.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    target = Target(given.remote, given.branch, given.cname, given.replace)
    options = {"dry_run": given.dry_run, "without_live": given.without_live}
    try:
        deploy(given.site, Repository(Path(__file__).parents[3]), target, **options)
    except KeyboardInterrupt:
        raise PublishError("Interrupted before anything was sent.") from None


def _verify(given: argparse.Namespace) -> None:
    manifest, wrong = verify(given.place, given.manifest)
    if wrong:
        against = given.manifest or "its manifest says"
        raise PublishError("\n".join([f"{given.place} is not as {against}:", *wrong]))
    print(
        f"{given.place} is the site of {manifest.built_from}: all {len(manifest.files)} files are "
        f"as in the manifest, whose SHA-256 is {manifest.seal}."
    )


def main() -> int:
    """Do what is asked; return 0 if it was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    passed = commands.add_parser("passed", help="record that all tests have passed on a site")
    passed.set_defaults(do=lambda given: record_passed(given.site))
    passed.add_argument("site", type=Path)

    deploying = commands.add_parser("deploy", help="publish a site that has passed")
    deploying.set_defaults(do=_deploy)
    deploying.add_argument("site", type=Path)
    deploying.add_argument("--remote", default="origin", help="a remote of git, or its address")
    deploying.add_argument("--branch", default="gh-pages", help="the branch that Pages serves")
    deploying.add_argument("--cname", help="its own domain, in place of the one it has")
    deploying.add_argument(
        "--no-cname", action="store_const", dest="cname", const=NO_DOMAIN, help="drop it"
    )
    deploying.add_argument("--replace", metavar="COMMIT", help="what is there, whatever it is")
    deploying.add_argument("--without-live", action="store_true", help="cells need not run live")
    deploying.add_argument("--dry-run", action="store_true", help="do all but publish")

    verifying = commands.add_parser("verify", help="check a published site, file by file")
    verifying.set_defaults(do=_verify)
    verifying.add_argument("place", help="the address of the site, or a folder")
    verifying.add_argument("--manifest", type=Path, help="one to trust, not the site's own")
    given = parser.parse_args()
    try:
        given.do(given)
    except PublishError as error:
        # Some of it is what a host said, which could tell a terminal to show something else.
        said = (c if c == "\n" or c.isprintable() else ascii(c)[1:-1] for c in str(error))
        print("".join(said), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
