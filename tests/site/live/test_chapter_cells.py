"""The cells of a chapter as readers run them."""

from __future__ import annotations

from _book.live.chapter_cells import Cell, faults, live_cells, with_lacks
from nbformat import v4

EXERCISE = (
    ":::::{{exercise-start}} {0}\n:label: a-{0}\n:::::\n\n:::::{{exercise-end}}\n:::::\n\n"
    ":::::{{solution-start}} a-{0}\n:class: dropdown\n:::::\n"
)
CHAPTER = v4.new_notebook(
    cells=[
        v4.new_code_cell("import numpy as np"),
        v4.new_markdown_cell(EXERCISE.format("think")),
        v4.new_code_cell("np.pi"),
        v4.new_markdown_cell(f":::::{{solution-end}}\n:::::\n\n{EXERCISE.format('do')}"),
        v4.new_code_cell("x = 1"),
        v4.new_markdown_cell(":::::{solution-end}\n:::::\n"),
        v4.new_code_cell('print("Right" if x == 1 else "Not yet")'),
    ]
)


def test_cells_are_named_and_know_their_part_in_an_exercise() -> None:
    cells = {cell.pop("name"): cell for cell in live_cells(CHAPTER)}
    for cell in cells.values():
        del cell["source"]
    assert cells == {
        "cell 1": {},
        "cell 2": {"solution": True, "exercise": "a-think"},
        "your answer": {"answer": True, "exercise": "a-do"},
        "cell 3": {"solution": True, "exercise": "a-do"},
        "cell 4": {"check": True, "exercise": "a-do"},
    }


def cells(*sources: str, **parts: bool) -> list[Cell]:
    """Return cells that are seen; one that begins with a comment is hidden."""
    names = ["what the page needs" if each.startswith("#") else "cell 1" for each in sources]
    return [
        {"name": name, "source": each, **parts} for name, each in zip(names, sources, strict=True)
    ]


def lacks(*sources: str) -> list[object]:
    found = with_lacks(cells(*sources), frozenset({"numpy"}))
    assert not list(faults(found))
    return [cell.get("lacks") for cell in found]


def test_a_cell_lacks_what_it_imports_or_calls_by_an_imported_name() -> None:
    assert lacks("import math, numpy as np", "import sklearn.svm as s, jax", "s.SVC", "np.pi") == [
        None, ["jax", "scikit-learn"], ["scikit-learn"], None,
    ]  # fmt: skip
    # A name that is given another value no longer stands for the library.
    assert lacks("from jax import grad", "grad = 1", "grad + 1") == [["jax"], None, None]
    assert lacks("def f():\n    import jax", "import math") == [["jax"], None]


def test_a_hidden_cell_lacks_what_made_the_names_that_it_uses() -> None:
    assert lacks("import jax\nx = 1", "#\ny = x", "#\nassert y", "#\nz = 1", "z") == [
        ["jax"], ["jax"], ["jax"], None, None,
    ]  # fmt: skip


def test_a_live_cell_with_a_name_that_only_another_has_made_is_a_fault() -> None:
    found = with_lacks(cells("import jax\nx = 1", "print(x)"), frozenset())
    assert list(faults(found)) == [
        "cell 1 uses 'x', which only cells define that no browser can run"
    ]
    found = with_lacks(cells("import jax", check=True), frozenset())
    assert list(faults(found)) == ["cell 1 checks an exercise and needs jax, which no browser has"]
