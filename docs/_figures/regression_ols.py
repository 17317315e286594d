"""Five points that the reader moves, and their least-squares line."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

SENTENCE = "Point {point} has the target {target}, an error of {error}."


def explore(x: Floats, targets: Floats) -> Output:
    """Return the points, their line and its errors; the last point is the one to be moved first."""
    slope, intercept = (float(c) for c in np.polyfit(x, targets, deg=1))
    predictions = slope * x + intercept
    errors = targets - predictions
    point = len(x) - 1
    heights = np.round(np.arange(-10, 50.05, 0.1), 1)

    fig, ax = plt.subplots()
    (dots,) = ax.plot(x, targets, "o", markersize=10, label="target")
    (line,) = ax.plot(
        x[[0, -1]], predictions[[0, -1]], "--", color="C4", label="least-squares line"
    )
    ends = np.column_stack([targets, predictions, np.full(len(x), np.nan)])
    (segments,) = ax.plot(np.repeat(x, 3), ends.ravel(), ":", color="C2", label="error")
    ax.set(xlabel="x (week)", ylabel="target (height in cm)", ylim=(-12, 52))
    ax.legend(loc="upper left")

    nearest = int(abs(heights - targets[point]).argmin())
    figure = Explorable(
        fig,
        point=Control("point", [f"{i + 1}, at x = {at:g}" for i, at in enumerate(x)], point),
        target=Control("target", [f"{height:.1f}" for height in heights], nearest),
    )
    figure.least_squares(dots, line, segments, SENTENCE)
    figure.say("slope", "", lambda: f"{slope:.4f}", label="slope")
    figure.say("intercept", "", lambda: f"{intercept:.4f}", label="intercept")
    figure.say("mse", "", lambda: f"{(errors**2).mean():.4f}", label="MSE")
    chosen = {"target": f"{targets[point]:.1f}", "error": f"{errors[point]:.2f}"}
    figure.say("sentence", "", lambda: SENTENCE.format(point=point + 1, **chosen))
    return figure.output()
