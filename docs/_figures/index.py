"""The line on the first page, which a network moves to where it belongs."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Output

from simplenn_core import TrainingStep, notebook_line, regression_step, train

START = [-2, 40]
STEPS = [*range(41), *range(45, 100, 5), *range(100, 401, 20)]
NOW = len(STEPS) - 1


def sentence(number: int, error: float, at_start: float) -> str:
    """Say how far the network has come."""
    if number == 0:
        return "The network starts with a line that falls where the points rise."
    if number == STEPS[-1]:
        return (
            f"After {number} steps the network has found the best line there is: "
            "to two decimals, no line has a smaller mean squared error."
        )
    share = f"{100 * error / at_start:.0f} percent of what it was at the start"
    return f"After {number} step{'s' * (number > 1)} the mean squared error is {share}."


def explore() -> Output:
    """Return the points, the network's line and its errors, after each number of steps."""
    features, targets = notebook_line()
    x = features[:, 0]
    run = list(train(regression_step, features, targets, START, n_steps=STEPS[-1] + 1))
    steps = [run[number] for number in STEPS]
    errors = [step.mean_squared_error for step in steps]

    def ends(step: TrainingStep[Any]) -> tuple[Any, Any]:
        return x[[0, -1]], step.predictions[[0, -1]]

    def pieces(step: TrainingStep[Any]) -> tuple[Any, Any]:
        heights = np.column_stack([targets, step.predictions, np.full(len(x), np.nan)])
        return np.repeat(x, 3), heights.ravel()

    fig, ax = plt.subplots(figsize=(5, 2.9))
    ax.plot(x, targets, "o", markersize=8, label="data")
    ax.plot(*ends(steps[0]), "-.", color="C1", linewidth=1.2, label="start")
    (line,) = ax.plot(*ends(steps[NOW]), color="C1", linewidth=2.4, label="network")
    (segments,) = ax.plot(*pieces(steps[NOW]), ":", color="C2", label="error")
    ax.set(xlabel="x", ylabel="target", ylim=(0, 48))
    ax.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, columnspacing=1, handlelength=1.4
    )

    numbers = [str(number) for number in STEPS]
    figure = Explorable(fig, step=Control("steps of learning", numbers, NOW, play=True))
    figure.move(line, "step", lambda i: ends(steps[i]))
    figure.move(segments, "step", lambda i: pieces(steps[i]))
    figure.say("mse", "step", lambda i: f"{errors[i]:.2f}", label="mean squared error")
    figure.say("sentence", "step", lambda i: sentence(STEPS[i], errors[i], errors[0]))
    return figure.output()
