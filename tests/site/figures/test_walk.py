"""The walks through one step: every number of every stop is the core's, and a nudge agrees."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import chapter_nodes
import matplotlib.pyplot as plt
import numpy as np
import pytest
from _book.explorable.markup import html
from _figures import deeper_walk, graph_walk, single_step_walk
from _figures.walk import Line, lines_of, listed, nudging, path, say, short
from bs4 import BeautifulSoup

from simplenn_core import (
    classification_step,
    exclusive_or,
    first_column,
    hidden_layer_step,
    notebook_line,
    regression_step,
    sigmoid,
    sigmoid_derivative_from_output,
    train,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(single_step_walk.__file__).parents[1]
TABLE_WEIGHTS = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1


def hidden_layer() -> Any:
    rng = np.random.default_rng(0)
    start = rng.standard_normal((3, 4)), rng.standard_normal((4, 1))
    run = [*train(hidden_layer_step, *exclusive_or(), start, n_steps=2)]
    return deeper_walk.explore(*exclusive_or(), run, [0, 1])


def graph() -> Any:
    names = chapter_nodes.names()
    rules = "add", "subtract", "multiply", "through_sigmoid"
    return graph_walk.explore(*(names[name] for name in ("Node", "backward", *rules)))


class Walk(NamedTuple):
    """A walk, and the page on which it stands."""

    page: str
    make: Callable[[], Any]


WALKS = {
    "regression": Walk(
        "regression/single-step",
        lambda: single_step_walk.regression(*notebook_line(), np.array([2.0, 2.0]), 0.01),
    ),
    "classification": Walk(
        "classification/single-step",
        lambda: single_step_walk.classification(*first_column(), TABLE_WEIGHTS, 1),
    ),
    "hidden layer": Walk("deeper/hidden-layer", hidden_layer),
    "graph": Walk("deeper/autodiff", graph),
}


@pytest.fixture(scope="module")
def glued() -> dict[str, dict[str, Any]]:
    with plt.rc_context({"svg.fonttype": "none"}):  # as in the kernels, so that texts are texts
        made = {name: walk.make().data for name, walk in WALKS.items()}
    return {name: {part: data[part] for part in ("svg", "data")} for name, data in made.items()}


def told(glued: dict[str, Any], row: int) -> dict[str, tuple[str, str]]:
    """Return what each stop of a walk with one row says, and what a nudge measures there."""
    stops = glued["data"]["controls"][-1]["texts"]
    frames = {part["id"]: part["frames"] for part in glued["data"]["parts"]}
    here = slice(row * len(stops), (row + 1) * len(stops))
    texts = zip(frames["sentence"][here], frames["nudge"][here], strict=True)
    return dict(zip(stops, texts, strict=True))


@pytest.mark.parametrize("row", range(5))
def test_a_walk_through_regression_says_what_the_core_computes(
    glued: dict[str, Any], row: int
) -> None:
    (features, targets), weights = notebook_line(), np.array([2.0, 2.0])
    step = regression_step(features, targets, weights, learning_rate=0.01)
    texts = told(glued["regression"], row)
    x, target = features[row], targets[row]
    prediction, error = say(step.predictions[row], 2), say(step.errors[row], 2)
    pulls, sums = listed(step.errors[row] * x, 2), listed(features.T.dot(step.errors), 2)
    inputs = texts["the inputs"][0].replace("\N{NO-BREAK SPACE}", " ")
    assert f"x = {x[0]:g} and the constant 1. The target is {short(target, 2)}." in inputs
    assert f"{x[0]:g} · 2.00 + 1 · 2.00 = {prediction}," in texts["the prediction"][0]
    assert f"so the error is {error}." in texts["the error"][0]
    assert texts["the pulls"][0].endswith(f"times the input of that weight: by {pulls}.")
    assert texts["the pulls"][1] == pulls
    assert f"all 5 points add up to {sums}, and" in texts["the sums"][0]
    assert texts["the sums"][1] == sums
    moves, after = listed(step.update, 2), listed(step.updated_weights, 2)
    assert texts["the update"][0].endswith(f"move the weights by {moves}, to {after}.")


@pytest.mark.parametrize("row", range(4))
def test_a_walk_through_a_classifier_says_what_the_core_computes(
    glued: dict[str, Any], row: int
) -> None:
    features, targets = first_column()
    step = classification_step(features, targets, TABLE_WEIGHTS)
    deltas = step.errors * step.predictions * (1 - step.predictions)
    texts = told(glued["classification"], row)
    z = say(features[row].dot(TABLE_WEIGHTS).item())
    prediction, error = say(step.predictions[row, 0]), say(step.errors[row, 0])
    delta, pulls = say(deltas[row, 0], 4), listed(deltas[row, 0] * features[row], 4)
    sums = listed(features.T.dot(deltas)[:, 0], 4)
    assert texts["the inputs"][0].endswith(f"The target is {targets[row, 0]:g}.")
    assert texts["the sum"][0].endswith(f" = {z}.")
    assert f"turns {z} into {prediction}," in texts["the prediction"][0]
    assert f"so the error is {error}." in texts["the error"][0]
    assert texts["the delta"][0].startswith(f"The error, {error}, times the slope")
    assert texts["the delta"][0].endswith(f"is the delta: {delta}.")
    assert texts["the delta"][1] == delta
    assert texts["the pulls"][0].endswith(f"times the input of that weight: by {pulls}.")
    assert texts["the pulls"][1] == pulls
    assert f"all 4 rows add up to {sums}, and" in texts["the sums"][0]
    assert texts["the sums"][1] == sums
    moves, after = listed(step.update[:, 0], 4), listed(step.updated_weights[:, 0])
    assert texts["the update"][0].endswith(f"move the weights by {moves}, to {after}.")


@pytest.mark.parametrize("name", ["regression", "classification"])
def test_the_code_beside_a_stop_computes_its_numbers(glued: dict[str, Any], name: str) -> None:
    names: dict[str, Any] = {"sigmoid": sigmoid, "slope": sigmoid_derivative_from_output}
    if name == "regression":
        (features, targets), weights, rate = notebook_line(), np.array([2.0, 2.0]), 0.01
    else:
        (features, targets), weights, rate = first_column(), TABLE_WEIGHTS, 1.0
    names |= {"features": features, "targets": targets, "weights": weights, "learning_rate": rate}
    lines, lit = next(
        (part["lines"], part["frames"])
        for part in glued[name]["data"]["parts"]
        if part["kind"] == "lines"
    )
    for number, (_, _, code) in enumerate(lines):
        variable, _, expression = code.rpartition(" = ")
        value = eval(expression, names)  # noqa: S307  # a part of the core
        names[variable or "_"] = value
        stops = [stop for stop, lines_here in enumerate(lit) if number in lines_here]
        assert stops
        for stop, row in ((stop, row) for stop in stops for row in range(len(features))):
            said = [*told(glued[name], row).values()][stop][0]
            if len(value) == len(features):
                assert any(say(np.ravel(value)[row], digits) in said for digits in (2, 3, 4))
            elif stop != stops[0] or len(stops) == 1:  # what all rows together come to
                assert any(listed(np.ravel(value), digits) in said for digits in (2, 4))


def test_what_lights_up_goes_one_way_and_then_the_other(glued: dict[str, Any]) -> None:
    for walk in glued.values():
        (part,) = (part for part in walk["data"]["parts"] if part["kind"] == "lines")
        ways = [part["lines"][line][0] for lit in part["frames"] for line in lit]
        assert ways == sorted(ways) != sorted(ways, reverse=True)  # ahead comes before back
        assert {line for lit in part["frames"] for line in lit} == {*range(len(part["lines"]))}


def test_code_that_the_core_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no line of regression_step contains 'errors = 0'"):
        lines_of(regression_step, Line("ahead", "e = 0", "errors = 0"))


@pytest.mark.parametrize("name", WALKS)
def test_the_alt_text_tells_the_whole_walk(glued: dict[str, Any], name: str) -> None:
    chapter = (DOCS / f"{WALKS[name].page}.md").read_text("utf-8")
    (alt,) = re.findall(r"```{explorable} [\w-]*walk[\w-]*\n:alt: (.*)\n", chapter)
    stops = glued[name]["data"]["controls"][-1]["texts"]
    place = 0
    for stop in stops:
        word = stop.removeprefix("the ").removeprefix("output's ").split()[0]
        place = alt.index(word, place)
    assert alt.index("forwards") < alt.index("solid") < alt.index("back, dashed")


@pytest.mark.parametrize("name", WALKS)
def test_where_nothing_moves_stops_stand_side_by_side(glued: dict[str, Any], name: str) -> None:
    walk = glued[name]
    in_a_book = BeautifulSoup(html("walk", "A network.", **walk, states=""), "html.parser")
    on_page = BeautifulSoup(html("walk", "A network.", **walk, states="a.js"), "html.parser")
    stills = in_a_book.select(".explorable-stills > li")
    assert 4 <= len(stills) <= 6
    assert stills == on_page.select(".explorable > .explorable-stills > li")
    assert len(in_a_book.select("svg")) == len(stills) == len(on_page.select("svg")) - 1
    assert not in_a_book.select("[aria-current=step], [data-say=sentence]")
    sentences = [still.p.get_text() for still in stills if still.p]
    told_in_order = [sentence for sentence, _ in told_at_start(walk)]
    assert [sentence for sentence in told_in_order if sentence in sentences] == sentences
    # Each picture is that of its stop: an error, once it is there, stays.
    ids = [element["id"] for element in on_page.select("[id]")]
    assert len(ids) == len(set(ids))


def told_at_start(walk: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what each stop says while nothing but the stop has been chosen."""
    *choices, stop = walk["data"]["controls"]
    shape = [len(control["texts"]) for control in [*choices, stop]]
    frames = {part["id"]: part["frames"] for part in walk["data"]["parts"]}
    at = np.ravel_multi_index([*(c["start"] for c in choices), 0], shape)
    return [(frames["sentence"][k], frames["nudge"][k]) for k in range(at, at + shape[-1])]


def test_a_picture_shows_the_numbers_of_its_stop(glued: dict[str, Any]) -> None:
    page = html("walk", "A network.", **glued["classification"], states="")
    pictures = BeautifulSoup(page, "html.parser").select(".explorable-stills svg")
    shown = {
        str(svg["aria-label"]).removeprefix("The same drawing at "): svg.get_text()
        for svg in pictures
    }
    assert "δ = " not in shown["the error."]
    assert "δ = 0.1381" in shown["the delta."]
    assert "w1 = \N{MINUS SIGN}0.166" in shown["the delta."]
    assert "w1 = 0.120" in shown["the update."]


def test_a_nudge_finds_the_slope() -> None:
    assert nudging(lambda at: float((at**2).sum()), np.array([1.0, -2.0])) == pytest.approx([-2, 4])


def test_where_nothing_lights_up_a_node_hides_the_line() -> None:
    x, y = path([], (1.0, 2.0))
    assert [x[:2].tolist(), y[:2].tolist()] == [[1, 1], [2, 2]]


def test_a_number_is_written_as_in_the_text() -> None:
    assert say(-0.5) == "\N{MINUS SIGN}0.500"
    assert say(-0.00001) == "0.000"
    assert listed([1, -2, 3], 0) == "1, \N{MINUS SIGN}2 and 3"
    assert [short(2.5), short(1), short(0.123456)] == ["2.5", "1", "0.123"]
    assert [short(-0.5), short(-2)] == ["\N{MINUS SIGN}0.5", "\N{MINUS SIGN}2"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("regression", ["x", "1", "t"]),
        ("classification", ["first", "second", "1", "t"]),
        ("hidden layer", ["first", "second", "1"]),
        ("graph", ["x", "t"]),
    ],
)
def test_what_goes_in_has_the_colour_of_data(
    glued: dict[str, dict[str, Any]], name: str, data: list[str]
) -> None:
    texts = re.findall(r"<text [^>]*fill: #1f77b4", glued[name]["svg"])  # C0, outside a kernel
    assert len(texts) == len(data)
