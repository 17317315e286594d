"""What several test modules of the core need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
from hypothesis import settings

from simplenn_core import classification_step, hidden_layer_step, regression_step, softmax_step

if TYPE_CHECKING:
    from collections.abc import Callable

# The same examples in every run; `--hypothesis-profile=default` draws new ones.
settings.register_profile("core", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("quick", settings.get_profile("core"), max_examples=10)
settings.load_profile("core")

Problem: TypeAlias = tuple[Any, Any, Any, Any]

FEATURES = [[0.0, 1.0], [2.0, 1.0], [-1.0, 1.0]]
ONE_OUTPUT = [0.0, 1.0, 0.5]
ONE_OF_TWO = [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
TWO_OUTPUTS = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.25]]


@pytest.fixture(
    params=[
        (regression_step, ONE_OUTPUT, [0.5, -0.25]),
        (regression_step, TWO_OUTPUTS, [[0.5, -1.0], [0.25, 2.0]]),
        (classification_step, ONE_OUTPUT, [0.5, -0.25]),
        (classification_step, TWO_OUTPUTS, [[0.5, -1.0], [0.25, 2.0]]),
        (softmax_step, ONE_OF_TWO, [[0.5, -1.0], [0.25, 2.0]]),
        (
            hidden_layer_step,
            TWO_OUTPUTS,
            ([[0.5, -1.0, 2.0], [0.25, 2.0, -0.5]], [[0.5, 1.0], [-1.0, 0.75], [2.0, 0.25]]),
        ),
    ],
    ids=lambda param: f"{param[0].__name__}-{np.ndim(param[1])}D",
)
def problem(request: pytest.FixtureRequest) -> Problem:
    """Return a step and arguments for it: features, targets, weights, in fresh arrays."""
    step, targets, weights = request.param
    pair = tuple(map(np.array, weights)) if step is hidden_layer_step else np.array(weights)
    return step, np.array(FEATURES), np.array(targets), pair


@pytest.fixture
def arrays_in() -> Callable[[Any], list[Any]]:
    """Return what lists the arrays in a record or in arguments, also those of a pair."""

    def listed(value: Any) -> list[Any]:
        return (
            [value]
            if isinstance(value, np.ndarray)
            else [array for part in value for array in listed(part)]
        )

    return listed
