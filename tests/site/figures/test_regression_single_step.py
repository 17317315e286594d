"""The step that a reader lengthens is the core's, at each learning rate."""

from __future__ import annotations

import numpy as np
import pytest
from _figures.regression_single_step import NOW, RATES, START, explore, sentence

from simplenn_core import mean_squared_error, notebook_line, regression_step


def test_each_state_is_a_step_of_the_core() -> None:
    features, targets = notebook_line()
    parts = {p["id"]: p["frames"] for p in explore(features, targets).data["data"]["parts"]}
    before = mean_squared_error(features.dot(START), targets)
    for i, rate in enumerate(RATES):
        weights = regression_step(features, targets, START, learning_rate=rate).updated_weights
        after = mean_squared_error(features.dot(weights), targets)
        assert parts["slope"][i] == f"{weights[0]:.2f}"
        assert parts["intercept"][i] == f"{weights[1]:.2f}"
        assert parts["sentence"][i] == sentence(rate, before, after)


def test_the_dot_lies_where_the_arrow_of_the_same_rate_ends() -> None:
    features, targets = notebook_line()
    parts = explore(features, targets).data["data"]["parts"]
    arrows, dots = (part["frames"] for part in parts if part["kind"] == "points")
    assert len(arrows) == len(dots) == len(RATES)
    assert len({tuple(arrow[:2]) for arrow in arrows}) == 1  # all begin at the start
    assert np.all(np.diff([dot[0] for dot in dots]) > 0)
    # Higher on the page is a smaller number: the error falls to its lowest, then rises again.
    lowest = int(np.argmax([dot[1] for dot in dots]))
    assert RATES[lowest] == pytest.approx(0.00525)
    assert RATES[NOW] == pytest.approx(0.01)


def test_the_sentence_tells_a_step_that_climbs() -> None:
    assert sentence(0.005, 50.0, 5.0) == (
        "The step takes the mean squared error from 50.00 to 5.00: "
        "at the rate 0.005 it leaves 10 percent."
    )
    assert sentence(0.011, 50.0, 60.0).endswith("it climbs higher than it came from.")
