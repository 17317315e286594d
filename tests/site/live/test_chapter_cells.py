"""The cells of a chapter as readers run them."""

from __future__ import annotations

from _book.live.chapter_cells import live_cells, titles
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
    assert titles(CHAPTER) == {"a-think": "think", "a-do": "do"}
