"""The figure that lets a reader choose a rate and a memory: each of its states."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from _figures.training_momentum import (
    MEMORIES,
    MOST,
    NOW,
    RATES,
    START,
    UPDATES,
    explore,
    factors,
    path_of,
    says,
    updates_needed,
)

from simplenn_core import notebook_line, regression_step, train

FEATURES, TARGETS = notebook_line()
LOW, HIGH = np.linalg.eigvalsh(FEATURES.T.dot(FEATURES))


def test_without_a_memory_the_path_is_the_core_s() -> None:
    records = train(regression_step, FEATURES, TARGETS, START, n_steps=MOST + 1, learning_rate=0.01)
    path = path_of(FEATURES, TARGETS, 0.01, 0)
    np.testing.assert_allclose(path, [record.weights for record in records], rtol=1e-9)


def test_an_update_is_the_core_s_and_a_part_of_the_last() -> None:
    path = path_of(FEATURES, TARGETS, 0.005, 0.9)
    for before, now, after in zip(path, path[1:20], path[2:21], strict=False):
        update = regression_step(FEATURES, TARGETS, now, learning_rate=0.005).update
        np.testing.assert_allclose(after - now, update + 0.9 * (now - before), atol=1e-9)


def test_factors_worked_by_hand() -> None:
    # Where the roots are not real, they have the size of the root of the memory.
    assert factors(FEATURES, 0.01, 0.81) == pytest.approx([0.9, 0.9])
    assert factors(FEATURES, 0.01, 0) == pytest.approx([1 - 0.01 * LOW, 0.01 * HIGH - 1])


@pytest.mark.parametrize(("rate", "memory"), [*itertools.product(RATES, MEMORIES)])
def test_the_words_are_true_of_the_path(rate: float, memory: float) -> None:
    path = path_of(FEATURES, TARGETS, rate, memory)
    needed = updates_needed(FEATURES, TARGETS, path)
    words = says(factors(FEATURES, rate, memory), needed)
    runs_away = rate * HIGH > 2 * (1 + memory)
    assert words.endswith("It runs away.") == runs_away
    assert (np.abs(path[-1]).max() > 1e6) == runs_away
    if not runs_away:
        assert ("has not arrived" in words) == (needed is None)


def test_no_state_needs_fewer_updates_than_the_one_nearest_to_polyak() -> None:
    root = np.sqrt(HIGH / LOW)
    rate, memory = 4 / (np.sqrt(LOW) + np.sqrt(HIGH)) ** 2, ((root - 1) / (root + 1)) ** 2
    nearest = (
        min(RATES, key=lambda one: abs(one - rate)),
        min(MEMORIES, key=lambda one: abs(one - memory)),
    )
    needed = {
        state: updates_needed(FEATURES, TARGETS, path_of(FEATURES, TARGETS, *state))
        for state in itertools.product(RATES, MEMORIES)
    }
    assert min(needed, key=lambda state: needed[state] or MOST) == nearest == (0.0176, 0.7)


def test_what_arrives_stays() -> None:
    path = np.array([[0.0, 0.0]] * 3 + [[1.0, 1.0]] + [[0.0, 0.0]] * 2)
    line = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    targets = np.array([1.0, -1.0, 0.5])
    best = np.linalg.lstsq(line, targets, rcond=None)[0]
    assert updates_needed(line, targets, path + best) == 4
    assert updates_needed(line, targets, path[:4] + best) is None


def test_the_figure_starts_at_the_notebook_s_rate_with_a_memory() -> None:
    data = explore(FEATURES, TARGETS).data["data"]
    rate, memory = data["controls"]
    assert (rate["texts"][rate["start"]], memory["texts"][memory["start"]]) == ("0.01", "0.8")
    trace, needed, sentence = data["parts"]
    for part in trace, needed, sentence:
        assert len(part["frames"]) == len(RATES) * len(MEMORIES)
    now = NOW[0] * len(MEMORIES) + NOW[1]
    assert needed["frames"][now] == "99"
    assert sentence["frames"][now].endswith("It arrives after 99 updates.")
    assert len(trace["frames"][now]) == 2 * (UPDATES + 1)
