"""The classifier that a reader watches is the core's, with both slopes and after each update."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from _figures.classification_multi_step import (
    NOW,
    PLACES,
    SLOPES,
    UPDATES,
    boundary,
    explore,
    sentence,
)

from simplenn_core import classification_step, first_column, sigmoid

FEATURES, TARGETS = first_column()
START = 2 * np.random.RandomState(1).random_sample((3, 1)) - 1


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    figure: dict[str, Any] = explore(FEATURES, TARGETS, START).data["data"]
    return figure


@pytest.mark.parametrize("slope", SLOPES)
def test_each_state_is_what_as_many_updates_make(data: dict[str, Any], slope: str) -> None:
    parts = {part["id"]: part["frames"] for part in data["parts"]}
    squares = np.array([[a, b, 1] for b in PLACES for a in PLACES])
    weights: Any = START
    for number in range(UPDATES[-1] + 1):
        step = classification_step(FEATURES, TARGETS, weights, **SLOPES[slope])
        if number in UPDATES:
            at = list(SLOPES).index(slope) * len(UPDATES) + UPDATES.index(number)
            assert parts["mse"][at] == f"{step.mean_squared_error:.3g}"
            assert parts["error"][at] == f"{abs(step.errors).max():.4f}"
            for output in step.predictions.ravel():
                assert f"{output:.3f}" in parts["sentence"][at]
            shades = np.rint(10 * sigmoid(squares.dot(weights))).astype(int).ravel()
            assert [int(shade, 16) for shade in parts["part0"][at]] == shades.tolist()
        weights = step.updated_weights


def test_on_the_boundary_the_output_is_one_half() -> None:
    for weights in np.array([[4.0, 0.0, -2.0], [3.0, -2.0, 0.5]])[:, :, np.newaxis]:
        first, second = boundary(weights)
        points = np.column_stack([first, second, [1, 1]])
        assert sigmoid(points.dot(weights)).ravel() == pytest.approx([0.5, 0.5])
        assert second.tolist() == [-0.5, 1.5]


@pytest.mark.parametrize("slope", SLOPES)
def test_at_the_end_the_boundary_stands_upright_between_the_labels(slope: str) -> None:
    weights: Any = START
    for _ in range(UPDATES[-1]):
        step = classification_step(FEATURES, TARGETS, weights, **SLOPES[slope])
        weights = step.updated_weights
    at_the_bottom, at_the_top = boundary(weights)[0]
    assert 0.4 < at_the_bottom < 0.6
    assert 0.4 < at_the_top < 0.6
    assert abs(at_the_top - at_the_bottom) < 0.1


def test_the_figure_begins_with_the_exact_slope_after_a_few_updates(data: dict[str, Any]) -> None:
    slope, step = data["controls"]
    assert slope["texts"][slope["start"]] == "exact"
    assert step["texts"] == [str(number) for number in UPDATES]
    assert step["start"] == NOW
    assert step["texts"][NOW] == "19"


def test_the_sentence_counts_the_right_answers() -> None:
    predictions = np.array([[0.25], [0.75], [0.75], [0.5]])
    assert sentence(1, "slip", predictions, TARGETS) == (
        "After 1 update with the slip, 2 of the 4 answers are right."
        " The outputs are 0.250, 0.750, 0.750, 0.500."
    )
    assert sentence(0, "exact", predictions, TARGETS).startswith(
        "After 0 updates with the exact slope,"
    )
