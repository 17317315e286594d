"""What one step of training leaves behind."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeAlias, TypeVar

from simplenn_core._checks import FloatArray
from simplenn_core.metrics import mean_of_squares

Pair: TypeAlias = tuple[FloatArray, FloatArray]
Weights = TypeVar("Weights", FloatArray, Pair)


class TrainingStep(NamedTuple, Generic[Weights]):
    """What one step saw and what it proposes; later steps leave it as it is.

    Attributes
    ----------
    weights : ndarray, or a tuple of them
        The weights entering the step.
    predictions : ndarray, shape of the targets
        What the network says with these weights.
    errors : ndarray, shape of the targets
        Targets minus predictions.
    update : ndarray or tuple, like `weights`
        What the step adds to the weights: the learning rate times the negative gradient
        of half the sum of squared errors.

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
        return mean_of_squares(self.errors)

    @property
    def updated_weights(self) -> Weights:
        """The weights after the step: `weights` plus `update`, as new arrays."""
        weights, update = self.weights, self.update
        if isinstance(weights, tuple):
            (first, second), (first_update, second_update) = weights, update
            return first + first_update, second + second_update
        return weights + update
