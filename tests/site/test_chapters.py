"""How the chapters are written."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from _book.live.worker.names import line_of_blank
from site_pages import prose, seen

if TYPE_CHECKING:
    from site_pages import Chapters


def test_the_lines_of_a_cell_fit_the_page(chapters: Chapters) -> None:
    cells = [(name, cell) for name, chapter in chapters.items() for cell in seen(chapter)]
    assert not [f"{name}: {line}" for name, cell in cells for line in cell if len(line) > 90]


def test_most_cells_are_short(chapters: Chapters) -> None:
    lengths = [len(cell) for chapter in chapters.values() for cell in seen(chapter)]
    assert median(lengths) <= 5


def test_a_lesson_has_more_prose_than_code(lessons: Chapters) -> None:
    for name, chapter in lessons.items():
        # A sentence is one line of the source: here it counts as the lines that it fills.
        text = sum(-(-len(line) // 80) for line in prose(chapter).splitlines())
        code = sum(bool(line.strip()) for cell in seen(chapter) for line in cell)
        assert text >= 1.5 * code, f"{name}: {text} lines of prose, {code} of code"


def test_a_lesson_has_its_parts_in_order(lessons: Chapters) -> None:
    parts = [
        r"^# .+\?$",
        r"\*\*The question\.\*\*",
        r"^:::\{promise\}",
        r"^## What you have seen$",
        r"^## Exercises$",
        r"^:::\{ending\}",
    ]
    for name, chapter in lessons.items():
        text = prose(chapter)
        found = [re.search(part, text, re.MULTILINE) for part in parts]
        missing = [part for part, match in zip(parts, found, strict=True) if not match]
        assert not missing, f"{name} has no part {missing}"
        places = [match.start() for match in found if match]
        assert places == sorted(places), name
        assert ":::{predict}" in text, f"{name} asks for no guess"


def test_every_lesson_asserts_what_it_says(lessons: Chapters) -> None:
    for name, chapter in lessons.items():
        assert sum(cell.source.count("assert ") for cell in chapter.cells) >= 5, name


def test_no_cell_seeds_the_global_generator_or_hides_behind_magic(chapters: Chapters) -> None:
    for name, chapter in chapters.items():
        for cell in chapter.cells:
            if cell.cell_type == "code":
                assert "np.random.seed" not in cell.source, name
                assert not re.search(r"^[%!]", cell.source, re.MULTILINE), name


def test_a_lesson_has_two_exercises_with_folded_solutions_and_a_check(lessons: Chapters) -> None:
    for name, chapter in lessons.items():
        text = prose(chapter)
        exercises = re.findall(r"\{exercise-start\} \S.*\n:label: (\S+)$", text, re.MULTILINE)
        solutions = re.findall(r"\{solution-start\} (\S+)\n:class: dropdown$", text, re.MULTILINE)
        assert len(exercises) == 2, name
        assert solutions == exercises, name
        cells = ["\n".join(cell) for cell in seen(chapter)]
        assert sum("Right: " in cell and "Not yet: " in cell for cell in cells) == 1, name


def test_each_exercise_has_hints_and_is_checked_on_the_page(lessons: Chapters) -> None:
    parts = re.compile(r"\{exercise-start\}.*\n:label: (\S+)((?:.*\n)*?):+\{exercise-end\}")
    for name, chapter in lessons.items():
        text = prose(chapter)
        exercises = parts.findall(text)
        for label, exercise in exercises:
            hints = re.findall(
                r"\{admonition\} A (\w+) hint\n:class: dropdown$", exercise, re.MULTILINE
            )
            assert hints == ["first", "second", "third"][: len(hints)], label
            assert len(hints) >= 2, label
            codes = re.findall(r"```python\n(.*?)```", exercise, re.DOTALL)
            assert all(line_of_blank(code) for code in codes if "__" in code), label
        asked = [":::{predict}" in exercise for _, exercise in exercises]
        checks = sum('"Right' in cell.source for cell in chapter.cells)
        assert sum(asked) + checks >= len(exercises), name


def test_each_check_knows_mistakes_and_more_than_one_right_answer(lessons: Chapters) -> None:
    for name, chapter in lessons.items():
        tags = [tag for cell in chapter.cells for tag in cell.metadata.get("tags", ())]
        assert tags.count("mistake") >= 2, name
        assert tags.count("also-right") >= 1, name
