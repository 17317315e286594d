"""What comes back through eight layers, held to the core and to what can be worked out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from _figures import deeper_depth
from _figures.deeper_depth import (
    ACTIVATIONS,
    DEPTH,
    SCALES,
    explore,
    factor,
    in_words,
    sizes_of_deltas,
    start,
)

from simplenn_core import hidden_layer_step, sigmoid, sigmoid_derivative_from_output, with_bias

if TYPE_CHECKING:
    from _book.explorable.states import Floats


@pytest.fixture(scope="module")
def data() -> tuple[Floats, Floats]:
    places = 3 * np.random.default_rng(0).random((60, 2)) - 1.5
    inside = (places**2).sum(axis=1) < 0.7
    return with_bias(places), inside[:, np.newaxis].astype(float)


def test_one_layer_of_sigmoids_gets_what_the_core_sends_back(
    data: tuple[Floats, Floats], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeper_depth, "DEPTH", 1)
    features, targets = data
    found = sizes_of_deltas(features, targets, 1.0, "sigmoid")
    for network, (hidden, output) in enumerate(zip(*start(3, 1.0), strict=True)):
        # The core multiplies the error by the slope of the output; cross-entropy does not.
        predictions = sigmoid(sigmoid(features @ hidden) @ output)
        errors = targets - predictions
        assert found[1, network] == pytest.approx(np.linalg.norm(errors))
        answers = sigmoid(features @ hidden)
        deltas = errors @ output.T * sigmoid_derivative_from_output(answers)
        assert found[0, network] == pytest.approx(np.linalg.norm(deltas))
        slope = sigmoid_derivative_from_output(predictions)
        update = hidden_layer_step(features, targets, (hidden, output)).update
        back = (errors * slope) @ output.T * sigmoid_derivative_from_output(answers)
        assert update[0] == pytest.approx(features.T @ back)


def test_twice_the_start_is_twice_the_factor_for_relu(
    data: tuple[Floats, Floats],
) -> None:
    # All z keep their signs, so each of the weights that a delta meets counts twice. One row
    # alone, since the errors of the rows, which weigh them, do change.
    row = data[0][:1], data[1][:1]
    one, two = (sizes_of_deltas(*row, scale, "ReLU") for scale in (1.0, 2.0))
    assert two[0] * one[DEPTH - 1] == pytest.approx(2.0 ** (DEPTH - 1) * one[0] * two[DEPTH - 1])
    assert (one[0] > 0).any()


def test_every_state_has_its_curve_and_its_factor(
    data: tuple[Floats, Floats],
) -> None:
    shown = explore(*data).data["data"]
    assert tuple(shown["controls"][0]["texts"]) == ACTIVATIONS
    states = list(itertools.product(ACTIVATIONS, SCALES))
    line, low, high, factors, sentences = (part["frames"] for part in shown["parts"])
    assert len(states) == len(line) == len(factors) == len(sentences)
    for (activation, scale), said, text in zip(states, factors, sentences, strict=True):
        sizes = sizes_of_deltas(*data, scale, activation)
        assert said == f"{factor(sizes):.2f}"
        assert text == in_words(activation, sizes)
    # The places go downwards: the largest network lies above the middle, the smallest below.
    for frames in zip(line, low, high, strict=True):
        middle, least, most = (np.array(frame[1::2]) for frame in frames)
        assert (most <= middle + 0.1).all()
        assert (middle <= least + 0.1).all()


@pytest.mark.parametrize(
    ("scale", "activation", "words"),
    [
        (2**0.5, "ReLU", "level"),
        (2**0.5 / 2, "ReLU", "fade"),
        (2 * 2**0.5, "ReLU", "grow"),
        (1.0, "sigmoid", "fade"),
    ],
)
def test_the_sentence_says_what_the_curve_shows(
    data: tuple[Floats, Floats], scale: float, activation: str, words: str
) -> None:
    assert words in in_words(activation, sizes_of_deltas(*data, scale, activation))
