"""Every state of the figure agrees with the plain formula, and its slope with nudges."""

from __future__ import annotations

import numpy as np
import pytest
from _figures.classification_sigmoid import INPUTS, WEIGHTS, explore, side, slope_at


def plain(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))


@pytest.fixture(scope="module")
def frames() -> dict[str, list[str]]:
    """Return the texts of all states by their name."""
    data = explore().data["data"]
    return {part["id"]: part["frames"] for part in data["parts"] if part["kind"] == "text"}


def test_every_state_says_what_the_plain_formula_gives(frames: dict[str, list[str]]) -> None:
    states = [(weight, x) for weight in WEIGHTS for x in INPUTS]
    assert len(frames["output"]) == len(states)
    for i, (weight, x) in enumerate(states):
        output, slope = plain(weight * x), weight * plain(weight * x) * (1 - plain(weight * x))
        assert float(frames["z"][i]) == pytest.approx(weight * x, abs=5.1e-5)
        assert float(frames["output"][i]) == pytest.approx(output, abs=5.1e-5)
        assert float(frames["slope"][i]) == pytest.approx(slope, abs=5.1e-5)
        assert frames["sentence"][i].startswith(f"The output is {output:.3f}, {side(output)}.")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_slope_is_what_nudges_measure_and_is_largest_in_the_middle(weight: float) -> None:
    h = 1e-5
    rise = [(plain(weight * (x + h)) - plain(weight * (x - h))) / (2 * h) for x in INPUTS]
    slopes = [slope_at(weight, x) for x in INPUTS]
    assert np.allclose(rise, slopes, atol=1e-9)
    assert INPUTS[np.argmax(slopes)] == 0


def test_words_follow_the_output() -> None:
    assert [side(output) for output in (0.2, 0.5, 0.8)] == [
        "closer to no than to yes",
        "halfway between no and yes",
        "closer to yes than to no",
    ]
