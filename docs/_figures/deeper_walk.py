"""A walk through the network of *What can one layer not learn?*: forwards, and backwards."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from simplenn_core import TrainingStep, hidden_layer_step, sigmoid, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN = 4
UNITS = range(HIDDEN)
STOPS = (
    "the inputs",
    *(f"hidden unit {unit + 1}" for unit in UNITS),
    "the output",
    "the error",
    "the delta",
    "the output's weights",
    *(f"back to unit {unit + 1}" for unit in UNITS),
)
OUTPUT, ERROR, DELTA, PULLS, BACK = 5, 6, 7, 8, 9  # stops; hidden units come from 1 on
# Where the nodes stand: three inputs, the hidden units, and the output.
INPUTS_AT = [(0.0, y) for y in (2.5, 1.5, 0.5)]
HIDDEN_AT = [(1.3, 3.0 - y) for y in UNITS]
OUTPUT_AT = (2.6, 1.5)
NUDGE = 1e-5


class Row(NamedTuple):
    """All numbers of one row on their way through the network, and what each nudge measures."""

    inputs: Floats
    target: float
    hidden_weights: Floats
    output_weights: Floats
    sums: Floats
    hidden: Floats
    output_sum: float
    prediction: float
    error: float
    delta: float
    unit_deltas: Floats
    output_pulls: Floats
    hidden_pulls: Floats
    output_measured: Floats
    hidden_measured: Floats


def follow(features: Floats, targets: Floats, weights: tuple[Floats, Floats], row: int) -> Row:
    """Return the numbers of one row, by the core's step for this row alone."""
    hidden_weights, output_weights = weights
    step = hidden_layer_step(features[[row]], targets[[row]], weights)
    inputs, prediction, error = features[row], step.predictions.item(), step.errors.item()
    sums = inputs.dot(hidden_weights)
    hidden = sigmoid(sums)
    delta = error * prediction * (1 - prediction)
    return Row(
        inputs,
        targets[row].item(),
        hidden_weights,
        output_weights[:, 0],
        sums,
        hidden,
        hidden.dot(output_weights).item(),
        prediction,
        error,
        delta,
        delta * output_weights[:, 0] * hidden * (1 - hidden),
        step.update[1][:, 0],
        step.update[0],
        measured(features[[row]], targets[[row]], weights, 1)[:, 0],
        measured(features[[row]], targets[[row]], weights, 0),
    )


def measured(
    features: Floats, targets: Floats, weights: tuple[Floats, Floats], layer: int
) -> Floats:
    """Return the downhill slopes of the loss along the weights of a layer, by nudging each."""
    slopes = np.empty_like(weights[layer])
    for index in np.ndindex(slopes.shape):
        losses = []
        for change in NUDGE, -NUDGE:
            nudged = [weights[0].copy(), weights[1].copy()]
            nudged[layer][index] += change
            outputs = sigmoid(sigmoid(features.dot(nudged[0])).dot(nudged[1]))
            losses.append(((targets - outputs) ** 2).sum() / 2)
        slopes[index] = (losses[1] - losses[0]) / (2 * NUDGE)
    return slopes


def say(value: Any, digits: int = 3) -> str:
    """Return a number with a true minus sign, and none before a zero."""
    text = f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}" if float(text) else "")


def listed(values: Sequence[float] | Floats, digits: int = 3) -> str:
    """Return numbers with commas between them."""
    return ", ".join(say(value, digits) for value in values)


def products(factors: Floats, weights: Floats) -> str:
    """Return a sum of products as one would write it."""
    return " + ".join(
        f"{say(factor, 0 if float(factor).is_integer() else 3)} · "
        + (say(weight) if weight >= 0 else f"({say(weight)})")
        for factor, weight in zip(factors, weights, strict=True)
    )


def sentence(number: int, of: Row, stop: int) -> str:
    """Say what happens at a stop, with its numbers."""
    if stop == 0:
        first, second = (say(value, 0) for value in of.inputs[:2])
        return (
            f"Row {number} goes in: the inputs are {first} and {second}, "
            f"and the constant 1. The target is {say(of.target, 0)}."
        )
    return forwards(of, stop) if stop < DELTA else backwards(of, stop)


def forwards(of: Row, stop: int) -> str:
    """Say how the numbers come about on the way to the error."""
    if stop == ERROR:
        return (
            f"The target is {say(of.target, 0)} and the prediction {say(of.prediction)}, "
            f"so the error is {say(of.error)}. From here on we go back."
        )
    if stop == OUTPUT:
        return (
            f"The output adds up {products(of.hidden, of.output_weights)} = {say(of.output_sum)}. "
            f"Its sigmoid turns this into {say(of.prediction)}, which is the prediction."
        )
    unit = stop - 1
    return (
        f"Hidden unit {stop} adds up {products(of.inputs, of.hidden_weights[:, unit])} "
        f"= {say(of.sums[unit])}. Its sigmoid turns this into {say(of.hidden[unit])}."
    )


def backwards(of: Row, stop: int) -> str:
    """Say what comes back from the error."""
    if stop == DELTA:
        return (
            f"The error, {say(of.error)}, times the slope of the output's sigmoid, "
            f"{say(of.prediction)} · {say(1 - of.prediction)}, is the delta of the output: "
            f"{say(of.delta, 4)}."
        )
    if stop == PULLS:
        return (
            "This row pulls each weight of the output by the delta times the answer that the "
            f"weight multiplies: by {listed(of.output_pulls, 4)}."
        )
    unit = stop - BACK
    return (
        f"The delta is multiplied by the weight along which it goes back, "
        f"{say(of.output_weights[unit])}, and by the slope of the unit's sigmoid, "
        f"{say(of.hidden[unit])} · {say(1 - of.hidden[unit])}: the delta of unit {unit + 1} is "
        f"{say(of.unit_deltas[unit], 4)}. Times the inputs, it pulls the unit's three weights by "
        f"{listed(of.hidden_pulls[:, unit], 4)}."
    )


def nudges(of: Row, stop: int) -> str:
    """Return what nudging the weights of a stop measures, to be compared with its pulls."""
    if stop == PULLS:
        return listed(of.output_measured, 4)
    if stop >= BACK:
        return listed(of.hidden_measured[:, stop - BACK], 4)
    return "nothing to compare yet"


def line_of_code(stop: int) -> str:
    """Return the line of the core that computes what a stop shows."""
    name = {0: "", OUTPUT: "predictions", ERROR: "errors", DELTA: "output_delta"}
    name |= {PULLS: "output_update"}
    wanted = name.get(stop, "hidden" if stop < OUTPUT else "hidden_delta")
    lines = inspect.getsource(steps._hidden_layer).splitlines()  # noqa: SLF001  # shown above
    found = [line.strip() for line in lines if wanted and line.strip().startswith(f"{wanted} =")]
    return found[0] if found else "features, targets = exclusive_or()"


def edges(stop: int, *, forwards: bool) -> tuple[Any, Any]:
    """Return the lines that a stop goes along, in one direction."""
    unit = (stop - 1) if stop < OUTPUT else stop - BACK
    ways: list[Any] = []
    if forwards and 0 < stop < OUTPUT:
        ways = [(start, HIDDEN_AT[unit]) for start in INPUTS_AT]
    elif forwards and stop == OUTPUT:
        ways = [(start, OUTPUT_AT) for start in HIDDEN_AT]
    elif not forwards and stop == PULLS:
        ways = [(OUTPUT_AT, end) for end in HIDDEN_AT]
    elif not forwards and stop >= BACK:
        ways = [(OUTPUT_AT, HIDDEN_AT[unit])]
        ways += [(HIDDEN_AT[unit], end) for end in INPUTS_AT]
    gap = (np.nan, np.nan)
    # Where there is nothing to go along, a line of no length, which its node hides.
    points = [point for start, end in ways or [2 * (OUTPUT_AT,)] for point in (start, end, gap)]
    return tuple(np.array(points).T)


def ring(stop: int) -> tuple[float, float]:
    """Return the node at which a stop is, or the first of the inputs."""
    if stop == 0:
        return INPUTS_AT[0]
    if stop < OUTPUT:
        return HIDDEN_AT[stop - 1]
    return OUTPUT_AT if stop < BACK else HIDDEN_AT[stop - BACK]


def explore(
    features: Floats, targets: Floats, run: Sequence[TrainingStep[Any]], numbers: Sequence[int]
) -> Output:
    """Let the reader choose a row, the number of updates before it, and walk from stop to stop."""
    walks = [
        [follow(features, targets, run[k].weights, row) for k in numbers]
        for row in range(len(features))
    ]
    now = (1, BACK, 0)
    figure, axes = plt.subplots(figsize=(5, 3.6))
    axes.set(xlim=(-0.5, 3.1), ylim=(-0.5, 3.4))
    axes.axis("off")
    for place in HIDDEN_AT:
        for start in INPUTS_AT:
            axes.plot(*zip(start, place, strict=True), color="#0a0a02", linewidth=1)
        axes.plot(*zip(place, OUTPUT_AT, strict=True), color="#0a0a02", linewidth=1)
    (ahead,) = axes.plot(*edges(now[1], forwards=True), color="C1", linewidth=3)
    (back,) = axes.plot(*edges(now[1], forwards=False), "--", color="C3", linewidth=3)
    nodes = [*INPUTS_AT, *HIDDEN_AT, OUTPUT_AT]
    axes.plot(*zip(*nodes, strict=True), "o", color="#0a0a03", markeredgecolor="#0a0a01", ms=13)
    (here,) = axes.plot(*ring(now[1]), "o", color="none", markeredgecolor="C5", ms=20, mew=3)
    explorable = Explorable(
        figure,
        row=Control("row", [str(row + 1) for row in range(len(features))], now[0]),
        stop=Control("stop", STOPS, now[1], walk=True),
        before=Control("updates made", [str(k) for k in numbers], now[2]),
    )

    def node(at: tuple[float, float], above: Any, below: Any) -> None:
        style: dict[str, Any] = {"ha": "center", "fontsize": 11, "backgroundcolor": "none"}
        for text, height, color in ((above, 0.22, "C1"), (below, -0.42, "C3")):
            artist = axes.text(at[0], at[1] + height, text(*now), color=color, **style)
            explorable.write(artist, "row stop before", text)

    def nothing(*_: int) -> str:
        return ""

    for number, place in enumerate(INPUTS_AT):
        node(place, lambda i, _, k, n=number: say(walks[i][k].inputs[n], 0), nothing)
    for unit, place in enumerate(HIDDEN_AT):
        node(
            place,
            lambda i, j, k, u=unit: say(walks[i][k].hidden[u]) if j > u else "",
            lambda i, j, k, u=unit: say(walks[i][k].unit_deltas[u], 4) if j >= BACK + u else "",
        )
    node(
        OUTPUT_AT,
        lambda i, j, k: say(walks[i][k].prediction) if j >= OUTPUT else "",
        lambda i, j, k: say(walks[i][k].delta, 4) if j >= DELTA else "",
    )
    explorable.move(ahead, "stop", lambda j: edges(j, forwards=True))
    explorable.move(back, "stop", lambda j: edges(j, forwards=False))
    explorable.move(here, "stop", ring)
    explorable.log("code", "stop", line_of_code)
    explorable.say(
        "nudge", "row stop before", lambda i, j, k: nudges(walks[i][k], j), label="by nudging"
    )
    explorable.say("sentence", "row stop before", lambda i, j, k: sentence(i + 1, walks[i][k], j))
    return explorable.output()
