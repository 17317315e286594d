"""The network's line and the path of its weights, at a learning rate and after some updates."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.error_surface import draw_map
from simplenn_core import regression_step, train

START = [1, 100]
RATES = [0.001, 0.002, 0.004, 0.006, 0.008, 0.009, 0.01, 0.0104, 0.0105, 0.011]
UPDATES = [*range(41), *range(45, 100, 5), *range(100, 651, 50), 662]
RATE_NOW, UPDATES_NOW = RATES.index(0.01), UPDATES.index(5)


def brief(number: float) -> str:
    """Write a number that may have grown very large."""
    return f"{number:.2f}" if abs(number) < 1e6 else f"{number:.1e}"


def explore(features: Floats, targets: Floats) -> Output:
    """Return the line above and the path of its weights below, for each state."""
    x = features[:, 0]
    best = np.polyfit(x, targets, deg=1)
    least = float(((targets - np.polyval(best, x)) ** 2).mean())
    runs = []
    for rate in RATES:
        options = {"n_steps": UPDATES[-1] + 1, "learning_rate": rate}
        run = list(train(regression_step, features, targets, START, **options))
        runs.append([run[k] for k in UPDATES])
    paths = [np.array([step.weights for step in run]) for run in runs]
    now = runs[RATE_NOW][UPDATES_NOW]

    fig, (above, below) = plt.subplots(2, figsize=(5, 5.6))
    above.plot(x, targets, "o", label="target")
    above.plot(x, np.polyval(best, x), "--", color="C4", label="least squares")
    (line,) = above.plot(x, now.predictions, color="C1", label="network")
    above.set(xlabel="x", ylabel="target", ylim=(-60, 130))
    above.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, columnspacing=0.8, handlelength=1
    )
    levels = [50, 500, 2000, 6000]
    draw_map(below, features, targets, slopes=(-21, 13), intercepts=(-5, 105), levels=levels)
    shown = paths[RATE_NOW][: UPDATES_NOW + 1]
    style = {"color": "C3", "linewidth": 1, "markersize": 4}
    (trace,) = below.plot(*shown.T, ".-", **style, label="weights")
    below.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)

    figure = Explorable(
        fig,
        rate=Control("learning rate", [f"{rate:g}" for rate in RATES], RATE_NOW),
        step=Control("updates", [str(k) for k in UPDATES], UPDATES_NOW, play=True),
    )
    both = "rate step"
    figure.move(line, both, lambda i, j: (x, runs[i][j].predictions))
    figure.move(trace, "rate", lambda i: paths[i].T, upto="step")
    for place, name in enumerate(["slope", "intercept"]):
        values = [[brief(step.weights[place]) for step in run] for run in runs]
        figure.say(name, both, lambda i, j, values=values: values[i][j], label=name)
    mse = [[brief(step.mean_squared_error) for step in run] for run in runs]
    log = [
        [f"MSE after {k:3d} updates: {error:>7}" for k, error in zip(UPDATES, row, strict=True)]
        for row in mse
    ]
    figure.log("log", both, lambda i, j: "\n".join(log[i][max(0, j - 4) : j + 1]))
    figure.say(
        "sentence",
        both,
        lambda i, j: (
            f"After {UPDATES[j]} update{'s' * (UPDATES[j] != 1)} at a rate of "
            f"{RATES[i]:g} the mean squared error is {mse[i][j]}; the best line has {least:.2f}."
        ),
    )
    return figure.output()
