"""The sigmoid, its derivative from either side, and the softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simplenn_core._checks import (
    FloatArray,
    finite_array,
    float_array_without_nan,
    sigmoid_outputs,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def sigmoid(z: ArrayLike) -> FloatArray:
    r"""Squash any number into the range from 0 to 1.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Parameters
    ----------
    z : array_like, any shape
        Pre-activations. The infinities are allowed and give 0 and 1.

    Returns
    -------
    ndarray, shape of `z`
        The value of the sigmoid at each number.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.
    ValueError
        If `z` holds a NaN.

    See Also
    --------
    sigmoid_derivative : Its slope, from what goes in.
    sigmoid_derivative_from_output : Its slope, from what comes out.

    References
    ----------
    D. R. Cox, "The regression analysis of binary sequences", Journal of the Royal
    Statistical Society, Series B, 20(2), 1958, pages 215-242.

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    z = float_array_without_nan("z", z)
    # Far below 0 exp overflows to infinity, and 1 / infinity is the 0 that belongs there.
    with np.errstate(all="ignore"):
        return logistic(z)


def logistic(z: FloatArray) -> FloatArray:
    value: FloatArray = 1.0 / (1.0 + np.exp(-z))
    return value


def sigmoid_derivative(z: ArrayLike) -> FloatArray:
    r"""Slope of the sigmoid at the pre-activation `z`.

    .. math:: \sigma'(z) = \sigma(z) \, (1 - \sigma(z)) = \frac{e^{-|z|}}{(1 + e^{-|z|})^2}

    Parameters
    ----------
    z : array_like, any shape
        Pre-activations: what goes *into* the sigmoid, not what comes out of it.

    Returns
    -------
    ndarray, shape of `z`
        The slope at each number, at most 0.25.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.
    ValueError
        If `z` holds a NaN.

    See Also
    --------
    sigmoid : The function whose slope this is.
    sigmoid_derivative_from_output : The same slope from the other side.

    References
    ----------
    P.-F. Verhulst, "Recherches mathématiques sur la loi d'accroissement de la population",
    Nouveaux mémoires de l'Académie royale de Bruxelles 18, 1845, pages 1-41.

    Examples
    --------
    >>> sigmoid_derivative([-1000, 0, 1000])
    array([0.  , 0.25, 0.  ])
    """
    z = float_array_without_nan("z", z)
    with np.errstate(all="ignore"):
        return logistic_derivative(z)


def logistic_derivative(z: FloatArray) -> FloatArray:
    # The slope at -|z| is the same. There nothing overflows, and 1 - sigmoid does not cancel to 0.
    tail: FloatArray = np.exp(-np.abs(z))
    return tail / (1.0 + tail) ** 2


def sigmoid_derivative_from_output(predictions: ArrayLike) -> FloatArray:
    r"""Slope of the sigmoid, from its output.

    .. math:: \sigma'(z) = p \, (1 - p) \quad \text{with} \quad p = \sigma(z)

    Parameters
    ----------
    predictions : array_like, any shape
        Outputs of the sigmoid: what comes *out* of it, not what goes in.

    Returns
    -------
    ndarray, shape of `predictions`
        The slope at each number, at most 0.25.

    Raises
    ------
    TypeError
        If `predictions` do not hold real numbers.
    ValueError
        If one of them is no output of a sigmoid: below 0, above 1 or NaN.

    See Also
    --------
    sigmoid : The function whose slope this is.
    sigmoid_derivative : The same slope from the pre-activation.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
    back-propagating errors", Nature 323, 1986, pages 533-536.

    Examples
    --------
    >>> sigmoid_derivative_from_output([0, 0.5, 1])
    array([0.  , 0.25, 0.  ])
    """
    predictions = sigmoid_outputs("predictions", predictions)
    with np.errstate(all="ignore"):
        return logistic_derivative_from_output(predictions)


def logistic_derivative_from_output(predictions: FloatArray) -> FloatArray:
    return predictions * (1.0 - predictions)


def softmax(z: ArrayLike) -> FloatArray:
    r"""Turn each row of numbers into shares that add up to 1, the largest for the largest number.

    .. math:: p_j = \frac{e^{z_j}}{\sum_l e^{z_l}} = e^{z_j - m} \Big/ \sum_l e^{z_l - m}
        \quad \text{with} \quad m = \max_l z_l

    The second form is the one computed: no exponential is above 1, so that none overflows.

    Parameters
    ----------
    z : array_like, shape (k,) or (n, k)
        Pre-activations, k to a row.

    Returns
    -------
    ndarray, shape of `z`
        Numbers from 0 to 1 that add up to 1 in each row.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.
    ValueError
        If `z` is empty, not finite, or neither 1-D nor 2-D.

    See Also
    --------
    sigmoid : What is left of it for two numbers, one of which is 0.
    softmax_step : A step with a layer of it.

    References
    ----------
    J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs,
    with relationships to statistical pattern recognition", Neurocomputing, Springer, 1990,
    pages 227-236.

    Examples
    --------
    >>> softmax([[0, 0, 0, 0], [1000, 1000, -1000, -1000]])
    array([[0.25, 0.25, 0.25, 0.25],
           [0.5 , 0.5 , 0.  , 0.  ]])
    """
    z = finite_array("z", z)
    if z.ndim not in (1, 2):
        raise ValueError(f"z must be 1-D or 2-D, got shape {z.shape}")
    with np.errstate(all="ignore"):
        return normalised_exponential(z)


def normalised_exponential(z: FloatArray) -> FloatArray:
    powers: FloatArray = np.exp(z - z.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers
