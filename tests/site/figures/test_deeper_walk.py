"""The walk through a network: every number of every state is the core's, and a nudge agrees."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from _figures.deeper_walk import HIDDEN, explore, follow
from _figures.walk import say

from simplenn_core import exclusive_or, hidden_layer_step, train

FEATURES, TARGETS = exclusive_or()
NUMBERS = (0, 10, 100)
OUTPUT, DELTA, PULLS, BACK = 5, 7, 8, 9  # stops
STOPS = range(BACK + HIDDEN + 1)
AND = re.compile(", | and ")  # between numbers


@pytest.fixture(scope="module")
def run() -> list[Any]:
    rng = np.random.default_rng(0)
    start = rng.standard_normal((3, HIDDEN)), rng.standard_normal((HIDDEN, 1))
    return list(train(hidden_layer_step, FEATURES, TARGETS, start, n_steps=101))


@pytest.fixture(scope="module")
def parts(run: list[Any]) -> dict[str, list[str]]:
    data = explore(FEATURES, TARGETS, run, NUMBERS).data["data"]
    return {part["id"]: part["frames"] for part in data["parts"]}


def at(row: int, stop: int, before: int) -> int:
    return (row * len(NUMBERS) + before) * len(STOPS) + stop


def test_the_rows_together_make_the_update_of_the_core(run: list[Any]) -> None:
    for record in run[::25]:
        rows = [follow(FEATURES, TARGETS, record.weights, row) for row in range(4)]
        assert np.allclose(sum(row.hidden_pulls for row in rows), record.update[0], atol=1e-15)
        together = sum(row.output_pulls for row in rows)
        assert np.allclose(together, record.update[1][:, 0], atol=1e-15)
        for number, row in enumerate(rows):
            assert row.prediction == pytest.approx(record.predictions[number, 0], rel=1e-12)
            assert np.allclose(row.hidden_pulls, np.outer(row.inputs, row.unit_deltas), atol=1e-15)
            assert np.allclose(row.output_pulls, row.delta * row.hidden, atol=1e-15)
            assert np.allclose(row.output_measured, row.output_pulls, rtol=1e-5, atol=1e-9)
            assert np.allclose(row.hidden_measured, row.hidden_pulls, rtol=1e-5, atol=1e-9)


def test_each_stop_says_the_numbers_that_the_core_computes(
    run: list[Any], parts: dict[str, list[str]]
) -> None:
    for before, number in enumerate(NUMBERS):
        record = run[number]
        hidden = 1 / (1 + np.exp(-FEATURES.dot(record.weights[0])))
        for row in range(4):
            said = [parts["sentence"][at(row, stop, before)] for stop in STOPS]
            for unit in range(HIDDEN):
                assert said[1 + unit].endswith(f"turns this into {say(hidden[row, unit])}.")
            prediction = record.predictions[row, 0]
            assert f"turns this into {say(prediction)}," in said[OUTPUT]
            assert f"error is {say(record.errors[row, 0])}." in said[OUTPUT + 1]
            delta = record.errors[row, 0] * prediction * (1 - prediction)
            assert f"the output: {say(delta, 4)}. " in said[DELTA]
            assert parts["nudge"][at(row, DELTA, before)] == say(delta, 4)
            for stop in range(PULLS, BACK + HIDDEN):
                _, _, pulls = said[stop].rpartition(" by ")
                nudged = parts["nudge"][at(row, stop, before)]
                assert re.split(AND, nudged) == re.split(AND, pulls.rstrip("."))
            weights = (record.weights[0][0, 0], record.updated_weights[0][0, 0])
            assert said[-1].endswith(f"from {say(weights[0])} to {say(weights[1])}.")
            assert f"to unit 1 by {say(record.update[0][0, 0], 4)}," in said[-1]


def test_a_walk_back_ends_with_the_pulls_on_the_weights_of_a_unit(
    parts: dict[str, list[str]],
) -> None:
    said = parts["sentence"][at(1, BACK, 0)]
    assert said.startswith(
        "The answer of unit 1 enters the output's sum times the weight \N{MINUS SIGN}2.325"
    )
    shown = [float(text.replace("\N{MINUS SIGN}", "-")) for text in re.findall(r".\d\.\d+", said)]
    weight, answer, same, unit_delta, first, second, third = shown
    (delta,) = re.findall(r"the output: ([\d.]+)\. ", parts["sentence"][at(1, DELTA, 0)])
    assert answer == same
    assert unit_delta == pytest.approx(float(delta) * weight * answer * (1 - answer), abs=1e-4)
    assert [first, second, third] == [0, unit_delta, unit_delta]  # the inputs are 0, 1 and 1


def test_the_walk_starts_where_its_alt_text_says(run: list[Any]) -> None:
    data = explore(FEATURES, TARGETS, run, NUMBERS).data["data"]
    starts = [control["texts"][control["start"]] for control in data["controls"]]
    assert starts == ["2", "0", "the inputs"]


def test_each_stop_lights_up_the_line_that_computes_it(parts: dict[str, list[Any]]) -> None:
    lit = parts["lines"]
    assert lit[1 : 1 + HIDDEN] == HIDDEN * [[0]]
    assert lit[OUTPUT:BACK] == [[1], [2], [3], [4]]
    assert lit[BACK:] == [*HIDDEN * [[5, 6]], [4, 6]]
