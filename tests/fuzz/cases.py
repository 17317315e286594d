"""A case: hostile arguments for one public function, and either a right result or its error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plain_cases import activations, data, mean_squared_error, softmax
from step_cases import step, threads, training

if TYPE_CHECKING:
    from hostile import Random

# How often each is tried: most of what can go wrong is in the steps.
CASES = [activations, softmax, mean_squared_error, data, step, step, step, training, training]
SELDOM = [threads]


def case(rng: Random) -> None:
    """Try one case."""
    rng.choice(SELDOM if rng.random() < 0.002 else CASES)(rng)
