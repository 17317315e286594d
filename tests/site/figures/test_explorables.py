"""The figures that move: each of their states says and draws what the core computes."""

from __future__ import annotations

import itertools
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from _figures import (
    classification_multi_step,
    classification_sigmoid,
    deeper_hidden_layer,
    index,
    regression_multi_step,
    regression_ols,
    regression_single_step,
    training_learning_rate,
)

from simplenn_core import (
    TrainingStep,
    classification_step,
    exclusive_or,
    first_column,
    hidden_layer_step,
    mean_squared_error,
    notebook_line,
    regression_step,
    sigmoid,
    train,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_pages import Pages

LINE = notebook_line()
BEST = np.linalg.lstsq(*LINE, rcond=None)[0]
LEAST = mean_squared_error(LINE.features.dot(BEST), LINE.targets)
FLAT, STEEP = np.linalg.eigvalsh(LINE.features.T.dot(LINE.features))
RATES = training_learning_rate.rates_to_choose(FLAT, STEEP)
TABLE_START = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1
Said = dict[str, Any]  # the values of a state, and what its sentence contains


def hidden_start(seed: int) -> deeper_hidden_layer.Pair:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((3, 4)), rng.standard_normal((4, 1))


@cache
def line_run(start: tuple[float, float], n_steps: int, rate: float) -> list[TrainingStep[Any]]:
    return list(train(regression_step, *LINE, start, n_steps=n_steps, learning_rate=rate))


@cache
def table_run(slope: str) -> list[TrainingStep[Any]]:
    options = classification_multi_step.SLOPES[slope]
    return list(train(classification_step, *first_column(), TABLE_START, n_steps=1001, **options))


@cache
def hidden_run(seed: int, n_steps: int = 801) -> list[TrainingStep[Any]]:
    return list(train(hidden_layer_step, *exclusive_or(), hidden_start(seed), n_steps=n_steps))


def shades(places: Any, output: Callable[[Any], Any]) -> str:
    squares = np.array([[first, second, 1] for second in places for first in places])
    return "".join(f"{level:x}" for level in np.rint(10 * output(squares)).astype(int).ravel())


def index_says(steps: str) -> Said:
    return {"mse": f"{line_run((-2, 40), 401, 0.01)[int(steps)].mean_squared_error:.2f}"}


def ols_says(*_: str) -> Said:
    values = {"slope": BEST[0], "intercept": BEST[1], "mse": LEAST}
    error = LINE.targets[4] - LINE.features[4].dot(BEST)
    words = f"Point 5 has the target {LINE.targets[4]:.1f}, an error of {error:.2f}."
    return {name: f"{value:.4f}" for name, value in values.items()} | {"sentence": words}


def single_step_says(rate: str) -> Said:
    step = regression_step(*LINE, [2, 2], learning_rate=float(rate))
    slope, intercept = step.updated_weights
    before = step.mean_squared_error
    after = mean_squared_error(LINE.features.dot(step.updated_weights), LINE.targets)
    words = f"from {before:.2f} to {after:.2f}: at a rate of {rate} it "
    words += "ends higher" if after > before else f"leaves {100 * after / before:.0f} percent."
    return {"slope": f"{slope:.2f}", "intercept": f"{intercept:.2f}", "sentence": words}


def multi_step_says(rate: str, updates: str) -> Said:
    run, brief = line_run((1, 100), 663, float(rate)), regression_multi_step.brief
    step = run[int(updates)]
    shown = [number for number in regression_multi_step.UPDATES if number <= int(updates)][-5:]
    errors = [(number, brief(run[number].mean_squared_error)) for number in shown]
    return {
        "slope": brief(step.weights[0]),
        "intercept": brief(step.weights[1]),
        "log": "\n".join(f"MSE after {number:3d} updates: {error:>7}" for number, error in errors),
        "sentence": f"a rate of {rate} the mean squared error is {errors[-1][1]}; "
        f"the best line has {LEAST:.2f}.",
    }


def sigmoid_says(weight: str, x: str) -> Said:
    z = float(weight) * float(x)
    output = 1 / (1 + np.exp(-z))
    slope = float(weight) * output * (1 - output)
    side = "yes than to no" if z > 0 else "no than to yes"
    words = f"is {output:.3f}, {f'closer to {side}' if z else 'halfway between no and yes'}."
    return {"output": f"{output:.4f}", "slope": f"{slope:.4f}", "sentence": words}


def classifier_says(slope: str, updates: str) -> Said:
    step = table_run(slope)[int(updates)]
    n_right = ((step.predictions > 0.5) == first_column().targets).sum()
    outputs = ", ".join(f"{output:.3f}" for output in step.predictions.ravel())
    return {
        "mse": f"{step.mean_squared_error:.3g}",
        "error": f"{abs(step.errors).max():.4f}",
        "sentence": f"{n_right} of the 4 answers are right. The outputs are {outputs}.",
    }


def learning_rate_says(rate: str) -> Said:
    exact = next(each for each in RATES if f"{each:.6f}" == rate)
    last = line_run((2, 2), 61, exact)[-1].mean_squared_error
    limit = 2 / STEEP
    end = "stays as it is" if exact == limit else "runs away" if exact > limit else "arrives"
    return {"mse": f"{last:,.2f}" if last < 1e9 else f"{last:.1e}", "sentence": f"It {end}."}


def hidden_layer_says(seed: str, updates: str) -> Said:
    step = hidden_run(int(seed))[int(updates)]
    n_right = (np.rint(step.predictions) == exclusive_or().targets).sum()

    def output(points: Any) -> Any:
        return sigmoid(sigmoid(points @ step.weights[0]) @ step.weights[1])

    after = f"After {updates} update{'s' * (updates != '1')} from seed {seed}"
    words = f"{after}, {n_right} of the 4 answers are right."
    if abs(step.errors).max() < 0.1:
        words = f"A band of {'yes' if output([[0.5, 0.5, 1]]) > 0.5 else 'no'} joins the two"
    return {
        "mse": f"{step.mean_squared_error:.4f}",
        "part0": shades(deeper_hidden_layer.PLACES, output),
        "sentence": words,
    }


# What makes a figure, what it says in each state, and the state in which it starts.
EXPLORABLES: dict[str, tuple[Callable[[], Any], Callable[..., Said], tuple[str, ...]]] = {
    "index": (index.explore, index_says, ("400",)),
    "ols": (
        lambda: regression_ols.explore(LINE.features[:, 0], LINE.targets),
        ols_says,
        ("5, at x = 10", f"{LINE.targets[4]:.1f}"),
    ),
    "single-step": (lambda: regression_single_step.explore(*LINE), single_step_says, ("0.01",)),
    "multi-step": (lambda: regression_multi_step.explore(*LINE), multi_step_says, ("0.01", "5")),
    "sigmoid": (classification_sigmoid.explore, sigmoid_says, ("1", "1")),
    "classifier": (
        lambda: classification_multi_step.explore(*first_column(), TABLE_START),
        classifier_says,
        ("exact", "19"),
    ),
    "learning-rate": (
        lambda: training_learning_rate.explore(*LINE),
        learning_rate_says,
        ("0.010500",),
    ),
    "hidden-layer": (
        lambda: deeper_hidden_layer.explore(*exclusive_or(), [hidden_run(0), hidden_run(1)]),
        hidden_layer_says,
        ("0", "800"),
    ),
}


def states(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the texts of the controls, and the frame of each part, in each state."""
    texts = {control["name"]: control["texts"] for control in data["controls"]}
    for state in itertools.product(*texts.values()):
        chosen = dict(zip(texts, state, strict=True))
        frames = {}
        for part in data["parts"]:
            moving = (texts[name] for name in part["by"])
            at = [*itertools.product(*moving)].index(tuple(chosen[name] for name in part["by"]))
            frames[part["id"]] = part["frames"][at]
        yield state, frames


def minus_signs(text: str) -> str:
    return re.sub(r"(?:^|(?<= ))-(?=\d)", "\N{MINUS SIGN}", text)


@pytest.mark.parametrize("name", EXPLORABLES)
def test_every_state_says_what_the_core_computes(name: str) -> None:
    make, says, start = EXPLORABLES[name]
    data = make().data["data"]
    assert tuple(control["texts"][control["start"]] for control in data["controls"]) == start
    for state, frames in states(data):
        expected = {part: minus_signs(text) for part, text in says(*state).items()}
        assert expected.pop("sentence", "") in frames["sentence"], state
        assert {part: frames[part] for part in expected} == expected, state


# A line that runs on, a tangent, a path or a run that goes away leaves its axes; nothing else does.
LEAVE = {
    ("explore-classifier-", "part1"),
    ("explore-memory-", "part0"),
    ("explore-rate-", "part1"),
    ("explore-sigmoid-", "part1"),
    ("explore-steps-", "part0"),
    ("explore-steps-", "part1"),
}


def test_what_moves_stays_within_its_axes(pages: Pages) -> None:
    found = set()
    for path, page in pages.items():
        for figure in page.select(".explorable"):
            states = (path.parent / str(figure["data-states"]).partition("?")[0]).resolve()
            data = json.loads(states.read_text("utf-8").partition("] = ")[2].strip(";\n"))
            for part in (part for part in data["parts"] if part["kind"] == "points"):
                clipped = figure.select_one(f"#{figure['data-prefix']}{part['id']} [clip-path]")
                if not clipped:  # a walk, which has no axis
                    continue
                rect = figure.select_one(f"{str(clipped['clip-path'])[4:-1]} > rect")
                assert rect
                at = [float(str(rect[name])) for name in ("x", "y", "width", "height")]
                points = [np.reshape(frame, (-1, 2)).astype(float) for frame in part["frames"]]
                off = np.vstack(points) - at[:2]
                if np.any((off < -1) | (off > np.add(at[2:], 1))):  # a gap is nowhere
                    found.add((figure["data-prefix"], part["id"]))
    assert found == LEAVE


def test_the_code_of_a_figure_is_folded_below_it(pages: Pages, site: Path) -> None:
    n_figures = 0
    for path, page in pages.items():
        for figure in page.select("figure:has(> .explorable)"):
            if path == site / "index.html":  # which has no room for it
                continue
            code = (figure.find_parent(class_="told") or figure).find_next_sibling()
            assert code
            assert code.select("details.hide:not([open]) > summary")
            assert re.match(r"# docs/_figures/\w+\.py\ndef \w+\(", code.select("pre")[0].get_text())
            n_figures += 1
    assert n_figures > 15


def test_points_that_a_reader_moves_start_as_the_notebook_s() -> None:
    model = regression_ols.explore(LINE.features[:, 0], LINE.targets).data["data"]["model"]
    assert model["x"] == list(LINE.features[:, 0])
    assert model["targets"] == list(LINE.targets)


def test_a_path_has_a_place_for_each_state_of_its_slider() -> None:
    data = regression_multi_step.explore(*LINE).data["data"]
    (path,) = (part["frames"] for part in data["parts"] if part.get("upto"))
    assert all(len(each) == 2 * len(regression_multi_step.UPDATES) for each in path)
    assert len({tuple(each[:2]) for each in path}) == 1  # all begin at the start


def test_on_the_boundary_the_output_is_one_half() -> None:
    for weights in np.array([[4.0, 0.0, -2.0], [3.0, -2.0, 0.5]])[:, :, np.newaxis]:
        first, second = classification_multi_step.boundary(weights)
        points = np.column_stack([first, second, [1, 1]])
        assert sigmoid(points.dot(weights)).ravel() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("slope", classification_multi_step.SLOPES)
def test_shades_end_where_the_output_is_what_they_stand_for(slope: str) -> None:
    whole = classification_multi_step.CORNERS
    for step in table_run(slope)[::50]:
        for output in classification_multi_step.SHADES:
            corners = classification_multi_step.above_shade(step.weights, output).T
            outputs = sigmoid(np.column_stack([corners, np.ones(len(corners))]).dot(step.weights))
            at_corners = sigmoid(np.column_stack([whole, np.ones(4)]).dot(step.weights)).ravel()
            within = [corner.tolist() for corner in whole[at_corners > output]]
            if not within:
                assert len(corners) == 1  # nothing is shaded
                continue
            crossed = [k for k, at in enumerate(corners.tolist()) if at not in within]
            assert len(crossed) == (0 if len(within) == 4 else 2)
            assert outputs[crossed].ravel() == pytest.approx([output] * len(crossed))
            assert len(corners) == len(within) + len(crossed)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.5, "The distance grows by 50.0 percent per update, from side to side, along the steep"),
        (0.4, "The distance stays as it is, from side to side, along the steep"),
        (0.1, "The distance shrinks by 50.0 percent per update along the steep direction, and"),
    ],
)
def test_the_words_follow_the_factor(rate: float, words: str) -> None:
    # The factors are 1 - rate and 1 - 5 rate.
    assert training_learning_rate.in_words(rate, 1.0, 5.0).startswith(words)


def test_training_from_many_starts_at_once_is_what_the_core_does() -> None:
    starts = [hidden_start(seed) for seed in (0, 1)]
    found = deeper_hidden_layer.largest_errors(*exclusive_or(), starts, n_updates=40)
    expected = [abs(hidden_run(seed)[40].errors).max() for seed in (0, 1)]
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("output_bias", "z"), [(True, 3 / 16), (False, 1 / 16)])
def test_an_output_bias_is_a_weight_more(*, output_bias: bool, z: float) -> None:
    # By hand: all weights 0, so that each output is one half and the hidden answers too.
    # The delta is 1/2 · 1/4 = 1/8. The weights become 1/16, 1/16 and 1/8: z = 1/16 + 1/8.
    zeros = np.zeros((3, 2)), np.zeros((2, 1))
    (error,) = deeper_hidden_layer.largest_errors(
        np.array([[0.0, 0, 1]]), np.array([[1.0]]), [zeros], n_updates=1, output_bias=output_bias
    )
    assert error == pytest.approx(1 - 1 / (1 + np.exp(-z)), rel=1e-14)
