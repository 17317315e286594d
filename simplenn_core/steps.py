"""One step of learning: predict, compare, and say how the weights should move.

Each step stands here twice. The public function has the documentation and checks its arguments;
below it is the formula alone, which `train` repeats after one check. There the weights come last,
since they change from step to step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from simplenn_core._checks import (
    check_hidden_layer,
    check_layer,
    check_softmax_layer,
    check_squares,
)
from simplenn_core._slopes import Slope, check_sigmoid_layer
from simplenn_core.activations import logistic as sigmoid  # without the check of its argument
from simplenn_core.activations import normalised_exponential as softmax
from simplenn_core.activations import sigmoid_derivative_from_output
from simplenn_core.records import TrainingStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from simplenn_core._checks import FloatArray, Pair

Step: TypeAlias = "Callable[..., TrainingStep[Any]]"


def regression_step(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, *, learning_rate: float = 0.01
) -> TrainingStep[FloatArray]:
    r"""Take one step of gradient descent with a linear layer.

    .. math:: p = X w, \quad e = t - p, \quad \Delta w = \eta \, X^{\mathsf{T}} e

    The update is :math:`-\eta \, \partial L / \partial w` for :math:`L = \tfrac{1}{2} \sum e^2`.

    Parameters
    ----------
    features : array_like, shape (n, m)
        One row per sample; a column of ones is the bias.
    targets : array_like, shape (n,) or (n, k)
        What the layer should say.
    weights : array_like, shape (m,) or (m, k)
        One weight per feature, and per output if `targets` is 2-D.
    learning_rate : float, default 0.01
        Length of the step, :math:`\eta` above 0.

    Returns
    -------
    TrainingStep
        The weights, their predictions and errors, and the update.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, something is empty or not finite, or the rate is not above 0.
    OverflowError
        If the squares of the features, the errors or the update are too large for floats.

    See Also
    --------
    train : Repeats a step.
    classification_step : The same with sigmoids.

    References
    ----------
    B. Widrow and M. E. Hoff, "Adaptive switching circuits", IRE WESCON Convention Record,
    part 4, 1960, pages 96-104.

    Examples
    --------
    >>> step = regression_step([[1, 1], [2, 1]], [3, 5], [1, 1], learning_rate=0.1)
    >>> step.errors
    array([1., 2.])
    >>> step.updated_weights
    array([1.5, 1.3])
    """
    arguments = check_layer(features, targets, weights, learning_rate)
    with np.errstate(all="ignore"):  # what is no longer finite is raised as an error
        return _regression(*arguments)


def _regression(
    features: FloatArray, targets: FloatArray, learning_rate: FloatArray, weights: FloatArray
) -> TrainingStep[FloatArray]:
    predictions = features.dot(weights)
    errors = targets - predictions
    update = learning_rate * features.T.dot(errors)
    check_squares("errors", errors)
    check_squares("update", update)
    return TrainingStep(weights, predictions, errors, update)


def classification_step(
    features: ArrayLike,
    targets: ArrayLike,
    weights: ArrayLike,
    *,
    learning_rate: float = 1.0,
    slope: Slope = sigmoid_derivative_from_output,
) -> TrainingStep[FloatArray]:
    r"""Take one step of gradient descent with a layer of sigmoids.

    .. math:: p = \sigma(X w), \quad e = t - p,
        \quad \Delta w = \eta \, X^{\mathsf{T}} \bigl(e \cdot p \, (1 - p)\bigr)

    The update is :math:`-\eta \, \partial L / \partial w` for :math:`L = \tfrac{1}{2} \sum e^2`.

    Parameters
    ----------
    features : array_like, shape (n, m)
        One row per sample; a column of ones is the bias.
    targets : array_like, shape (n,) or (n, k)
        What the layer should say, between 0 and 1.
    weights : array_like, shape (m,) or (m, k)
        One weight per feature, and per output if `targets` is 2-D.
    learning_rate : float, default 1.0
        Length of the step, :math:`\eta` above 0.
    slope : callable, default `sigmoid_derivative_from_output`
        Maps the predictions to the slopes that multiply the errors, in the same shape.
        Anything but the default follows another gradient than that of L. A function of your
        own gets a copy of the predictions.

    Returns
    -------
    TrainingStep
        The weights, their predictions and errors, and the update.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or `slope` cannot be called.
    ValueError
        If shapes do not fit, something is empty or not finite, a target lies outside 0 to 1,
        the rate is not above 0, or `slope` changes its argument or returns another shape.
    OverflowError
        If the squares of the features, the weights or the update are too large for floats.

    See Also
    --------
    train : Repeats a step.
    regression_step : The same without sigmoids.
    softmax_step : One answer among many.
    hidden_layer_step : The same with a layer in between.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
    back-propagating errors", Nature 323, 1986, pages 533-536.

    Examples
    --------
    >>> step = classification_step([[0, 1], [2, 1]], [0, 1], [0, 0])
    >>> step.predictions
    array([0.5, 0.5])
    >>> step.update
    array([0.25, 0.  ])
    """
    arguments = check_sigmoid_layer(features, targets, weights, learning_rate, slope)
    with np.errstate(all="ignore"):
        return _classification(*arguments)


def _classification(
    features: FloatArray,
    targets: FloatArray,
    learning_rate: FloatArray,
    slope: Slope,
    weights: FloatArray,
) -> TrainingStep[FloatArray]:
    check_squares("weights", weights)
    predictions = sigmoid(features.dot(weights))
    errors = targets - predictions
    update = learning_rate * features.T.dot(errors * slope(predictions))
    check_squares("update", update)
    return TrainingStep(weights, predictions, errors, update)


def softmax_step(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, *, learning_rate: float = 0.01
) -> TrainingStep[FloatArray]:
    r"""Take one step of gradient descent with a layer of softmax, which chooses among k answers.

    .. math:: p = \operatorname{softmax}(X W), \quad e = t - p,
        \quad \Delta W = \eta \, X^{\mathsf{T}} e

    The update is :math:`-\eta \, \partial C / \partial W` for the cross-entropy
    :math:`C = -\sum t \ln p`.

    Parameters
    ----------
    features : array_like, shape (n, m)
        One row per sample; a column of ones is the bias.
    targets : array_like, shape (n, k)
        The shares that the layer should give to the k answers: in each row 0 or more, with
        the sum 1. Where one answer is right, 1 for it and 0 for the others (one-hot).
    weights : array_like, shape (m, k)
        One weight per feature and answer.
    learning_rate : float, default 0.01
        Length of the step, :math:`\eta` above 0.

    Returns
    -------
    TrainingStep
        The weights, their predictions and errors, and the update.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, something is empty or not finite, a target is negative, a row of
        targets does not add up to 1, or the rate is not above 0.
    OverflowError
        If the squares of the features, the weights or the update are too large for floats.

    See Also
    --------
    train : Repeats a step.
    softmax : The function alone.
    classification_step : The same for answers that do not exclude each other.

    References
    ----------
    J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs,
    with relationships to statistical pattern recognition", Neurocomputing, Springer, 1990,
    pages 227-236.

    Examples
    --------
    >>> weights = [[0, 0], [0, 0]]
    >>> step = softmax_step([[1, 1], [2, 1]], [[1, 0], [0, 1]], weights, learning_rate=1)
    >>> step.predictions
    array([[0.5, 0.5],
           [0.5, 0.5]])
    >>> step.update
    array([[-0.5,  0.5],
           [ 0. ,  0. ]])
    """
    arguments = check_softmax_layer(features, targets, weights, learning_rate)
    with np.errstate(all="ignore"):
        return _softmax(*arguments)


def _softmax(
    features: FloatArray, targets: FloatArray, learning_rate: FloatArray, weights: FloatArray
) -> TrainingStep[FloatArray]:
    check_squares("weights", weights)
    predictions = softmax(features.dot(weights))
    errors = targets - predictions
    update = learning_rate * features.T.dot(errors)
    check_squares("update", update)
    return TrainingStep(weights, predictions, errors, update)


def hidden_layer_step(
    features: ArrayLike,
    targets: ArrayLike,
    weights: tuple[ArrayLike, ArrayLike],
    *,
    learning_rate: float = 1.0,
) -> TrainingStep[Pair]:
    r"""Take one step of gradient descent with a hidden layer of sigmoids, by backpropagation.

    .. math:: h = \sigma(X V), \quad p = \sigma(h W), \quad e = t - p,
        \quad \delta = e \cdot p \, (1 - p)

    .. math:: \Delta W = \eta \, h^{\mathsf{T}} \delta,
        \quad \Delta V = \eta \, X^{\mathsf{T}} \bigl(\delta W^{\mathsf{T}} \cdot h \, (1 - h)\bigr)

    The updates are the negative gradient of :math:`L = \tfrac{1}{2} \sum e^2`, times :math:`\eta`.

    Parameters
    ----------
    features : array_like, shape (n, m)
        One row per sample; a column of ones is the bias.
    targets : array_like, shape (n, k)
        What the outputs should say, between 0 and 1.
    weights : pair of array_like, shapes (m, h) and (h, k)
        V, into the h hidden units, and W, from them to the k outputs.
    learning_rate : float, default 1.0
        Length of the step, :math:`\eta` above 0.

    Returns
    -------
    TrainingStep
        As for the other steps; `weights`, `update` and `updated_weights` are pairs.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or `weights` is not a pair.
    ValueError
        If shapes do not fit, something is empty or not finite, a target lies outside 0 to 1,
        or the rate is not above 0.
    OverflowError
        If the squares of the features, or of the weights or the update of a layer, are too large
        for floats.

    See Also
    --------
    train : Repeats a step.
    classification_step : The same without a hidden layer.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
    back-propagating errors", Nature 323, 1986, pages 533-536.

    Examples
    --------
    >>> step = hidden_layer_step([[1, 1]], [[1]], ([[0, 0], [0, 0]], [[1], [-1]]))
    >>> step.predictions
    array([[0.5]])
    >>> step.update[1]
    array([[0.0625],
           [0.0625]])
    """
    arguments = check_hidden_layer(features, targets, weights, learning_rate)
    with np.errstate(all="ignore"):
        return _hidden_layer(*arguments)


def _hidden_layer(
    features: FloatArray, targets: FloatArray, learning_rate: FloatArray, weights: Pair
) -> TrainingStep[Pair]:
    hidden_weights, output_weights = weights
    check_squares("weights", hidden_weights)
    check_squares("weights", output_weights)
    hidden = sigmoid(features.dot(hidden_weights))
    predictions = sigmoid(hidden.dot(output_weights))
    errors = targets - predictions
    output_delta = errors * (predictions * (1.0 - predictions))
    hidden_delta = output_delta.dot(output_weights.T) * (hidden * (1.0 - hidden))
    hidden_update = learning_rate * features.T.dot(hidden_delta)
    output_update = learning_rate * hidden.T.dot(output_delta)
    check_squares("update", hidden_update)
    check_squares("update", output_update)
    return TrainingStep(weights, predictions, errors, (hidden_update, output_update))


class StepParts(NamedTuple):
    """A step in its parts: `formula(*check(features, targets, weights, **options))` takes it."""

    step: Step
    check: Callable[..., tuple[Any, ...]]
    formula: Step


STEPS = [
    StepParts(regression_step, check_layer, _regression),
    StepParts(classification_step, check_sigmoid_layer, _classification),
    StepParts(softmax_step, check_softmax_layer, _softmax),
    StepParts(hidden_layer_step, check_hidden_layer, _hidden_layer),
]
