"""Training: lazy, resumable, with any step, and never a bare NaN."""

from __future__ import annotations

import contextvars
import copy
import itertools
import math
import pickle
import re
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.testing import assert_equal

from simplenn_core import (
    TrainingDiverged,
    TrainingStep,
    classification_step,
    first_column,
    hidden_layer_step,
    notebook_line,
    regression_step,
    sigmoid_derivative_from_output,
    train,
)

Problem: TypeAlias = tuple[Any, Any, Any, Any]


class Nudge:
    """A step from elsewhere, which counts its calls and has an option of its own."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(
        self, features: Any, targets: Any, weights: Any, *, by: float = 1.0
    ) -> TrainingStep[Any]:
        self.calls += 1
        return TrainingStep(weights, features, targets, np.array([by]))


def squaring(features: Any, targets: Any, weights: Any, **_options: float) -> TrainingStep[Any]:
    """Take a step from elsewhere that runs away, on which NumPy would warn: 10, 110, 12210."""
    return TrainingStep(weights, features, targets, weights**2)


def nudged(step: Any, **options: Any) -> Any:
    """Train the step on data that it does not look at."""
    return train(step, np.zeros(1), np.zeros(1), np.array([10.0]), **options)


def diverging(
    step: Any = regression_step, **options: Any
) -> tuple[list[TrainingStep[Any]], TrainingDiverged]:
    """Train until it diverges; return the records delivered before, and the error."""
    records: list[TrainingStep[Any]] = []
    with pytest.raises(TrainingDiverged) as caught:
        records.extend(train(step, *notebook_line(), np.ones(2), n_steps=5000, **options))
    return records, caught.value


# A record per step.


def test_each_step_starts_where_the_one_before_it_ended(problem: Problem) -> None:
    step, features, targets, weights = problem
    for record in train(step, features, targets, weights, n_steps=5):
        assert_equal(record, step(features, targets, weights))
        weights = record.updated_weights


def test_there_are_as_many_records_as_steps(problem: Problem) -> None:
    counts: list[Any] = [0, 1, 2, np.int64(3)]
    for n_steps in counts:
        assert len(list(train(*problem, n_steps=n_steps))) == n_steps


def test_options_go_to_the_step() -> None:
    data = *first_column(), np.zeros((3, 1))
    options: Any = {"learning_rate": 0.5, "slope": lambda p: p**2}
    assert_equal(
        next(train(classification_step, *data, n_steps=1, **options)),
        classification_step(*data, **options),
    )


def test_two_runs_of_n_steps_are_one_of_2n(problem: Problem) -> None:
    step, features, targets, weights = problem
    first = list(train(step, features, targets, weights, n_steps=4))
    second = list(train(step, features, targets, first[-1].updated_weights, n_steps=4))
    assert_equal([*first, *second], list(train(step, features, targets, weights, n_steps=8)))


def test_errors_shrink(problem: Problem) -> None:
    records = list(train(*problem, n_steps=50))
    assert records[-1].mean_squared_error < records[0].mean_squared_error


def test_two_runs_at_a_time_do_not_meet(problem: Problem) -> None:
    step, *data = problem
    options = [{"learning_rate": 0.01}, {"learning_rate": 0.02}]
    apart = [list(train(step, *data, n_steps=3, **o)) for o in options]
    together = zip(*(train(step, *data, n_steps=3, **o) for o in options), strict=True)
    assert_equal(list(together), list(zip(*apart, strict=True)))


# Laziness.


def test_no_step_is_taken_before_it_is_asked_for() -> None:
    step = Nudge()
    records = nudged(step, n_steps=10**18)
    for calls in range(3):
        assert step.calls == calls
        next(records)


def test_a_closed_run_takes_no_more_steps() -> None:
    step = Nudge()
    records = nudged(step, n_steps=10)
    next(records)
    records.close()
    assert list(records) == []
    assert step.calls == 1


def test_arguments_are_checked_once() -> None:
    tried = []

    def slope(predictions: Any) -> Any:
        tried.append(predictions)
        return sigmoid_derivative_from_output(predictions)

    records = train(classification_step, *first_column(), np.zeros((3, 1)), n_steps=4, slope=slope)
    assert len(tried) == 1
    assert len(list(records)) == 4
    assert len(tried) == 5


# Steps from elsewhere.


def test_any_function_is_a_step() -> None:
    assert [record.weights.tolist() for record in nudged(Nudge(), n_steps=3)] == [
        [10],
        [11],
        [12],
    ]


def test_a_step_from_elsewhere_gets_its_options() -> None:
    assert [record.weights.tolist() for record in nudged(Nudge(), n_steps=3, by=2)] == [
        [10],
        [12],
        [14],
    ]


def test_a_step_from_elsewhere_checks_its_own_arguments() -> None:
    records = train(partial(regression_step, learning_rate=0.1), [[1]], [1], [1, 2], n_steps=1)
    with pytest.raises(ValueError, match="weights must have shape"):
        next(records)


def test_a_wrapped_step_is_a_step(problem: Problem) -> None:
    step, *data = problem
    assert_equal(list(train(partial(step), *data, n_steps=3)), list(train(step, *data, n_steps=3)))


# What is handed out stays true, and what is done to it stays there.


def test_records_stay_true_after_later_steps(problem: Problem) -> None:
    step, features, targets, _ = problem
    for record in list(train(*problem, n_steps=5)):
        assert_equal(record, step(features, targets, record.weights))


def test_what_is_done_to_a_record_does_not_reach_the_next_step(
    problem: Problem, arrays_in: Any
) -> None:
    undisturbed = list(train(*problem, n_steps=4))
    for record, expected in zip(train(*problem, n_steps=4), undisturbed, strict=True):
        assert_equal(record, expected)
        for array in arrays_in(record):
            array[...] = 7


def test_weights_are_copied_at_the_call(problem: Problem, arrays_in: Any) -> None:
    *_, weights = problem
    before = copy.deepcopy(weights)
    records = train(*problem, n_steps=1)
    for array in arrays_in([weights]):
        array[...] = 7
    assert_equal(next(records).weights, before)


def test_arguments_are_left_alone(problem: Problem) -> None:
    before = copy.deepcopy(problem[1:])
    list(train(*problem, n_steps=3))
    assert_equal(problem[1:], before)


def test_float32_stays_float32() -> None:
    features, targets = (array.astype(np.float32) for array in notebook_line())
    for record in train(regression_step, features, targets, np.ones(2, np.float32), n_steps=3):
        assert {record.weights.dtype, record.predictions.dtype, record.update.dtype} == {
            np.dtype(np.float32)
        }


# The error state of NumPy.


def test_error_state_in_the_loop_is_that_of_the_caller(problem: Problem) -> None:
    with np.errstate(over="raise", under="warn", divide="print", invalid="call"):
        before = np.geterr()
        for _ in train(*problem, n_steps=2):
            assert np.geterr() == before
        assert np.geterr() == before


def test_error_state_that_the_caller_sets_in_the_loop_stays(problem: Problem) -> None:
    with np.errstate():
        for _ in train(*problem, n_steps=1):
            np.seterr(under="print")
        assert np.geterr()["under"] == "print"


@pytest.mark.parametrize("step", [partial(regression_step, learning_rate=1.0), squaring])
@pytest.mark.parametrize("state", ["warn", "raise"])
def test_divergence_is_told_by_its_exception_alone(step: Any, state: Any) -> None:
    with np.errstate(all=state):
        before = np.geterr()
        diverging(step)
        assert np.geterr() == before


# Divergence.


def first_failure(rate: float) -> int:
    """Train on the line naively; return the number of the first step that is not finite."""
    features, targets = notebook_line()
    weights = np.ones(2)
    with np.errstate(all="ignore"):
        for number in itertools.count():
            errors = targets - features @ weights
            update = rate * (features.T @ errors)
            if not np.isfinite([errors @ errors, update @ update]).all():
                return number
            weights = weights + update
    raise AssertionError


@pytest.mark.parametrize("rate", [0.011, 0.1, 1, 1e10, 1e100])
def test_divergence_is_told_at_the_first_step_that_is_not_finite(rate: float) -> None:
    with np.errstate(all="raise"):
        records, error = diverging(learning_rate=rate)
    assert error.step == len(records) == first_failure(rate) > 0
    assert error.learning_rate == rate
    assert error.last is records[-1]
    assert all(np.isfinite(record.mean_squared_error) for record in records)


def test_divergence_names_the_step_and_the_rate() -> None:
    records, error = diverging(learning_rate=1.0)
    assert str(error) == (
        f"training diverged at step {len(records)}: "
        "the learning rate 1.0 is too large for these data, try a smaller one"
    )


def test_divergence_at_the_first_step_has_no_last_record() -> None:
    records, error = diverging(learning_rate=1e200)
    assert records == []
    assert error.step == 0
    assert error.last is None


@pytest.mark.parametrize("place", [0, 1])
def test_divergence_of_either_weights_of_two_layers(place: int) -> None:
    features, rate = (([[1e-300]], 1e160), ([[1e150]], 1e10))[place]
    with pytest.raises(TrainingDiverged, match="training diverged at step 0"):
        next(
            train(
                hidden_layer_step,
                features,
                [[1]],
                ([[0]], [[1]]),
                n_steps=1,
                learning_rate=rate,
            )
        )


def test_divergence_of_a_step_from_elsewhere() -> None:
    records, error = diverging(squaring)
    assert error.last is records[-1]
    assert error.learning_rate is None
    assert str(error) == (
        f"training diverged at step {len(records)}: "
        "its numbers grow without end; if it has a learning rate, try a smaller one"
    )


def test_divergence_of_a_step_from_elsewhere_names_its_rate() -> None:
    _, error = diverging(squaring, learning_rate=0.5)
    assert error.learning_rate == 0.5
    assert ": the learning rate 0.5 is too large" in str(error)


def test_divergence_of_a_wrapped_step_is_that_of_the_step() -> None:
    records, error = diverging(partial(regression_step, learning_rate=1.0))
    others, other = diverging(learning_rate=1.0)
    assert_equal(records, others)
    assert error.step == other.step


def test_divergence_ends_the_run() -> None:
    records = train(regression_step, *notebook_line(), np.ones(2), n_steps=9, learning_rate=1e200)
    with pytest.raises(TrainingDiverged):
        next(records)
    assert list(records) == []


@pytest.mark.parametrize("rate", [1.0, 1e200])
def test_divergence_can_be_pickled(rate: float) -> None:
    _, error = diverging(learning_rate=rate)
    other = pickle.loads(pickle.dumps(error))  # noqa: S301 - pickled in this very line
    assert type(other) is TrainingDiverged
    assert str(other) == str(error)
    assert_equal(
        [other.step, other.last, other.learning_rate, other.too_large],
        [error.step, error.last, error.learning_rate, error.too_large],
    )


@pytest.mark.parametrize(
    ("step", "data", "rate", "says"),
    [
        (regression_step, ([[1]], [1e200], [0]), 1e-300, "errors are too large for floats: {}"),
        (
            classification_step,
            ([[1, 1]], [1], [1e200, -1e200]),
            1e-300,
            "weights are too large for floats: {}",
        ),
        (
            regression_step,
            ([[1]], [1], [0]),
            1e200,
            "update are too large for floats: {}, or take a smaller learning rate",
        ),
    ],
)
def test_the_learning_rate_is_not_blamed_for_a_first_step_it_has_no_part_in(
    step: Any, data: Any, rate: float, says: str
) -> None:
    with pytest.raises(TrainingDiverged) as caught:
        next(train(step, *data, n_steps=1, learning_rate=rate))
    advice = "scale the data or start nearer to 0"
    assert str(caught.value) == (
        f"training diverged at step 0: the squares of the {says.format(advice)}"
    )


@pytest.mark.parametrize(
    ("rate", "shown"),
    [(np.float64(0.5), "0.5"), (np.full(9, 0.5), "ndarray of shape (9,)"), ("x" * 999, "'xxx")],
)
def test_divergence_shows_its_rate_briefly(rate: Any, shown: str) -> None:
    _, error = diverging(squaring, learning_rate=rate)
    assert f": the learning rate {shown}" in str(error)
    assert len(str(error)) < 200


def test_an_overflow_of_a_step_from_elsewhere_is_its_own() -> None:
    def overflowing(*_: Any) -> Any:
        return math.exp(1000)

    with pytest.raises(OverflowError, match="math range error"):
        next(train(overflowing, *notebook_line(), np.ones(2), n_steps=1))


ARRAY = np.ones(1)
PAIR = (ARRAY, ARRAY)
TWO = "(ndarray of shape (1,), ndarray of shape (1,))"


def record_of(**parts: Any) -> Any:
    return TrainingStep(ARRAY, ARRAY, ARRAY, ARRAY)._replace(**parts)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (None, "a TrainingStep, got None"),
        (ARRAY, "a TrainingStep, got ndarray of shape (1,)"),
        ((ARRAY,) * 4, f"a TrainingStep, got ({', '.join(['ndarray of shape (1,)'] * 4)})"),
        (record_of(weights=[1.0]), "an array of real numbers as weights, got [1.0]"),
        (record_of(errors=1.0), "an array of real numbers as errors, got 1.0"),
        (record_of(predictions=PAIR), f"an array of real numbers as predictions, got {TWO}"),
        (
            record_of(update=np.array(["a"])),
            "an array of real numbers as update, got ndarray of shape (1,)",
        ),
        (record_of(update=PAIR), f"an array of real numbers as update, got {TWO}"),
        (
            record_of(weights=PAIR),
            "a pair of arrays of real numbers as update, got ndarray of shape (1,)",
        ),
        (
            record_of(weights=(ARRAY,), update=(ARRAY,)),
            "a pair of arrays of real numbers as weights, got (ndarray of shape (1,),)",
        ),
    ],
)
def test_what_a_step_from_elsewhere_must_return(made: Any, says: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(f'step must return {says}')}"):
        next(nudged(lambda *_: made, n_steps=1))


def test_a_step_from_elsewhere_may_return_a_pair() -> None:
    def step(_features: Any, _targets: Any, weights: Any) -> Any:
        return record_of(weights=weights, update=PAIR)

    first, second = train(step, ARRAY, ARRAY, PAIR, n_steps=2)
    assert_equal(first.updated_weights, ([2], [2]))
    assert_equal(second.weights, first.updated_weights)


VARIABLE: contextvars.ContextVar[float] = contextvars.ContextVar("VARIABLE", default=1.0)


def test_functions_from_elsewhere_see_the_context_of_the_caller() -> None:
    def step(features: Any, targets: Any, weights: Any) -> TrainingStep[Any]:
        return TrainingStep(weights, features, targets, np.full(1, VARIABLE.get()))

    runs = [
        nudged(step, n_steps=2),
        train(
            classification_step,
            [[1.0]],
            [0.5],
            [1.0],
            n_steps=2,
            slope=lambda p: np.full_like(p, VARIABLE.get()),
        ),
    ]
    for records in runs:
        first = next(records)
        token = VARIABLE.set(0.0)
        second = next(records)
        VARIABLE.reset(token)
        assert first.update != 0
        assert second.update == 0
