"""What is told by scrolling: the states that its blocks name, and the small pictures of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from _book.explorable.markup import frame
from _book.told.directive import picture, read_state
from _figures import (
    deeper_hidden_layer,
    regression_ols,
    regression_single_step,
    single_step_walk,
)
from bs4 import BeautifulSoup

from simplenn_core import (
    exclusive_or,
    hidden_layer_step,
    mean_squared_error,
    notebook_line,
    regression_step,
    train,
)

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages

LINE = notebook_line()
CONTROLS = [
    {"name": "row", "label": "row", "texts": ["1", "2"], "start": 1},
    {"name": "stop", "label": "stop", "texts": ["the sum", "the error"], "start": 0},
]


def draw(figure: Any, wanted: str) -> tuple[BeautifulSoup, dict[str, Any]]:
    """Return the small picture of a state, and where its parts are to stand."""
    svg, data = (figure.data[part] for part in ("svg", "data"))
    state = read_state(wanted, data["controls"])
    frames = {part["id"]: frame(part, data, state) for part in data["parts"]}
    return BeautifulSoup(picture(svg, data, state, "at-"), "html.parser"), frames


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("row=1, stop=the error", {"row": 0, "stop": 1}),
        ("stop=the error", {"row": 1, "stop": 1}),  # the others are as at the start
        ("row=1", {"row": 0, "stop": 0}),
    ],
)
def test_a_state_is_named_by_the_texts_of_the_sliders(text: str, state: dict[str, int]) -> None:
    assert read_state(text, CONTROLS) == state


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("row=3", "has no state row=3"),
        ("stop=the end, row=1", "has no state stop=the end"),
        ("row=1, pace=2", "has no control pace, expected row, stop"),
        ("the sum", "has no control the sum"),
    ],
)
def test_a_state_that_a_figure_does_not_have_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_state(text, CONTROLS)


def test_a_picture_is_the_drawing_in_its_state_without_letters() -> None:
    drawn, frames = draw(regression_single_step.explore(*LINE), "rate=0.005")
    assert not drawn.select("text, metadata")
    line = drawn.select_one("#at-part0 > path")
    assert line
    x1, y1, x2, y2 = frames["part0"]
    assert line["d"] == f"M{x1} {y1}L{x2} {y2}"
    ends = [[float(str(use[x])) for x in "xy"] for use in drawn.select("#at-part0 use")]
    assert ends == [[x1, y1], [x2, y2]]
    (dot,) = drawn.select("#at-part1 use")
    assert [float(str(dot[x])) for x in "xy"] == frames["part1"]


def test_a_picture_says_its_state_and_what_the_core_computes_of_it() -> None:
    drawn, _ = draw(regression_single_step.explore(*LINE), "rate=0.0115")
    step = regression_step(*LINE, [2, 2], learning_rate=0.0115)
    after = mean_squared_error(LINE.features.dot(step.updated_weights), LINE.targets)
    assert drawn.svg
    assert drawn.svg["role"] == "img"
    assert drawn.svg["aria-label"] == (
        "The figure at learning rate 0.0115. The step takes the mean squared error from "
        f"{step.mean_squared_error:.2f} to {after:.2f}: at a rate of 0.0115 it ends higher than "
        "it started."
    )


def test_lines_that_are_apart_stay_apart() -> None:
    figure = single_step_walk.regression(*LINE, np.array([2.0, 2.0]), 0.01)
    drawn, frames = draw(figure, "stop=the prediction")
    paths = [path for path in drawn.select("[id^=at-part] > path") if str(path["d"]).count("M") > 1]
    assert len(paths) == 1  # of two weights, forwards
    points = next(each for each in frames.values() if isinstance(each, list) and None in each)
    assert re.findall(r"[\d.]+", str(paths[0]["d"])) == [str(p) for p in points if p is not None]


def test_a_picture_has_the_shading_of_its_state() -> None:
    start = np.array([[4.0, 0.0], [1.0, 4.0], [-2.0, -2.0]]), np.array([[4.0], [-4.0]])
    run = [*train(hidden_layer_step, *exclusive_or(), start, n_steps=2)]
    drawn, frames = draw(deeper_hidden_layer.explore(*exclusive_or(), [run]), "step=1")
    shades = next(each for each in frames.values() if isinstance(each, str) and len(each) == 576)
    levels = {level: shades.count("0123456789a"[level]) for level in range(1, 11)}
    assert len(set(levels.values())) > 3
    for level, cells in levels.items():
        (path,) = drawn.select(f"#at-part0-{level} > path")
        assert str(path["d"]).count("z") == cells


def test_a_figure_whose_states_cannot_be_listed_has_no_small_picture() -> None:
    x, targets = LINE.features[:, 0], LINE.targets
    with pytest.raises(ValueError, match="has a model"):
        draw(regression_ols.explore(x, targets), "target=7.0")


def test_each_paragraph_of_the_site_that_is_told_has_its_picture(pages: Pages, site: Path) -> None:
    told = {
        path.relative_to(site).as_posix(): page.select(".told .told-step")
        for path, page in pages.items()
        if page.select(".told")
    }
    assert sorted(told) == [
        "deeper/hidden-layer.html",
        "regression/single-step.html",
        "training/learning-rate.html",
    ]
    for name, steps in told.items():
        assert 4 <= len(steps) <= 6, name
        for step in steps:
            (svg,) = step.select(".told-picture")
            label = str(svg["aria-label"])
            assert re.match(r"The figure at (learning rate|row) [\d.]+.*\. [A-Z].*\.$", label)
            assert len(step.get_text().split()) > 7
