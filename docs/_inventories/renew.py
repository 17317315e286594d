"""Write the inventories: which page of which documentation explains a name that the chapters use.

Where there is a network, each name is looked up in the project's own inventory, and names that
have moved are reported. Without one, the known scheme of each project's pages is used.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.error import URLError

import sphobjinv

FOLDER = Path(__file__).parent

SCHEMES = {
    "matplotlib": ("https://matplotlib.org/stable/", "api/_as_gen/{page}.html#$"),
    "numpy": ("https://numpy.org/doc/stable/", "reference/generated/{name}.html#$"),
    "python": ("https://docs.python.org/3/", "{page}.html#$"),
}

# name: (role, page); the page is only needed where it is not named like the object.
NAMES: dict[str, dict[str, tuple[str, str]]] = {
    "matplotlib": {
        "matplotlib.pyplot.plot": ("function", ""),
        "matplotlib.pyplot.subplots": ("function", ""),
        "matplotlib.axes.Axes.contour": ("method", ""),
        "matplotlib.axes.Axes.plot": ("method", ""),
        "matplotlib.axes.Axes.vlines": ("method", ""),
    },
    "numpy": {
        "numpy.column_stack": ("function", ""),
        "numpy.dot": ("function", ""),
        "numpy.exp": ("function", ""),
        "numpy.linspace": ("function", ""),
        "numpy.ndarray.dot": ("method", ""),
        "numpy.polyfit": ("function", ""),
        "numpy.polyval": ("function", ""),
    },
    "python": {
        "ArithmeticError": ("exception", "library/exceptions"),
        "OverflowError": ("exception", "library/exceptions"),
        "TypeError": ("exception", "library/exceptions"),
        "ValueError": ("exception", "library/exceptions"),
        "print": ("function", "library/functions"),
    },
}


def published(address: str) -> dict[str, str] | None:
    """Return where a project's own inventory says that its names are, or None without a network."""
    try:
        inventory = sphobjinv.Inventory(url=address + "objects.inv")
    except (URLError, OSError):
        return None
    return {entry.name: entry.uri for entry in inventory.objects if entry.domain == "py"}


def main() -> int:
    """Write all inventories; return 1 if a name is not where it was."""
    moved = 0
    for project, (address, scheme) in SCHEMES.items():
        own = published(address)
        print(
            f"{project}: from {'the known scheme of its pages' if own is None else 'its own list'}"
        )
        inventory = sphobjinv.Inventory()
        inventory.project, inventory.version = project, ""
        for name, (role, page) in sorted(NAMES[project].items()):
            expected = scheme.format(name=name, page=page or name)
            uri = expected if own is None else own.get(name, "")
            if uri not in (expected, expected.replace("$", name)):
                print(f"  {name}: expected at {expected}, is at {uri or 'no place'}")
                moved += 1
            if uri:
                inventory.objects.append(
                    sphobjinv.DataObjStr(
                        name=name, domain="py", role=role, priority="1", uri=uri, dispname="-"
                    )
                )
        sphobjinv.writebytes(FOLDER / f"{project}.inv", sphobjinv.compress(inventory.data_file()))
    return int(moved > 0)


if __name__ == "__main__":
    sys.exit(main())
