"""The core at toy size: the runs of the notebook, step by step, against other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers import PEERS
from tasks import Task, bare_loop, core, toy_tasks
from timing import Figure, compare

from simplenn_core import sigmoid_derivative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "core, toy size"
STEPS = 1001  # as many as the notebook takes


def measure() -> Iterator[Figure]:
    """Compare each run with its bare loop, then the libraries with the core."""
    for task in toy_tasks():
        ours = {"simplenn_core": core(task)}
        others = dict(ours)
        if task.name == "classification":  # what the notebook did, like for like
            ours["simplenn_core, slope of the notebook"] = core(task, slope=sigmoid_derivative)
        yield from compare(SECTION, task.name, {"bare NumPy loop": bare_loop(task)} | ours, STEPS)
        yield from _libraries(task, others)


def _libraries(task: Task, runs: dict[str, Callable[[int], None]]) -> Iterator[Figure]:
    row = f"{task.name}, libraries"
    missing = []
    for name, prepare in PEERS.items():
        try:
            runs[name] = prepare(task)
        except ImportError as error:
            missing.append(Figure(SECTION, row, name, missing=str(error)))
    yield from compare(SECTION, row, runs, STEPS)
    yield from missing
