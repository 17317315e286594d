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
    "numpy": ("https://numpy.org/doc/stable/", "reference/{page}.html#$"),
    "python": ("https://docs.python.org/3/", "{page}.html#$"),
    "sklearn": ("https://scikit-learn.org/stable/", "modules/generated/{page}.html#$"),
}

# name: (role, page); the page is only given where it is not named like the object.
NAMES: dict[str, dict[str, tuple[str, str]]] = {
    "matplotlib": {
        "matplotlib.axes.Axes.contour": ("method", ""),
        "matplotlib.axes.Axes.plot": ("method", ""),
        "matplotlib.pyplot.subplots": ("function", ""),
    },
    "numpy": {
        "numpy.exp": ("data", "generated/numpy.exp"),
        "numpy.linalg.eigh": ("function", "generated/numpy.linalg.eigh"),
        "numpy.linspace": ("function", "generated/numpy.linspace"),
        "numpy.ndarray.dot": ("method", "generated/numpy.ndarray.dot"),
        "numpy.polyfit": ("function", "generated/numpy.polyfit"),
        "numpy.polyval": ("function", "generated/numpy.polyval"),
        "numpy.random.default_rng": ("function", "random/generator"),
    },
    "python": {
        "ArithmeticError": ("exception", "library/exceptions"),
        "OverflowError": ("exception", "library/exceptions"),
        "TypeError": ("exception", "library/exceptions"),
        "ValueError": ("exception", "library/exceptions"),
    },
    "sklearn": {
        "sklearn.linear_model.LinearRegression": ("class", ""),
        "sklearn.linear_model.LogisticRegression": ("class", ""),
        "sklearn.model_selection.train_test_split": ("function", ""),
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
