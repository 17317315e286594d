"""The classifier as it learns, with the exact slope and with the slip: outputs and boundary."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.labels import MARKS
from simplenn_core import TrainingStep, classification_step, sigmoid_derivative, train

SLOPES: dict[str, dict[str, Any]] = {"exact": {}, "slip": {"slope": sigmoid_derivative}}
IN_WORDS = {"exact": "the exact slope", "slip": "the slip"}
# Each of the first updates, then fewer and fewer.
UPDATES = sorted({*range(20), *(int(k) for k in np.geomspace(20, 1000, 30).round())})
NOW = UPDATES.index(19)
LOW, HIGH = -0.5, 1.5
ENDS = np.array([LOW, HIGH])
CORNERS = np.array([[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]])
SHADES = [k / 20 for k in range(1, 20, 2)]  # an output above each is a shade darker


def run(
    slope: str, features: Floats, targets: Floats, start: Floats
) -> dict[int, TrainingStep[Any]]:
    """Return the record of each update that the figure shows, by its number."""
    options = {"n_steps": UPDATES[-1] + 1, **SLOPES[slope]}
    records = enumerate(train(classification_step, features, targets, start, **options))
    return {number: record for number, record in records if number in UPDATES}


def boundary(weights: Floats) -> tuple[Floats, Floats]:
    """Return both ends of the line on which the output is one half."""
    first, second, bias = weights.ravel()
    return -(bias + second * ENDS) / first, ENDS


def above_shade(weights: Floats, output: float) -> Floats:
    """Return the corners of the part of the square where the output is larger, x and then y."""
    beyond = np.column_stack([CORNERS, np.ones(4)]).dot(weights).ravel()
    beyond -= np.log(output / (1 - output))
    found = []
    for k in range(4):
        (start, end), (before, after) = CORNERS[[k - 1, k]], beyond[[k - 1, k]]
        if (before > 0) != (after > 0):
            found.append(start + (end - start) * before / (before - after))
        if after > 0:
            found.append(end)
    return np.array(found or CORNERS[:1]).T


def sentence(number: int, slope: str, predictions: Floats, targets: Floats) -> str:
    """Say how many answers are right, and what they are."""
    right = int(((predictions > 0.5) == targets).sum())
    outputs = ", ".join(f"{output:.3f}" for output in predictions.ravel())
    return (
        f"After {number} update{'s' * (number != 1)} with {IN_WORDS[slope]}, {right} of the"
        f" {targets.size} answers are right. The outputs are {outputs}."
    )


def explore(features: Floats, targets: Floats, start: Floats) -> Output:
    """Return the outputs above the boundary, for each slope and each number of updates."""
    names = list(SLOPES)
    runs = {slope: run(slope, features, targets, start) for slope in names}

    def record(i: int, j: int) -> TrainingStep[Any]:
        return runs[names[i]][UPDATES[j]]

    rows = np.arange(1, targets.size + 1)
    now = record(0, NOW)
    fig, (above, below) = plt.subplots(2, figsize=(5, 6.6), height_ratios=[2, 3])
    ring = {"color": "C0", "fillstyle": "none", "markersize": 11, "markeredgewidth": 2}
    above.plot(targets.ravel(), rows, "o", **ring, label="target")
    (marks,) = above.plot(now.predictions.ravel(), rows, "s", color="C1", label="output")
    above.set(xlabel="output", ylabel="row", xlim=(-0.05, 1.05), ylim=(4.5, 0.5), yticks=rows)
    above.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    for label, style in enumerate(MARKS):
        points = features[targets.ravel() == label]
        below.plot(*points[:, :2].T, linestyle="", markersize=9, **style, label=f"label {label}")
    (line,) = below.plot(*boundary(now.weights), color="C1", label="boundary")
    below.set(xlabel="first input", ylabel="second input", xlim=ENDS, ylim=ENDS)
    below.set(yticks=[0, 0.5, 1, 1.5])  # one number in the corner
    below.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)

    figure = Explorable(
        fig,
        slope=Control("slope", names),
        step=Control("updates", [str(number) for number in UPDATES], NOW, play=True),
    )
    both = "slope step"
    figure.move(marks, both, lambda i, j: (record(i, j).predictions.ravel(), rows))
    figure.move(line, both, lambda i, j: boundary(record(i, j).weights))
    for shade in SHADES:
        style = {"color": "C1", "alpha": 0.09, "linewidth": 0, "zorder": 0.5}
        (part,) = below.fill(*above_shade(now.weights, shade), **style)
        figure.move(part, both, lambda i, j, s=shade: above_shade(record(i, j).weights, s))
    figure.say("mse", both, lambda i, j: f"{record(i, j).mean_squared_error:.3g}", label="MSE")
    figure.say(
        "error", both, lambda i, j: f"{abs(record(i, j).errors).max():.4f}", label="largest error"
    )
    figure.say(
        "sentence",
        both,
        lambda i, j: sentence(UPDATES[j], names[i], record(i, j).predictions, targets),
    )
    return figure.output()
