"""Answers that the build tries: what the check says of each."""

from __future__ import annotations

import pytest
from _book.mistakes.programs import outcome, to_run
from nbformat import NotebookNode, v4

CHECK = 'print("Right" if half == 5 else f"Not yet: {half}")'


def notebook(*answers: tuple[str, str]) -> NotebookNode:
    cells = [v4.new_code_cell("half = 5"), v4.new_code_cell(CHECK)]
    cells += [v4.new_code_cell(code, metadata={"tags": [tag]}) for tag, code in answers]
    made: NotebookNode = v4.new_notebook(cells=cells)
    return made


def test_a_check_is_asked_and_the_variables_stay() -> None:
    names = {"whole": 10, "half": 5}
    assert outcome("print('?')\nhalf = whole / 4", CHECK, names) == "Not yet: 2.5"
    assert outcome("half = whole / 2", CHECK, names) == "Right"
    assert names == {"whole": 10, "half": 5}


def test_a_cell_runs_as_it_is_unless_it_is_an_answer_to_try() -> None:
    made = notebook(
        ("mistake", "half = 1"), ("also-right", "half = 10 / 2"), ("mistake", "half = 3")
    )
    assert to_run(made, 0) == "half = 5"
    runs = [to_run(made, place) for place in (2, 3, 4)]
    for code, number in zip(runs, ("0", "None", "1"), strict=True):
        assert f"{CHECK!r}, {number}, globals()" in code


def test_a_check_is_a_cell_that_readers_see() -> None:
    made = notebook(("remove-cell", 'print("Right")'), ("mistake", "half = 4"))
    assert repr(CHECK) in to_run(made, 3)


def test_what_a_check_says_must_fit() -> None:
    for tag, code in (("mistake", "half = 5"), ("also-right", "half = 4")):
        made = notebook((tag, code))
        with pytest.raises(AssertionError, match="expected"):
            exec(to_run(made, 2), {})  # noqa: S102  # as a kernel does
