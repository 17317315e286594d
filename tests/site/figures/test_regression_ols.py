"""The points that a reader moves start as the notebook's, with their least-squares line."""

from __future__ import annotations

import numpy as np
import pytest
from _figures.regression_ols import explore

from simplenn_core import mean_squared_error, notebook_line


def test_what_it_says_at_the_start_is_least_squares() -> None:
    features, targets = notebook_line()
    data = explore(features[:, 0], targets).data["data"]
    weights = np.linalg.lstsq(features, targets, rcond=None)[0]
    predictions = features.dot(weights)
    model = data["model"]
    said = model["said"]
    assert [float(said[name]) for name in ("slope", "intercept")] == pytest.approx(
        weights, abs=5e-5
    )
    assert float(said["mse"]) == pytest.approx(mean_squared_error(predictions, targets), abs=5e-5)
    assert f"an error of {targets[4] - predictions[4]:.2f}." in said["sentence"]
    assert model["x"] == list(features[:, 0])
    assert model["targets"] == list(targets)


def test_the_sliders_start_at_the_last_point() -> None:
    features, targets = notebook_line()
    point, target = explore(features[:, 0], targets).data["data"]["controls"]
    assert point["texts"][point["start"]] == "5, at x = 10"
    assert float(target["texts"][target["start"]]) == pytest.approx(targets[4], abs=0.05)
