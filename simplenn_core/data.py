"""The data sets of the chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simplenn_core._checks import FloatArray, finite_array, integer_at_least
from simplenn_core._messages import shown

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Dataset(NamedTuple):
    """Samples and what should be said of them.

    Parameters
    ----------
    features : ndarray, shape (n, m)
        One row per sample; the last column is the bias, all ones. Pixels come without it.
    targets : ndarray, shape (n,) or (n, k)
        The values to learn, in the order of the rows.

    See Also
    --------
    noisy_line : Points near a straight line.
    notebook_line : The five points of the original notebook.
    first_column : A truth table that one layer learns.
    exclusive_or : A truth table that needs a hidden layer.
    handwritten_digits : Pictures of the ten digits.

    Examples
    --------
    >>> features, targets = Dataset(with_bias([1, 2]), np.array([3.0, 5.0]))
    >>> features.shape, targets.shape
    ((2, 2), (2,))
    """

    features: FloatArray
    targets: FloatArray


def with_bias(x: ArrayLike) -> FloatArray:
    r"""Append a column of ones, the input that lets a layer shift its output.

    .. math:: (x, 1) \cdot (w, b) = w x + b

    Parameters
    ----------
    x : array_like, shape (n,) or (n, m)
        One value, or one row of values, per sample.

    Returns
    -------
    ndarray, shape (n, 2) or (n, m + 1)
        A new array whose last column is 1.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x` is empty, not finite, or neither 1-D nor 2-D.

    References
    ----------
    B. Widrow and M. E. Hoff, "Adaptive switching circuits", IRE WESCON Convention Record,
    part 4, 1960, pages 96-104.

    Examples
    --------
    >>> with_bias([0.5, 2])
    array([[0.5, 1. ],
           [2. , 1. ]])
    """
    x = finite_array("x", x)
    if x.ndim not in (1, 2):
        raise ValueError(f"x must be 1-D or 2-D, got shape {x.shape}")
    return np.column_stack((x, np.ones(len(x), dtype=x.dtype)))


def noisy_line(
    n_samples: int = 5,
    *,
    slope: float = 3.0,
    intercept: float = 2.5,
    noise: float = 2.5,
    rng: np.random.Generator,
) -> Dataset:
    r"""Draw points near a straight line.

    .. math:: t_i = \text{slope} \cdot x_i + \text{intercept} + \text{noise} \cdot \varepsilon_i

    Parameters
    ----------
    n_samples : int, default 5
        How many points; their x lie evenly on [0, 10].
    slope : float, default 3.0
        By how much the line rises where x grows by 1.
    intercept : float, default 2.5
        The height of the line at x = 0.
    noise : float, default 2.5
        Standard deviation of what is added to it, 0 or more.
    rng : numpy.random.Generator
        Where the noise comes from; the same seed gives the same points.

    Returns
    -------
    Dataset
        Features (n, 2), x and the bias; targets (n,).

    Raises
    ------
    TypeError
        If `n_samples` is not an integer, a number is none, or `rng` is not a Generator.
    ValueError
        If `n_samples` is below 1, `noise` below 0, or a number or a target not finite.
    MemoryError
        If there is no room for so many points.

    See Also
    --------
    notebook_line : Five such points, always the same.

    References
    ----------
    C. F. Gauss, "Theoria motus corporum coelestium", 1809, sections 175-179: errors that are
    distributed normally.

    Examples
    --------
    >>> noisy_line(3, noise=0, rng=np.random.default_rng(1)).targets
    array([ 2.5, 17.5, 32.5])
    """
    n_samples = integer_at_least("n_samples", n_samples, 1)
    for name, value in (("slope", slope), ("intercept", intercept), ("noise", noise)):
        if finite_array(name, value).ndim:
            raise ValueError(f"{name} must be one number, got {shown(value)}")
    if noise < 0:
        raise ValueError(f"noise must be 0 or more, got {shown(noise)}")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, got {shown(rng)}")
    try:
        x = np.linspace(0, 10, n_samples)
    except (IndexError, ValueError, MemoryError) as error:  # NumPy says it in all these ways
        raise MemoryError(
            f"n_samples = {shown(n_samples)} points find no room in memory"
        ) from error
    with np.errstate(all="ignore"):
        targets = slope * x + intercept + noise * rng.standard_normal(n_samples)
    return Dataset(with_bias(x), finite_array("targets", targets))


def notebook_line() -> Dataset:
    """Return the five points that the original notebook drew without a seed, and printed.

    Returns
    -------
    Dataset
        Features (5, 2), x and the bias; targets (5,), to the eight decimals printed.

    See Also
    --------
    noisy_line : Draws new points like these.

    References
    ----------
    The Python Quants GmbH, "Simple Neural Networks in Python", notebook, cell 12.

    Examples
    --------
    >>> notebook_line().targets
    array([ 7.24892495,  8.84079526, 18.82127318, 27.39911404, 31.82885007])
    """
    targets = [7.24892495, 8.84079526, 18.82127318, 27.39911404, 31.82885007]
    return Dataset(with_bias(np.linspace(0, 10, 5)), np.array(targets))


def first_column() -> Dataset:
    """Return the truth table whose label is its first input.

    Returns
    -------
    Dataset
        Features (4, 3), two inputs and the bias; targets (4, 1), the first input.

    See Also
    --------
    exclusive_or : The same inputs with a label that one layer cannot learn.

    References
    ----------
    Andrew Trask, "A Neural Network in 11 lines of Python", 2015, which learns the same table.

    Examples
    --------
    >>> first_column().targets.ravel()
    array([0., 0., 1., 1.])
    """
    inputs = [[0, 0], [0, 1], [1, 0], [1, 1]]
    return Dataset(with_bias(inputs), np.array([[0.0], [0.0], [1.0], [1.0]]))


def exclusive_or() -> Dataset:
    """Return the truth table that asks whether exactly one of two inputs is 1.

    Returns
    -------
    Dataset
        Features (4, 3), two inputs and the bias; targets (4, 1).

    See Also
    --------
    first_column : The same inputs with a label that one layer learns.

    References
    ----------
    Marvin Minsky and Seymour Papert, "Perceptrons", MIT Press, 1969.

    Examples
    --------
    >>> exclusive_or().targets.ravel()
    array([0., 1., 1., 0.])
    """
    return Dataset(first_column().features, np.array([[0.0], [1.0], [1.0], [0.0]]))
