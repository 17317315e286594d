"""Time several ways of doing the same, by turns, so that a busy moment hits all of them."""

from __future__ import annotations

import gc
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SECONDS = 2.0  # for all rounds of a comparison
LEAST, MOST = 9, 201  # rounds, odd so that a median is one of them


class Figure(NamedTuple):
    """What was measured of one contestant, or why it was not.

    `seconds` is the median time of one step and `ratio` the median, over the rounds, of its time
    to that of the first contestant in the same round; `low` and `high` are the quartiles of that.
    `vectors` is the peak memory of a step above its input, in vectors of one number per sample.
    """

    section: str
    row: str
    name: str
    seconds: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    rounds: int = 0
    vectors: float | None = None
    missing: str | None = None


def compare(
    section: str,
    row: str,
    runs: Mapping[str, Callable[[int], None]],
    steps: int,
    rounds: int | None = None,
) -> list[Figure]:
    """Time each run of so many steps, by turns; the first is what the others are compared with.

    Without `rounds`, there are as many as fit into two seconds.
    """
    for run in runs.values():  # what is imported or compiled once does not count
        run(steps)
    if rounds is None:
        round_seconds = sum(_timed(run, steps) for run in runs.values())
        rounds = int(min(max(SECONDS / round_seconds, LEAST), MOST)) | 1
    times: dict[str, list[float]] = {name: [] for name in runs}
    gc.collect()  # the collector strikes at random, and large libraries give it much to look at
    gc.disable()
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(_timed(run, steps))
    gc.enable()
    base = next(iter(times.values()))
    figures = []
    for name, own in times.items():
        ratios = [mine / theirs for mine, theirs in zip(own, base, strict=True)]
        low, middle, high = quantiles(ratios, n=4)
        figures.append(Figure(section, row, name, median(own) / steps, middle, low, high, rounds))
    return figures


def _timed(run: Callable[[int], None], steps: int) -> float:
    start = perf_counter()
    run(steps)
    return perf_counter() - start
