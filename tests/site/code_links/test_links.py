"""Names in the cells of a chapter lead to the pages that explain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from _book.code_links.links import Link, explained, linked
from _book.code_links.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from nbformat import NotebookNode

HIDDEN = {"remove-cell", "remove-input"}
IMPORTS = """import matplotlib.pyplot as plt
import numpy as np

from simplenn_core import hidden_layer_step, notebook_line, regression_step, sigmoid, train
from sklearn.linear_model import LinearRegression"""

# The last line of a cell, and the names in it that have a meaning.
CELLS = {
    "np.linspace(0, 1)": ["numpy.linspace"],
    "features, targets = notebook_line()\nfeatures.T.dot(targets)": [
        "numpy.ndarray.T",
        "numpy.ndarray.dot",
    ],
    "x = np.zeros(3)\n(x**2).mean()": ["numpy.ndarray.mean"],
    "x = np.zeros(3)\nx[0].dot(x)": [],  # one item of an array can be a plain number
    "x = np.zeros(3)\nx[1:].dot(x)": ["numpy.ndarray.dot"],
    "fig, ax = plt.subplots()\nax.plot(1), fig.savefig('f.svg')": [
        "matplotlib.axes.Axes.plot",
        "matplotlib.figure.Figure.savefig",
    ],
    "fig, axes = plt.subplots(2, 2)\nfor ax in axes.flat:\n    ax.plot(1)": [
        "matplotlib.axes.Axes.plot"
    ],
    "fig, (one, two) = plt.subplots(2)\none.plot(1), two.set()": [
        "matplotlib.axes.Axes.plot",
        "matplotlib.axes.Axes.set",
    ],
    "fig, ax = plt.subplots(*sizes)\nax.plot(1)": [],
    "step = regression_step([[1]], [1], [1])\nstep.updated_weights.round()": [
        "simplenn_core.TrainingStep.updated_weights",
        "numpy.ndarray.round",
    ],
    "*_, last = train(regression_step, x, t, w, n_steps=9)\nlast.errors": [
        "simplenn_core.TrainingStep.errors"
    ],
    "for i, step in enumerate(train(hidden_layer_step, x, t, w)):\n    step.update[0].T": [
        "simplenn_core.TrainingStep.update",
        "numpy.ndarray.T",
    ],
    "runs = list(train(own_step, x, t, w, n_steps=9))\nruns[-1].weights.round()": [
        "simplenn_core.TrainingStep.weights"
    ],
    "def f(x):\n    return sigmoid(x)\nf(1).round()": ["numpy.ndarray.round"],
    "x = np.zeros(3)\ndef f(x):\n    return x.dot(x)": [],
    "model = LinearRegression().fit([[1]], [1])\nmodel.predict([[1]]).round()": [
        "sklearn.linear_model.LinearRegression.predict",
        "numpy.ndarray.round",
    ],
    "x = np.zeros(3)\nprint(f'é: {x.sum():.2f}')": ["builtins.print", "numpy.ndarray.sum"],
    "x = np.zeros(3)\nif y:\n    x = 3\nx.dot(x)": [],  # it depends
    "x = np.zeros(3)\nfor i in y:\n    x.dot(x); x = 3": [],  # only in the first round
    "print = log\nprint(1)": [],
    "try:\n    pass\nexcept OSError as error:\n    error.strerror": ["builtins.OSError.strerror"],
    "not python": [],
    "%matplotlib inline": [],
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_name_means_what_it_certainly_means(cell: str) -> None:
    reader = Reader()
    reader.read(IMPORTS)
    last = cell.count("\n")
    uses = reader.read(cell)
    assert [use.name for use in uses if use.line == last] == CELLS[cell]
    lines = cell.split("\n")
    for use in uses:
        text = lines[use.line][use.start : use.end]
        assert use.name.rpartition(".")[2] == text.rpartition(".")[2]


def test_imports_are_links() -> None:
    names = [use.name for use in Reader().read(IMPORTS)]
    assert names[:3] == ["matplotlib.pyplot", "numpy", "simplenn_core"]
    assert "simplenn_core.train" in names


def test_a_name_without_a_page_of_its_own_leads_to_that_of_its_class() -> None:
    known = {
        "a": "a.html",
        "a.Class": "a.html#c",
        "a.Class.": "a.html#c",
        "a.Class.method": "a.html#m",
        "matplotlib.axes.Axes.set": "set",
    }
    assert explained("a.Class.method", known) == ("a.Class.method", "a.html#m")
    assert explained("a.Class.field", known) == ("a.Class.field", "a.html#c")
    assert explained("a.gone", known) is None
    assert explained("mpl_toolkits.mplot3d.axes3d.Axes3D.set", known) == (
        "matplotlib.axes.Axes.set",
        "set",
    )


def test_links_stand_around_whole_pieces_and_change_no_text() -> None:
    code = (
        '<div><pre><span></span><span class="n">a</span><span class="o">&lt;</span>b\n</pre></div>'
    )
    html = linked(code, [Link(0, 1, 'x"', "y?a&b"), Link(2, 3, "cut", "no")])
    assert '<a class="name" href="y?a&amp;b" title="x&quot;"><span class="n">a</span></a>' in html
    assert html.count("<a ") == html.count("</a>")


def test_every_known_name_in_a_cell_is_a_link_and_the_code_is_as_written(
    chapters: dict[str, NotebookNode], pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    without, n_links = set(), 0
    for chapter, notebook in chapters.items():
        page = pages[(site / chapter).with_suffix(".html")]
        shown = page.select("div.cell_input pre")
        reader = Reader()
        sources = [
            cell.source
            for cell in notebook.cells
            if cell.cell_type == "code" and not HIDDEN & set(cell.metadata.get("tags", ()))
        ]
        assert [pre.get_text().rstrip("\n") for pre in shown] == sources, chapter
        for pre, source in zip(shown, sources, strict=True):
            links = [link.get_text() for link in pre.select("a.name")]
            n_links += len(links)
            for use in reader.read(source):
                text = source.split("\n")[use.line][use.start : use.end]
                if text not in links:
                    without.add(use.name)
    assert n_links > 1000
    # Neither has a page: what differs belongs into docs/_book/code_links/inventories/renew.py.
    assert {name for name in without if not name.startswith(("autograd", "sklearn.utils"))} == {
        "matplotlib.axes.Axes.xaxis",
        "matplotlib.axes.Axes.yaxis",
        "matplotlib.pyplot.style",
    }


def test_links_in_code_lead_to_this_site_or_to_known_documentation(
    pages: dict[Path, BeautifulSoup],
) -> None:
    known = (
        "https://docs.python.org/3/",
        "https://matplotlib.org/stable/",
        "https://numpy.org/doc/stable/",
        "https://scikit-learn.org/stable/",
    )
    for page in pages.values():
        for link in page.select("a.name"):
            assert str(link["href"]).startswith((*known, "../reference/api.html", "api.html"))
