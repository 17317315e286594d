"""Many steps, one after the other."""

from __future__ import annotations

import contextvars
import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from simplenn_core._arithmetic import (
    CLASSIFICATION,
    HIDDEN_LAYER,
    REGRESSION,
    Parts,
    Step,
    finite,
)
from simplenn_core._checks import count
from simplenn_core.steps import classification_step, hidden_layer_step, regression_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simplenn_core.records import TrainingStep


class TrainingDiverged(ArithmeticError):  # noqa: N818  # the message says what went wrong
    """The error, or the update, grew beyond what floats can hold.

    Attributes
    ----------
    step : int
        Number of the step that failed; the first has number 0.
    last : TrainingStep or None
        The last record that was finite; None if there was none.
    learning_rate : float or None
        The rate of the run; None for a step function that has no such option.
    """

    def __init__(
        self, step: int, last: TrainingStep[Any] | None, learning_rate: float | None
    ) -> None:
        super().__init__(step, last, learning_rate)
        self.step, self.last, self.learning_rate = step, last, learning_rate

    def __str__(self) -> str:
        rate = "" if self.learning_rate is None else f" {self.learning_rate}"
        return (
            f"training diverged at step {self.step}: the learning rate{rate} is too large"
            " for these data, try a smaller one"
        )


def train(
    step: Step, features: Any, targets: Any, weights: Any, *, n_steps: int, **options: Any
) -> Iterator[TrainingStep[Any]]:
    r"""Repeat a step, each time with the weights that the one before it left.

    .. math:: w_{i+1} = w_i + \Delta w_i

    Parameters
    ----------
    step : callable
        One of the steps of this package, or any function that is called alike and returns
        a `TrainingStep`.
    features, targets, weights
        The first arguments of `step`; `weights` are those of the first step. Features and
        targets are not copied: leave them as they are until the last record is made.
    n_steps : int
        How many steps, 0 or more.
    **options
        Passed on to `step`, such as `learning_rate`.

    Returns
    -------
    iterator of TrainingStep
        One record per step, made when it is asked for. To go on later, start again with
        the last record's `updated_weights`.

    Raises
    ------
    TypeError, ValueError
        At the call: what `step` raises for these arguments, or if `n_steps` is not an
        integer, or negative. A step function of your own checks its arguments itself.
    TrainingDiverged
        At the first step that is not finite, after all records before it.

    References
    ----------
    A. Cauchy, "Methode generale pour la resolution des systemes d'equations simultanees",
    Comptes rendus 25, 1847, pages 536-538.

    Examples
    --------
    >>> features, targets = notebook_line()
    >>> for i, record in enumerate(train(regression_step, features, targets, [2, 2], n_steps=3)):
    ...     print(f"{i} {record.mean_squared_error:.2f}")
    0 56.44
    1 47.68
    2 40.43
    """
    n_steps = count("n_steps", n_steps, least=0)
    parts = _parts_of(step)
    if parts is not None:
        defaults = step.__kwdefaults__ or {}
        for name in options.keys() - defaults.keys():
            raise TypeError(f"{step.__name__} has no option {name!r}, it has {', '.join(defaults)}")
        options = {**defaults, **options}
        constants, weights = parts.check(features, targets, weights, **options)
        take = functools.partial(parts.arithmetic, *constants)
    elif callable(step):
        take = functools.partial(_finite_record, step, features, targets, **options)
    else:
        raise TypeError(f"step must be a function that takes one step, got {step!r}")
    return _quietly(_records(take, weights, options.get("learning_rate")), n_steps)


def _parts_of(step: Step) -> Parts | None:
    for known, parts in (
        (regression_step, REGRESSION),
        (classification_step, CLASSIFICATION),
        (hidden_layer_step, HIDDEN_LAYER),
    ):
        if step is known:
            return parts
    return None  # A step function from elsewhere, which checks its own arguments.


def _records(take: Step, weights: Any, learning_rate: float | None) -> Iterator[TrainingStep[Any]]:
    number, last = 0, None
    while True:  # as often as it is asked to
        try:
            record = take(weights)
        except OverflowError as error:
            raise TrainingDiverged(number, last, learning_rate) from error
        # Before the record is handed out: nothing that is done to it can change the next step.
        weights = record.updated_weights
        yield record
        number, last = number + 1, record


def _finite_record(
    step: Step, features: Any, targets: Any, weights: Any, **options: Any
) -> TrainingStep[Any]:
    record = step(features, targets, weights, **options)
    _, _, errors, update = record
    for array in (errors, *update) if isinstance(update, tuple) else (errors, update):
        finite(array)
    return record


def _quietly(records: Iterator[TrainingStep[Any]], n_steps: int) -> Iterator[TrainingStep[Any]]:
    # Divergence is told by an exception, so NumPy's warnings on the way to it would only be noise.
    # They are off in a context of our own: np.errstate would cost as much as two products in each
    # step, and around the whole loop it would leak into the caller's code at every yield.
    quiet = contextvars.copy_context()
    quiet.run(np.seterr, all="ignore")
    for _ in range(n_steps):
        yield quiet.run(next, records)
