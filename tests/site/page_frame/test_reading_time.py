"""How long a chapter takes, counted in the build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from _book.page_frame import reading_time
from docutils import nodes
from sphinx_exercise.nodes import solution_node

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


@pytest.fixture(scope="module")
def times(pages: Pages, lessons: Chapters, site: Path) -> dict[str, tuple[int, int]]:
    """Return the minutes that each chapter says it takes, to read and for its exercises."""
    found = {}
    for name in lessons:
        (line,) = pages[site / f"{name}.html"].select("h1 + p.subtitle + p.reading-time")
        time = line.get_text().partition(" · ")[0]  # a button may follow
        said = re.fullmatch(r"(\d+) minutes to read, (\d+) for the exercises", time)
        assert said, line
        found[name] = int(said[1]), int(said[2])
    return found


def test_a_chapter_takes_five_to_ten_minutes(times: dict[str, tuple[int, int]]) -> None:
    assert {name: says for name, says in times.items() if not 5 <= says[0] <= 10} == {}


def test_the_index_says_what_the_chapters_say(
    times: dict[str, tuple[int, int]], pages: Pages, site: Path
) -> None:
    text = re.sub(r"\s+", " ", pages[site / "index.html"].get_text())
    reading = [says[0] for says in times.values()]
    assert f"takes {min(reading)} to {max(reading)} minutes to read" in text
    assert "up to twice as long again" in text
    assert 1.5 < max(exercises / reading for reading, exercises in times.values()) <= 2
    training = [sum(says) for name, says in times.items() if name.startswith("training/")]
    assert f"{sum(training)} minutes" in text


# What two newcomers needed who guessed before each cell and did the sums with pencil and paper: to
# read a chapter, and for its exercises.
SLOW = {
    "regression/ols": (15, 8),
    "regression/single-step": (17, 9),
    "regression/multi-step": (15, 9),
    "classification/sigmoid": (12, 11),
    "classification/data": (9, 6),
    "classification/single-step": (15, 9),
    "classification/multi-step": (17, 9),
    "training/gradient-check": (14, 10),
    "training/cross-entropy": (12, 9),
    "training/learning-rate": (15, 14),
    "training/standardise": (13, 10),
    "deeper/hidden-layer": (20, 25),
    "deeper/real-data": (14, 20),
    "deeper/cancer": (20, 22),
    "deeper/libraries": (17, 12),
    "deeper/where-next": (10, 10),
}
FAST = 51 + 52 + 136  # what others needed for all of these chapters, with their exercises


def test_the_count_lies_between_what_readers_needed(times: dict[str, tuple[int, int]]) -> None:
    counted = [times[name] for name in SLOW]
    assert FAST < sum(map(sum, counted)) < sum(map(sum, SLOW.values()))
    exercises = [sum(of for _, of in each) for each in (counted, SLOW.values())]
    assert abs(exercises[0] - exercises[1]) < exercises[1] / 10


def test_prose_and_code_are_counted_and_nothing_else() -> None:
    cell = nodes.container(classes=["cell_input"])
    cell += nodes.literal_block("", "x = 1\n\nprint(x)\n")
    output = nodes.container(classes=["cell_output"])
    output += nodes.literal_block("", "1\n" * 50)
    formula = nodes.paragraph("", "Then ", nodes.math("", "a + b + c"), nodes.Text(" is one word"))
    folded = solution_node("", nodes.paragraph("", "five words that are folded"))
    page = nodes.section("", nodes.title("", "Two words"), cell, output, formula, folded)
    page += nodes.math_block("", "a + b")
    page += nodes.section("", nodes.title("", "Exercises"), names=["exercises"])
    expected = 2 + 2 * reading_time.WORDS_A_LINE + 5 + reading_time.WORDS_A_FORMULA
    assert reading_time.words(page) == expected
    assert reading_time.lines_of_code(page) == 2
