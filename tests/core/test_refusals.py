"""What each public function refuses; `train` refuses at the call what a step refuses."""

from __future__ import annotations

import re
from collections import UserList, deque
from typing import Any

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
    softmax,
    softmax_step,
    train,
    with_bias,
)

NAN, INF, HUGE = float("nan"), float("inf"), 10**400


class AsArray:
    """Says what it is as an array, as the tables of other libraries do."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.array


NOT_REAL = "must hold real numbers, got dtype "
MASKED = "must be a plain array, got a masked array; fill or drop what is masked"
NO_OUTPUT = "must lie between 0 and 1, as outputs of the sigmoid do"
ONE = [regression_step, classification_step]
EVERY = [*ONE, softmax_step, hidden_layer_step]


def starting(words: str) -> str:
    return f"^{re.escape(words)}"


def exactly(words: str) -> str:
    return f"^{re.escape(words)}$"


# What is an array of numbers: every function asks the same, so one of them is asked everything.


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (["a", "b"], TypeError, f"{NOT_REAL}<U1"),
        ([1j], TypeError, f"{NOT_REAL}complex128"),
        (None, TypeError, f"{NOT_REAL}object"),
        ([1, None], TypeError, f"{NOT_REAL}object"),
        ([HUGE], TypeError, f"{NOT_REAL}object"),
        (np.zeros(1, "M8[D]"), TypeError, f"{NOT_REAL}datetime64[D]"),
        (np.ma.masked_equal([1, 2], 2), TypeError, MASKED),
        ([[1, 2], np.ma.masked_equal([1, 2], 2)], TypeError, MASKED),
        (([1, np.ma.masked],), TypeError, MASKED),
        (deque(np.ma.masked_equal([[1, 2]], 2)), TypeError, MASKED),
        (UserList([np.ma.masked_equal([1, 2], 2)]), TypeError, MASKED),
        (AsArray(np.ma.masked_equal([1, 2], 2)), TypeError, MASKED),
        ([AsArray(np.ma.masked_equal([1, 2], 2))], TypeError, MASKED),
        ([[1], [2, 3]], ValueError, "must have rows of equal length: "),
    ],
)
def test_what_is_not_numbers(value: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=starting(f"z {says}")):
        sigmoid(value)


@pytest.mark.parametrize("kind", [deque, UserList, AsArray, range, lambda x: [AsArray(x)]])
def test_what_numpy_takes_for_an_array_is_one(kind: Any) -> None:
    value = kind(3) if kind is range else kind(np.arange(3.0))
    assert mean_squared_error(value, np.asarray(value)) == 0


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises((TypeError, ValueError), match=starting("z must h")):
        sigmoid(endless)


def of_line(name: str) -> Any:
    return lambda value: noisy_line(**{"rng": np.random.default_rng(), name: value})


@pytest.mark.parametrize("value", [["a"], [1, NAN], []], ids=["text", "NaN", "empty"])
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("features", lambda value: regression_step(value, [1], [1])),
        ("targets", lambda value: regression_step([[1]], value, [1])),
        ("weights", lambda value: regression_step([[1]], [1], value)),
        ("features", lambda value: classification_step(value, [1], [1])),
        ("targets", lambda value: classification_step([[1]], value, [1])),
        ("weights", lambda value: classification_step([[1]], [1], value)),
        (
            "slope(predictions)",
            lambda value: classification_step([[1]], [1], [1], slope=lambda _: value),
        ),
        ("features", lambda value: softmax_step(value, [[1]], [[1]])),
        ("targets", lambda value: softmax_step([[1]], value, [[1]])),
        ("weights", lambda value: softmax_step([[1]], [[1]], value)),
        ("features", lambda value: hidden_layer_step(value, [[1]], ([[1]], [[1]]))),
        ("targets", lambda value: hidden_layer_step([[1]], value, ([[1]], [[1]]))),
        ("weights[0]", lambda value: hidden_layer_step([[1]], [[1]], (value, [[1]]))),
        ("weights[1]", lambda value: hidden_layer_step([[1]], [[1]], ([[1]], value))),
        ("predictions", lambda value: mean_squared_error(value, [0])),
        ("targets", lambda value: mean_squared_error([0], value)),
        ("x", with_bias),
        ("z", softmax),
        ("slope", of_line("slope")),
        ("intercept", of_line("intercept")),
        ("noise", of_line("noise")),
    ],
)
def test_each_argument_that_is_not_numbers_not_finite_or_empty(
    name: str, call: Any, value: Any
) -> None:
    with pytest.raises((TypeError, ValueError), match=starting(f"{name} must ")):
        call(value)


@pytest.mark.parametrize("function", [sigmoid_derivative, sigmoid_derivative_from_output])
def test_the_slopes_refuse_what_is_not_numbers(function: Any) -> None:
    with pytest.raises(TypeError, match=f"{NOT_REAL}<U1"):
        function(["a"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sigmoid([[0.0, 1.0], [2.0, NAN]]), "z must not hold NaN, got z[1, 1] = nan"),
        (lambda: sigmoid_derivative([0, NAN, NAN]), "z must not hold NaN, got z[1] = nan"),
        (lambda: sigmoid(NAN), "z must not hold NaN, got z = nan"),
        *(
            (
                lambda p=p: sigmoid_derivative_from_output(p),
                f"predictions {NO_OUTPUT}, got predictions{place}",
            )
            for p, place in [
                ([0, 1, 1.5, 2], "[2] = 1.5"),
                ([[-1e-9]], "[0, 0] = -1e-09"),
                ([0.5, -0.5, 3], "[1] = -0.5"),
                ([0.5, NAN], "[1] = nan"),
            ]
        ),
        (
            lambda: classification_step([[1], [1]], [1, 2], [1]),
            f"targets {NO_OUTPUT}, got targets[1] = 2.0",
        ),
        (
            lambda: softmax_step([[1], [1]], [[1.0, 0.0], [1.5, -0.5]], [[1, 1]]),
            "targets must be 0 or more, got targets[1, 1] = -0.5",
        ),
        *(
            (
                lambda row=row: softmax_step([[1], [1]], [[0, 1], row], [[1, 1]]),
                f"targets must add up to 1 in each row, got sum of targets[1] = {total}",
            )
            for row, total in [
                ([0, 0], "0.0"),
                ([1, 1], "2.0"),
                ([0.25, 0.5], "0.75"),
                ([1e308, 1e308], "inf"),
            ]
        ),
        (lambda: softmax(1), "z must be 1-D or 2-D, got shape ()"),
        (lambda: softmax([[[1]]]), "z must be 1-D or 2-D, got shape (1, 1, 1)"),
        *(
            (lambda x=x: softmax([[0, x]]), f"z must hold finite numbers, got z[0, 1] = {x!r}")
            for x in (NAN, INF, -INF)
        ),
        (
            lambda: hidden_layer_step([[1]], [[1, -0.5]], ([[1]], [[1, 1]])),
            f"targets {NO_OUTPUT}, got targets[0, 1] = -0.5",
        ),
        *(
            (
                lambda x=x: with_bias([[1, x]]),
                f"x must hold finite numbers, got x[0, 1] = {x!r}",
            )
            for x in (NAN, INF, -INF)
        ),
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
        (lambda: with_bias(1), "x must be 1-D or 2-D, got shape ()"),
        (lambda: with_bias([[[1]]]), "x must be 1-D or 2-D, got shape (1, 1, 1)"),
    ],
)
def test_values_and_shapes_that_do_not_fit(call: Any, says: str) -> None:
    with pytest.raises(ValueError, match=exactly(says)):
        call()


@pytest.mark.parametrize("step", EVERY)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"features": [["a"]]}, "features must hold real numbers"),
        ({"features": [[1, 2]]}, "weights"),
        ({"targets": [[NAN]]}, "targets must hold finite numbers"),
        ({"weights": []}, "weights must"),
        ({"learning_rate": 0}, "learning_rate must be a finite number above 0"),
    ],
)
def test_train_refuses_at_the_call_what_a_step_refuses(step: Any, change: Any, says: str) -> None:
    weights = ([[1]], [[1]]) if step is hidden_layer_step else [[1]]
    call = {"features": [[1]], "targets": [[1]], "weights": weights, **change}
    with pytest.raises((TypeError, ValueError), match=starting(says)) as alone:
        step(**call)
    with pytest.raises(type(alone.value), match=exactly(str(alone.value))):
        train(step, **call, n_steps=1)


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
def test_features_and_targets_that_do_not_fit(step: Any, table: Any) -> None:
    features, targets, rule, shapes = table
    says = f"{rule}: features have shape {shapes[0]}, targets have shape {shapes[1]}"
    with pytest.raises(ValueError, match=exactly(says)):
        step(features, targets, ([[1]], [[1]]))


@pytest.mark.parametrize("step", ONE)
@pytest.mark.parametrize(
    ("targets", "weights", "shapes"),
    [
        ([1], [1, 2, 3], ("(2,)", "(3,)")),
        ([1], 1, ("(2,)", "()")),
        ([1], [[1], [2]], ("(2,)", "(2, 1)")),
        ([[1]], [1, 2], ("(2, 1)", "(2,)")),
        ([[1]], [[1, 2]], ("(2, 1)", "(1, 2)")),
        ([[1, 2]], [[1], [2]], ("(2, 2)", "(2, 1)")),
    ],
)
def test_weights_that_do_not_fit(
    step: Any, targets: Any, weights: Any, shapes: tuple[str, str]
) -> None:
    says = f"weights must have shape {shapes[0]} to fit features and targets, got {shapes[1]}"
    with pytest.raises(ValueError, match=exactly(says)):
        step([[1, 2]], targets, weights)


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
def test_pairs_of_weights_that_do_not_fit(weights: Any, says: str) -> None:
    with pytest.raises(ValueError, match=exactly(says)):
        hidden_layer_step([[1, 2]], [[1]], weights)


@pytest.mark.parametrize(
    ("weights", "shown"),
    [
        ([1], "[1]"),
        ((1, 2, 3), "(1, 2, 3)"),
        (None, "None"),
        ("ab", "'ab'"),
        ({1: 2, 3: 4}, "{1: 2, 3: 4}"),
        (np.ones((30, 30)), "ndarray of shape (30, 30)"),
        ([np.ones((30, 30))], "[ndarray of shape (30, 30)]"),
        (np.ma.ones((2, 1)), "MaskedArray of shape (2, 1)"),
    ],
)
def test_weights_of_two_layers_must_be_a_pair(weights: Any, shown: str) -> None:
    says = f"weights must be a pair, hidden and output weights, got {shown}"
    with pytest.raises(TypeError, match=exactly(says)):
        hidden_layer_step([[1]], [[1]], weights)


@pytest.mark.parametrize(
    ("step", "weights"), [(hidden_layer_step, ([[1]], [[1]])), (softmax_step, [1])]
)
def test_two_layers_and_a_softmax_need_targets_in_columns(step: Any, weights: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^targets must be 2-D, one column per output, got shape \(1,\)$"
    ):
        step([[1]], [1], weights)


def test_ten_columns_against_nine() -> None:
    says = "weights must have shape (3, 10) to fit features and targets, got (3, 9)"
    with pytest.raises(ValueError, match=exactly(says)):
        softmax_step(np.ones((4, 3)), np.eye(10)[:4], np.zeros((3, 9)))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_shares_that_were_computed_need_not_add_up_exactly(kind: Any) -> None:
    targets = np.full((1, 7), 1 / 7, kind)
    assert softmax_step([[1]], targets * (1 + np.finfo(kind).eps * 100), np.zeros((1, 7)))
    with pytest.raises(ValueError, match="targets must add up to 1 in each row, got sum of "):
        softmax_step([[1]], targets * (1 + kind(0.001)), np.zeros((1, 7)))


# Options.


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        *((rate, repr(rate)) for rate in (0, -0.5, NAN, INF, -INF)),
        pytest.param(HUGE, f"1{27 * '0'}...{29 * '0'}", id="400 zeros"),
        pytest.param(1 << 20_000, "an integer of 20001 bits", id="20001 bits"),
    ],
)
@pytest.mark.parametrize("step", EVERY)
def test_learning_rate_must_be_finite_and_above_zero(step: Any, rate: Any, shown: str) -> None:
    weights = ([[1]], [[1]]) if step is hidden_layer_step else [[1]]
    says = f"learning_rate must be a finite number above 0, got {shown}"
    with pytest.raises(ValueError, match=exactly(says)):
        step([[1]], [[1]], weights, learning_rate=rate)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        *((rate, repr(rate)) for rate in (True, np.True_, None, "0.1", 1j, [0.1])),
        (np.array(0.1), "ndarray of shape ()"),
    ],
)
def test_learning_rate_must_be_a_number(rate: Any, shown: str) -> None:
    says = f"learning_rate must be a number, got {shown}"
    with pytest.raises(TypeError, match=exactly(says)):
        regression_step([[1]], [1], [1], learning_rate=rate)


@pytest.mark.parametrize("rate", [1e39, 1e-60])
def test_learning_rate_must_be_one_of_the_floats_it_multiplies(rate: Any) -> None:
    one = np.ones(1, np.float32)
    says = f"learning_rate must be a finite number above 0, got {rate!r}"
    with pytest.raises(ValueError, match=exactly(says)):
        regression_step(one[None], one, one, learning_rate=rate)


@pytest.mark.parametrize(
    ("slope", "shown"), [(None, "None"), (0.25, "0.25"), (np.ones(9), "ndarray of shape (9,)")]
)
def test_slope_must_be_a_function(slope: Any, shown: str) -> None:
    says = f"slope must be a function of the predictions, got {shown}"
    with pytest.raises(TypeError, match=exactly(says)):
        classification_step([[1]], [1], [1], slope=slope)


def late(slope: Any) -> Any:
    """Return a slope that behaves while it is tried, at 0.5, and later does as `slope` does."""
    return lambda p: p * (1 - p) if (p == 0.5).all() else slope(p)


def in_place(p: Any) -> Any:
    p *= 1 - p
    return p


SLOPES = [
    (lambda p: p[:, None], "slope(predictions) must have the shape of predictions: got (2, 1)"),
    (np.sum, "slope(predictions) must have the shape of predictions: got () and (2,)"),
    (lambda p: p * NAN, "slope(predictions) must hold finite numbers, got slope(predictions)[0]"),
    (in_place, "slope must not change its argument"),
]


@pytest.mark.parametrize(("slope", "says"), SLOPES)
def test_what_a_slope_must_not_do(slope: Any, says: str) -> None:
    with pytest.raises(ValueError, match=starting(says)):
        train(classification_step, [[1], [2]], [0, 1], [1], n_steps=1, slope=slope)
    with pytest.raises(ValueError, match=starting(says)):
        classification_step([[1], [2]], [0, 1], [1], slope=late(slope))


@pytest.mark.parametrize(
    ("data", "rate"),
    [
        (([[NAN]], [1], [1]), 1.0),
        (([[1]], [2], [1]), 1.0),
        (([[1]], [1], [1, 2]), 1.0),
        (([[1]], [1], [1]), 0.0),
    ],
)
def test_slope_is_not_tried_on_arguments_that_are_refused(data: Any, rate: float) -> None:
    tried: list[Any] = []
    with pytest.raises(ValueError, match="must"):
        classification_step(*data, learning_rate=rate, slope=tried.append)  # type: ignore[arg-type]  # is not called
    assert tried == []


@pytest.mark.parametrize(
    ("step", "options"),
    [
        (regression_step, "learning_rate"),
        (classification_step, "learning_rate, slope"),
        (softmax_step, "learning_rate"),
    ],
)
def test_train_refuses_an_option_that_the_step_does_not_have(step: Any, options: str) -> None:
    says = f"{step.__name__} has no option 'rate', it has {options}"
    with pytest.raises(TypeError, match=exactly(says)):
        train(step, [[1]], [[1]], [[1]], n_steps=1, rate=0.1)


@pytest.mark.parametrize("step", [None, "regression_step"])
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
    assert softmax_step(**data).errors.tolist() == [[0]]
    assert hidden_layer_step(**{**data, "weights": ([[1]], [[1]])}).errors.shape == (1, 1)
    assert len(noisy_line(n_samples=3, rng=np.random.default_rng()).targets) == 3


# Messages are short, whatever comes in.


class Loud:
    """Says too much of itself."""

    def __repr__(self) -> str:
        return "x" * 10**6


TOO_MUCH = {
    "object": Loud(),
    "text": "x" * 10**6,
    "lists": [[[[["x"] * 9] * 9] * 9] * 9] * 9,
    "mapping": {f"{i:099}": Loud() for i in range(99)},
    "fields": np.zeros(1, [(f"{i:099}", "f8") for i in range(99)]),
}


@pytest.mark.parametrize(
    "call",
    [
        sigmoid,
        lambda value: hidden_layer_step([[1]], [[1]], value),
        lambda value: regression_step([[1]], [1], [1], learning_rate=value),
        lambda value: classification_step([[1]], [1], [1], slope=value),
        lambda value: train(value, [[1]], [1], [1], n_steps=1),
        lambda value: train(regression_step, [[1]], [1], [1], n_steps=value),
        lambda value: train(
            regression_step, [[1]], [1], [1], n_steps=1, **{str(value)[: 10**6]: 1}
        ),
        lambda value: next(train(lambda *_: value, [[1]], [1], [1], n_steps=1)),
        of_line("n_samples"),
        of_line("rng"),
    ],
)
@pytest.mark.parametrize("value", TOO_MUCH.values(), ids=TOO_MUCH)
def test_messages_are_short(call: Any, value: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call(value)
    assert 20 < len(str(caught.value)) < 300
