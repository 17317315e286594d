"""The explorable figure of the chapter on the sigmoid: a curve, a place on it and its tangent."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Output

from simplenn_core import sigmoid, sigmoid_derivative

WEIGHTS = [0.5, 1, 2, 4]
INPUTS = np.linspace(-6, 6, 97)
REACH = np.array([-3, 3])  # of the tangent, to both sides


def output_at(weight: float, x: float) -> float:
    """Return the sigmoid of the weight times x."""
    return float(sigmoid([weight * x])[0])


def slope_at(weight: float, x: float) -> float:
    """Return how fast the output grows with x: the weight times the sigmoid's own slope."""
    return float(weight * sigmoid_derivative([weight * x])[0])


def side(output: float) -> str:
    """Say in words which answer an output is closer to."""
    if np.isclose(output, 0.5, rtol=0, atol=1e-12):
        return "halfway between no and yes"
    return "closer to yes than to no" if output > 0.5 else "closer to no than to yes"


def sentence(weight: float, x: float) -> str:
    """Read a state of the figure aloud."""
    output, slope = output_at(weight, x), slope_at(weight, x)
    return (
        f"The output is {output:.3f}, {side(output)}. "
        f"If x grows a little, the output grows {slope:.4f} times as much."
    )


def explore() -> Output:
    """Return the figure with all its states, to be glued."""
    places = [float(x) for x in INPUTS]
    fig, ax = plt.subplots()
    (curve,) = ax.plot(INPUTS, sigmoid(INPUTS), color="C1", label="sigmoid")
    line = output_at(1, 1) + slope_at(1, 1) * REACH
    (tangent,) = ax.plot(1 + REACH, line, "-.", color="C3", label="tangent")
    (dot,) = ax.plot(1, output_at(1, 1), "o", color="C1")
    ax.set(xlabel="x", ylabel="sigmoid of weight times x", ylim=(-0.1, 1.1))
    ax.legend(loc="upper left")

    figure = Explorable(
        fig,
        weight=Control("weight", [f"{weight:g}" for weight in WEIGHTS], WEIGHTS.index(1)),
        x=Control("x", [f"{x:g}" for x in places], places.index(1)),
    )
    figure.move(curve, "weight", lambda i: (INPUTS, sigmoid(WEIGHTS[i] * INPUTS)))
    both = "weight x"

    def touching(i: int, j: int) -> tuple[Any, Any]:
        at = WEIGHTS[i], places[j]
        return places[j] + REACH, output_at(*at) + slope_at(*at) * REACH

    figure.move(tangent, both, touching)
    figure.move(dot, both, lambda i, j: (places[j], output_at(WEIGHTS[i], places[j])))
    texts = {
        "z": lambda weight, x: f"{weight * x:.4f}",
        "output": lambda weight, x: f"{output_at(weight, x):.4f}",
        "slope": lambda weight, x: f"{slope_at(weight, x):.4f}",
    }
    for name, text in texts.items():
        figure.say(name, both, lambda i, j, text=text: text(WEIGHTS[i], places[j]), label=name)
    figure.say("sentence", both, lambda i, j: sentence(WEIGHTS[i], places[j]))
    figure.handle("x", ax, INPUTS)
    return figure.output()
