"""Renew the inventories: which page of which documentation explains a name that the chapters use.

Usage: ``python renew.py [NAME …]``. Each inventory keeps the names that are in it, and gets those
that are asked for, with their places of now: what the project's own inventory says of them.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import sphobjinv

DOCS = Path(__file__).parents[3]


def main(asked: set[str]) -> int:
    """Write all inventories; return 1 if a name is nowhere."""
    missing = set(asked)
    known = runpy.run_path(str(DOCS / "conf.py"))["intersphinx_mapping"]
    for address, inventory in known.values():
        path = DOCS / inventory
        ours = sphobjinv.Inventory(path)
        names = {entry.name for entry in ours.objects} | asked
        published = sphobjinv.Inventory(url=f"{address}objects.inv").objects
        found = {e.name: e for e in published if e.domain == "py" and e.name in names}
        missing = (missing | names - asked) - found.keys()
        ours.objects = [found[name] for name in sorted(found)]
        sphobjinv.writebytes(path, sphobjinv.compress(ours.data_file()))
    for name in sorted(missing):
        print(f"{name} is in no inventory any more", file=sys.stderr)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main({*sys.argv[1:]}))
