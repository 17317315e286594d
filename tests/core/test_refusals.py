"""What each public function refuses; `train` refuses at the call what a step refuses."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pytest

from simplenn_core import (
    classification_step,
    hidden_layer_step,
    mean_squared_error,
    noisy_line,
    regression_step,
    sigmoid,
    sigmoid_derivative,
    sigmoid_derivative_from_output,
    train,
    with_bias,
)

Problem: TypeAlias = tuple[Any, Any, Any, Any]

NAN, INF, HUGE = float("nan"), float("inf"), 10**400


class Refusal(NamedTuple):
    """A value, the error it gets, and what the message says after the name of the argument."""

    value: Any
    error: type[Exception]
    says: str


NO_OUTPUT = "predictions must be outputs of the sigmoid, from 0 to 1"
NOT_REAL = "must hold real numbers, got dtype "
MASKED = "must be a plain array, got a masked array; fill or drop what is masked"
NOT_NUMBERS = pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(Refusal(["a", "b"], TypeError, f"{NOT_REAL}<U1"), id="strings"),
        pytest.param(Refusal([1j], TypeError, f"{NOT_REAL}complex128"), id="complex"),
        pytest.param(Refusal(None, TypeError, f"{NOT_REAL}object"), id="None"),
        pytest.param(Refusal([1, None], TypeError, f"{NOT_REAL}object"), id="objects"),
        pytest.param(Refusal([HUGE], TypeError, f"{NOT_REAL}object"), id="huge integer"),
        pytest.param(
            Refusal(np.zeros(1, "M8[D]"), TypeError, f"{NOT_REAL}datetime64[D]"),
            id="dates",
        ),
        pytest.param(Refusal(np.ma.masked_equal([1, 2], 2), TypeError, MASKED), id="masked array"),
        pytest.param(
            Refusal([[1], [2, 3]], ValueError, "must have rows of equal length: "),
            id="ragged list",
        ),
    ],
)

ARGUMENTS = pytest.mark.parametrize("argument", ["features", "targets", "weights"])


@pytest.fixture(params=["step", "train"])
def take(request: pytest.FixtureRequest) -> Any:
    """Return what takes a step: itself, or `train`, which must not wait for a first record."""
    if request.param == "step":
        return lambda step, *data, **options: step(*data, **options)
    return lambda step, *data, **options: train(step, *data, n_steps=1, **options)


def short(value: Any) -> str:
    return repr(value)[:8]


def starting(words: str) -> str:
    return f"^{re.escape(words)}"


def exactly(words: str) -> str:
    return f"^{re.escape(words)}$"


def replaced(problem: Problem, argument: str, change: Any) -> tuple[str, list[Any]]:
    """Change an argument of a step, of a pair the first; return its name and the call."""
    step, *data = problem
    index = ["features", "targets", "weights"].index(argument)
    if isinstance(data[index], tuple):
        argument, data[index] = "weights[0]", (change(data[index][0]), data[index][1])
    else:
        data[index] = change(data[index])
    return argument, [step, *data]


# Not numbers, not finite, empty.


@ARGUMENTS
@NOT_NUMBERS
def test_steps_refuse_what_is_not_numbers(
    take: Any, problem: Problem, argument: str, refusal: Refusal
) -> None:
    name, data = replaced(problem, argument, lambda _: refusal.value)
    with pytest.raises(refusal.error, match=starting(f"{name} {refusal.says}")):
        take(*data)


@ARGUMENTS
@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_steps_refuse_what_is_not_finite(
    take: Any, problem: Problem, argument: str, value: float
) -> None:
    place = ""

    def change(array: Any) -> Any:
        nonlocal place
        array.flat[1:] = value
        place = "[1]" if array.ndim == 1 else "[0, 1]"
        return array

    name, data = replaced(problem, argument, change)
    says = f"{name} must hold finite numbers, got {name}{place} = {value!r}"
    with pytest.raises(ValueError, match=exactly(says)):
        take(*data)


@ARGUMENTS
def test_steps_refuse_what_is_empty(take: Any, problem: Problem, argument: str) -> None:
    name, data = replaced(problem, argument, lambda array: array[:0])
    with pytest.raises(ValueError, match=starting(f"{name} must not be empty, got shape (0")):
        take(*data)


@NOT_NUMBERS
def test_the_second_of_two_weights_is_named(take: Any, refusal: Refusal) -> None:
    with pytest.raises(refusal.error, match=starting(f"weights[1] {refusal.says}")):
        take(hidden_layer_step, [[1]], [[1]], ([[1]], refusal.value))


@NOT_NUMBERS
@pytest.mark.parametrize(
    ("call", "name"),
    [
        (sigmoid, "z"),
        (sigmoid_derivative, "z"),
        (sigmoid_derivative_from_output, "predictions"),
        (with_bias, "x"),
        (lambda value: mean_squared_error(value, [0]), "predictions"),
        (lambda value: mean_squared_error([0], value), "targets"),
        (lambda value: noisy_line(slope=value, rng=np.random.default_rng()), "slope"),
        (lambda value: noisy_line(intercept=value, rng=np.random.default_rng()), "intercept"),
        (lambda value: noisy_line(noise=value, rng=np.random.default_rng()), "noise"),
        (
            lambda value: classification_step([[1]], [1], [1], slope=lambda _: value),
            "slope(predictions)",
        ),
    ],
)
def test_other_functions_refuse_what_is_not_numbers(call: Any, name: str, refusal: Refusal) -> None:
    with pytest.raises(refusal.error, match=starting(f"{name} {refusal.says}")):
        call(refusal.value)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sigmoid([[0.0, 1.0], [2.0, NAN]]), "z must not hold NaN, got z[1, 1] = nan"),
        (lambda: sigmoid_derivative([0, NAN, NAN]), "z must not hold NaN, got z[1] = nan"),
        (lambda: sigmoid(NAN), "z must not hold NaN, got z = nan"),
        (
            lambda: sigmoid_derivative_from_output([0, 1, 1.5, 2]),
            f"{NO_OUTPUT}, got predictions[2] = 1.5",
        ),
        (
            lambda: sigmoid_derivative_from_output([[-1e-9]]),
            f"{NO_OUTPUT}, got predictions[0, 0] = -1e-09",
        ),
        (
            lambda: sigmoid_derivative_from_output([0.5, -0.5, 3]),
            f"{NO_OUTPUT}, got predictions[1] = -0.5",
        ),
        (
            lambda: sigmoid_derivative_from_output([0.5, 3, -0.5]),
            f"{NO_OUTPUT}, got predictions[1] = 3.0",
        ),
        (
            lambda: sigmoid_derivative_from_output([0.5, NAN]),
            f"{NO_OUTPUT}, got predictions[1] = nan",
        ),
        (
            lambda: mean_squared_error([0, NAN], [0, 0]),
            "predictions must hold finite numbers, got predictions[1] = nan",
        ),
        (
            lambda: mean_squared_error([0], [-INF]),
            "targets must hold finite numbers, got targets[0] = -inf",
        ),
        (lambda: mean_squared_error([], []), "predictions must not be empty, got shape (0,)"),
        (
            lambda: mean_squared_error([0], np.ones((0, 2))),
            "targets must not be empty, got shape (0, 2)",
        ),
        (
            lambda: mean_squared_error([1, 2], [[1], [2]]),
            "predictions must have the shape of targets: got (2,) and (2, 1)",
        ),
        (
            lambda: mean_squared_error(1, [1]),
            "predictions must have the shape of targets: got () and (1,)",
        ),
        (lambda: with_bias([[1, INF]]), "x must hold finite numbers, got x[0, 1] = inf"),
        (lambda: with_bias([]), "x must not be empty, got shape (0,)"),
        (lambda: with_bias(1), "x must be 1-D or 2-D, got shape ()"),
        (lambda: with_bias([[[1]]]), "x must be 1-D or 2-D, got shape (1, 1, 1)"),
    ],
)
def test_values_and_shapes_that_do_not_fit(call: Any, says: str) -> None:
    with pytest.raises(ValueError, match=exactly(says)):
        call()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"n_samples": 0}, ValueError, "n_samples must be 1 or more, got 0"),
        ({"n_samples": -HUGE}, ValueError, "n_samples must be 1 or more, got -1000"),
        *(
            ({"n_samples": number}, MemoryError, f"n_samples = {number} points find no room")
            for number in (10**16, 2**62, 2**63 - 1, 10**30)
        ),
        ({"n_samples": 2.0}, TypeError, "n_samples must be an integer, got 2.0"),
        ({"n_samples": True}, TypeError, "n_samples must be an integer, got True"),
        ({"n_samples": None}, TypeError, "n_samples must be an integer, got None"),
        ({"slope": NAN}, ValueError, "slope must hold finite numbers, got slope = nan"),
        (
            {"intercept": -INF},
            ValueError,
            "intercept must hold finite numbers, got intercept = -inf",
        ),
        ({"noise": INF}, ValueError, "noise must hold finite numbers, got noise = inf"),
        ({"noise": -0.5}, ValueError, "noise must be 0 or more, got -0.5"),
        ({"noise": [1, 2]}, ValueError, "noise must be one number, got [1, 2]"),
        ({"slope": [[1]]}, ValueError, "slope must be one number, got [[1]]"),
        ({"rng": None}, TypeError, "rng must be a numpy.random.Generator, got None"),
        ({"rng": 1}, TypeError, "rng must be a numpy.random.Generator, got 1"),
    ],
)
def test_noisy_line_refuses(options: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=starting(says)):
        noisy_line(**{"rng": np.random.default_rng(), **options})


# Shapes of a step.

ONE = [regression_step, classification_step]
EVERY = [*ONE, hidden_layer_step]


@pytest.mark.parametrize("step", EVERY)
@pytest.mark.parametrize(
    "table",
    [
        (1, [1, 1], "features must be 2-D, one row per sample", ("()", "(2,)")),
        ([1], [1, 1], "features must be 2-D, one row per sample", ("(1,)", "(2,)")),
        ([[[1]]], [1], "features must be 2-D, one row per sample", ("(1, 1, 1)", "(1,)")),
        ([[1]], 1, "targets must be 1-D or 2-D", ("(1, 1)", "()")),
        ([[1]], [[[1]]], "targets must be 1-D or 2-D", ("(1, 1)", "(1, 1, 1)")),
        (
            [[1], [2]],
            [[1]],
            "targets must have one row per row of features",
            ("(2, 1)", "(1, 1)"),
        ),
        (
            [[1]],
            [[1], [2]],
            "targets must have one row per row of features",
            ("(1, 1)", "(2, 1)"),
        ),
    ],
)
def test_features_and_targets_that_do_not_fit(take: Any, step: Any, table: Any) -> None:
    features, targets, rule, shapes = table
    says = f"{rule}: features have shape {shapes[0]}, targets have shape {shapes[1]}"
    with pytest.raises(ValueError, match=exactly(says)):
        take(step, features, targets, ([[1]], [[1]]))


@pytest.mark.parametrize("step", ONE)
@pytest.mark.parametrize(
    ("targets", "weights", "shapes"),
    [
        ([1], [1], ("(2,)", "(1,)")),
        ([1], [1, 2, 3], ("(2,)", "(3,)")),
        ([1], 1, ("(2,)", "()")),
        ([1], [[1], [2]], ("(2,)", "(2, 1)")),
        ([1], [[1, 2]], ("(2,)", "(1, 2)")),
        ([[1]], [1, 2], ("(2, 1)", "(2,)")),
        ([[1]], [[1, 2]], ("(2, 1)", "(1, 2)")),
        ([[1, 2]], [[1], [2]], ("(2, 2)", "(2, 1)")),
    ],
)
def test_weights_that_do_not_fit(
    take: Any, step: Any, targets: Any, weights: Any, shapes: tuple[str, str]
) -> None:
    says = f"weights must have shape {shapes[0]} to fit features and targets, got {shapes[1]}"
    with pytest.raises(ValueError, match=exactly(says)):
        take(step, [[1, 2]], targets, weights)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (
            ([[1]], [[1]]),
            "weights[0] must have shape (2, 1) to fit features and targets, got (1, 1)",
        ),
        (
            ([[[1], [2]]], [[1]]),
            "weights[0] must have shape (2, 1) to fit features and targets, got (1, 2, 1)",
        ),
        (
            ([1, 2], [[1]]),
            "weights[0] must have shape (2, 2) to fit features and targets, got (2,)",
        ),
        ((1, [[1]]), "weights[0] must have shape (2,) to fit features and targets, got ()"),
        (
            ([[1], [2]], [1]),
            "weights[1] must have shape (1, 1) to fit features and targets, got (1,)",
        ),
        (
            ([[1], [2]], [[1, 2]]),
            "weights[1] must have shape (1, 1) to fit features and targets, got (1, 2)",
        ),
        (
            ([[1, 2], [3, 4]], [[1]]),
            "weights[1] must have shape (2, 1) to fit features and targets, got (1, 1)",
        ),
    ],
)
def test_pairs_of_weights_that_do_not_fit(take: Any, weights: Any, says: str) -> None:
    with pytest.raises(ValueError, match=exactly(says)):
        take(hidden_layer_step, [[1, 2]], [[1]], weights)


@pytest.mark.parametrize(
    "weights", [[1], (1, 2, 3), (), None, "ab", {1: 2, 3: 4}, np.ones((2, 1, 1))]
)
def test_weights_of_two_layers_must_be_a_pair(take: Any, weights: Any) -> None:
    says = f"weights must be a pair, hidden and output weights, got {weights!r}"
    with pytest.raises(TypeError, match=exactly(says)):
        take(hidden_layer_step, [[1]], [[1]], weights)


def test_two_layers_need_targets_in_columns(take: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^targets must be 2-D, one column per output, got shape \(1,\)$"
    ):
        take(hidden_layer_step, [[1]], [1], ([[1]], [[1]]))


# Options.


@pytest.mark.parametrize("rate", [0, 0.0, -0.5, NAN, INF, -INF, HUGE, -HUGE], ids=short)
def test_learning_rate_must_be_finite_and_above_zero(
    take: Any, problem: Problem, rate: Any
) -> None:
    with pytest.raises(
        ValueError,
        match=exactly(f"learning_rate must be a finite number above 0, got {rate!r}"),
    ):
        take(*problem, learning_rate=rate)


@pytest.mark.parametrize("rate", [True, False, np.True_, None, "0.1", 1j, [0.1], np.array(0.1)])
def test_learning_rate_must_be_a_number(take: Any, problem: Problem, rate: Any) -> None:
    with pytest.raises(TypeError, match=exactly(f"learning_rate must be a number, got {rate!r}")):
        take(*problem, learning_rate=rate)


@pytest.mark.parametrize("rate", [1e39, 1e-60, HUGE], ids=short)
def test_learning_rate_must_be_one_of_the_floats_it_multiplies(take: Any, rate: Any) -> None:
    one = np.ones(1, np.float32)
    with pytest.raises(
        ValueError,
        match=exactly(f"learning_rate must be a finite number above 0, got {rate!r}"),
    ):
        take(regression_step, one[None], one, one, learning_rate=rate)


@pytest.mark.parametrize("slope", [None, 0.25, [0.25]])
def test_slope_must_be_a_function(take: Any, slope: Any) -> None:
    with pytest.raises(
        TypeError, match=exactly(f"slope must be a function of the predictions, got {slope!r}")
    ):
        take(classification_step, [[1]], [1], [1], slope=slope)


@pytest.mark.parametrize(
    ("slope", "shape"),
    [(lambda p: p[:, None], "(2, 1)"), (np.sum, "()"), (lambda p: p[1:], "(1,)")],
)
def test_slope_must_keep_the_shape(take: Any, slope: Any, shape: str) -> None:
    says = f"slope(predictions) must have the shape of targets: got {shape} and (2,)"
    with pytest.raises(ValueError, match=exactly(says)):
        take(classification_step, [[1], [2]], [0, 1], [1], slope=slope)


def test_slope_must_be_finite(take: Any) -> None:
    says = "slope(predictions) must hold finite numbers, got slope(predictions)[0] = nan"
    with pytest.raises(ValueError, match=exactly(says)):
        take(classification_step, [[1], [2]], [0, 1], [1], slope=lambda p: p * NAN)


@pytest.mark.parametrize(
    ("data", "rate"),
    [(([[NAN]], [1], [1]), 1.0), (([[1]], [1], [1, 2]), 1.0), (([[1]], [1], [1]), 0.0)],
)
def test_slope_is_not_tried_on_arguments_that_are_refused(
    take: Any, data: Any, rate: float
) -> None:
    tried: list[Any] = []
    with pytest.raises(ValueError, match="must"):
        take(classification_step, *data, learning_rate=rate, slope=tried.append)
    assert tried == []


@pytest.mark.parametrize(
    ("step", "options"),
    [(regression_step, "learning_rate"), (classification_step, "learning_rate, slope")],
)
def test_train_refuses_an_option_that_the_step_does_not_have(step: Any, options: str) -> None:
    says = f"{step.__name__} has no option 'rate', it has {options}"
    with pytest.raises(TypeError, match=exactly(says)):
        train(step, [[1]], [1], [1], n_steps=1, rate=0.1)


@pytest.mark.parametrize("step", [None, 1, "regression_step"])
def test_train_refuses_a_step_that_is_no_function(step: Any) -> None:
    with pytest.raises(
        TypeError, match=exactly(f"step must be a function that takes one step, got {step!r}")
    ):
        train(step, [[1]], [1], [1], n_steps=1)


@pytest.mark.parametrize("step", [regression_step, lambda *_: None])
@pytest.mark.parametrize(
    ("n_steps", "error", "says"),
    [
        (-1, ValueError, "n_steps must be 0 or more, got -1"),
        (1.0, TypeError, "n_steps must be an integer, got 1.0"),
        ("1", TypeError, "n_steps must be an integer, got '1'"),
        (None, TypeError, "n_steps must be an integer, got None"),
        (True, TypeError, "n_steps must be an integer, got True"),
        (np.True_, TypeError, f"n_steps must be an integer, got {np.True_!r}"),
    ],
)
def test_train_refuses_a_number_of_steps(
    step: Any, n_steps: Any, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=exactly(says)):
        train(step, [[1]], [1], [1], n_steps=n_steps)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        *((step, ([[1]], [1], [1], 0.1)) for step in EVERY),
        (train, (regression_step, [[1]], [1], [1], 1)),
        (noisy_line, (5, 3.0)),
    ],
)
def test_options_are_named(function: Any, arguments: Any) -> None:
    with pytest.raises(TypeError, match="positional"):
        function(*arguments)


def test_the_rest_may_be_named_too() -> None:
    data: Any = {"features": [[1]], "targets": [[1]], "weights": [[1]]}
    assert len(list(train(step=regression_step, n_steps=1, **data))) == 1
    assert regression_step(**data).errors.tolist() == [[0]]
    assert classification_step(**data).errors.shape == (1, 1)
    assert hidden_layer_step(**{**data, "weights": ([[1]], [[1]])}).errors.shape == (1, 1)
    assert len(noisy_line(n_samples=3, rng=np.random.default_rng()).targets) == 3
