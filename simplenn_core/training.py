"""Many steps, one after the other."""

from __future__ import annotations

import contextvars
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from simplenn_core._checks import StepOverflow, integer_at_least
from simplenn_core._messages import shown
from simplenn_core._slopes import own_formula
from simplenn_core.records import check_record, moved
from simplenn_core.steps import STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simplenn_core.records import TrainingStep


class TrainingDiverged(ArithmeticError):  # noqa: N818  # the message says what went wrong
    """The numbers of a step grew beyond what floats can hold, and what the remedy is.

    Parameters
    ----------
    step : int
        Number of the step that failed; the first has number 0.
    last : TrainingStep or None
        The last record that was finite; None if there was none.
    learning_rate : float or None
        The rate of the run; None for a step function that has no such option.
    too_large : str
        Which numbers of the step grew too large: ``'pre-activations'``, ``'errors'`` or
        ``'update'``.

    See Also
    --------
    train : Raises it.

    Notes
    -----
    Each parameter is an attribute of the same name.

    Examples
    --------
    >>> features, targets = notebook_line()
    >>> try:
    ...     list(train(regression_step, features, targets, [2, 2], n_steps=99, learning_rate=1))
    ... except TrainingDiverged as error:
    ...     print(error)
    ...     print(np.isfinite(error.last.mean_squared_error))
    training diverged at step 67: the learning rate 1 is too large for these data, try a smaller one
    True
    """

    def __init__(
        self,
        step: int,
        last: TrainingStep[Any] | None,
        learning_rate: float | None,
        too_large: str,
    ) -> None:
        super().__init__(step, last, learning_rate, too_large)
        self.step, self.last = step, last
        self.learning_rate, self.too_large = learning_rate, too_large

    def __str__(self) -> str:
        return f"training diverged at step {self.step}: {self._cause()}"

    def _cause(self) -> str:
        if self.step == 0:
            cause = f"the squares of the {self.too_large} are too large for floats:"
            # The learning rate has no part in the rest.
            smaller = ", or take a smaller learning rate" if self.too_large == "update" else ""
            return f"{cause} scale the data or start nearer to 0{smaller}"
        if self.learning_rate is None:
            return "its numbers grow without end; if it has a learning rate, try a smaller one"
        rate = self.learning_rate
        number = rate.item() if isinstance(rate, np.generic) else rate
        return f"the learning rate {shown(number)} is too large for these data, try a smaller one"


def train(
    step: Step, features: Any, targets: Any, weights: Any, *, n_steps: int, **options: Any
) -> Iterator[TrainingStep[Any]]:
    r"""Repeat a step, each time with the weights that the one before it left.

    .. math:: w_{i+1} = w_i + \Delta w_i

    Parameters
    ----------
    step : callable
        One of the steps of this package, or any function that is called alike and returns
        a `TrainingStep` of arrays.
    features : array_like, shape (n, m)
        One row per sample. Not copied: leave them as they are until the last record is made.
    targets : array_like, shape (n,) or (n, k)
        What the network should say. Not copied either.
    weights : array_like, shape (m,) or (m, k), or a pair of array_like
        The weights of the first step, as `step` takes them.
    n_steps : int
        How many steps, 0 or more.
    **options : dict
        Passed on to `step`, such as `learning_rate`.

    Returns
    -------
    iterator of TrainingStep
        One record per step, made when it is asked for. To go on later, start again with
        the last record's `updated_weights`.

    Raises
    ------
    TypeError
        At the call: if `n_steps` is not an integer, or `step` is no function or has no such
        option, and what `step` raises for these arguments. Later, if a step function of your
        own returns something else than a `TrainingStep` of arrays.
    ValueError
        At the call: if `n_steps` is negative, and what `step` raises for these arguments.
        A step function of your own checks its arguments itself, at each step.
    OverflowError
        At the call: if the squares of the features are too large for floats.
    TrainingDiverged
        At the first step whose numbers are too large for floats, after all records before it.

    See Also
    --------
    regression_step : A step with a linear layer.
    classification_step : A step with a layer of sigmoids.
    softmax_step : A step with a layer of softmax.
    hidden_layer_step : A step with a hidden layer of sigmoids.

    References
    ----------
    A. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées",
    Comptes rendus 25, 1847, pages 536-538.

    Examples
    --------
    >>> features, targets = notebook_line()
    >>> records = train(regression_step, features, targets, [2, 2], n_steps=3)
    >>> for i, record in enumerate(records):
    ...     print(f"{i} {record.mean_squared_error:.2f}")
    0 56.44
    1 47.68
    2 40.43
    """
    n_steps = integer_at_least("n_steps", n_steps, 0)
    run: Callable[..., Any] = _without_warnings
    parts = next((parts for parts in STEPS if parts.step is step), None)
    if parts is not None:
        options = _with_defaults(step, options)
        *constants, weights = parts.check(features, targets, weights, **options)
        take = partial(parts.formula, *constants)
        if "slope" not in options or own_formula(options["slope"]):
            run = _context_without_warnings().run
    elif callable(step):
        take = partial(_checked_record, partial(step, features, targets), options)
    else:
        raise TypeError(f"step must be a function that takes one step, got {shown(step)}")
    return _records(run, take, weights, n_steps, options.get("learning_rate"))


def _records(
    run: Callable[..., Any],
    take: Callable[[Any], TrainingStep[Any]],
    weights: Any,
    n_steps: int,
    learning_rate: float | None,
) -> Iterator[TrainingStep[Any]]:
    last = None
    for number in range(n_steps):
        try:
            record = run(take, weights)
        except StepOverflow as error:
            raise TrainingDiverged(number, last, learning_rate, *error.args) from error
        # Before the record is handed out: nothing that is done to it can change the next step.
        weights = run(moved, record.weights, record.update)
        yield record
        last = record


def _with_defaults(step: Step, options: dict[str, Any]) -> dict[str, Any]:
    defaults = step.__kwdefaults__ or {}
    for name in options.keys() - defaults.keys():
        raise TypeError(
            f"{step.__name__} has no option {shown(name)}, it has {', '.join(defaults)}"
        )
    return {**defaults, **options}


def _checked_record(step: Step, options: dict[str, Any], weights: Any) -> TrainingStep[Any]:
    return check_record(step(weights, **options))


# Divergence is told by an exception, so NumPy's warnings on the way to it would only be noise.


def _context_without_warnings() -> contextvars.Context:
    # To run in a context in which they are off costs a tenth of what np.errstate does.
    context = contextvars.copy_context()
    context.run(np.seterr, all="ignore")
    return context


def _without_warnings(function: Callable[..., Any], *arguments: Any) -> Any:
    # What is not of this package may use the variables of the context it is called in.
    with np.errstate(all="ignore"):
        return function(*arguments)
