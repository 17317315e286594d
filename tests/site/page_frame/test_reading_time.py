"""How long a chapter takes, counted in the build."""

from __future__ import annotations

import re
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from _book.page_frame import reading_time
from _book.predict.directive import prediction
from docutils import nodes
from sphinx_exercise.nodes import solution_node

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


@pytest.fixture(scope="module")
def times(pages: Pages, lessons: Chapters, site: Path) -> dict[str, tuple[int, ...]]:
    """Return the minutes that each chapter says it takes: to read, closely, for its exercises."""
    found = {}
    for name in lessons:
        (line,) = pages[site / f"{name}.html"].select("h1 + p.subtitle + p.reading-time")
        time = line.get_text().partition(" · ")[0]  # a button may follow
        said = re.fullmatch(r"(\d+) to (\d+) minutes to read, (\d+) for the exercises", time)
        assert said, line
        found[name] = tuple(map(int, said.groups()))
    return found


def test_a_chapter_takes_five_to_ten_minutes(times: dict[str, tuple[int, ...]]) -> None:
    assert {name: says for name, says in times.items() if not 5 <= says[0] <= 10} == {}


def test_the_index_says_what_the_chapters_say(
    times: dict[str, tuple[int, ...]], pages: Pages, site: Path
) -> None:
    text = re.sub(r"\s+", " ", pages[site / "index.html"].get_text())
    straight, closely, exercises = zip(*times.values(), strict=True)
    assert f"takes {min(straight)} to {max(straight)} minutes to read" in text
    assert f"up to {max(closely)} if" in text
    assert f"up to {max(exercises)} more" in text
    training = [sum(says[1:]) for name, says in times.items() if name.startswith("training/")]
    assert f"Allow {reading_time.in_hours(sum(training))}." in text


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (20, "about 20 minutes"),
        (60, "about one hour"),
        (75, "about one and a quarter hours"),
        (92, "about one and a half hours"),
        (117, "about two hours"),
        (197, "about three and a quarter hours"),
        (600, "about 10 hours"),
    ],
)
def test_long_times_are_said_in_hours(minutes: int, says: str) -> None:
    assert reading_time.in_hours(minutes) == says


# What newcomers needed, or thought that they would, who read each formula and each line of code and
# guessed before each cell.
READERS = {
    "regression/ols": (15, 14, 16),
    "regression/single-step": (17, 15, 20),
    "regression/multi-step": (15, 12, 14),
    "classification/sigmoid": (12, 10, 12),
    "classification/data": (9, 8, 8),
    "classification/single-step": (15, 14, 17),
    "classification/multi-step": (17, 14, 18),
    "training/gradient-check": (14, 15, 17),
    "training/cross-entropy": (12, 12, 16),
    "training/softmax": (18, 25),
    "training/learning-rate": (15, 16, 20),
    "training/standardise": (13, 15, 20),
    "training/mini-batches": (14, 18),
    "training/momentum": (17, 25),
    "deeper/hidden-layer": (20, 22, 30),
    "deeper/autodiff": (20, 25),
    "deeper/depth": (15, 18),
    "deeper/real-data": (14, 13, 14),
    "deeper/cancer": (20, 17, 18),
    "deeper/overfitting": (13, 14),
    "deeper/libraries": (17, 15, 14),
    "deeper/where-next": (10, 9, 8),
}
EXERCISES = 202  # what two of them needed for those of the chapters that three have read


def test_who_reads_closely_needs_what_the_page_says(times: dict[str, tuple[int, ...]]) -> None:
    needed = {name: mean(minutes) for name, minutes in READERS.items()}
    off = {name: times[name][1] / minutes - 1 for name, minutes in needed.items()}
    assert {name: share for name, share in off.items() if abs(share) > 0.25} == {}
    assert abs(mean(off.values())) < 0.1
    counted = sum(times[name][2] for name, minutes in READERS.items() if len(minutes) > 2)
    assert abs(counted - EXERCISES) < EXERCISES / 10


def test_prose_and_code_are_counted_and_nothing_else() -> None:
    cell = nodes.container(classes=["cell_input"])
    cell += nodes.literal_block("", "x = 1\n\nprint(x)\n")
    output = nodes.container(classes=["cell_output"])
    output += nodes.literal_block("", "1\n" * 50)
    formula = nodes.paragraph("", "Then ", nodes.math("", "a + b + c"), nodes.Text(" is one word"))
    formula += [nodes.Text(", or "), nodes.math("", "\\beta"), nodes.Text(".")]
    folded = solution_node("", nodes.paragraph("", "five words that are folded"))
    page = nodes.section("", nodes.title("", "Two words"), cell, output, formula, folded)
    page += nodes.math_block("", "a + b")
    page += nodes.section("", nodes.title("", "Exercises"), names=["exercises"])
    guess = nodes.paragraph("", "How many?"), nodes.bullet_list(), nodes.paragraph("", "a few")
    page += prediction("", *guess, answer={})
    pace = reading_time.Pace(line=100, formula=1000, symbols=10, guess=10_000)
    # Ten words in all, a letter being one; two lines, a formula, one within a line, and a guess.
    expected = 10 * reading_time.A_WORD + 200 + 1000 + 10 + 10_000
    assert reading_time.seconds(page, pace) == pytest.approx(expected)
    assert reading_time.lines_of_code(page) == 2
