"""Every output of the original notebook, through the public names of the core."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simplenn_core import (
    classification_step,
    first_column,
    mean_squared_error,
    notebook_line,
    regression_step,
    sigmoid,
    sigmoid_derivative,
    train,
)

Key: TypeAlias = tuple[int, str]

OUTPUTS = Path(__file__).parents[2] / "docs" / "reference" / "notebook-outputs.json"
PRINTED: dict[Key, Any] = {
    (output["cell"], output["name"]): output["value"]
    for output in json.loads(OUTPUTS.read_text(encoding="utf-8"))["outputs"]
}
LOG = 33, "MSE log: iteration, MSE to 2 decimals"
START = 20, "starting weights (set, not printed)"
START_OF_CLASSIFICATION = next(name for cell, name in PRINTED if cell == 41)
LOGS = [key for key in PRINTED if key[0] == 52]


def regression() -> dict[Key, Any]:
    """Compute what the notebook computed from the five points, in one step."""
    features, targets = notebook_line()
    line, *_ = np.linalg.lstsq(features, targets)
    before = regression_step(features, targets, [2, 2])
    after = regression_step(features, targets, before.updated_weights)
    return {
        (5, "ols coefficients, highest degree first"): line,
        (7, "MSE of the OLS line"): mean_squared_error(features @ line, targets),
        (9, "layer 0: features and bias column"): features,
        (11, "layer 1 with weights (2, 2)"): before.predictions,
        (12, "targets"): targets,
        (13, "errors: targets minus layer 1"): before.errors,
        (14, "MSE before the step"): before.mean_squared_error,
        (15, "learning rate (set, not printed)"): (regression_step.__kwdefaults__ or {})[
            "learning_rate"
        ],
        (16, "update"): before.update,
        (18, "weights after the step"): before.updated_weights,
        (19, "MSE after the step"): after.mean_squared_error,
    }


def starting_weights() -> Any:
    """Draw from the legacy generator, as `np.random.random` does after `np.random.seed(1)`."""
    return 2 * np.random.RandomState(1).random_sample((3, 1)) - 1


def classification() -> dict[Key, Any]:
    """Compute what the notebook computed from the truth table, in one step, with its slip."""
    features, targets = first_column()
    before = classification_step(features, targets, starting_weights(), slope=sigmoid_derivative)
    after = classification_step(features, targets, before.updated_weights)
    slopes = sigmoid_derivative(before.predictions)
    return {
        (39, "features (set)"): features,
        (40, "labels (set)"): targets,
        (41, START_OF_CLASSIFICATION): before.weights,
        (42, "pre-activation"): features @ before.weights,
        (43, "layer 1"): sigmoid(features @ before.weights),
        (44, "errors"): before.errors,
        (45, "MSE before the step"): before.mean_squared_error,
        (46, "slope as the notebook computed it"): slopes,
        (47, "errors times slope"): before.errors * slopes,
        (48, "update"): before.update,
        (49, "weights after the step"): before.updated_weights,
        (50, "MSE after the step"): after.mean_squared_error,
    }


def classification_log() -> dict[Key, dict[str, Any]]:
    """Compute what the notebook logged of 1001 steps."""
    features, targets = first_column()
    records = train(
        classification_step,
        features,
        targets,
        starting_weights(),
        n_steps=1001,
        slope=sigmoid_derivative,
    )
    logged = {str(i): record for i, record in enumerate(records) if i % 200 == 0}
    return {
        (52, "layer 1 by iteration"): {
            i: record.predictions.ravel() for i, record in logged.items()
        },
        (52, "errors by iteration"): {i: record.errors.ravel() for i, record in logged.items()},
        (52, "MSE by iteration"): {i: record.mean_squared_error for i, record in logged.items()},
    }


def test_nothing_that_the_notebook_printed_is_left_out() -> None:
    assert {*regression(), START, LOG, *classification(), *classification_log()} == set(PRINTED)


@pytest.mark.parametrize("key", regression(), ids=str)
def test_regression_agrees_as_far_as_its_targets_are_recorded(key: Key) -> None:
    assert np.shape(PRINTED[key]) == np.shape(regression()[key])
    assert_allclose(regression()[key], PRINTED[key], rtol=1e-7)


@pytest.mark.parametrize(
    "key", [key for key, value in classification().items() if np.ndim(value)], ids=str
)
def test_classification_agrees_in_all_printed_decimals(key: Key) -> None:
    assert np.round(classification()[key], 8).tolist() == PRINTED[key]


@pytest.mark.parametrize(
    "key", [key for key, value in classification().items() if not np.ndim(value)], ids=str
)
def test_classification_agrees_in_all_printed_digits(key: Key) -> None:
    assert_allclose(classification()[key], PRINTED[key], rtol=1e-15)


@pytest.mark.parametrize("key", LOGS, ids=str)
def test_log_of_the_classification_agrees_in_all_printed_digits(key: Key) -> None:
    ours = classification_log()[key]
    assert set(ours) == set(PRINTED[key])
    for iteration, printed in PRINTED[key].items():
        if isinstance(printed, list):
            assert np.round(ours[iteration], 8).tolist() == printed
        else:
            assert float(f"{ours[iteration]:.12g}") == printed


def test_log_of_the_regression_agrees_after_the_twelve_earlier_runs_of_its_cell() -> None:
    earlier = 12 * 51
    records = train(regression_step, *notebook_line(), PRINTED[START], n_steps=earlier + 51)
    log = [
        [i, round(record.mean_squared_error, 2)]
        for i, record in enumerate(islice(records, earlier, None))
    ]
    assert log[::5] == PRINTED[LOG]


def test_log_of_the_regression_differs_when_its_cell_runs_for_the_first_time() -> None:
    fresh = next(train(regression_step, *notebook_line(), PRINTED[START], n_steps=51))
    assert round(fresh.mean_squared_error, 2) == 7465.69


def test_slip_of_the_notebook_trains_faster_here() -> None:
    data = *first_column(), starting_weights()
    *_, right = train(classification_step, *data, n_steps=1001)
    *_, slip = train(classification_step, *data, n_steps=1001, slope=sigmoid_derivative)
    assert f"{right.mean_squared_error:.2e}" == "6.94e-04"
    assert f"{slip.mean_squared_error:.2e}" == "3.27e-05"


def test_the_same_network_in_eleven_lines_printed_the_same() -> None:
    # Andrew Trask, "A Neural Network in 11 lines of Python", 2015: 10,000 iterations from the same
    # weights on the same table. It prints the forward pass before the last update.
    *_, last = train(classification_step, *first_column(), starting_weights(), n_steps=10_000)
    printed = [[0.00966449], [0.00786506], [0.99358898], [0.99211957]]
    assert np.round(last.predictions, 8).tolist() == printed
