"""The mean squared error."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose

from simplenn_core import mean_squared_error

values = st.floats(-1e3, 1e3)
pairs = array_shapes(min_dims=0, max_dims=3).flatmap(
    lambda shape: st.tuples(
        arrays(np.float64, shape, elements=values), arrays(np.float64, shape, elements=values)
    )
)


@pytest.mark.parametrize(
    ("predictions", "targets", "expected"),
    [
        ([1, 2, 3], [1, 2, 6], 3.0),
        ([[1, 2], [3, 4]], [[1, 2], [3, 8]], 4.0),
        ([True, False], [0.5, 0.5], 0.25),
        (1, 3, 4.0),
    ],
)
def test_values_worked_by_hand(predictions: Any, targets: Any, expected: float) -> None:
    assert mean_squared_error(predictions, targets) == expected


@given(pairs)
def test_it_is_the_mean_of_the_squared_differences(pair: tuple[Any, Any]) -> None:
    predictions, targets = pair
    assert_allclose(
        mean_squared_error(predictions, targets),
        ((targets - predictions) ** 2).mean(),
        rtol=1e-13,
    )


@given(pairs)
def test_it_is_the_same_both_ways_round_and_never_negative(pair: tuple[Any, Any]) -> None:
    predictions, targets = pair
    assert mean_squared_error(predictions, targets) == mean_squared_error(targets, predictions) >= 0
    assert mean_squared_error(predictions, predictions) == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_it_is_a_python_float(dtype: Any) -> None:
    assert type(mean_squared_error(np.ones(2, dtype), np.zeros(2, dtype))) is float


@pytest.mark.parametrize(("predictions", "targets"), [([1e200], [0]), ([1.7e308], [-1.7e308])])
def test_it_is_infinite_beyond_the_largest_float_without_a_warning(
    predictions: Any, targets: Any
) -> None:
    assert mean_squared_error(predictions, targets) == math.inf


def test_arguments_are_left_alone() -> None:
    predictions, targets = np.arange(6.0)[::2], np.arange(3.0)
    predictions.flags.writeable = targets.flags.writeable = False
    assert mean_squared_error(predictions, targets) == 5 / 3
    assert predictions.tolist() == [0, 2, 4]
    assert targets.tolist() == [0, 1, 2]
