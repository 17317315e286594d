"""The figure that moves in *What can one layer not learn?*, and its counts over many starts."""

from __future__ import annotations

from typing import Any, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from _figures.labels import MARKS
from simplenn_core import TrainingStep, sigmoid

Pair: TypeAlias = tuple[Floats, Floats]
Step: TypeAlias = TrainingStep[Any]

PLACES = np.linspace(-0.5, 1.5, 24)
SQUARES = np.array([[first, second, 1] for second in PLACES for first in PLACES])


def answers(points: Floats, weights: Pair) -> Floats:
    """Return the output of the network, whose output unit has no bias."""
    hidden, output = weights
    return sigmoid(sigmoid(points.dot(hidden)).dot(output))


def largest_errors(
    features: Floats,
    targets: Floats,
    starts: list[Pair],
    *,
    n_updates: int,
    output_bias: bool = False,
) -> Floats:
    """Train from all `starts` at once and return the largest error of each.

    With `output_bias`, the output unit has one more weight, of a 1, and it starts at 0.
    """
    hidden_weights = np.array([hidden for hidden, _ in starts])
    output_weights = np.array([output for _, output in starts])
    n_hidden = hidden_weights.shape[-1]
    ones = np.ones((len(starts), len(features), int(output_bias)))
    bias = np.zeros((len(starts), int(output_bias), output_weights.shape[-1]))
    output_weights = np.concatenate((output_weights, bias), axis=1)
    for number in range(n_updates + 1):
        hidden = np.concatenate((sigmoid(features @ hidden_weights), ones), axis=2)
        predictions = sigmoid(hidden @ output_weights)
        errors = targets - predictions
        if number == n_updates:
            break
        delta = errors * predictions * (1 - predictions)
        back = (delta @ output_weights.swapaxes(1, 2) * hidden * (1 - hidden))[..., :n_hidden]
        output_weights += hidden.swapaxes(1, 2) @ delta
        hidden_weights += features.T @ back
    return np.asarray(abs(errors).max(axis=(1, 2)))


def says(targets: Floats, seed: int, number: int, step: Step) -> str:
    """Say how many answers are right, and what the network made of the plane."""
    n_right = int(((step.predictions > 0.5) == (targets == 1)).sum())
    outputs = ", ".join(f"{p:.2f}" for p in step.predictions.ravel())
    said = (
        f"After {number} update{'s' * (number != 1)} from seed {seed}, {n_right} of the 4"
        f" answers are right. The outputs are {outputs}."
    )
    if abs(step.errors).max() >= 0.1:
        return said
    # The centre of the square belongs to the band, whichever of the two it is.
    centre = answers(np.array([[0.5, 0.5, 1]]), step.weights)[0, 0]
    band = "yes" if centre > 0.5 else "no"
    return f"{said} A band of {band} joins the two corners that mean {band}."


def explore(features: Floats, targets: Floats, runs: list[list[Step]]) -> Output:
    """Let the reader choose the start, one of `runs`, and the number of the update."""
    last = len(runs[0]) - 1
    numbers = sorted({0, *(int(k) for k in np.geomspace(1, last, 34).round())})
    curves = [[run[k].mean_squared_error for k in numbers] for run in runs]
    now = (0, len(numbers) - 1)
    figure, (above, below) = plt.subplots(2, figsize=(5, 6), height_ratios=[3, 2])
    for label, style in enumerate(MARKS):
        corners = features[targets[:, 0] == label]
        above.plot(*corners[:, :2].T, linestyle="", markersize=9, **style, label=f"label {label}")
    above.set(xlabel="first input", ylabel="second input", xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
    above.set(yticks=[0, 0.5, 1, 1.5])  # one number in the corner
    above.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    (curve,) = below.plot(numbers, curves[0], ":", color="C2")
    (dot,) = below.plot(numbers[-1], curves[0][-1], "o", color="C2")
    below.set_xscale("symlog", linthresh=1)
    below.set(xlabel="updates", ylabel="mean squared error", ylim=(0, 0.45))
    explorable = Explorable(
        figure,
        seed=Control("seed", [str(seed) for seed in range(len(runs))]),
        step=Control("updates", [str(k) for k in numbers], now[1], play=True),
    )

    def shades(i: int, j: int) -> Floats:
        return answers(SQUARES, runs[i][numbers[j]].weights).ravel()

    def sentence(i: int, j: int) -> str:
        return says(targets, i, numbers[j], runs[i][numbers[j]])

    def point(i: int, j: int) -> tuple[Any, Any]:
        return numbers[j], curves[i][j]

    explorable.surface(above, PLACES, PLACES, "seed step", shades)
    explorable.move(curve, "seed", lambda i: (numbers, curves[i]))
    explorable.move(dot, "seed step", point)
    explorable.say("mse", "seed step", lambda i, j: f"{curves[i][j]:.4f}", label="MSE")
    explorable.say("sentence", "seed step", sentence)
    explorable.handle("step", below, numbers)
    return explorable.output()
