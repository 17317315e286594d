"""A walk through the network of *What can one layer not learn?*: forwards, and backwards."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from _book.explorable.states import Control, Floats, Output

from _figures import walk
from _figures.walk import Line, Stop, listed, nudging, products, say, slope
from simplenn_core import TrainingStep, hidden_layer_step, sigmoid, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN = 4
UNITS = range(HIDDEN)
# Where the nodes stand: three inputs, the hidden units, and the output.
INPUTS_AT = [(0.0, y) for y in (2.5, 1.5, 0.5)]
HIDDEN_AT = [(1.3, 3.0 - y) for y in UNITS]
OUTPUT_AT = (2.6, 1.5)
EDGES = [(start, end) for end in HIDDEN_AT for start in INPUTS_AT]
EDGES += [(start, OUTPUT_AT) for start in HIDDEN_AT]


def follow(features: Floats, targets: Floats, weights: tuple[Floats, Floats], row: int) -> Any:
    """Return the numbers of one row, by the core's step for it alone, and what nudges find."""
    hidden_weights, output_weights = weights
    step = hidden_layer_step(features[[row]], targets[[row]], weights)
    inputs, prediction, error = features[row], step.predictions.item(), step.errors.item()
    sums = inputs.dot(hidden_weights)
    hidden = sigmoid(sums)
    output_sum = hidden.dot(output_weights)
    delta = error * prediction * (1 - prediction)

    def loss(output_sums: Floats) -> float:
        return float(((targets[row] - sigmoid(output_sums)) ** 2).sum() / 2)

    return SimpleNamespace(
        inputs=inputs,
        target=targets[row].item(),
        hidden_weights=hidden_weights,
        output_weights=output_weights[:, 0],
        sums=sums,
        hidden=hidden,
        output_sum=output_sum.item(),
        prediction=prediction,
        error=error,
        delta=delta,
        unit_deltas=delta * output_weights[:, 0] * hidden * (1 - hidden),
        output_pulls=step.update[1][:, 0],
        hidden_pulls=step.update[0],
        delta_measured=nudging(loss, output_sum),
        output_measured=nudging(lambda w: loss(hidden.dot(w)), output_weights[:, 0]),
        hidden_measured=nudging(
            lambda v: loss(sigmoid(inputs.dot(v)).dot(output_weights)), hidden_weights
        ),
    )


def stops(of: Any, number: int, step: TrainingStep[Any]) -> list[Stop]:
    """Return the stops of a row on its way to the error and back, and what all rows together do."""
    first, second = (say(value, 0) for value in of.inputs[:2])
    before, after = step.weights[0][0, 0], step.updated_weights[0][0, 0]
    return [
        Stop(
            "the inputs",
            INPUTS_AT[0],
            f"Row {number} goes in: the inputs are {first} and {second}, "
            f"and the constant 1. The target is {say(of.target, 0)}.",
            above={at: say(value, 0) for at, value in zip(INPUTS_AT, of.inputs, strict=True)},
            data=INPUTS_AT,
        ),
        *(
            Stop(
                f"hidden unit {unit + 1}",
                at,
                f"Hidden unit {unit + 1} adds up "
                f"{products(of.inputs, of.hidden_weights[:, unit])} = {say(of.sums[unit])}. "
                f"Its sigmoid turns this into {say(of.hidden[unit])}.",
                [0],
                ahead=[(start, at) for start in INPUTS_AT],
                above={at: say(of.hidden[unit])},
            )
            for unit, at in enumerate(HIDDEN_AT)
        ),
        Stop(
            "the output",
            OUTPUT_AT,
            f"The output adds up {products(of.hidden, of.output_weights)} = {say(of.output_sum)}. "
            f"Its sigmoid turns this into {say(of.prediction)}, which is the prediction.",
            [1],
            ahead=[(start, OUTPUT_AT) for start in HIDDEN_AT],
            above={OUTPUT_AT: say(of.prediction)},
        ),
        Stop(
            "the error",
            OUTPUT_AT,
            f"The target is {say(of.target, 0)} and the prediction {say(of.prediction)}, "
            f"so the error is {say(of.error)}. From here we go back.",
            [2],
        ),
        Stop(
            "the delta",
            OUTPUT_AT,
            f"The error, {say(of.error)}, times the slope of the output's sigmoid, "
            f"{slope(of.prediction)}, is the delta of the output: {say(of.delta, 4)}. "
            "It says how fast the loss falls as the output's sum rises.",
            [3],
            below={OUTPUT_AT: say(of.delta, 4)},
            nudged=listed(of.delta_measured, 4),
        ),
        Stop(
            "the output's weights",
            OUTPUT_AT,
            "This row pulls each weight of the output by the delta times the answer that this "
            f"weight multiplies: by {listed(of.output_pulls, 4)}.",
            [4],
            back=[(OUTPUT_AT, end) for end in HIDDEN_AT],
            nudged=", ".join(say(each, 4) for each in of.output_measured),  # one line
        ),
        *(
            Stop(
                f"back to unit {unit + 1}",
                at,
                f"The answer of unit {unit + 1} enters the output's sum times the weight "
                f"{say(of.output_weights[unit])}, and the unit's sigmoid has the slope "
                f"{slope(of.hidden[unit])}. The output's delta times both is the delta of unit "
                f"{unit + 1}: {say(of.unit_deltas[unit], 4)}. Times the inputs, it pulls the "
                f"unit's weights by {listed(of.hidden_pulls[:, unit], 4)}.",
                [5, 6],
                back=[(OUTPUT_AT, at), *((at, end) for end in INPUTS_AT)],
                below={at: say(of.unit_deltas[unit], 4)},
                nudged=listed(of.hidden_measured[:, unit], 4),
            )
            for unit, at in enumerate(HIDDEN_AT)
        ),
        Stop(
            "the update",
            HIDDEN_AT[0],
            "Every row pulls like this. The update is the sum of the pulls of all rows, times the "
            "learning rate. It moves the weight from the first input to unit 1 by "
            f"{say(after - before, 4)}, from {say(before)} to {say(after)}.",
            [4, 6],
            back=EDGES,
        ),
    ]


def explore(
    features: Floats, targets: Floats, run: Sequence[TrainingStep[Any]], numbers: Sequence[int]
) -> Output:
    """Let the reader choose a row, the number of updates before it, and walk from stop to stop."""
    rows = range(len(features))
    walks: dict[tuple[int, ...], list[Stop]] = {}
    for row, (k, number) in itertools.product(rows, enumerate(numbers)):
        of = follow(features, targets, run[number].weights, row)
        walks[row, k] = stops(of, row + 1, run[number])
    lines = walk.lines_of(
        steps._hidden_layer,  # noqa: SLF001  # the page shows its lines
        Line("ahead", r"h = \sigma(X V)", "hidden = sigmoid(features.dot(hidden_weights))"),
        Line("ahead", r"p = \sigma(h W)", "predictions = sigmoid(hidden.dot(output_weights))"),
        Line("ahead", "e = t - p", "errors = targets - predictions"),
        Line(
            "back",
            r"\delta = e \cdot p \, (1 - p)",
            "output_delta = errors * (predictions * (1.0 - predictions))",
        ),
        Line("back", r"h^{\mathsf{T}} \delta", "hidden.T.dot(output_delta)"),
        Line(
            "back",
            r"\delta_h = (\delta \, W^{\mathsf{T}}) \cdot h \, (1 - h)",
            "hidden_delta = output_delta.dot(output_weights.T) * (hidden * (1.0 - hidden))",
        ),
        Line("back", r"X^{\mathsf{T}} \delta_h", "features.T.dot(hidden_delta)"),
    )
    return walk.explore(
        EDGES,
        lines,
        walks,
        on_paper=[
            "hidden unit 1",
            *("the output", "the error", "the delta", "the output's weights"),
            "back to unit 1",
        ],
        row=Control("row", [str(row + 1) for row in rows], 1),
        before=Control("updates made", [str(k) for k in numbers]),
    )
