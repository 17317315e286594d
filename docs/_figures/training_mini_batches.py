"""The explorable of *Must every step see everything?*: the cloud around the best weights."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.error_surface import draw_map

RATES = [0.002, 0.003, 0.004, 0.006, 0.008, 0.012]
ROWS = [1, 2, 4]  # an update
RUNS, UPDATES = 80, 1500
NOW = (RATES.index(0.004), 0)


def clouds(features: Floats, targets: Floats, *, rows: int) -> Floats:
    """Return the ends of many runs that start at the best weights, shape (rates, runs, 2).

    The draws are the same for each rate, so that the dots move when a reader changes it.
    """
    rates = np.array(RATES)[:, np.newaxis, np.newaxis]
    best = np.linalg.lstsq(features, targets, rcond=None)[0]
    weights = np.tile(best, (len(RATES), RUNS, 1))
    rng = np.random.default_rng(0)
    for _ in range(UPDATES):
        drawn = rng.integers(len(features), size=(RUNS, rows))
        x = features[drawn]
        errors = targets[drawn] - np.einsum("nrw,mnw->mnr", x, weights)
        weights = weights + rates * np.einsum("nrw,mnr->mnw", x, errors) / rows
    return weights


def width(dots: Floats, best: Floats) -> float:
    """Return the root of the mean squared distance from the best weights."""
    return float(np.sqrt(((dots - best) ** 2).sum(axis=-1).mean()))


def explore(features: Floats, targets: Floats) -> Output:
    """Let the reader choose a learning rate, and how many rows an update sees."""
    best = np.linalg.lstsq(features, targets, rcond=None)[0]
    found = [clouds(features, targets, rows=rows) for rows in ROWS]
    widths = [[f"{width(dots, best):.3f}" for dots in row] for row in found]
    fig, ax = plt.subplots(figsize=(5, 4.4))
    levels = [3.6, 3.9, 4.9, 6.9, 10]
    draw_map(ax, features, targets, slopes=(2.2, 3.2), intercepts=(4.6, 6.0), levels=levels)
    (dots,) = ax.plot(*found[NOW[1]][NOW[0]].T, ".", color="C3", markersize=5, label="weights")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)

    figure = Explorable(
        fig,
        rate=Control("learning rate", [f"{rate:g}" for rate in RATES], NOW[0]),
        rows=Control("rows per update", [str(rows) for rows in ROWS], NOW[1]),
    )
    by, label = "rate rows", "typical distance from the best weights"
    figure.move(dots, by, lambda i, j: found[j][i].T)
    figure.say("width", by, lambda i, j: widths[j][i], label=label)
    figure.say(
        "sentence",
        by,
        lambda i, j: (
            f"At a rate of {RATES[i]:g}, with {ROWS[j]} row{'s' * (ROWS[j] > 1)} per update, the"
            f" weights are typically {widths[j][i]} away from the best ones."
        ),
    )
    return figure.output()
