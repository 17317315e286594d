"""Checks that every public function shares: what is wrong is said before anything is computed."""

from __future__ import annotations

import math
import operator
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FloatArray: TypeAlias = NDArray[np.floating[Any]]


def float_array(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as an array of floats: float32 stays as it is, the rest becomes float64.

    An array that fits already is returned as it is, not copied.
    """
    if isinstance(value, np.ma.MaskedArray):
        # np.asarray would drop the mask and count the hidden values as data.
        raise TypeError(
            f"{name} must be a plain array, got a masked array; fill or drop what is masked"
        )
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length: {error}") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if array.dtype == np.float32:
        return array
    with np.errstate(over="ignore"):  # longer floats than float64 may become infinite
        return array.astype(np.float64, copy=False)


def finite_array(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as a non-empty array of finite floats."""
    array = float_array(name, value)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    # The minimum and the maximum need no temporary array, and a NaN makes both of them NaN.
    if not (math.isfinite(np.min(array)) and math.isfinite(np.max(array))):
        raise ValueError(
            f"{name} must hold finite numbers, got {first_place(name, array, ~np.isfinite(array))}"
        )
    return array


def first_place(name: str, array: FloatArray, wrong: NDArray[np.bool_]) -> str:
    """Say where the first wrong value stands, and what it is: ``'weights[2, 0] = nan'``."""
    index = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
    place = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    return f"{name}{place} = {float(array[index])!r}"


def same_shape(
    name: str, shape: tuple[int, ...], other_name: str, other_shape: tuple[int, ...]
) -> None:
    """Refuse two shapes that differ, which NumPy might broadcast without a word."""
    if shape != other_shape:
        raise ValueError(
            f"{name} must have the shape of {other_name}: got {shape} and {other_shape}"
        )


def features_and_targets(features: ArrayLike, targets: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return `features` (n, m) and `targets` (n,) or (n, k) as arrays that fit together."""
    features, targets = finite_array("features", features), finite_array("targets", targets)
    shapes = f"features have shape {features.shape}, targets have shape {targets.shape}"
    if features.ndim != 2:
        raise ValueError(f"features must be 2-D, one row per sample: {shapes}")
    if targets.ndim not in (1, 2):
        raise ValueError(f"targets must be 1-D or 2-D: {shapes}")
    if len(features) != len(targets):
        raise ValueError(f"targets must have one row per row of features: {shapes}")
    return features, targets


def layer_weights(name: str, weights: ArrayLike, expected: tuple[int, ...]) -> FloatArray:
    """Return a copy of `weights`, so that a record of them outlives the caller's changes."""
    array = finite_array(name, weights)
    if array.shape != expected:
        raise ValueError(
            f"{name} must have shape {expected} to fit features and targets, got {array.shape}"
        )
    return array.copy()


def learning_rate_array(value: float, dtype: np.dtype[Any]) -> FloatArray:
    """Return a learning rate above 0 as an array without dimensions, of the `dtype` to multiply.

    NumPy multiplies by such an array in half the time that a Python float takes.
    """
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"learning_rate must be a number, got {value!r}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    rate = np.asarray(number if 0 < number <= float(np.finfo(dtype).max) else 0, dtype)
    if rate == 0:
        raise ValueError(f"learning_rate must be a finite number above 0, got {value!r}")
    return rate


def count(name: str, value: int, *, least: int) -> int:
    """Return `value` as an int that is not below `least`."""
    if isinstance(value, bool | np.bool_):  # older NumPy takes its own truth values for integers
        raise TypeError(f"{name} must be an integer, got {value!r}")
    try:
        number = operator.index(value)
    except TypeError as error:
        raise TypeError(f"{name} must be an integer, got {value!r}") from error
    if number < least:
        raise ValueError(f"{name} must be {least} or more, got {number}")
    return number
