"""How far predictions are from their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simplenn_core._checks import FloatArray, finite_array, same_shape

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def mean_squared_error(predictions: ArrayLike, targets: ArrayLike) -> float:
    r"""Mean of the squared differences between targets and predictions.

    .. math:: \text{MSE} = \frac{1}{n} \sum_{i=1}^{n} (t_i - p_i)^2

    Parameters
    ----------
    predictions : array_like, any shape
        What the network says.
    targets : array_like, shape of `predictions`
        What it should say.

    Returns
    -------
    float
        The mean over all entries; infinite where the squares exceed the largest float.

    Raises
    ------
    TypeError
        If either does not hold real numbers.
    ValueError
        If the shapes differ, either is empty, or a number is not finite. Nothing is
        broadcast: `(n,)` against `(n, 1)` would silently compare all with all.

    References
    ----------
    Carl Friedrich Gauss, "Theoria motus corporum coelestium", 1809, sections 175-179.

    Examples
    --------
    >>> mean_squared_error([1, 2, 3], [1, 2, 6])
    3.0
    """
    predictions, targets = (
        finite_array("predictions", predictions),
        finite_array("targets", targets),
    )
    same_shape("predictions", predictions.shape, "targets", targets.shape)
    with np.errstate(all="ignore"):
        return mean_of_squares(targets - predictions)


def mean_of_squares(errors: FloatArray) -> float:
    flat = errors.ravel()  # A view, as for every array that was just made: nothing is copied.
    return float(flat.dot(flat)) / errors.size
