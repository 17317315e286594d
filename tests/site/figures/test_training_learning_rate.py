"""The figure that lets a reader choose a learning rate: each of its states, held to the core."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from _figures.training_learning_rate import (
    SHOWN_AT_FIRST,
    explore,
    in_words,
    rates_to_choose,
    run_at,
    value_in_words,
)

from simplenn_core import notebook_line, regression_step

FEATURES, TARGETS = notebook_line()
FLAT, STEEP = np.linalg.eigvalsh(FEATURES.T.dot(FEATURES))
LIMIT = 2 / STEEP


@pytest.mark.parametrize("rate", rates_to_choose(FLAT, STEEP))
def test_a_run_is_the_core_s_and_its_words_are_true(rate: float) -> None:
    run = run_at(rate, FEATURES, TARGETS)
    weights = np.array([2.0, 2.0])
    for mse in run:
        step = regression_step(FEATURES, TARGETS, weights, learning_rate=rate)
        assert step.mean_squared_error == pytest.approx(mse, rel=1e-12)
        weights = step.updated_weights
    assert len(run) == 61
    words = in_words(rate, FLAT, STEEP)
    assert words.endswith("It runs away.") == (rate > LIMIT)
    assert words.endswith("It arrives.") == (rate < LIMIT)
    assert ("from side to side, along the steep" in words) == (rate * STEEP > 1)
    if rate != LIMIT:  # the last update of the run went the way that the words say
        assert (run[-1] > run[-2]) == (rate > LIMIT)


def test_the_rates_rise_and_contain_those_that_the_chapter_speaks_of() -> None:
    rates = rates_to_choose(FLAT, STEEP)
    assert all(one < other for one, other in itertools.pairwise(rates))
    assert {0.01, LIMIT, 2 / (FLAT + STEEP), SHOWN_AT_FIRST} <= set(rates)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.5, "The distance grows by 50.0 % an update, from side to side, along the steep"),
        (0.4, "The distance stays as it is, from side to side, along the steep"),
        (0.1, "The distance shrinks by 50.0 % an update along the steep direction, and shrinks by"),
    ],
)
def test_the_words_follow_the_factor(rate: float, words: str) -> None:
    assert in_words(rate, 1.0, 5.0).startswith(words)  # the factors are 1 - rate and 1 - 5 rate


def test_a_value_too_long_to_read_is_shortened() -> None:
    assert value_in_words(4_600_854.36) == "4,600,854.36"
    assert value_in_words(1.25e12) == "1.2e+12"


def test_the_figure_has_a_state_for_each_rate_and_starts_just_above_the_limit() -> None:
    data = explore(FEATURES, TARGETS).data["data"]
    (control,) = data["controls"]
    assert control["texts"] == [f"{rate:.6f}" for rate in rates_to_choose(FLAT, STEEP)]
    assert control["texts"][control["start"]] == "0.010500"
    for part in data["parts"]:
        assert len(part["frames"]) == len(control["texts"])
    sentences = data["parts"][-1]["frames"]
    assert sentences[control["start"]].startswith("The distance grows by 0.4 % an update")
    assert len(set(sentences)) == len(sentences)
