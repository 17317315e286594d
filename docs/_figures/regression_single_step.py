"""One step on the map of errors, as long as the reader makes it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.error_surface import draw_map
from simplenn_core import mean_squared_error, regression_step

START = [2, 2]
RATES = [round(0.00025 * k, 5) for k in range(1, 47)]
NOW = RATES.index(0.01)


def sentence(rate: float, before: float, after: float) -> str:
    """Say what one step at this learning rate did to the mean squared error."""
    verdict = f"The step takes the mean squared error from {before:.2f} to {after:.2f}"
    if after > before:
        return f"{verdict}: at a rate of {rate:g} it ends higher than it started."
    return f"{verdict}: at a rate of {rate:g} it leaves {100 * after / before:.0f} percent."


def explore(features: Floats, targets: Floats) -> Output:
    """Return the map with the step above the error after it, for each learning rate."""
    steps = [regression_step(features, targets, START, learning_rate=rate) for rate in RATES]
    ends = [step.updated_weights for step in steps]
    before = steps[0].mean_squared_error
    after = [mean_squared_error(features.dot(weights), targets) for weights in ends]

    fig, (above, below) = plt.subplots(2, figsize=(5, 6.6), height_ratios=[2, 1])
    levels = [5, 15, 50, 100, 200]
    draw_map(above, features, targets, slopes=(0, 5.5), intercepts=(0.5, 7), levels=levels)
    above.plot(*START, "s", color="C3", label="start")
    (arrow,) = above.plot(*np.array([START, ends[NOW]]).T, ".-", color="C3", label="step")
    above.set_aspect("equal")
    above.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, handlelength=1)
    below.plot(RATES, after, ":", color="C2")
    below.axhline(before, color="C5", linestyle="--", linewidth=1)
    (dot,) = below.plot(RATES[NOW], after[NOW], "o", color="C3", markersize=9)
    below.set(xlabel="learning rate", ylabel="MSE after", ylim=(0, None))
    below.set_xticks([0, 0.004, 0.008, 0.012])

    figure = Explorable(fig, rate=Control("learning rate", [f"{rate:g}" for rate in RATES], NOW))
    figure.move(arrow, "rate", lambda i: np.array([START, ends[i]]).T)
    figure.move(dot, "rate", lambda i: (RATES[i], after[i]))
    figure.handle("rate", below, RATES)
    figure.say("slope", "rate", lambda i: f"{ends[i][0]:.2f}", label="slope")
    figure.say("intercept", "rate", lambda i: f"{ends[i][1]:.2f}", label="intercept")
    figure.say("sentence", "rate", lambda i: sentence(RATES[i], before, after[i]))
    return figure.output()
