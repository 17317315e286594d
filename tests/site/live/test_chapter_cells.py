"""The cells of a chapter as readers run them."""

from __future__ import annotations

from typing import Any

from _book.live.chapter_cells import lacking, live_cells, titles
from nbformat import v4


def hidden(source: str, *tags: str) -> Any:
    return v4.new_code_cell(source, metadata={"tags": ["remove-cell", *tags]})


CHAPTER = v4.new_notebook(
    cells=[
        v4.new_code_cell("import numpy as np"),
        hidden("y = 2; assert y", "asserts"),
        hidden("from myst_nb import glue\nglue('y', y)", "site-only"),
        v4.new_markdown_cell(
            ":::::{exercise-start} Think\n:label: a-think\n:::::\n\n:::::{exercise-end}\n:::::\n\n"
            ":::::{solution-start} a-think\n:class: dropdown\n:::::\n"
        ),
        v4.new_code_cell("np.pi"),
        v4.new_markdown_cell(
            ":::::{solution-end}\n:::::\n\n:::::{exercise-start} Do\n:label: a-do\n:::::\n\n"
            ":::::{exercise-end}\n:::::\n\n:::::{solution-start} a-do\n:::::\n"
        ),
        v4.new_code_cell("x = 1"),
        v4.new_markdown_cell(":::::{solution-end}\n:::::\n"),
        v4.new_code_cell('print("Right" if x == 1 else "Not yet")'),
    ]
)


def test_cells_are_named_and_know_their_part_in_an_exercise() -> None:
    cells = live_cells(CHAPTER)
    parts = [{key: cell[key] for key in cell.keys() - {"source", "name"}} for cell in cells]
    assert [cell["name"] for cell in cells] == [
        "cell 1", "what the page needs", "cell 2", "your answer", "cell 3", "cell 4"
    ]  # fmt: skip
    assert parts == [
        {},
        {},
        {"solution": True, "exercise": "a-think"},
        {"answer": True, "exercise": "a-do"},
        {"solution": True, "exercise": "a-do"},
        {"check": True, "exercise": "a-do"},
    ]
    assert titles(CHAPTER) == {"a-think": "Think", "a-do": "Do"}


def test_hidden_cells_go_along_whole_but_for_those_of_the_site_alone() -> None:
    sources = [cell["source"] for cell in live_cells(CHAPTER)]
    assert "y = 2; assert y" in sources
    assert not [source for source in sources if "glue" in source]


def test_packages_that_a_browser_lacks_are_named_as_they_are_installed() -> None:
    cells = [{"source": "import json, sklearn.datasets\nimport numpy"}, {"source": "import jax"}]
    assert lacking(cells, frozenset({"numpy"})) == ["jax", "scikit-learn"]
    assert lacking(cells[:1], frozenset({"numpy", "sklearn"})) == []
