"""The moving line of the first page says what the core computes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from _figures import index

from simplenn_core import mean_squared_error, notebook_line, regression_step, train


def test_each_state_is_a_step_of_the_core() -> None:
    data = index.explore().data["data"]
    features, targets = notebook_line()
    run = list(train(regression_step, features, targets, index.START, n_steps=401))
    errors = [run[number].mean_squared_error for number in index.STEPS]
    (said,) = (part["frames"] for part in data["parts"] if part["id"] == "mse")
    assert said == [f"{error:.2f}" for error in errors]
    assert all(after < before for before, after in pairwise(errors))
    assert data["controls"][0]["texts"] == [str(number) for number in index.STEPS]


def test_the_last_state_is_the_least_squares_line() -> None:
    features, targets = notebook_line()
    *_, last = train(regression_step, features, targets, index.START, n_steps=401)
    best = np.polyval(np.polyfit(features[:, 0], targets, deg=1), features[:, 0])
    assert last.predictions == pytest.approx(best, abs=0.05)
    least = mean_squared_error(best, targets)
    said = index.sentence(index.STEPS[-1], last.mean_squared_error, 1.0)
    assert said.endswith(f"no line has a mean squared error below {least:.2f}.")


def test_the_sentence_counts_from_the_start() -> None:
    assert index.sentence(0, 8.0, 8.0).startswith("The network starts")
    assert index.sentence(1, 4.0, 8.0) == (
        "After 1 step the mean squared error is 50 percent of what it was at the start."
    )
    assert index.sentence(2, 2.0, 8.0).startswith("After 2 steps")
