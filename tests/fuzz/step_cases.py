"""Hostile cases of the steps and of training."""

from __future__ import annotations

from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any

import hostile
import judge
import numpy as np
from calls import HALF, array_or_intruder, call, snapshot, strictly
from judge import Fault, as_floats
from results import Problem, agrees, expected

import simplenn_core as core
from simplenn_core._checks import StepOverflow

if TYPE_CHECKING:
    from hostile import Random


def step(rng: Random) -> None:
    """Try one step, with faults in none, one or more of its arguments."""
    name, arguments, options = _arguments(rng)
    faults, problem = _judged(name, arguments, options)
    if problem is not None and expected(problem).too_large:
        faults = [Fault(StepOverflow, "the squares of the ")]
        record = _if_fits(rng, getattr(core, name), arguments, options, faults)
    else:
        record = call(rng, getattr(core, name), *arguments, faults=faults, **options)
    if record is not None and problem is not None:
        assert agrees(problem, record), "not the step that the documentation states"


def _if_fits(rng: Random, function: Any, arguments: Any, options: Any, faults: list[Fault]) -> Any:
    """Call what may or may not be too large for floats."""
    try:
        function(*arguments, **options)
    except ArithmeticError:
        return call(rng, function, *arguments, faults=faults, **options)
    return call(rng, function, *arguments, faults=[], **options)


def training(rng: Random) -> None:
    """Take some records of a run, spoil some, close it; compare each with the step alone."""
    name, arguments, options = _arguments(rng)
    n_steps = rng.choice([*hostile.COUNTS, *hostile.TOO_MANY])
    if rng.random() < 0.1:
        n_steps = rng.choice(hostile.NO_COUNTS)
    faults, problem = _judged(name, arguments, options)
    faults += judge.no_count("n_steps", n_steps, least=0)
    run = call(
        rng, core.train, getattr(core, name), *arguments, faults=faults, n_steps=n_steps, **options
    )
    if run is None or problem is None:
        return
    records, spoil = [], rng.random() < 0.2
    before = snapshot(arguments)
    with strictly(rng):
        try:
            for record in islice(run, min(int(n_steps), 1 + rng.randrange(5))):
                assert agrees(problem, record), "not the step that the documentation states"
                problem = problem._replace(weights=_layers(record.updated_weights))
                records.append((record, snapshot(record)))
                if spoil:
                    _spoil(record)
                    records.clear()
        except core.TrainingDiverged:
            assert expected(problem).too_large, "diverged, though everything fits into floats"
    run.close()
    assert next(run, None) is None, "a closed run goes on"
    assert all(snapshot(record) == then for record, then in records), "an old record was changed"
    assert snapshot(arguments) == before, "an argument was changed"


def _spoil(record: core.TrainingStep[Any]) -> None:
    for part in record:
        for array in part if isinstance(part, tuple) else (part,):
            array[...] = np.nan


def threads(rng: Random) -> None:
    """Train on one data set in several threads: all find what one finds alone."""
    features = hostile.array(rng, (3, 2), calm=True)
    targets = hostile.array(rng, (3, 1), calm=True, outputs=True)
    arguments = features, targets, hostile.array(rng, (2, 1), calm=True)
    before = snapshot(arguments)

    def run(found: list[Any]) -> None:
        records = core.train(core.classification_step, *arguments, n_steps=20)
        found.extend(snapshot(tuple(record)) for record in records)

    results: list[list[Any]] = [[] for _ in range(4)]
    workers = [Thread(target=run, args=(found,)) for found in results[1:]]
    for worker in workers:
        worker.start()
    run(results[0])
    for worker in workers:
        worker.join()
    assert all(found == results[0] and len(found) == 20 for found in results)
    assert snapshot(arguments) == before


STEPS = ["regression_step", "classification_step", "softmax_step", "hidden_layer_step"]
ACTIVATIONS = {"regression_step": "", "softmax_step": "softmax"}  # the others have sigmoids


def square(p: Any) -> Any:
    """Return another slope than that of the sigmoid."""
    return p * p


def in_place(p: Any) -> Any:
    """Change the predictions into their slopes, which no slope may do."""
    p *= 1 - p
    return p


# Slopes, and the same as formulas for the longest floats; then what is refused in their place.
FORMULAS: dict[Any, Any] = {
    core.sigmoid_derivative_from_output: lambda p: p * (1 - p),
    core.sigmoid_derivative: lambda p: np.exp(-p) / np.square(1 + np.exp(-p)),
    square: square,
}
NO_SLOPES: dict[Any, type[Exception]] = {
    None: TypeError,
    0.25: TypeError,
    (lambda _: "text"): TypeError,
    (lambda p: p[:0]): ValueError,
    (lambda p: p[..., None]): ValueError,
    (lambda p: p * np.nan): ValueError,
    in_place: ValueError,
}


def _arguments(rng: Random) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    """Draw a step and arguments for it that fit together, but for what is hostile in them."""
    name = rng.choice(STEPS)
    n, m, h, k = (1 + rng.randrange(4) for _ in range(4))
    columns = name in {"hidden_layer_step", "softmax_step"} or rng.random() < HALF
    outputs = (k,) if columns else ()
    calm = rng.random() < 0.3
    features = array_or_intruder(rng, (n, m), calm=calm)
    sigmoid = name != "regression_step" and rng.random() < 0.95
    targets = array_or_intruder(rng, (n, *outputs), calm=calm, outputs=sigmoid)
    if name == "softmax_step" and rng.random() < 0.9:
        targets = hostile.shares(rng, n, k)
    weights: Any = array_or_intruder(rng, (m, *outputs), calm=calm)
    if name == "hidden_layer_step" and rng.random() < 0.97:
        weights = (
            array_or_intruder(rng, (m, h), calm=calm),
            array_or_intruder(rng, (h, k), calm=calm),
        )
    options: dict[str, Any] = {}
    if rng.random() < HALF:
        options["learning_rate"] = rng.choice(
            hostile.RATES if rng.random() < 0.9 else hostile.NO_RATES
        )
    if name == "classification_step" and rng.random() < HALF:
        options["slope"] = rng.choice([*(NO_SLOPES if rng.random() < 0.1 else FORMULAS)])
    return name, (features, targets, weights), options


def _judged(
    name: str, arguments: tuple[Any, ...], options: dict[str, Any]
) -> tuple[list[Fault], Problem | None]:
    """Return the faults of some arguments, and without any the problem that they are."""
    two, activation = name == "hidden_layer_step", ACTIVATIONS.get(name, "sigmoid")
    outside: list[Fault] = []
    faults = (judge.no_two_layers if two else judge.no_layer)(*arguments)
    if activation and not judge.not_finite("targets", arguments[1]):
        no_targets = judge.no_shares if activation == "softmax" else judge.no_outputs
        outside = no_targets("targets", arguments[1])
    rate = options.get("learning_rate", 1.0 if activation == "sigmoid" else 0.01)
    slope = options.get("slope", core.sigmoid_derivative_from_output)
    if faults:
        return faults + outside, None
    features, targets = map(as_floats, arguments[:2])
    weights = _layers(tuple(map(as_floats, arguments[2])) if two else as_floats(arguments[2]))
    formula = FORMULAS.get(slope) if activation == "sigmoid" else None
    problem = Problem(features, targets, weights, rate, formula, activation)
    faults += outside + judge.no_rate(rate, np.result_type(features, targets, *weights))
    faults += [Fault(NO_SLOPES[slope], "slope")] if slope in NO_SLOPES else []
    return faults, None if faults else problem


def _layers(weights: Any) -> tuple[Any, ...]:
    return weights if isinstance(weights, tuple) else (weights,)
