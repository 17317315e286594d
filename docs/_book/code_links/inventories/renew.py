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

ADDRESSES = {
    "matplotlib": "https://matplotlib.org/stable/",
    "numpy": "https://numpy.org/doc/stable/",
    "python": "https://docs.python.org/3/",
    "sklearn": "https://scikit-learn.org/stable/",
}

# Where in a documentation the names with a prefix stand, their role, and the names. In an address,
# {name} is the whole name and $ the same at the end of an anchor.
PLOTS, SERIES = "api/_as_gen/{name}.html#$", "reference/generated/{name}.html#$"
MODELS, RANDOM = "modules/generated/{name}.html#$", "reference/random/generated/{name}.html#$"
BUILTINS, TYPES = "library/functions.html#$", "library/stdtypes.html#$"
GROUPS = (
    ("matplotlib", "api/pyplot_summary.html#module-$", "module", "matplotlib.", "pyplot"),
    ("matplotlib", PLOTS, "function", "matplotlib.pyplot.",
        "gca legend plot show subplots"),
    ("matplotlib", "api/style_api.html#$", "function", "matplotlib.style.", "use"),
    ("matplotlib", PLOTS, "method", "matplotlib.axes.Axes.", """add_patch annotate axhline axis
        axline axvline clabel contour hist imshow legend loglog plot semilogx semilogy set
        set_xscale text vlines"""),
    ("matplotlib", PLOTS, "class", "matplotlib.patches.", "Rectangle"),
    ("matplotlib", PLOTS, "method", "matplotlib.axis.Axis.", "set_major_formatter"),
    ("matplotlib", PLOTS, "method", "matplotlib.figure.Figure.", "savefig supxlabel supylabel"),
    ("matplotlib", PLOTS, "method", "mpl_toolkits.mplot3d.axes3d.Axes3D.",
        "plot plot_surface view_init"),
    ("numpy", "reference/index.html#module-$", "module", "", "numpy"),
    ("numpy", SERIES, "function", "numpy.", """allclose append arange argmin array array_split
        column_stack concatenate corrcoef delete eye full geomspace linalg.eigh linalg.eigvalsh
        linalg.lstsq linspace logspace mean meshgrid ones ones_like polyfit polyval roots
        round stack std unique vstack where zeros zeros_like"""),
    ("numpy", SERIES, "data", "numpy.", "absolute cbrt ceil exp log log10 minimum multiply sqrt"),
    ("numpy", "reference/constants.html#$", "data", "numpy.", "inf newaxis"),
    ("numpy", SERIES, "class", "numpy.", "finfo ndarray ndindex"),
    ("numpy", SERIES, "attribute", "numpy.ndarray.", "T shape"),
    ("numpy", SERIES, "method", "numpy.ndarray.", """all any argmax argmin argsort
        astype copy dot max mean min nonzero ravel reshape round std sum var"""),
    ("numpy", "reference/random/generator.html#$", "function", "numpy.random.", "default_rng"),
    ("numpy", "reference/random/legacy.html#$", "class", "numpy.random.", "RandomState"),
    ("numpy", RANDOM, "method", "numpy.random.RandomState.", "random_sample"),
    ("numpy", RANDOM, "method", "numpy.random.Generator.", """choice integers normal
        permutation random standard_normal"""),
    ("python", BUILTINS, "function", "", """abs enumerate len max min next print round sorted sum
        zip"""),
    ("python", BUILTINS, "class", "", "bool float int type"),
    ("python", TYPES, "class", "", "dict list range set str tuple"),
    ("python", "library/exceptions.html#$", "exception", "", """ArithmeticError OSError
        OverflowError TypeError ValueError"""),
    ("sklearn", "api/{name}.html#module-$", "module", "sklearn.",
        "datasets linear_model metrics model_selection neural_network"),
    ("sklearn", MODELS, "function", "sklearn.", """datasets.load_breast_cancer
        datasets.load_diabetes metrics.confusion_matrix model_selection.train_test_split"""),
    ("sklearn", MODELS, "class", "sklearn.linear_model.",
        "LinearRegression LogisticRegression SGDRegressor"),
    ("sklearn", MODELS, "class", "sklearn.neural_network.", "MLPClassifier"),
    ("sklearn", "modules/generated/sklearn.neural_network.MLPClassifier.html#$", "method",
        "sklearn.neural_network.MLPClassifier.", "fit predict_proba"),
    ("sklearn", "modules/generated/sklearn.linear_model.LinearRegression.html#$", "method",
        "sklearn.linear_model.LinearRegression.", "fit predict score"),
    ("sklearn", "modules/generated/sklearn.linear_model.LogisticRegression.html#$", "method",
        "sklearn.linear_model.LogisticRegression.", "fit predict predict_proba"),
    ("sklearn", "modules/generated/sklearn.linear_model.SGDRegressor.html#$", "method",
        "sklearn.linear_model.SGDRegressor.", "partial_fit"),
)  # fmt: skip


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
    for project, address in ADDRESSES.items():
        own = published(address)
        print(f"{project}: from {'the known scheme of its pages' if own is None else 'its own'}")
        inventory = sphobjinv.Inventory()
        inventory.project, inventory.version = project, ""
        names = [
            (prefix + name, role, place)
            for of, place, role, prefix, several in GROUPS
            if of == project
            for name in several.split()
        ]
        for name, role, place in sorted(names):
            expected = place.format(name=name)
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
