"""The sigmoid, and its derivative from either side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from simplenn_core._checks import FloatArray, first_place, float_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# The number one as an array without dimensions, for each kind of float: NumPy adds it in half the
# time that a Python number takes.
ONE: dict[np.dtype[Any], FloatArray] = {
    np.dtype(kind): np.ones((), kind) for kind in (np.float32, np.float64)
}


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

    References
    ----------
    D. R. Cox, "The regression analysis of binary sequences", Journal of the Royal
    Statistical Society, Series B, 20(2), 1958, pages 215-242.

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    z = _numbers("z", z)
    with np.errstate(all="ignore"):
        return logistic(z)


def logistic(z: FloatArray) -> FloatArray:
    # For z below -709 exp overflows to infinity, and 1 / infinity is the 0 that belongs there. The
    # callers silence the warning, whatever the error state of theirs: there is nothing to warn of.
    value: FloatArray = np.reciprocal(ONE[z.dtype] + np.exp(-z))
    return value


def sigmoid_derivative(z: ArrayLike) -> FloatArray:
    r"""Slope of the sigmoid at the pre-activation `z`.

    .. math:: \sigma'(z) = \sigma(z) \, (1 - \sigma(z))

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
    sigmoid_derivative_from_output : the same slope from the other side.

    Examples
    --------
    >>> sigmoid_derivative([-1000, 0, 1000])
    array([0.  , 0.25, 0.  ])
    """
    z = _numbers("z", z)
    with np.errstate(all="ignore"):
        return logistic_derivative(z)


def logistic_derivative(z: FloatArray) -> FloatArray:
    # The slope at -|z| is the same. There nothing overflows, and 1 - sigmoid does not cancel to 0.
    tail: FloatArray = np.exp(-np.abs(z))
    return tail / np.square(ONE[z.dtype] + tail)


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
    sigmoid_derivative : the same slope from the pre-activation.

    Examples
    --------
    >>> sigmoid_derivative_from_output([0, 0.5, 1])
    array([0.  , 0.25, 0.  ])
    """
    predictions = float_array("predictions", predictions)
    if predictions.size and not (np.min(predictions) >= 0 and np.max(predictions) <= 1):
        place = first_place("predictions", predictions, ~((predictions >= 0) & (predictions <= 1)))
        raise ValueError(f"predictions must be outputs of the sigmoid, from 0 to 1, got {place}")
    with np.errstate(all="ignore"):
        return logistic_slope(predictions)


def logistic_slope(predictions: FloatArray) -> FloatArray:
    return predictions * (ONE[predictions.dtype] - predictions)


def _numbers(name: str, value: ArrayLike) -> FloatArray:
    array = float_array(name, value)
    if array.size and math.isnan(np.min(array)):
        raise ValueError(
            f"{name} must not hold NaN, got {first_place(name, array, np.isnan(array))}"
        )
    return array
