"""The figure that shows pictures of digits and their shares, held to the core."""

from __future__ import annotations

import itertools
import re
from typing import Any, TypeAlias

import numpy as np
import pytest
from _figures.training_softmax import MISREAD, bars, explore, pictures, says

from simplenn_core import handwritten_digits, softmax, softmax_step, train, with_bias

Run: TypeAlias = "dict[int, np.ndarray[Any, np.dtype[np.float64]]]"

PIXELS, TARGETS = handwritten_digits()
FEATURES, LABELS = with_bias(PIXELS / 16), TARGETS.argmax(axis=1)
NUMBERS = [0, 1, 8]
GUESS = " its second guess is 8."


@pytest.fixture(scope="module")
def weights_after() -> Run:
    run = list(
        train(
            softmax_step,
            FEATURES[:300],
            TARGETS[:300],
            np.zeros((65, 10)),
            n_steps=9,
            learning_rate=0.002,
        )
    )
    return {number: run[number].weights for number in NUMBERS}


def test_one_picture_of_each_digit_is_read_and_the_last_are_misread(weights_after: Run) -> None:
    chosen = pictures(FEATURES[300:], LABELS[300:], weights_after[8])
    answers = FEATURES[300:].dot(weights_after[8]).argmax(axis=1)
    assert LABELS[300:][chosen[:10]].tolist() == answers[chosen[:10]].tolist() == list(range(10))
    assert len(chosen) == 10 + MISREAD == len(set(chosen))
    assert (answers[chosen[10:]] != LABELS[300:][chosen[10:]]).all()


def test_bars_are_pieces_of_line_from_zero_to_each_share() -> None:
    x, y = bars(np.linspace(0, 0.9, 10))
    assert x[:6].tolist() == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose(y[3:6], [0, 0.1, np.nan])


@pytest.mark.parametrize(
    ("label", "number", "shares", "words"),
    [
        (3, 0, [0.1] * 10, "This is a 3. After 0 updates all ten answers have the same share."),
        (
            1,
            1,
            [0, 0.6, 0, 0, 0, 0, 0, 0, 0.4, 0],
            "This is a 1. After 1 update the network answers 1, which is right;" + GUESS,
        ),
        (
            8,
            5,
            [0, 0.6, 0, 0, 0, 0, 0, 0, 0.4, 0],
            "This is an 8. After 5 updates the network answers 1, which is wrong;" + GUESS,
        ),
    ],
)
def test_the_words_say_what_the_shares_are(
    label: int, number: int, shares: list[float], words: str
) -> None:
    assert says(label, number, np.array(shares)) == words


def test_every_state_shows_what_the_core_computes(weights_after: Run) -> None:
    features, labels = FEATURES[300:], LABELS[300:]
    data = explore(features, labels, weights_after).data["data"]
    chosen = pictures(features, labels, weights_after[8])
    picture, updates = data["controls"]
    assert [int(text) for text in updates["texts"]] == NUMBERS
    assert picture["start"] == 10
    surface, line, truth, sentence = data["parts"]
    assert surface["by"] == ["picture"]
    for place, frame in zip(chosen, surface["frames"], strict=True):
        assert [int(shade, 16) for shade in frame] == np.rint(10 * features[place, :64]).tolist()
    states = list(itertools.product(chosen, NUMBERS))
    assert len(states) == len(line["frames"]) == len(truth["frames"]) == len(sentence["frames"])
    for i, (place, number) in enumerate(states):
        shares = softmax(features[place].dot(weights_after[number]))
        assert truth["frames"][i] == f"{shares[labels[place]]:.3f}"
        found = re.search(r"answers (\d), which is (\w+)", sentence["frames"][i])
        assert bool(found) == (number > 0)
        if found:
            assert int(found[1]) == shares.argmax()
            assert (found[2] == "right") == (shares.argmax() == labels[place])
        heights = np.array(line["frames"][i][1::2], float)
        tall = (heights[0::3] - heights[1::3]) / (heights[0::3] - heights[1::3]).sum()
        np.testing.assert_allclose(tall, shares, atol=0.01)
