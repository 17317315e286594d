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
def times(pages: Pages, lessons: Chapters, site: Path) -> dict[str, int]:
    """Return the minutes that each chapter says it takes to read, by its name."""
    found = {}
    for name in lessons:
        (line,) = pages[site / f"{name}.html"].select("h1 + p.subtitle + p.reading-time")
        number = re.fullmatch(r"(\d+) minutes to read, 6 for the exercises", line.get_text())
        assert number, line
        found[name] = int(number[1])
    return found


def test_a_chapter_takes_five_to_ten_minutes(times: dict[str, int]) -> None:
    assert {name: minutes for name, minutes in times.items() if not 5 <= minutes <= 10} == {}


def test_the_index_says_what_the_chapters_say(
    times: dict[str, int], pages: Pages, site: Path
) -> None:
    text = re.sub(r"\s+", " ", pages[site / "index.html"].get_text())
    assert f"takes {min(times.values())} to {max(times.values())} minutes to read" in text
    training = [minutes + 6 for name, minutes in times.items() if name.startswith("training/")]
    assert f"{sum(training)} minutes" in text


# What the chapters of a part took to read by this count, their exercises, and what readers needed
# who guessed before each cell and did every exercise.
@pytest.mark.parametrize(
    ("reading", "exercises", "needed"), [(29, 6, 51), (30, 8, 52), (80, 18, 136)]
)
def test_the_count_is_near_what_readers_need(reading: int, exercises: int, needed: int) -> None:
    counted = reading + reading_time.MINUTES_AN_EXERCISE * exercises
    assert abs(counted - needed) < needed / 10


def test_prose_and_code_are_counted_and_nothing_else() -> None:
    cell = nodes.container(classes=["cell_input"])
    cell += nodes.literal_block("", "x = 1\n\nprint(x)\n")
    output = nodes.container(classes=["cell_output"])
    output += nodes.literal_block("", "1\n" * 50)
    formula = nodes.paragraph("", "Then ", nodes.math("", "a + b + c"), nodes.Text(" is one word"))
    folded = solution_node("", nodes.paragraph("", "five words that are folded"))
    page = nodes.section("", nodes.title("", "Two words"), cell, output, formula, folded)
    assert reading_time.words(page) == 2 + 2 * reading_time.WORDS_A_LINE + 4
