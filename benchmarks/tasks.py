"""What is learnt in the comparisons, and the bare NumPy loops that they are compared with."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simplenn_core import (
    classification_step,
    exclusive_or,
    first_column,
    hidden_layer_step,
    notebook_line,
    regression_step,
    train,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.floating[Any]]


class Task(NamedTuple):
    """Data, the weights to start from (one array for each layer), and the learning rate."""

    name: str
    step: Any
    features: Array
    targets: Array
    weights: tuple[Array, ...]
    learning_rate: float


def toy_tasks() -> list[Task]:
    """Return the two runs of the notebook, and exclusive or."""
    random = np.random.RandomState(1).random_sample
    start, hidden, output = (2 * random(shape) - 1 for shape in ((3, 1), (3, 4), (4, 1)))
    line = notebook_line()
    return [
        Task("regression", regression_step, *line, (np.array([1.0, 100.0]),), 0.01),
        Task("classification", classification_step, *first_column(), (start,), 1.0),
        Task("hidden layer", hidden_layer_step, *exclusive_or(), (hidden, output), 1.0),
    ]


def core(task: Task, **options: Any) -> Callable[[int], None]:
    """Return what trains with the core and looks at each record, to throw it away."""
    weights = task.weights[0] if len(task.weights) == 1 else task.weights

    def run(steps: int) -> None:
        options["learning_rate"] = task.learning_rate
        data = task.features, task.targets, weights
        deque(train(task.step, *data, n_steps=steps, **options), maxlen=0)

    return run


def bare_loop(task: Task) -> Callable[[int], None]:
    """Return the loop of the notebook without its log, or one like it for the hidden layer."""
    return {
        "regression": _bare_regression,
        "classification": _bare_classification,
        "hidden layer": _bare_hidden_layer,
    }[task.name](task)


def _bare_regression(task: Task) -> Callable[[int], None]:
    def run(steps: int) -> None:
        weights = task.weights[0].copy()
        for _ in range(steps):
            errors = task.targets - np.dot(task.features, weights)
            weights += task.learning_rate * np.dot(errors, task.features)

    return run


def _sigmoid(x: Array, deriv: bool = False) -> Array:  # noqa: FBT001, FBT002 - as in the notebook
    if deriv:
        return _sigmoid(x) * (1 - _sigmoid(x))
    return 1 / (1 + np.exp(-x))


def _bare_classification(task: Task) -> Callable[[int], None]:
    def run(steps: int) -> None:
        weights = task.weights[0].copy()
        for _ in range(steps):
            predictions = _sigmoid(np.dot(task.features, weights))
            errors = task.targets - predictions
            weights += np.dot(task.features.T, errors * _sigmoid(predictions, deriv=True))

    return run


def _bare_hidden_layer(task: Task) -> Callable[[int], None]:
    def run(steps: int) -> None:
        first, second = (weights.copy() for weights in task.weights)
        for _ in range(steps):
            hidden = _sigmoid(np.dot(task.features, first))
            predictions = _sigmoid(np.dot(hidden, second))
            delta = (task.targets - predictions) * predictions * (1 - predictions)
            back = np.dot(delta, second.T) * hidden * (1 - hidden)
            second += np.dot(hidden.T, delta)
            first += np.dot(task.features.T, back)

    return run
