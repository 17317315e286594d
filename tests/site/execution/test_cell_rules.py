"""What each cell of a page must keep to."""

from __future__ import annotations

import pytest
from _book.execution.cell_rules import faults
from nbformat import NotebookNode, v4

Cells = list[tuple[str, str]]  # the tags of each, and its code
READER, ASSERTS, SITE = "", "remove-cell asserts", "remove-cell site-only"

GOOD: list[Cells] = [
    [(READER, "import numpy as np\n\nx = np.zeros(3)"), (ASSERTS, "assert x.sum() == 0")],
    [(READER, "def f():\n    return g()\n\ndef g():\n    return 1\n\nf()")],
    [(READER, "for i in range(3):\n    y = [i for i in [1]]\n\ny, display(i)")],
    [(READER, "x = 1"), (SITE, "from myst_nb import glue\n\nglue('x', x)"), (SITE, "glue('y', x)")],
    [(SITE, "x = 2"), (READER, "x = 3\nx += 1"), (ASSERTS, "assert x == 4")],
    [("hide-input", "x = 1\n" * 12)],
    [(READER, "%matplotlib inline"), (READER, "x = '; '")],
]
# And the cell, the line in it, and what is said of it.
BAD: list[tuple[Cells, int, int, str]] = [
    ([(READER, "\n".join(["x = 1", ""] * 13))], 0, 1, "has 13 lines"),
    ([(ASSERTS, "print(1)")], 0, 1, "asserts nothing"),
    ([("remove-cell", "assert True")], 0, 1, "no tag says"),
    ([("also-right", "x = 1")], 0, 1, "is an answer to try"),
    ([(SITE + " mistake", "x = 1")], 0, 1, "of which no sentence tells"),
    ([(READER, "y = 1\nx = 1; z = 2")], 0, 2, "two statements on a line"),
    ([(READER, "def f():\n    x = 1; return x")], 0, 2, "two statements on a line"),
    ([(ASSERTS, "x = 1\nassert x"), (READER, "y = 1\nx")], 1, 2, "'x', which is hidden"),
    ([(ASSERTS, "x = 1\nassert x"), (READER, "x = x + 1")], 1, 1, "'x', which is hidden"),
    ([(ASSERTS, "x = 1\nassert x"), (READER, "def f():\n    return x")], 1, 2, "'x', which is hid"),
    ([(SITE, "import json"), (READER, "json.dumps(1)")], 1, 1, "'json', which is hidden"),
    ([(SITE, "x = 1"), (ASSERTS, "assert x")], 1, 1, "'x', which is there for the site only"),
    ([("remove-input", "x = 1"), (ASSERTS, "assert x")], 1, 1, "'x', which is there for the site"),
    ([(ASSERTS, "from myst_nb import glue\nassert glue")], 0, 1, "'myst_nb', which only the build"),
    ([(READER, "import numpy\nimport _figures.a")], 0, 2, "'_figures.a', which only the build"),
]


def notebook(cells: Cells) -> NotebookNode:
    made: NotebookNode = v4.new_notebook(
        cells=[v4.new_code_cell(code, metadata={"tags": tags.split()}) for tags, code in cells]
    )
    return made


@pytest.mark.parametrize("cells", GOOD)
def test_good_cells_have_no_faults(cells: Cells) -> None:
    assert [*faults(notebook(cells))] == []


@pytest.mark.parametrize(("cells", "place", "line", "message"), BAD)
def test_a_fault_is_named_once(cells: Cells, place: int, line: int, message: str) -> None:
    ((found_place, found_line, said),) = faults(notebook(cells))
    assert (found_place, found_line) == (place, line)
    assert message in said


def test_a_description_needs_a_figure() -> None:
    for setting, shown, wrong in (("image", "image/svg+xml", 0), ("figure", "text/plain", 1)):
        output = v4.new_output("display_data", {shown: "x"})
        told = {"mystnb": {setting: {"alt": "A line"}}}
        cell = v4.new_code_cell("", metadata=told, outputs=[output])
        assert len([*faults(v4.new_notebook(cells=[cell]))]) == wrong
