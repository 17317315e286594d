"""How the chapters are written."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

HIDDEN = {"remove-cell", "remove-input"}
# The ledger and the like are tables, not lessons.
LESSONS = ("regression/", "classification/", "training/", "deeper/")


def seen(chapter: NotebookNode) -> list[list[str]]:
    """Return the cells of code that a reader sees, each as its lines."""
    cells = (cell for cell in chapter.cells if cell.cell_type == "code")
    return [
        cell.source.splitlines()
        for cell in cells
        if not HIDDEN & set(cell.metadata.get("tags", ()))
    ]


def test_a_cell_has_at_most_twelve_lines_that_fit_the_page(
    chapters: dict[str, NotebookNode],
) -> None:
    cells = [(name, cell) for name, chapter in chapters.items() for cell in seen(chapter)]
    assert not [f"{name}: {cell[0]}" for name, cell in cells if len(cell) > 12]
    assert not [f"{name}: {line}" for name, cell in cells for line in cell if len(line) > 92]


def test_most_cells_are_short(chapters: dict[str, NotebookNode]) -> None:
    lengths = [len(cell) for chapter in chapters.values() for cell in seen(chapter)]
    assert median(lengths) <= 5


def test_a_lesson_has_more_prose_than_code(chapters: dict[str, NotebookNode]) -> None:
    for name, chapter in chapters.items():
        if name.startswith(LESSONS):
            # A sentence is one line of the source: here it counts as the lines that it fills.
            prose = sum(
                -(-len(line) // 80)
                for cell in chapter.cells
                if cell.cell_type == "markdown"
                for line in cell.source.splitlines()
            )
            code = sum(bool(line.strip()) for cell in seen(chapter) for line in cell)
            assert prose >= 1.5 * code, f"{name}: {prose} lines of prose, {code} of code"


def test_a_lesson_has_its_parts_in_order(chapters: dict[str, NotebookNode]) -> None:
    parts = [
        r"^# .+\?$",
        r"\*\*The question\.\*\*",
        r"After this chapter you can",
        r"^## What you have seen$",
        r"^## Exercises$",
        r"^\*\*Next:\*\*",
    ]
    for name, chapter in chapters.items():
        if name.startswith(LESSONS):
            text = "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")
            places = [
                match.start() if (match := re.search(part, text, re.MULTILINE)) else -1
                for part in parts
            ]
            assert -1 not in places, f"{name} has no part {parts[places.index(-1)]}"
            assert places == sorted(places), name
            assert re.search(r"\*\*Before you (run the next cell|read on):\*\*", text), (
                f"{name} asks for no guess"
            )


def test_every_lesson_asserts_what_it_says(chapters: dict[str, NotebookNode]) -> None:
    for name, chapter in chapters.items():
        if name.startswith(LESSONS):
            assert sum(cell.source.count("assert ") for cell in chapter.cells) >= 5, name


def test_no_cell_seeds_the_global_generator_or_hides_behind_magic(
    chapters: dict[str, NotebookNode],
) -> None:
    for name, chapter in chapters.items():
        for cell in chapter.cells:
            if cell.cell_type == "code":
                assert "np.random.seed" not in cell.source, name
                assert not re.search(r"^[%!]", cell.source, re.MULTILINE), name


def test_a_lesson_has_two_exercises_with_folded_solutions_and_a_check(
    chapters: dict[str, NotebookNode],
) -> None:
    lessons = {name: chapter for name, chapter in chapters.items() if name.startswith(LESSONS)}
    assert lessons
    for name, chapter in lessons.items():
        text = "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")
        exercises = re.findall(r"\{exercise-start\} \S.*\n:label: (\S+)$", text, re.MULTILINE)
        solutions = re.findall(r"\{solution-start\} (\S+)\n:class: dropdown$", text, re.MULTILINE)
        assert len(exercises) == 2, name
        assert solutions == exercises, name
        cells = ["\n".join(cell) for cell in seen(chapter)]
        assert sum("Right: " in cell and "Not yet: " in cell for cell in cells) == 1, name
