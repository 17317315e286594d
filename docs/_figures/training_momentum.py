"""The explorable of *Can a step remember?*: the path of a heavy ball, by its rate and memory."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.error_surface import draw_map

START = np.array([1.0, 100.0])
UPDATES, MOST = 60, 1000
RATES = [0.002, 0.005, 0.01, 0.0176, 0.025, 0.035]
MEMORIES = [0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97]  # 0.7 and 0.0176 are nearly Polyak's
NOW = (RATES.index(0.01), MEMORIES.index(0.8))


def path_of(features: Floats, targets: Floats, rate: float, memory: float) -> Floats:
    """Return the weights of a run, as long as they are anywhere near."""
    weights, update, path = START, np.zeros(2), [START]
    while len(path) <= MOST and np.abs(weights).max() < 1e6:
        downhill = features.T.dot(targets - features.dot(weights))
        update = rate * downhill + memory * update
        weights = weights + update
        path.append(weights)
    return np.array(path)


def factors(features: Floats, rate: float, memory: float) -> list[float]:
    """Return what an update leaves of the distance in the long run, flat direction first."""
    return [
        float(abs(np.roots([1, rate * value - 1 - memory, memory])).max())
        for value in np.linalg.eigvalsh(features.T.dot(features))
    ]


def updates_needed(features: Floats, targets: Floats, path: Floats) -> int | None:
    """Return after how many updates the error stays within a millionth of the least, if it does."""
    best = np.linalg.lstsq(features, targets, rcond=None)[0]
    least = ((targets - features.dot(best)) ** 2).mean()
    errors = ((targets - path.dot(features.T)) ** 2).mean(axis=1)
    needed = int(np.flatnonzero(errors > (1 + 1e-6) * least)[-1]) + 1
    return needed if needed < len(path) else None


def says(both: list[float], needed: int | None) -> str:
    """Say what the numbers mean."""
    flat, steep = (f"{100 * factor:.1f} percent" for factor in both)
    left = f"In the long run an update leaves {flat} of the flat distance and {steep} of the steep."
    if max(both) > 1:
        return f"{left} It runs away."
    if needed is None:
        return f"{left} It has not arrived after {MOST} updates."
    return f"{left} It arrives after {needed} updates."


def explore(features: Floats, targets: Floats) -> Output:
    """Let the reader choose a rate and a memory."""
    paths = [[path_of(features, targets, rate, memory) for memory in MEMORIES] for rate in RATES]
    needed = [[updates_needed(features, targets, path) for path in row] for row in paths]
    fig, ax = plt.subplots(figsize=(5, 4.4))
    levels = [50, 500, 2000, 6000]
    draw_map(ax, features, targets, slopes=(-30, 26), intercepts=(-60, 110), levels=levels)
    shown = paths[NOW[0]][NOW[1]][: UPDATES + 1]
    (trace,) = ax.plot(*shown.T, ".-", color="C3", linewidth=1, markersize=4, label="weights")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)

    figure = Explorable(
        fig,
        rate=Control("learning rate", [f"{rate:g}" for rate in RATES], NOW[0]),
        memory=Control("memory", [f"{memory:g}" for memory in MEMORIES], NOW[1]),
    )
    by = "rate memory"
    figure.move(trace, by, lambda i, j: paths[i][j][: UPDATES + 1].T)
    figure.say("needed", by, lambda i, j: str(needed[i][j] or "-"), label="updates needed")
    left = [[factors(features, rate, memory) for memory in MEMORIES] for rate in RATES]
    figure.say("sentence", by, lambda i, j: says(left[i][j], needed[i][j]))
    return figure.output()
