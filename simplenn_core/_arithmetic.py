"""The arithmetic of the three steps, each beside the check that its arguments pass before it.

The halves are apart so that `train` can check once and then repeat the arithmetic alone.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from simplenn_core._checks import (
    FloatArray,
    features_and_targets,
    finite_array,
    layer_weights,
    learning_rate_array,
    same_shape,
)
from simplenn_core.activations import (
    logistic,
    logistic_derivative,
    logistic_slope,
    sigmoid_derivative,
    sigmoid_derivative_from_output,
)
from simplenn_core.records import Pair, TrainingStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

Slope: TypeAlias = "Callable[[FloatArray], FloatArray]"
Step: TypeAlias = "Callable[..., TrainingStep[Any]]"


class Parts(NamedTuple):
    """A step in its two halves."""

    # From the arguments of the step: what stays the same in all steps of a run, and the weights.
    check: Callable[..., tuple[tuple[Any, ...], Any]]
    # Takes the first, then the weights: what changes comes last.
    arithmetic: Step


def finite(values: FloatArray) -> FloatArray:
    """Return `values` if they are finite, and their squares too."""
    # Of a pre-activation that overflowed the sigmoid would make a sure 0 or 1, and hide it.
    # In a sum of squares nothing cancels, and on a flat view it needs no temporary array.
    flat = values.ravel()
    if not isfinite(flat.dot(flat)):
        raise OverflowError("the numbers of this step are too large for floats")
    return values


def regression(
    features: FloatArray, targets: FloatArray, learning_rate: FloatArray, weights: FloatArray
) -> TrainingStep[FloatArray]:
    predictions = features.dot(weights)
    errors = targets - predictions
    update = learning_rate * features.T.dot(errors)
    return TrainingStep(weights, predictions, finite(errors), finite(update))


def classification(
    features: FloatArray,
    targets: FloatArray,
    learning_rate: FloatArray,
    slope: Slope,
    weights: FloatArray,
) -> TrainingStep[FloatArray]:
    predictions = logistic(finite(features.dot(weights)))
    errors = targets - predictions
    update = learning_rate * features.T.dot(errors * slope(predictions))
    return TrainingStep(weights, predictions, finite(errors), finite(update))


def hidden_layer(
    features: FloatArray, targets: FloatArray, learning_rate: FloatArray, weights: Pair
) -> TrainingStep[Pair]:
    hidden_weights, output_weights = weights
    hidden = logistic(finite(features.dot(hidden_weights)))
    predictions = logistic(finite(hidden.dot(output_weights)))
    errors = targets - predictions
    output_delta = errors * logistic_slope(predictions)
    hidden_delta = output_delta.dot(output_weights.T) * logistic_slope(hidden)
    hidden_update = learning_rate * features.T.dot(hidden_delta)
    output_update = learning_rate * hidden.T.dot(output_delta)
    update = finite(hidden_update), finite(output_update)
    return TrainingStep(weights, predictions, finite(errors), update)


def check_layer(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, *, learning_rate: float
) -> tuple[tuple[FloatArray, FloatArray, FloatArray], FloatArray]:
    features, targets = features_and_targets(features, targets)
    weights = layer_weights("weights", weights, features.shape[1:] + targets.shape[1:])
    rate = learning_rate_array(learning_rate, np.result_type(features, targets, weights))
    return (features, targets, rate), weights


def check_sigmoid_layer(
    features: ArrayLike,
    targets: ArrayLike,
    weights: ArrayLike,
    *,
    learning_rate: float,
    slope: Slope,
) -> tuple[tuple[Any, ...], FloatArray]:
    constants, weights = check_layer(features, targets, weights, learning_rate=learning_rate)
    _, targets, _ = constants
    if not callable(slope):
        raise TypeError(f"slope must be a function of the predictions, got {slope!r}")
    # One trial, since NumPy would broadcast a slope of another shape without a word.
    trial = finite_array("slope(predictions)", slope(np.full_like(targets, 0.5)))
    same_shape("slope(predictions)", trial.shape, "targets", targets.shape)
    # The core's own slopes, without the checks that the outputs of a sigmoid cannot fail.
    if slope is sigmoid_derivative_from_output:
        slope = logistic_slope
    elif slope is sigmoid_derivative:
        slope = logistic_derivative
    return (*constants, slope), weights


def check_hidden_layer(
    features: ArrayLike,
    targets: ArrayLike,
    weights: tuple[ArrayLike, ArrayLike],
    *,
    learning_rate: float,
) -> tuple[tuple[FloatArray, FloatArray, FloatArray], Pair]:
    features, targets = features_and_targets(features, targets)
    if targets.ndim != 2:
        raise ValueError(f"targets must be 2-D, one column per output, got shape {targets.shape}")
    if not isinstance(weights, tuple | list) or len(weights) != 2:
        raise TypeError(f"weights must be a pair, hidden and output weights, got {weights!r}")
    n_hidden = finite_array("weights[0]", weights[0]).shape[-1:]
    hidden = layer_weights("weights[0]", weights[0], features.shape[1:] + n_hidden)
    output = layer_weights("weights[1]", weights[1], n_hidden + targets.shape[1:])
    rate = learning_rate_array(learning_rate, np.result_type(features, targets, hidden, output))
    return (features, targets, rate), (hidden, output)


REGRESSION = Parts(check_layer, regression)
CLASSIFICATION = Parts(check_sigmoid_layer, classification)
HIDDEN_LAYER = Parts(check_hidden_layer, hidden_layer)
