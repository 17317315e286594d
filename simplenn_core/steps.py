"""One step of learning: predict, compare, and say how the weights should move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simplenn_core._arithmetic import (
    CLASSIFICATION,
    HIDDEN_LAYER,
    REGRESSION,
    Parts,
    Slope,
)
from simplenn_core.activations import sigmoid_derivative_from_output

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from simplenn_core._checks import FloatArray
    from simplenn_core.records import Pair, TrainingStep


def regression_step(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, *, learning_rate: float = 0.01
) -> TrainingStep[FloatArray]:
    r"""Take one step of gradient descent with a linear layer.

    .. math:: p = X w, \quad e = t - p, \quad \Delta w = \eta \, X^{\mathsf T} e

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
        If the errors or the update are too large for floats.

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
    return _take(REGRESSION, features, targets, weights, learning_rate=learning_rate)


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
        \quad \Delta w = \eta \, X^{\mathsf T} \bigl(e \cdot p \, (1 - p)\bigr)

    The update is :math:`-\eta \, \partial L / \partial w` for :math:`L = \tfrac{1}{2} \sum e^2`.

    Parameters
    ----------
    features, targets, weights : array_like
        As for `regression_step`; the targets lie between 0 and 1.
    learning_rate : float, default 1.0
        Length of the step, :math:`\eta` above 0.
    slope : callable, default `sigmoid_derivative_from_output`
        Maps the predictions to the slopes that multiply the errors, in the same shape.
        Anything but the default follows another gradient than that of L.

    Returns
    -------
    TrainingStep
        The weights, their predictions and errors, and the update.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers, or `slope` cannot be called.
    ValueError
        If shapes do not fit, something is empty or not finite, or the rate is not above 0.
    OverflowError
        If the pre-activations, the errors or the update are too large for floats.

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
    return _take(
        CLASSIFICATION, features, targets, weights, learning_rate=learning_rate, slope=slope
    )


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

    .. math:: \Delta W = \eta \, h^{\mathsf T} \delta,
        \quad \Delta V = \eta \, X^{\mathsf T} \bigl(\delta W^{\mathsf T} \cdot h \, (1 - h)\bigr)

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
        If shapes do not fit, something is empty or not finite, or the rate is not above 0.
    OverflowError
        If pre-activations, the errors or an update are too large for floats.

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
    return _take(HIDDEN_LAYER, features, targets, weights, learning_rate=learning_rate)


def _take(parts: Parts, *arguments: Any, **options: Any) -> TrainingStep[Any]:
    constants, weights = parts.check(*arguments, **options)
    # A result that is no longer finite is raised as an error: no warning besides.
    with np.errstate(all="ignore"):
        return parts.arithmetic(*constants, weights)
