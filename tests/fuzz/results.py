"""The steps in the longest floats there are, with what rounding can do to each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from judge import LONG, Array, close, long

if TYPE_CHECKING:
    from collections.abc import Callable

    from simplenn_core import TrainingStep

SLACK = 8  # times the rounding of an operation: generous, and far from any mistake


class Problem(NamedTuple):
    """Arguments of a step without faults, as floats; `slope` is None where no sigmoid is.

    `activation` is the name of the function after each layer, if there is one.
    """

    features: Array
    targets: Array
    weights: tuple[Array, ...]
    rate: Any
    slope: Callable[[Any], Any] | None
    activation: str = ""


class Expected(NamedTuple):
    """Predictions and updates with their tolerances, and whether floats may be too short."""

    predictions: tuple[Any, Any]
    updates: list[tuple[Any, Any]]
    too_large: bool


def expected(problem: Problem, predictions: Array | None = None) -> Expected:
    """Take a step; what goes back through the layers may start from given predictions."""
    with np.errstate(all="ignore"):
        info = np.finfo(np.result_type(problem.features, problem.weights[0]))
        eps, tiny = SLACK * LONG(info.eps), SLACK * LONG(info.tiny)
        features, targets, *weights = long(problem.features, problem.targets, *problem.weights)
        layers, sizes = _forward(features, weights, eps, tiny, problem.activation)
        # The squares of weights are added up in floats of the weights' own kind.
        squares = [np.square(each).sum() for each in weights]
        most = [LONG(np.finfo(each.dtype).max) / 16 for each in problem.weights]
        fit = all(bool(total < limit) for total, limit in zip(squares, most, strict=True))
        said, error = layers[-1]
        if predictions is not None:
            said, error = predictions.astype(LONG), np.zeros_like(error)
        delta, doubt = targets - said, error + eps * (np.abs(targets) + np.abs(said)) + tiny
        sizes.append(np.square(np.abs(delta) + doubt))
        if problem.slope is not None:
            delta, doubt = delta * problem.slope(said), doubt + eps * np.abs(delta)
        updates: list[tuple[Any, Any]] = []
        kind = np.result_type(problem.features, problem.targets, *problem.weights)
        rate = LONG(kind.type(float(problem.rate)))
        for (inputs, error), each in zip(layers[-2::-1], weights[::-1], strict=True):
            terms = len(inputs) + 2
            size = np.abs(inputs).T.dot(np.abs(delta) + doubt)
            tolerance = (
                error.T.dot(np.abs(delta)) + np.abs(inputs).T.dot(doubt) + eps * terms * size
            )
            update = rate * inputs.T.dot(delta)
            updates.insert(
                0, (update, rate * (tolerance + tiny * terms) + eps * abs(update) + tiny)
            )
            sizes += [size, np.square(rate * size)]
            if each.ndim == 2 and len(weights) == 2:
                back, reach = delta.dot(each.T), (np.abs(delta) + doubt).dot(np.abs(each.T))
                slopes = inputs * (1 - inputs)
                lost = doubt.dot(np.abs(each.T)) + eps * (each.shape[1] + 2) * reach
                delta, doubt = back * slopes, lost + reach * (error + eps * inputs) + tiny
                sizes.append(reach)
        fit &= all(bool((size.sum() < LONG(info.max) / 16).all()) for size in sizes)
        return Expected(layers[-1], updates, too_large=not fit)


def _forward(
    values: Any, weights: list[Any], eps: Any, tiny: Any, activation: str
) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Return the inputs of each layer and the predictions, with tolerances; and what must fit."""
    error = np.zeros_like(values)
    layers, sizes = [(values, error)], []
    for each in weights:
        terms, reach = len(each) + 2, np.abs(values).dot(np.abs(each))
        error = error.dot(np.abs(each)) + eps * terms * reach + tiny * terms
        values = values.dot(each)
        sizes.append(np.square(reach))
        if activation == "sigmoid":
            values = 1 / (1 + np.exp(-values))
            error = _spread(values, error, eps) + tiny
        if activation == "softmax":
            # The largest number of a row may be off by its error too, and the sum by that of each.
            powers, doubt = np.exp(values - values.max(axis=1, keepdims=True)), 2 * error
            values = powers / powers.sum(axis=1, keepdims=True)
            doubt = doubt + doubt.max(axis=1, keepdims=True)
            rounding = eps * (values.shape[1] + 2 + reach.max(axis=1, keepdims=True))
            error = _spread(values, doubt, rounding) + tiny
        layers.append((values, error))
    return layers, sizes


def _spread(values: Any, doubt: Any, rounding: Any) -> Any:
    """Return how far shares may be off where what is exponentiated may be off by `doubt`.

    Where that is more than an exponential can tell, a share can be any, however small it should be.
    """
    near = values * (np.expm1(np.minimum(doubt, 700)) + rounding)
    return np.where(doubt < 700, near, np.maximum(near, 1))


def agrees(problem: Problem, record: TrainingStep[Any]) -> bool:
    """Tell whether a record is the step of a problem, within rounding."""
    updates = record.update if isinstance(record.update, tuple) else (record.update,)
    kind = np.result_type(problem.features, problem.targets, *problem.weights)
    right = expected(problem, record.predictions)
    return (
        close(record.predictions, *right.predictions)
        and np.array_equal(record.errors, problem.targets - record.predictions)
        and {record.errors.dtype, *(update.dtype for update in updates)} == {kind}
        and all(close(*pair) for pair in _paired(updates, right.updates))
    )


def _paired(updates: tuple[Array, ...], right: list[tuple[Any, Any]]) -> list[tuple[Any, ...]]:
    return [(got, *each) for got, each in zip(updates, right, strict=True)]
