"""The path that a reader walks is the core's, at each learning rate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from _figures.regression_multi_step import RATES, START, UPDATES, brief, explore

from simplenn_core import mean_squared_error, notebook_line, regression_step


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    features, targets = notebook_line()
    return {part["id"]: part["frames"] for part in explore(features, targets).data["data"]["parts"]}


def test_each_state_is_what_as_many_updates_make(parts: dict[str, Any]) -> None:
    features, targets = notebook_line()
    best = np.polyfit(features[:, 0], targets, deg=1)
    least = mean_squared_error(np.polyval(best, features[:, 0]), targets)
    for i, rate in enumerate(RATES):
        weights = np.array(START, dtype=float)
        for number in range(UPDATES[-1] + 1):
            step = regression_step(features, targets, weights, learning_rate=rate)
            if number in UPDATES:
                j = UPDATES.index(number)
                at, error = i * len(UPDATES) + j, brief(step.mean_squared_error)
                assert parts["slope"][at] == brief(weights[0])
                assert parts["intercept"][at] == brief(weights[1])
                assert parts["log"][i][j] == f"MSE after {number:3d} updates: {error:>7}"
                assert parts["sentence"][at].startswith(f"After {number} update")
                assert f"is {error}; the best line has {least:.2f}." in parts["sentence"][at]
            weights = step.updated_weights


def test_the_path_has_a_place_for_each_state_of_the_slider(parts: dict[str, Any]) -> None:
    paths = next(frames for frames in parts.values() if len(frames) == len(RATES))
    assert all(len(path) == 2 * len(UPDATES) for path in paths)
    assert len({tuple(path[:2]) for path in paths}) == 1  # all begin at the start


def test_a_number_that_has_run_away_stays_short() -> None:
    assert brief(-17.3574) == "-17.36"
    assert brief(123456789.0) == "1.2e+08"
