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
    from collections.abc import Callable, Iterable, Mapping, Sequence

APART = 1.5  # how far one input stands below another


@dataclass(frozen=True)
class Unit:
    """One unit with its data, how its chapter calls them, and where they are drawn."""

    step: Callable[..., TrainingStep[Floats]]
    features: Floats
    targets: Floats
    weights: Floats
    rate: float
    lines: Mapping[str, Line]  # by the stop that computes them
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

    def pulled(self, record: TrainingStep[Floats]) -> dict[Place, str]:
        """Write the pulls on the weights on their lines."""
        return self.beside(say(pull, self.fine) for pull in record.update)

    @property
    def bent(self) -> bool:
        """Whether a sigmoid stands behind the sum."""
        return "the sum" in self.lines

    @property
    def places(self) -> tuple[list[Place], Place, Place, Place]:
        """Where the inputs stand, the sum, the prediction, which may be the sum, and the target."""
        height = APART * (len(self.inputs) - 1)
        inputs = [(0.0, height - APART * number) for number in range(len(self.inputs))]
        total, prediction, target = ((x, height / 2) for x in (1.9, 3.0, 4.1))
        return inputs, total, prediction if self.bent else total, target

    def beside(self, texts: Iterable[str]) -> dict[Place, str]:
        """Put a text at each weight, on its line from input to sum."""
        inputs, (x, y), *_ = self.places
        at = [(0.4 * x, 0.6 * height + 0.4 * y) for _, height in inputs]
        return dict(zip(at, texts, strict=True))

    def called(self, weights: Floats) -> dict[Place, str]:
        """Write the weights on their lines."""
        pairs = zip(self.names, weights, strict=True)
        return self.beside(f"{name} = {say(weight, self.digits)}" for name, weight in pairs)

    def stops(self, row: int) -> list[Stop]:
        """Return the stops from the inputs of a row to its error, and back to the weights."""
        inputs, total, answer, target = self.places
        ahead, back = ([(a, b)[::way] for a in inputs for b in [total]] for way in (1, -1))
        x, goal, digits, fine = self.features[row], self.targets[row], self.digits, self.fine
        one, of_all = (self.take(rows, self.weights) for rows in ([row], slice(None)))
        total_of_row, update = x.dot(self.weights), self.rate * of_all.update
        inner = nudging(lambda at: loss(self.step([[1]], [goal], at)), np.array([total_of_row]))
        values = [f"{value:g}" for value in x]
        named = ", ".join(map(" = ".join, zip(self.inputs[:-1], values, strict=False)))
        t, z = short(goal, digits), say(total_of_row, digits)
        p, e = (say(of[0], digits) for of in (one.predictions, one.errors))
        delta = say(one.update[-1], fine)  # the pull on the bias, whose input is 1
        adds = f"The unit adds up {products(x, self.weights, digits)} = {z}"
        turns = f"The sigmoid turns {z} into {p}" if self.bent else adds
        to_sum = [(target, answer), (answer, total)]
        kind, signal = self.row.lower(), "delta" if self.bent else "error"
        stops = [
            Stop(
                "the inputs",
                inputs[0],
                f"{self.row} {row + 1} goes in: {named} and the constant 1. The target is {t}.",
                above=dict(zip(inputs, values, strict=True))
                | self.called(self.weights)
                | {target: f"t = {t}"},
                data=[*inputs, target],
            ),
            Stop("the sum", total, f"{adds}.", ahead=ahead, above={total: f"z = {z}"}),
            Stop(
                "the prediction",
                answer,
                f"{turns}, which is the prediction.",
                ahead=[(total, answer)] if self.bent else ahead,
                above={answer: f"p = {p}"},
            ),
            Stop(
                "the error",
                target,
                f"The target is {t} and the prediction {p}, so the error is {e}. "
                "From here we go back.",
                ahead=[(answer, target)],
                below={target: f"e = {e}"},
            ),
            Stop(
                "the delta",
                total,
                f"The error, {e}, times the slope of the sigmoid, "
                f"{walk.slope(one.predictions[0], digits)}, is the delta: {delta}.",
                back=to_sum,
                below={total: f"δ = {delta}"},
                nudged=listed(inner, fine),
            ),
            Stop(
                "the pulls",
                total,
                f"This {kind} pulls each weight by the {signal} times the input of that weight: "
                f"by {listed(one.update, fine)}.",
                back=back if self.bent else [*to_sum[:1], *back],
                below=self.pulled(one),
                nudged=self.measure([row]),
            ),
            Stop(
                "the sums",
                total,
                f"The pulls of all {len(self.targets)} {kind}s add up to "
                f"{listed(of_all.update, fine)}, and that direction is downhill.",
                back=back,
                below=self.pulled(of_all),
                nudged=self.measure(slice(None)),
            ),
            Stop(
                "the update",
                total,
                f"Multiplied by the learning rate, {self.rate:g}, the sums are the update. They "
                f"move the weights by {listed(update, fine)}, "
                f"to {listed(self.weights + update, digits)}.",
                back=back,
                above=self.called(self.weights + update),
            ),
        ]
        lit = {name: [line] for line, name in enumerate(self.lines)}
        lit |= {"the inputs": [], "the sums": lit["the pulls"]}
        return [stop._replace(lines=lit[stop.name]) for stop in stops if stop.name in lit]


def loss(record: TrainingStep[Any]) -> float:
    """Return half the sum of the squared errors."""
    return float((record.errors**2).sum() / 2)


def explore(unit: Unit, on_paper: Sequence[str]) -> Output:
    """Let the reader choose a row, at first the last but one, and walk."""
    rows = range(len(unit.targets))
    inputs, total, prediction, target = unit.places
    edges = [(place, total) for place in inputs] + [(total, prediction)] * unit.bent
    return walk.explore(
        [*edges, (prediction, target)],
        [*unit.lines.values()],
        {(row,): unit.stops(row) for row in rows},
        on_paper=on_paper,
        row=Control(unit.row.lower(), [str(row + 1) for row in rows], len(rows) - 2),
    )


def regression(features: Floats, targets: Floats, weights: Floats, rate: float) -> Output:
    """Return the walk through a step of regression."""
    update = "update = learning_rate * features.T.dot(errors)"
    lines = {
        "the prediction": Line("ahead", "p = X w", "predictions = features.dot(weights)"),
        "the error": Line("ahead", "e = t - p", "errors = targets - predictions"),
        "the pulls": Line("back", r"X^{\mathsf{T}} e", "features.T.dot(errors)"),
        "the update": Line("back", r"\eta \, X^{\mathsf{T}} e", update),
    }
    walk.lines_of(steps._regression, *lines.values())  # noqa: SLF001  # the page shows its lines
    words = "Point", ["x", "1"], ["w1", "w2"], 2, 2
    unit = Unit(regression_step, features, targets, weights, rate, lines, *words)
    return explore(unit, ["the prediction", "the error", "the pulls", "the update"])


def classification(features: Floats, targets: Floats, weights: Floats, rate: float) -> Output:
    """Return the walk through a step of a classifier."""
    product = "features.T.dot(errors * slope(predictions))"
    update = f"update = learning_rate * {product}"
    sigmoid = "predictions = sigmoid(features.dot(weights))"
    lines = {
        "the sum": Line("ahead", "z = X w", "features.dot(weights)"),
        "the prediction": Line("ahead", r"p = \sigma(z)", sigmoid),
        "the error": Line("ahead", "e = t - p", "errors = targets - predictions"),
        "the delta": Line("back", r"\delta = e \cdot p \, (1 - p)", "errors * slope(predictions)"),
        "the pulls": Line("back", r"X^{\mathsf{T}} \delta", product),
        "the update": Line("back", r"\eta \, X^{\mathsf{T}} \delta", update),
    }
    walk.lines_of(steps._classification, *lines.values())  # noqa: SLF001  # as above
    words = "Row", ["first", "second", "1"], ["w1", "w2", "b"], 3, 4
    unit = Unit(classification_step, features, targets[:, 0], weights[:, 0], rate, lines, *words)
    shown = ["the sum", "the prediction", "the error", "the delta", "the sums", "the update"]
    return explore(unit, shown)
