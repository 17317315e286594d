"""What the documentation promises for some arguments, worked out apart from the core.

Results are compared with longer floats where the machine has them. A tolerance is what rounding
can explain, from the sizes of the terms; where it is not finite, any finite result is right.
"""

from __future__ import annotations

import math
import operator
from collections import deque
from numbers import Real
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from simplenn_core._checks import StepOverflow

Array: TypeAlias = np.ndarray[Any, Any]
LONG = np.longdouble


class Fault(NamedTuple):
    """An error that the arguments deserve, and what its message begins with."""

    error: type[Exception]
    name: str


def as_floats(value: Any) -> Array:
    """Return a value without faults as the floats that it counts as."""
    with np.errstate(all="ignore"):
        values = np.asarray(value)
        return values if values.dtype == np.float32 else values.astype(np.float64)


def not_numbers(name: str, value: Any) -> list[Fault]:
    """Return the fault of what does not hold real numbers."""
    if holds_mask(value):
        return [Fault(TypeError, name)]
    try:
        kind = np.asarray(value).dtype.kind
    except ValueError:
        return [Fault(ValueError, name)]
    return [] if kind in "biuf" else [Fault(TypeError, name)]


def holds_mask(value: Any) -> bool:
    """Tell whether a value is a masked array, or a sequence of sequences that ends in one."""
    if isinstance(value, list | tuple | deque):
        return any(map(holds_mask, value))
    return isinstance(value, np.ma.MaskedArray)


def not_finite(name: str, value: Any) -> list[Fault]:
    """Return the fault of what is no array of finite numbers, or empty."""
    if faults := not_numbers(name, value):
        return faults
    values = as_floats(value)
    return [] if values.size and np.isfinite(values).all() else [Fault(ValueError, name)]


def no_count(name: str, value: Any, least: int) -> list[Fault]:
    """Return the fault of what is no integer, or below the least."""
    if isinstance(value, bool | np.bool_):
        return [Fault(TypeError, name)]
    try:
        number = operator.index(value)
    except TypeError:
        return [Fault(TypeError, name)]
    return [] if number >= least else [Fault(ValueError, name)]


def no_rate(value: Any, kind: np.dtype[Any]) -> list[Fault]:
    """Return the fault of what is no learning rate for floats of a kind."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return [Fault(TypeError, "learning_rate")]
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    with np.errstate(all="ignore"):
        rate = kind.type(number)
    return [] if 0 < rate < math.inf else [Fault(ValueError, "learning_rate")]


def no_data(features: Any, targets: Any) -> list[Fault]:
    """Return the faults of features and targets, each and together."""
    faults = not_finite("features", features) + not_finite("targets", targets)
    if not faults:
        rows, labels = np.shape(features), np.shape(targets)
        if len(rows) != 2:
            faults.append(Fault(ValueError, "features"))
        if len(labels) not in (1, 2) or labels[:1] != rows[:1]:
            faults.append(Fault(ValueError, "targets"))
        values = as_floats(features).ravel()
        with np.errstate(all="ignore"):
            if not faults and not math.isfinite(values.dot(values)):
                faults.append(Fault(StepOverflow, "the squares of the features"))
    return faults


def no_outputs(name: str, value: Any) -> list[Fault]:
    """Return the fault of numbers of which some lie outside 0 to 1, or are none."""
    values = as_floats(value)
    return [] if ((values >= 0) & (values <= 1)).all() else [Fault(ValueError, name)]


def no_shares(name: str, value: Any) -> list[Fault]:
    """Return the fault of finite numbers that are no table whose rows share out 1."""
    values = as_floats(value)
    if values.ndim != 2:
        return [Fault(ValueError, name)]
    (exact,) = long(values)
    off = np.abs(exact.sum(axis=1) - 1) > np.sqrt(np.finfo(values.dtype).eps)
    return [Fault(ValueError, name)] if (values < 0).any() or off.any() else []


def no_layer(features: Any, targets: Any, weights: Any) -> list[Fault]:
    """Return the faults of the arguments of a step with one layer."""
    faults = no_data(features, targets)
    wrong = not_finite("weights", weights)
    if not faults and not wrong:
        fits = np.shape(weights) == np.shape(features)[1:] + np.shape(targets)[1:]
        wrong = [] if fits else [Fault(ValueError, "weights")]
    return faults + wrong


def no_two_layers(features: Any, targets: Any, weights: Any) -> list[Fault]:
    """Return the faults of the arguments of a step with a hidden layer."""
    faults = no_data(features, targets)
    if not faults and np.ndim(targets) != 2:
        faults.append(Fault(ValueError, "targets"))
    if not isinstance(weights, tuple | list) or len(weights) != 2:
        return [*faults, Fault(TypeError, "weights")]
    first, second = (not_finite(f"weights[{i}]", weights[i]) for i in (0, 1))
    if not faults and not first:
        units = np.shape(weights[0])[-1:]
        if np.shape(weights[0]) != np.shape(features)[1:] + units:
            first = [Fault(ValueError, "weights[0]")]
        if not second and np.shape(weights[1]) != units + np.shape(targets)[1:]:
            second = [Fault(ValueError, "weights[1]")]
    return faults + first + second


def close(got: Array, expected: Any, tolerance: Any) -> bool:
    """Tell whether each number is finite and as close as its tolerance allows."""
    with np.errstate(all="ignore"):
        near = np.abs(got.astype(LONG) - expected) <= tolerance
    return bool((np.isfinite(got) & (near | ~np.isfinite(tolerance))).all())


def long(*values: Any) -> list[Any]:
    """Return values as the longest floats there are."""
    return [np.asarray(value).astype(LONG) for value in values]
