"""The data sets of the chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from simplenn_core import (
    Dataset,
    exclusive_or,
    first_column,
    noisy_line,
    notebook_line,
    with_bias,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TRUTH_TABLE = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([0.5, 2], [[0.5, 1], [2, 1]]),
        ([[3], [4]], [[3, 1], [4, 1]]),
        ([[1, 2, 3], [4, 5, 6]], [[1, 2, 3, 1], [4, 5, 6, 1]]),
        ([True], [[1, 1]]),
    ],
)
def test_bias_is_a_last_column_of_ones(x: Any, expected: list[list[float]]) -> None:
    features = with_bias(x)
    assert features.tolist() == expected
    assert features.dtype == np.float64


def test_bias_keeps_float32() -> None:
    assert with_bias(np.zeros(3, np.float32)).dtype == np.float32


@pytest.mark.parametrize("x", [np.arange(3.0), np.arange(6.0)[::2], np.arange(6.0).reshape(2, 3).T])
def test_bias_is_added_to_a_copy(x: Any) -> None:
    before = x.copy()
    x.flags.writeable = False
    with_bias(x)[:] = 7
    assert (x == before).all()


def test_line_without_noise_is_the_line() -> None:
    features, targets = noisy_line(3, slope=2, intercept=-1, noise=0, rng=np.random.default_rng())
    assert features.tolist() == [[0, 1], [5, 1], [10, 1]]
    assert targets.tolist() == [-1, 9, 19]


def test_line_and_noise_of_the_notebook_are_the_default() -> None:
    features, targets = noisy_line(rng=np.random.default_rng(1))
    drawn = np.random.default_rng(1).standard_normal(5)
    assert features.tolist() == [[0, 1], [2.5, 1], [5, 1], [7.5, 1], [10, 1]]
    assert targets.tolist() == (3 * features[:, 0] + 2.5 + 2.5 * drawn).tolist()


def test_noise_is_a_standard_deviation() -> None:
    _, targets = noisy_line(10_000, slope=0, intercept=0, noise=0.5, rng=np.random.default_rng(1))
    assert targets.mean() == pytest.approx(0, abs=0.02)
    assert targets.std() == pytest.approx(0.5, abs=0.02)


def test_the_same_seed_gives_the_same_points_and_the_generator_moves_on() -> None:
    rng = np.random.default_rng(1)
    first, second = noisy_line(rng=rng), noisy_line(rng=rng)
    assert first.targets.tolist() == noisy_line(rng=np.random.default_rng(1)).targets.tolist()
    assert first.targets.tolist() != second.targets.tolist()


def test_one_point_is_enough() -> None:
    one: Any = np.int8(1)
    assert noisy_line(one, rng=np.random.default_rng()).features.tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("data", "features", "targets"),
    [
        (
            notebook_line,
            [[0, 1], [2.5, 1], [5, 1], [7.5, 1], [10, 1]],
            [7.24892495, 8.84079526, 18.82127318, 27.39911404, 31.82885007],
        ),
        (first_column, TRUTH_TABLE, [[0], [0], [1], [1]]),
        (exclusive_or, TRUTH_TABLE, [[0], [1], [1], [0]]),
    ],
)
def test_fixed_data_sets(data: Callable[[], Dataset], features: Any, targets: Any) -> None:
    assert data().features.tolist() == features
    assert data().targets.tolist() == targets
    assert data().features.dtype == data().targets.dtype == np.float64


@pytest.mark.parametrize("data", [notebook_line, first_column, exclusive_or])
def test_each_call_makes_arrays_of_its_own(data: Callable[[], Dataset]) -> None:
    features, targets = data()
    features[:] = targets[:] = 7
    assert not (data().features == 7).any()
    assert not (data().targets == 7).any()


def test_noisy_line_refuses_targets_too_large_for_floats() -> None:
    with pytest.raises(
        ValueError, match=r"^targets must hold finite numbers, got targets\[1\] = inf$"
    ):
        noisy_line(3, slope=1e308, noise=0, rng=np.random.default_rng())
