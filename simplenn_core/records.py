"""What one step of training leaves behind."""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from simplenn_core._checks import FloatArray, Pair, check_squares
from simplenn_core._messages import shown
from simplenn_core.metrics import mean_of_squares

Weights = TypeVar("Weights", FloatArray, Pair)


class TrainingStep(NamedTuple, Generic[Weights]):
    r"""What one step used and what it computed. Later steps never change it.

    .. math:: e = t - p, \quad w_{\text{updated}} = w + \Delta w

    Parameters
    ----------
    weights : ndarray, shape (m,) or (m, k), or a pair of ndarray
        The weights w entering the step.
    predictions : ndarray, shape (n,) or (n, k)
        What the network says with these weights, p.
    errors : ndarray, shape (n,) or (n, k)
        Targets minus predictions, e.
    update : ndarray or pair of ndarray, shapes of `weights`
        What the step adds to the weights: the learning rate times the negative gradient
        of the loss, which is half the sum of squared errors, or of `softmax_step` the
        cross-entropy.

    See Also
    --------
    regression_step : A step with a linear layer.
    classification_step : A step with a layer of sigmoids.
    softmax_step : A step with a layer of softmax.
    hidden_layer_step : A step with a hidden layer of sigmoids.
    train : Many steps, a record of each.

    Examples
    --------
    >>> step = regression_step([[1, 1], [2, 1]], [3, 5], [1, 1], learning_rate=0.1)
    >>> step.mean_squared_error
    2.5
    >>> step.updated_weights
    array([1.5, 1.3])
    """

    weights: Weights
    predictions: FloatArray
    errors: FloatArray
    update: Weights

    @property
    def mean_squared_error(self) -> float:
        """Mean squared error of `weights`, before the update."""
        with np.errstate(all="ignore"):
            return mean_of_squares(self.errors)

    @property
    def updated_weights(self) -> Weights:
        """The weights after the step: `weights` plus `update`, as new arrays."""
        with np.errstate(all="ignore"):
            return moved(self.weights, self.update)


def moved(weights: Weights, update: Weights) -> Weights:
    if isinstance(weights, tuple):
        (first, second), (first_update, second_update) = weights, update
        return first + first_update, second + second_update
    return weights + update


def check_record(record: object) -> TrainingStep[Any]:
    """Return what a step from elsewhere made, if it is a record whose numbers fit into floats."""
    if not isinstance(record, TrainingStep):
        raise TypeError(f"step must return a TrainingStep, got {shown(record)}")
    for name, value in record._asdict().items():
        pair = isinstance(record.weights, tuple) and name in {"weights", "update"}
        arrays = value if pair and isinstance(value, tuple) else (value,)
        if len(arrays) != (2 if pair else 1) or not all(map(_is_numeric_array, arrays)):
            what = "a pair of arrays" if pair else "an array"
            raise TypeError(
                f"step must return {what} of real numbers as {name}, got {shown(value)}"
            )
        if name in {"errors", "update"}:
            for array in arrays:
                check_squares(name, array)
    return record


def _is_numeric_array(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
