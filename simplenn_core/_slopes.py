"""The slope of `classification_step`, which is an argument: the core's own, or any function."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from simplenn_core._checks import check_layer, finite_array, same_shape, sigmoid_outputs
from simplenn_core._messages import shown
from simplenn_core.activations import (
    logistic_derivative,
    logistic_derivative_from_output,
    sigmoid_derivative,
    sigmoid_derivative_from_output,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from simplenn_core._checks import FloatArray

Slope: TypeAlias = "Callable[[FloatArray], FloatArray]"


def own_formula(slope: Slope) -> Slope | None:
    """Return the formula of a slope of the core: the sigmoid's outputs cannot fail its check."""
    if slope is sigmoid_derivative_from_output:
        return logistic_derivative_from_output
    if slope is sigmoid_derivative:
        return logistic_derivative
    return None


def check_sigmoid_layer(
    features: ArrayLike,
    targets: ArrayLike,
    weights: ArrayLike,
    learning_rate: float,
    slope: Slope,
) -> tuple[FloatArray, FloatArray, FloatArray, Slope, FloatArray]:
    """Return the arguments of a step with one layer of sigmoids, as `check_layer` does."""
    features, targets, rate, weights = check_layer(features, targets, weights, learning_rate)
    sigmoid_outputs("targets", targets)
    if not callable(slope):
        raise TypeError(f"slope must be a function of the predictions, got {shown(slope)}")
    formula = own_formula(slope)
    if formula is None:
        formula = _checked(slope)
        with np.errstate(all="ignore"):  # as in the step
            formula(np.full_like(targets, 0.5))
    return features, targets, rate, formula, weights


def _checked(slope: Slope) -> Slope:
    def checked(predictions: FloatArray) -> FloatArray:
        argument = predictions.copy()
        slopes = finite_array("slope(predictions)", slope(argument))
        same_shape("slope(predictions)", slopes.shape, "predictions", predictions.shape)
        if not np.array_equal(argument, predictions):
            raise ValueError("slope must not change its argument")
        return slopes

    return checked
