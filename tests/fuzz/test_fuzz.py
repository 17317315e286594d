"""A sample of the hostile cases, and that planted faults are among what they find."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from cases import case
from hostile import Bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from simplenn_core import _checks, activations, metrics, steps, training
from simplenn_core._checks import float_array

# The same examples in every run.
sample = settings(max_examples=100, derandomize=True, deadline=None)


def from_seeds(first: int, last: int) -> None:
    for seed in range(first, last):
        case(random.Random(seed))


@pytest.mark.parametrize("first", range(0, 3000, 1000))
def test_cases_from_seeds(first: int) -> None:
    from_seeds(first, first + 1000)


@sample
@given(st.randoms(use_true_random=False))
def test_cases_that_hypothesis_draws(rng: random.Random) -> None:
    case(rng)


@sample
@given(st.binary(max_size=400))
def test_cases_made_of_bytes(data: bytes) -> None:
    case(Bytes(data))


def in_place(weights: Any, update: Any) -> Any:
    if isinstance(weights, tuple):
        return tuple(in_place(*layer) for layer in zip(weights, update, strict=True))
    weights += update
    return weights


@pytest.mark.parametrize(
    ("place", "name", "planted"),
    [
        pytest.param(_checks, "finite_array", float_array, id="a missing finite check"),
        pytest.param(training, "moved", in_place, id="an update in place"),
        pytest.param(metrics, "same_shape", lambda *_: None, id="a broadcast"),
        pytest.param(_checks, "sigmoid_outputs", float_array, id="targets of any size"),
        pytest.param(_checks, "shares", lambda *_: None, id="targets of any sum"),
        pytest.param(steps, "softmax", np.exp, id="powers in place of shares"),
        pytest.param(steps, "sigmoid", lambda z: 1 / (1 + np.exp(z)), id="a sign in a step"),
        pytest.param(activations, "logistic", lambda z: 1 / (1 + np.exp(z)), id="a sign"),
    ],
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str, planted: Any
) -> None:
    monkeypatch.setattr(place, name, planted)
    with pytest.raises((AssertionError, ArithmeticError, Warning)):
        from_seeds(0, 3000)
