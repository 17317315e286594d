"""Checks that every public function shares: what is wrong is said before anything is computed."""

from __future__ import annotations

import math
import operator
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from simplenn_core._messages import bounded, describe_first_bad_entry, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

FloatArray: TypeAlias = NDArray[np.floating[Any]]
Pair: TypeAlias = tuple[FloatArray, FloatArray]
_NUMBERS = {bool, int, float, np.float64, np.float32, np.int64}
_NO_SEQUENCES = (str, bytes, range, memoryview, dict, np.ndarray, np.generic)  # of arrays
_DEEPEST = 65  # levels of sequences; NumPy takes no array of more than 64 dimensions


def float_array(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as an array of floats: float32 stays as it is, the rest becomes float64.

    An array that fits already is returned as it is, not copied.
    """
    try:
        if _holds_masked_array(value):
            # np.asarray would drop the mask and count the hidden values as data.
            raise TypeError(
                f"{name} must be a plain array, got a masked array; fill or drop what is masked"
            )
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must have rows of equal length: {bounded(str(error))}") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {bounded(str(array.dtype))}")
    if array.dtype == np.float32:
        return array
    with np.errstate(all="ignore"):  # longer floats than float64 may become infinite, or 0
        return array.astype(np.float64, copy=False)


def _holds_masked_array(value: object) -> bool:
    """Tell whether NumPy would come upon a masked array where it makes one array of `value`."""
    level = [value]
    for _ in range(_DEEPEST):
        if any(isinstance(_as_array(each), np.ma.MaskedArray) for each in level):
            return True
        inner = (each for whole in level if _is_sequence(whole) for each in whole)
        level = [*{id(each): each for each in inner if type(each) not in _NUMBERS}.values()]
    return False


def _as_array(value: Any) -> object:
    """Return what `value` says that it is as an array, or `value` where it says nothing."""
    return np.asanyarray(value) if hasattr(type(value), "__array__") else value


def _is_sequence(value: object) -> TypeGuard[Iterable[object]]:
    kind = type(value)
    return not isinstance(value, _NO_SEQUENCES) and (
        hasattr(kind, "__len__") and hasattr(kind, "__getitem__")
    )


def finite_array(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as a non-empty array of finite floats."""
    array = float_array(name, value)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    # The minimum and the maximum need no temporary array, and a NaN makes both of them NaN.
    if not (math.isfinite(np.min(array)) and math.isfinite(np.max(array))):
        place = describe_first_bad_entry(name, array, ~np.isfinite(array))
        raise ValueError(f"{name} must hold finite numbers, got {place}")
    return array


def float_array_without_nan(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as an array of floats that are numbers, infinities included."""
    array = float_array(name, value)
    if array.size and math.isnan(np.min(array)):
        place = describe_first_bad_entry(name, array, np.isnan(array))
        raise ValueError(f"{name} must not hold NaN, got {place}")
    return array


def sigmoid_outputs(name: str, value: ArrayLike) -> FloatArray:
    """Return `value` as an array of floats between 0 and 1."""
    array = float_array(name, value)
    if array.size and not (np.min(array) >= 0 and np.max(array) <= 1):
        place = describe_first_bad_entry(name, array, ~((array >= 0) & (array <= 1)))
        raise ValueError(
            f"{name} must lie between 0 and 1, as outputs of the sigmoid do, got {place}"
        )
    return array


def shares(name: str, array: FloatArray) -> None:
    """Refuse a table of finite numbers in which a row does not share out a whole, which is 1."""
    if np.min(array) < 0:
        place = describe_first_bad_entry(name, array, array < 0)
        raise ValueError(f"{name} must be 0 or more, got {place}")
    with np.errstate(over="ignore"):
        sums = array.sum(axis=1)
    # Half of the digits: shares that were computed add up to 1 only nearly.
    off = np.abs(sums - 1) > math.sqrt(np.finfo(array.dtype).eps)
    if np.any(off):
        place = describe_first_bad_entry(f"sum of {name}", sums, off)
        raise ValueError(f"{name} must add up to 1 in each row, got {place}")


def same_shape(
    name: str, shape: tuple[int, ...], other_name: str, other_shape: tuple[int, ...]
) -> None:
    """Refuse two shapes that differ, which NumPy might broadcast without a word."""
    if shape != other_shape:
        raise ValueError(
            f"{name} must have the shape of {other_name}: got {shape} and {other_shape}"
        )


class StepOverflow(OverflowError):  # noqa: N818  # the message says what went wrong
    """The numbers of a step grew too large; `args` holds the name of those that did."""

    def __str__(self) -> str:
        return f"the squares of the {self.args[0]} are too large for floats"


def check_squares(name: str, values: FloatArray) -> None:
    # In a sum of squares nothing cancels, and on a flat view it needs no temporary array.
    flat = values.ravel()
    if not math.isfinite(flat.dot(flat)):
        raise StepOverflow(name)


def check_layer(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, learning_rate: float
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the arguments of a step with one layer as arrays that fit together."""
    features, targets = _features_and_targets(features, targets)
    weights = _layer_weights("weights", weights, features.shape[1:] + targets.shape[1:])
    rate = _learning_rate_array(learning_rate, np.result_type(features, targets, weights))
    return features, targets, rate, weights


def check_softmax_layer(
    features: ArrayLike, targets: ArrayLike, weights: ArrayLike, learning_rate: float
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the arguments of a step with one layer of softmax, as `check_layer` does."""
    features, targets, rate, weights = check_layer(features, targets, weights, learning_rate)
    _in_columns(targets)
    shares("targets", targets)
    return features, targets, rate, weights


def check_hidden_layer(
    features: ArrayLike,
    targets: ArrayLike,
    weights: tuple[ArrayLike, ArrayLike],
    learning_rate: float,
) -> tuple[FloatArray, FloatArray, FloatArray, Pair]:
    """Return the arguments of a step with a hidden layer as arrays that fit together."""
    features, targets = _features_and_targets(features, targets)
    _in_columns(targets)
    sigmoid_outputs("targets", targets)
    if not isinstance(weights, tuple | list) or len(weights) != 2:
        raise TypeError(f"weights must be a pair, hidden and output weights, got {shown(weights)}")
    n_hidden = finite_array("weights[0]", weights[0]).shape[-1:]
    hidden = _layer_weights("weights[0]", weights[0], features.shape[1:] + n_hidden)
    output = _layer_weights("weights[1]", weights[1], n_hidden + targets.shape[1:])
    rate = _learning_rate_array(learning_rate, np.result_type(features, targets, hidden, output))
    return features, targets, rate, (hidden, output)


def _features_and_targets(features: ArrayLike, targets: ArrayLike) -> tuple[FloatArray, FloatArray]:
    features, targets = finite_array("features", features), finite_array("targets", targets)
    shapes = f"features have shape {features.shape}, targets have shape {targets.shape}"
    if features.ndim != 2:
        raise ValueError(f"features must be 2-D, one row per sample: {shapes}")
    if targets.ndim not in (1, 2):
        raise ValueError(f"targets must be 1-D or 2-D: {shapes}")
    if len(features) != len(targets):
        raise ValueError(f"targets must have one row per row of features: {shapes}")
    # If the squares of the features fit, and in each step those of the weights, then by the
    # inequality of Cauchy and Schwarz no pre-activation overflows. (In regression, the errors show
    # what does.)
    with np.errstate(all="ignore"):
        check_squares("features", features)
    return features, targets


def _in_columns(targets: FloatArray) -> None:
    if targets.ndim != 2:
        raise ValueError(f"targets must be 2-D, one column per output, got shape {targets.shape}")


def _layer_weights(name: str, weights: ArrayLike, expected: tuple[int, ...]) -> FloatArray:
    # A copy, so that a record of the weights outlives the caller's changes.
    array = finite_array(name, weights)
    if array.shape != expected:
        raise ValueError(
            f"{name} must have shape {expected} to fit features and targets, got {array.shape}"
        )
    return array.copy()


def _learning_rate_array(value: float, dtype: np.dtype[Any]) -> FloatArray:
    # An array without dimensions: NumPy multiplies by it in half the time that a float takes.
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"learning_rate must be a number, got {shown(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    rate = np.asarray(number if 0 < number <= float(np.finfo(dtype).max) else 0, dtype)
    if rate == 0:
        raise ValueError(f"learning_rate must be a finite number above 0, got {shown(value)}")
    return rate


def integer_at_least(name: str, value: int, least: int) -> int:
    """Return `value` as an int that is not below `least`."""
    if isinstance(value, bool | np.bool_):  # older NumPy takes its own truth values for integers
        raise TypeError(f"{name} must be an integer, got {shown(value)}")
    try:
        number = operator.index(value)
    except TypeError as error:
        raise TypeError(f"{name} must be an integer, got {shown(value)}") from error
    if number < least:
        raise ValueError(f"{name} must be {least} or more, got {shown(number)}")
    return number
