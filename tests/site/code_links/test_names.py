"""The names in a cell, and what its Python says of them once it has run."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import pytest
from _book.code_links.names import Use, public_names, uses

mpl.use("agg")
IMPORTS = """import matplotlib.pyplot as plt
import numpy as np

from simplenn_core import notebook_line, regression_step, sigmoid, train
from sklearn.linear_model import LinearRegression
"""
RUN = "log = [*train(regression_step, [[1.0]], [1.0], [0.0], n_steps=2, learning_rate=0.1)]\n"

# The last line of a cell, and for each name in it one under which it may be explained.
CELLS = {
    "np.linspace(0, 1)": ["numpy.linspace"],
    "np.abs(1)": ["numpy.absolute"],
    "np.random.default_rng(1).normal()": ["numpy.random.default_rng"],
    "features, targets = notebook_line()\nfeatures.T.dot(targets)": [
        "numpy.ndarray.T",
        "numpy.ndarray.dot",
    ],
    "x = np.zeros(3)\n(x**2).mean()": ["numpy.ndarray.mean"],
    "x = np.zeros(3)\n(x - np.ones(3)).mean()": ["numpy.ones", "numpy.ndarray.mean"],
    "x = np.zeros(3)\nx[1:].dot(2)": ["numpy.ndarray.dot"],
    "x = np.zeros(3)\nx[0].mean()": ["numpy.float64.mean"],
    "fig, axes = plt.subplots(2, 2)\naxes[0, 1].set(title='x')": ["matplotlib.axes.Axes.set"],
    "fig, axes = plt.subplots(2, 2)\nfor ax in axes.flat:\n    ax.plot(1)": [
        "matplotlib.axes.Axes.plot"
    ],
    "ax = plt.figure().add_subplot(projection='3d')\nax.view_init(1), ax.legend": [
        "mpl_toolkits.mplot3d.axes3d.Axes3D.view_init",
        "matplotlib.axes.Axes.legend",
    ],
    "fig = plt.figure()\nfig.supxlabel('x')": ["matplotlib.figure.Figure.supxlabel"],
    RUN + "log[-1].weights.round()": ["simplenn_core.TrainingStep.weights", "numpy.ndarray.round"],
    "LinearRegression().fit([[1]], [1])": [
        "sklearn.linear_model.LinearRegression",
        "sklearn.linear_model.LinearRegression.fit",
    ],
    "x = np.zeros(3)\nprint(f'é: {x.sum():.2f}')": ["builtins.print", "numpy.ndarray.sum"],
    "x = np.zeros(3)\ndef f(x):\n    return x.dot(np.inf)": ["numpy.inf"],
    "x = np.zeros(3)\n[x.dot for x in ()]": [],
    "def f(x):\n    return x\nf(1).real": [],
    "print = str\nprint(1)": ["builtins.str"],
    "%matplotlib inline": [],
}


def seen(cell: str) -> list[Use]:
    """Run a cell after the imports, and return the uses in it."""
    variables: dict[str, Any] = {}
    exec(IMPORTS, variables)  # noqa: S102  # written here
    if not cell.startswith("%"):
        exec(cell, variables)  # noqa: S102  # the code of this test
    return uses(cell, variables)


@pytest.mark.parametrize("cell", CELLS)
def test_a_name_means_what_the_kernel_says(cell: str) -> None:
    last = cell.count("\n")
    found = seen(cell)
    here = [use.names for use in found if use.line == last]
    assert len(here) == len(CELLS[cell]), here
    assert all(name in names for name, names in zip(CELLS[cell], here, strict=True)), here
    lines = cell.split("\n")
    for use in found:
        text = lines[use.line][use.start : use.end]
        assert text.isidentifier() or "." in text


def test_imports_are_links() -> None:
    names = [use.names[0] for use in seen(IMPORTS)]
    assert names == [
        "matplotlib.pyplot",
        "numpy",
        "simplenn_core",
        *(f"simplenn_core.{name}" for name in ("notebook_line", "regression_step", "sigmoid")),
        "simplenn_core.train",
        "sklearn.linear_model",
        "sklearn.linear_model.LinearRegression",
    ]


def test_nothing_is_called() -> None:
    calls: list[int] = []

    def call() -> list[int]:
        calls.append(1)
        return calls

    cell = "call().append(call()[call()])\n(call() + call()).sort(), x[call()].real"
    uses(cell, {"call": call, "x": [1]})
    assert not calls


def test_what_cannot_be_imported_has_no_public_name() -> None:
    variables: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(): pass", variables)  # noqa: S102  # written here
    assert public_names(variables["f"]) == public_names(3.0) == public_names(lambda: 1) == []
