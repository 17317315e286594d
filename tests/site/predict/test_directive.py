"""Predictions: what a cell must glue, and what is covered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from _book.explorable.directive import explorable
from _book.predict.answers import read_answer
from _book.predict.directive import cover, prediction
from docutils import nodes

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages

NUMBER = {"right": 612, "within": 0.5, "mistakes": [663, 12]}
CURVE = {"right": [1, 2], "within": 0.1, "mistakes": [[1, 1], [2.5, 2]]}
CURVE |= {"across": ["few", "many"], "up": [0, 3]}
CHAPTER = re.compile(r'<div class="predict"[^>]*data-predict="([^"]*)"')


def test_the_answer_is_the_choice_that_a_cell_found_true() -> None:
    assert read_answer("[False, True, False]", 3) == 1
    assert read_answer(repr(NUMBER), 2) == NUMBER
    assert read_answer(repr(CURVE), 2) == CURVE


def test_an_order_is_that_of_the_numbers_smallest_first() -> None:
    assert read_answer("[628, 90.5, 300]", 3) == [1, 2, 0]


@pytest.mark.parametrize(
    ("glued", "says"),
    [
        ("[False, False]", "expected 2 truth values, one of them true"),
        ("[True, True]", "one of them true"),
        ("[True, False, False]", "expected 2 truth values"),
        ("[np.True_, np.False_]", "expected plain Python values"),
        ("'yes'", "expected truth values, an order, or right, within, mistakes"),
        ("[1, 2]", "in another order"),  # than they are written in, which would be no question
        ("[2, 2]", "numbers that differ"),
        ("[2]", "expected truth values, an order"),
        (repr(CURVE | {"across": ["few"]}), "a place across for each height"),
        (repr(CURVE | {"up": [0, 2]}), "the lowest and the highest value up"),
        (repr(CURVE | {"mistakes": [[1, 1], [1, 2.1]]}), "told apart"),
        (repr(CURVE | {"mistakes": [[1, 1], [1]]}), "of the same kind"),
        (repr({"right": [1, 2], "within": 0.1, "mistakes": [[1, 1], [2.5, 2]]}), "across"),
        (repr(CURVE | {"right": 1, "mistakes": [2, 3]}), "a place across"),
        (repr(NUMBER | {"mistakes": [663]}), "expected 2 mistakes"),
        (repr(NUMBER | {"within": 0}), "told apart"),
        (repr(NUMBER | {"mistakes": [612.7, 12]}), "told apart"),
        (repr(NUMBER | {"right": None}), "expected finite numbers"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(glued: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_answer(glued, 2)


def cell(*, output: bool) -> nodes.container:
    parts = [nodes.container(nb_element="cell_code_source")]
    if output:
        parts.append(nodes.container(nb_element="cell_code_output"))
    return nodes.container("", *parts, nb_element="cell_code")


def covered(*following: nodes.Node, covers: int = 1) -> list[str]:
    """Return what is covered of what follows a question, each by its place."""
    asked = prediction(key="key", covers=covers, answer=0)
    section = nodes.section("", nodes.paragraph(), asked, *following)
    cover(asked)
    return [
        f"{number}{' output' if part is not each else ''}"
        for number, each in enumerate(following)
        if isinstance(each, nodes.Element)
        for part in [each, *each.children]
        if isinstance(part, nodes.Element) and "covered" in part["classes"]
        if section
    ]


def test_the_output_of_the_next_cell_is_covered_and_the_paragraph_behind_it() -> None:
    text = nodes.paragraph
    assert covered(cell(output=True), text(), text()) == ["0 output", "1"]
    assert covered(cell(output=True), text(), text(), covers=2) == ["0 output", "1", "2"]
    assert covered(cell(output=False), cell(output=True), text()) == ["1 output", "2"]
    assert covered(cell(output=True), cell(output=True), text(), text()) == [
        "0 output",
        "1 output",
        "2",
    ]
    assert covered(text(), text()) == ["0"]
    assert covered(text(), covers=0) == []


def test_what_gives_the_answer_away_is_covered_in_the_next_section_too_but_not_its_title() -> None:
    title, text, last, left_open = nodes.title(), *(nodes.paragraph() for _ in range(3))
    output = nodes.container(nb_element="cell_code_output")
    result = nodes.container("", output, nb_element="cell_code")
    following = nodes.section("", title, text, result, last)
    assert covered(nodes.paragraph(), following, left_open, covers=4)[0] == "0"
    parts = [title, text, output, last, left_open]
    assert ["covered" in part["classes"] for part in parts] == [False, True, True, True, False]


def test_a_paragraph_that_says_what_a_section_is_about_may_stay_open() -> None:
    text, opening, last = (nodes.paragraph() for _ in range(3))
    opening["classes"].append("uncovered")
    assert covered(text, opening, last, covers=3) == ["0", "2"]


def test_the_code_of_a_covered_figure_that_moves_is_covered_and_that_of_no_other() -> None:
    moves, left_open = nodes.figure("", explorable()), nodes.figure("", explorable())
    code, other = (nodes.container(classes=["cell"]) for _ in range(2))  # the directive adds them
    assert covered(moves, code, nodes.paragraph()) == ["0", "1"]
    assert covered(nodes.paragraph(), left_open, other) == ["0"]
    assert covered(nodes.paragraph(), cell(output=False)) == ["0"]


def test_no_code_is_left_of_a_figure_that_is_covered(pages: Pages) -> None:
    figures = [
        figure
        for page in pages.values()
        for figure in page.select(".covered:is(figure, .told):has(.explorable)")
    ]
    assert len(figures) > 2
    for figure in figures:
        code = figure.find_next_sibling()
        assert code
        assert code.select("details.hide")
        assert "covered" in code["class"]


def test_each_chapter_asks_and_nothing_is_asked_that_cannot_be_answered(
    site: Path, root: Path
) -> None:
    chapters = [p for p in (root / "docs").glob("[a-z]*/*.md") if p.parent.name != "reference"]
    sources = [path for path in chapters if "{predict}" in path.read_text("utf-8")]
    keys = []
    for path in sources:
        page = (site / path.relative_to(root / "docs")).with_suffix(".html").read_text("utf-8")
        found = CHAPTER.findall(page)
        assert len(found) == path.read_text("utf-8").count(":::{predict}")
        for key in found:
            in_exercise = "-exercise-" in key
            assert (f"covered-by-{key}" in page) != in_exercise, key
        keys += found
    assert len(keys) == len(set(keys)) > 40
    told = [path.name for path in chapters if "**Before you" in path.read_text("utf-8")]
    assert told == []  # a question without a place for its answer
