"""The core as the data grow: against the two products that no step can do without."""

from __future__ import annotations

import tracemalloc
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from peers import pytorch_by_hand
from tasks import Task
from timing import Figure, compare

from simplenn_core import classification_step, regression_step, train

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "core, growing"
SIZES = [10**power for power in range(2, 8)]  # values of features
COLUMNS = [10, 100]
STEPS_OF = {"regression": regression_step, "classification": classification_step}


def measure() -> Iterator[Figure]:
    """Compare a step with its two products and with PyTorch, for all sizes, widths and floats."""
    for kind in (np.float64, np.float32):
        for columns in COLUMNS:
            for size in SIZES:
                yield from _of_size(np.dtype(kind), columns, size)


def _of_size(kind: np.dtype[Any], columns: int, size: int) -> Iterator[Figure]:
    row = f"{kind}, {columns} columns, {size} values"
    rows = size // columns
    rng = np.random.default_rng(1)
    features = rng.standard_normal((rows, columns)).astype(kind)
    targets = rng.random(rows).astype(kind)
    start = np.zeros(columns, kind)
    tasks = [Task(name, step, features, targets, (start,), 1e-9) for name, step in STEPS_OF.items()]
    runs = {"two products": _two_products(features, targets, start)}
    runs |= {f"simplenn_core, {task.name}": _core(task) for task in tasks}
    missing = []
    try:
        runs |= {f"PyTorch, {task.name}": pytorch_by_hand(task) for task in tasks}
    except ImportError as error:
        missing.append(Figure(SECTION, row, "PyTorch", missing=str(error)))
    vectors = {f"simplenn_core, {task.name}": _peak(task) for task in tasks}
    for figure in compare(SECTION, row, runs, max(1, 10**5 // size)):
        yield figure._replace(vectors=vectors.get(figure.name))
    yield from missing


def _two_products(features: Any, errors: Any, weights: Any) -> Callable[[int], None]:
    def run(steps: int) -> None:
        for _ in range(steps):
            features @ weights
            features.T @ errors

    return run


def _core(task: Task) -> Callable[[int], None]:
    records = _records(task)
    return lambda steps: deque(islice(records, steps), maxlen=0)  # type: ignore[return-value]  # nobody asks for the empty deque


def _records(task: Task) -> Any:
    data = task.features, task.targets, task.weights[0]
    return train(task.step, *data, n_steps=10**12, learning_rate=task.learning_rate)


def _peak(task: Task) -> float:
    """Return the peak memory of some steps above their input, in vectors of n numbers."""
    tracemalloc.start()
    deque(islice(_records(task), 3), maxlen=0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / task.targets.nbytes
