"""The figure that moves in the chapter on the hidden layer, held to the core."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from _figures.deeper_hidden_layer import PLACES, Pair, Step, answers, explore, largest_errors

from simplenn_core import exclusive_or, hidden_layer_step, train

SEEDS = range(3)
UPDATES = 40


def start(seed: int, n_hidden: int = 4) -> Pair:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((3, n_hidden)), rng.standard_normal((n_hidden, 1))


@pytest.fixture(scope="module")
def runs() -> list[list[Step]]:
    steps = hidden_layer_step, *exclusive_or()
    return [list(train(*steps, start(seed), n_steps=UPDATES + 1)) for seed in SEEDS]


def test_training_from_many_starts_at_once_is_what_the_core_does(runs: list[list[Step]]) -> None:
    starts = [start(seed) for seed in SEEDS]
    found = largest_errors(*exclusive_or(), starts, n_updates=UPDATES)
    assert found == pytest.approx([abs(run[-1].errors).max() for run in runs], rel=1e-12)


def test_an_output_bias_is_a_fifth_weight() -> None:
    # By hand: all weights 0, so that each output is one half and the hidden answers too.
    zeros = np.zeros((3, 2)), np.zeros((2, 1))
    features, targets = np.array([[0.0, 0, 1]]), np.array([[1.0]])
    # The delta is 1/2 · 1/4 = 1/8. The weights become 1/16, 1/16 and 1/8: z = 1/16 + 1/8.
    (error,) = largest_errors(features, targets, [zeros], n_updates=1, output_bias=True)
    assert error == pytest.approx(1 - 1 / (1 + np.exp(-3 / 16)), rel=1e-14)
    (without,) = largest_errors(features, targets, [zeros], n_updates=1)
    assert without == pytest.approx(1 - 1 / (1 + np.exp(-1 / 16)), rel=1e-14)


def test_every_state_shows_what_the_core_computes(runs: list[list[Step]]) -> None:
    features, targets = exclusive_or()
    data = explore(features, targets, runs).data["data"]
    seeds, updates = data["controls"]
    assert seeds["texts"] == [str(seed) for seed in SEEDS]
    numbers = [int(text) for text in updates["texts"]]
    assert numbers[0] == 0
    assert numbers[-1] == UPDATES
    surface, _, _, mse, sentence = data["parts"]
    assert surface["by"] == mse["by"] == ["seed", "step"]
    states = list(itertools.product(SEEDS, numbers))
    assert len(states) == len(surface["frames"]) == len(mse["frames"]) == len(sentence["frames"])
    grid = np.array([[a, b, 1] for b in PLACES for a in PLACES])
    for i, (seed, number) in enumerate(states):
        step = runs[seed][number]
        assert mse["frames"][i] == f"{step.mean_squared_error:.4f}"
        levels = np.rint(10 * answers(grid, step.weights)).astype(int).ravel()
        assert [int(shade, 16) for shade in surface["frames"][i]] == levels.tolist()
        found = re.match(
            r"After (\d+) updates from seed (\d), (\d) of the 4", sentence["frames"][i]
        )
        assert found
        assert found.groups() == (
            str(number),
            str(seed),
            str(int((np.rint(step.predictions) == targets).sum())),
        )


@pytest.mark.parametrize(("seed", "band"), [(0, "yes"), (1, "no")])
def test_both_ways_of_learning_the_table_are_told_apart(seed: int, band: str) -> None:
    features, targets = exclusive_or()
    run = list(train(hidden_layer_step, features, targets, start(seed), n_steps=801))
    *_, last = explore(features, targets, [run]).data["data"]["parts"][-1]["frames"]
    assert last.endswith(f"A band of {band} joins the two corners that mean {band}.")
    centre = answers(np.array([[0.5, 0.5, 1]]), run[-1].weights)[0, 0]
    assert (centre > 0.5) == (band == "yes")
