"""The curves of one data set, held to values that can be worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from _figures.deeper_overfitting import EVERY, SHOWN, explore, in_words, predict, two_digits

from simplenn_core import mean_squared_error, with_bias

GRID = with_bias(np.linspace(-1, 1, 101))
TRUTH = np.sin(3 * GRID[:, :1])
DATA = GRID[::10], TRUTH[::10] + 0.5 * np.array([[(-1.0) ** k] for k in range(11)])


def path(n_units: int, seed: int) -> list[list[Any]]:
    rng = np.random.default_rng(seed)
    shapes = (2, n_units), (n_units, 1), (1, 1)
    return [[rng.standard_normal(shape) for shape in shapes] for _ in range(SHOWN[-1] + 1)]


def test_the_network_is_two_layers_and_a_bias() -> None:
    # By hand: with all weights into the unit 0, it answers one half everywhere.
    weights = [np.zeros((2, 1)), np.array([[4.0]]), np.array([[1.0]])]
    assert predict(GRID[:3], weights) == pytest.approx(np.full((3, 1), 3.0))


def test_every_state_shows_the_errors_of_its_network() -> None:
    paths = {"1 unit": path(1, 0), "30 units": path(30, 1)}
    data = explore(DATA, (GRID, TRUTH), paths).data["data"]
    networks, updates = data["controls"]
    assert networks["texts"] == list(paths)
    assert [int(text.replace(",", "")) for text in updates["texts"]] == [EVERY * k for k in SHOWN]
    training, true = (
        next(part for part in data["parts"] if part.get("id") == name)["frames"]
        for name in ("training", "true")
    )
    states = [weights for name in paths for weights in (paths[name][k] for k in SHOWN)]
    assert len(states) == len(training) == len(true)
    for weights, learnt, against in zip(states, training, true, strict=True):
        for said, part in (learnt, DATA), (against, (GRID, TRUTH)):
            error = mean_squared_error(predict(part[0], weights), part[1])
            assert said == two_digits(error)
            assert float(said) == pytest.approx(error, rel=0.05)


@pytest.mark.parametrize(
    ("error", "said"),
    [(0.000314, "0.00031"), (0.16, "0.16"), (0.7, "0.70"), (0.0999, "0.10"), (1.04, "1.0")],
)
def test_an_error_has_two_digits(error: float, said: str) -> None:
    assert two_digits(error) == said


def test_what_is_far_below_the_noise_is_called_memory() -> None:
    assert "remembered" in in_words("30 units", 2000, 0.01, 0.2, 0.25)
    assert "close to the wave" in in_words("30 with decay", 2000, 0.2, 0.05, 0.25)
    assert "not come close" in in_words("1 unit", 0, 0.9, 0.8, 0.25)
    # A curve that is near the wave has found it, however close to the points it is.
    assert "is close to the wave" in in_words("30 units", 60, 0.1, 0.1, 0.25)
    assert in_words("1 unit", 2000, 0.9, 0.8, 0.25).startswith("1 unit, 2,000 updates: ")
