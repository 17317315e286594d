"""Walks through one step of a single unit: the line of regression, and a classifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from _book.explorable.states import Control, Floats, Output

from _figures import walk
from _figures.walk import Line, Place, Stop, listed, nudging, products, say, short
from simplenn_core import TrainingStep, classification_step, regression_step, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

APART = 1.5  # how far one input stands below another


@dataclass(frozen=True)
class Unit:
    """One unit with its data, how its chapter calls them, and where they are drawn."""

    step: Callable[..., TrainingStep[Floats]]
    features: Floats
    targets: Floats
    weights: Floats
    rate: float
    row: str
    inputs: Sequence[str]
    names: Sequence[str]  # of the weights
    digits: int  # of what goes forwards
    fine: int  # of what comes back

    def take(self, rows: Any, weights: Floats) -> TrainingStep[Floats]:
        """Return the core's step of some rows alone: its update is their pull on the weights."""
        return self.step(self.features[rows], self.targets[rows], weights, learning_rate=1)

    def measure(self, rows: Any) -> str:
        """Return how fast the loss of some rows falls along each weight."""
        return listed(nudging(lambda at: loss(self.take(rows, at)), self.weights), self.fine)

    @property
    def bent(self) -> bool:
        """Whether a sigmoid stands behind the sum."""
        return self.step is classification_step

    @property
    def places(self) -> tuple[list[Place], Place, Place, Place]:
        """Where the inputs stand, the sum, the prediction, which may be the sum, and the target."""
        height = APART * (len(self.inputs) - 1)
        inputs = [(0.0, height - APART * number) for number in range(len(self.inputs))]
        total, prediction, target = ((x, height / 2) for x in (1.9, 3.0, 4.1))
        return inputs, total, prediction if self.bent else total, target

    def beside(self, texts: Sequence[str]) -> dict[Place, str]:
        """Put a text at each weight, on its line from input to sum."""
        inputs, (x, y), *_ = self.places
        at = [(0.4 * x, 0.6 * height + 0.4 * y) for _, height in inputs]
        return dict(zip(at, texts, strict=True))

    def called(self, weights: Floats) -> dict[Place, str]:
        """Write the weights on their lines."""
        pairs = zip(self.names, weights, strict=True)
        return self.beside([f"{name} = {say(weight, self.digits)}" for name, weight in pairs])

    def pulled(self, record: TrainingStep[Floats]) -> dict[Place, str]:
        """Write the pulls on the weights on their lines."""
        return self.beside([say(pull, self.fine) for pull in record.update])


def loss(record: TrainingStep[Any]) -> float:
    """Return half the sum of the squared errors."""
    return float((record.errors**2).sum() / 2)


def forwards(unit: Unit, row: int) -> list[Stop]:
    """Return the stops from the inputs of a row to its prediction."""
    inputs, total, prediction, target = unit.places
    x, goal = unit.features[row], short(unit.targets[row], unit.digits)
    z = say(x.dot(unit.weights), unit.digits)
    p = say(unit.take([row], unit.weights).predictions[0], unit.digits)
    values = [f"{name} = {value:g}" for name, value in zip(unit.inputs[:-1], x, strict=False)]
    adds = f"The unit adds up {products(x, unit.weights, unit.digits)} = {z}"
    ways = [(place, total) for place in inputs]
    going = Stop(
        "the inputs",
        inputs[0],
        f"{unit.row} {row + 1} goes in: {', '.join(values)} and the constant 1. "
        f"The target is {goal}.",
        above=dict(zip(inputs, [f"{value:g}" for value in x], strict=True))
        | unit.called(unit.weights)
        | {target: f"t = {goal}"},
        data=[*inputs, target],
    )
    if not unit.bent:
        says, above = f"{adds}, which is the prediction.", {total: f"p = {p}"}
        return [going, Stop("the prediction", total, says, [0], ahead=ways, above=above)]
    return [
        going,
        Stop("the sum", total, f"{adds}.", [0], ahead=ways, above={total: f"z = {z}"}),
        Stop(
            "the prediction",
            prediction,
            f"The sigmoid turns {z} into {p}, which is the prediction.",
            [1],
            ahead=[(total, prediction)],
            above={prediction: f"p = {p}"},
        ),
    ]


def backwards(unit: Unit, row: int) -> list[Stop]:
    """Return the stops from the error of a row to the weights, which all rows move."""
    inputs, total, prediction, target = unit.places
    one, of_all = (unit.take(rows, unit.weights) for rows in ([row], slice(None)))
    line = 2 if unit.bent else 1
    (p,), (e,), goal = one.predictions, one.errors, unit.targets[row]
    error = Stop(
        "the error",
        target,
        f"The target is {short(goal, unit.digits)} and the prediction {say(p, unit.digits)}, "
        f"so the error is {say(e, unit.digits)}. From here we go back.",
        [line],
        ahead=[(prediction, target)],
        below={target: f"e = {say(e, unit.digits)}"},
    )
    update = unit.rate * of_all.update
    after = unit.weights + update
    ways, to_sum = [(total, place) for place in inputs], [(target, prediction)]
    delta = []
    if unit.bent:
        line, to_sum = 3, [*to_sum, (prediction, total)]
        d = say(one.update[-1], unit.fine)  # the pull on the bias, whose input is 1
        z = np.array([unit.features[row].dot(unit.weights)])
        slope = nudging(lambda at: loss(classification_step([[1]], [goal], at)), z)
        delta = [
            Stop(
                "the delta",
                total,
                f"The error, {say(e, unit.digits)}, times the slope of the sigmoid, "
                f"{walk.slope(p, unit.digits)}, is the delta: {d}.",
                [line],
                back=to_sum,
                below={total: f"δ = {d}"},
                nudged=listed(slope, unit.fine),
            )
        ]
    return [
        error,
        *delta,
        Stop(
            "the pulls",
            total,
            f"This {unit.row.lower()} pulls each weight by the {'delta' if unit.bent else 'error'} "
            f"times the input of that weight: by {listed(one.update, unit.fine)}.",
            [line + 1],
            back=ways if unit.bent else [*to_sum, *ways],
            below=unit.pulled(one),
            nudged=unit.measure([row]),
        ),
        Stop(
            "the sums",
            total,
            f"The pulls of all {len(unit.targets)} {unit.row.lower()}s add up to "
            f"{listed(of_all.update, unit.fine)}, and that direction is downhill.",
            [line + 1],
            back=ways,
            below=unit.pulled(of_all),
            nudged=unit.measure(slice(None)),
        ),
        Stop(
            "the update",
            total,
            f"Multiplied by the learning rate, {unit.rate:g}, the sums are the update. They move "
            f"the weights by {listed(update, unit.fine)}, to {listed(after, unit.digits)}.",
            [line + 2],
            back=ways,
            above=unit.called(after),
        ),
    ]


def explore(unit: Unit, lines: Sequence[Line], on_paper: Sequence[str]) -> Output:
    """Let the reader choose a row, at first the last but one, and walk."""
    rows = range(len(unit.targets))
    walks: dict[tuple[int, ...], list[Stop]] = {
        (row,): [*forwards(unit, row), *backwards(unit, row)] for row in rows
    }
    names = [stop.name for stop in walks[0,]]
    inputs, total, prediction, target = unit.places
    edges = [(place, total) for place in inputs] + [(total, prediction)] * unit.bent
    return walk.explore(
        [*edges, (prediction, target)],
        lines,
        walks,
        on_paper=[names.index(name) for name in on_paper],
        row=Control(unit.row.lower(), [str(row + 1) for row in rows], len(rows) - 2),
    )


def regression(features: Floats, targets: Floats, weights: Floats, rate: float) -> Output:
    """Return the walk through a step of regression."""
    words = "Point", ["x", "1"], ["w1", "w2"], 2, 2
    lines = walk.lines_of(
        steps._regression,  # noqa: SLF001  # the page shows its lines
        Line("ahead", "p = X w", "predictions = features.dot(weights)"),
        Line("ahead", "e = t - p", "errors = targets - predictions"),
        Line("back", r"X^{\mathsf{T}} e", "features.T.dot(errors)"),
        Line(
            "back", r"\eta \, X^{\mathsf{T}} e", "update = learning_rate * features.T.dot(errors)"
        ),
    )
    unit = Unit(regression_step, features, targets, weights, rate, *words)
    shown = ["the prediction", "the error", "the pulls", "the update"]
    return explore(unit, lines, shown)


def classification(features: Floats, targets: Floats, weights: Floats, rate: float) -> Output:
    """Return the walk through a step of a classifier."""
    words = "Row", ["first", "second", "1"], ["w1", "w2", "b"], 3, 4
    product = "features.T.dot(errors * slope(predictions))"
    lines = walk.lines_of(
        steps._classification,  # noqa: SLF001  # the page shows its lines
        Line("ahead", "z = X w", "features.dot(weights)"),
        Line("ahead", r"p = \sigma(z)", "predictions = sigmoid(features.dot(weights))"),
        Line("ahead", "e = t - p", "errors = targets - predictions"),
        Line("back", r"\delta = e \cdot p \, (1 - p)", "errors * slope(predictions)"),
        Line("back", r"X^{\mathsf{T}} \delta", product),
        Line("back", r"\eta \, X^{\mathsf{T}} \delta", f"update = learning_rate * {product}"),
    )
    unit = Unit(classification_step, features, targets[:, 0], weights[:, 0], rate, *words)
    shown = ["the sum", "the prediction", "the error", "the delta", "the sums", "the update"]
    return explore(unit, lines, shown)
