"""The steps, each held to the gradient it follows."""

from __future__ import annotations

import copy
import pickle
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_equal
from numpy.typing import NDArray

from simplenn_core import (
    TrainingStep,
    classification_step,
    first_column,
    hidden_layer_step,
    regression_step,
    sigmoid_derivative,
    sigmoid_derivative_from_output,
    softmax_step,
    train,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Array: TypeAlias = NDArray[np.floating[Any]]
Layer: TypeAlias = tuple[Array, Array, Array]
Problem: TypeAlias = tuple[Any, Any, Any, Any]
ArraysIn: TypeAlias = "Callable[[Any], list[Any]]"

rates = st.sampled_from([1e-3, 0.01, 0.5, 1.0, 3.0])
sizes = st.integers(1, 4)


def values(*shape: int, least: float = -1) -> st.SearchStrategy[NDArray[np.float64]]:
    return arrays(np.float64, shape, elements=st.floats(least, 1))


@st.composite
def layers(draw: st.DrawFn, least: float = -1) -> Layer:
    """Draw features, targets and weights of a layer; targets in one dimension or in columns."""
    n, m = draw(sizes), draw(sizes)
    outputs = draw(st.sampled_from([(), (1,), (2,), (3,)]))
    targets = draw(values(n, *outputs, least=least))
    return draw(values(n, m)), targets, draw(values(m, *outputs))


@st.composite
def two_layers(draw: st.DrawFn) -> tuple[Array, Array, Array, Array]:
    """Draw features, targets, hidden weights and output weights."""
    n, m, h, k = draw(sizes), draw(sizes), draw(sizes), draw(sizes)
    targets = draw(values(n, k, least=0))
    return draw(values(n, m)), targets, draw(values(m, h)), draw(values(h, k))


@st.composite
def choices(draw: st.DrawFn, *, one_hot: bool = False) -> Layer:
    """Draw features, targets that share out 1 in each row, and weights."""
    n, m, k = draw(sizes), draw(sizes), draw(sizes)
    if one_hot:
        targets = np.eye(k)[draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n))]
    else:
        parts = draw(values(n, k, least=0)) + 0.01
        targets = parts / parts.sum(axis=1, keepdims=True)
    return draw(values(n, m)), targets, draw(values(m, k))


def squash(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def descent(predict: Callable[[Array], Array], targets: Array, weights: Array) -> Array:
    """Return -dL/dw for L = 1/2 sum e^2, by central differences."""
    return downhill(lambda w: float(((targets - predict(w)) ** 2).sum()) / 2, weights)


def downhill(loss: Callable[[Array], float], weights: Array) -> Array:
    slopes = np.empty_like(weights)
    for place in np.ndindex(weights.shape):
        nudge = np.zeros_like(weights)
        nudge[place] = 1e-5
        slopes[place] = (loss(weights - nudge) - loss(weights + nudge)) / 2e-5
    return slopes


def cross_entropy(z: Array, targets: Array) -> float:
    """Return -sum t ln p of a softmax by log-sum-exp: ln p = z - ln sum exp z."""
    return float((targets * (np.log(np.exp(z).sum(axis=1, keepdims=True)) - z)).sum())


def assert_follows(update: Array, rate: float, gradient: Array) -> None:
    assert_allclose(update / rate, gradient, rtol=1e-7, atol=1e-8)


# What each step computes.


@given(layers(), rates)
def test_regression_step_follows_the_gradient(layer: Layer, rate: float) -> None:
    features, targets, weights = layer
    step = regression_step(features, targets, weights, learning_rate=rate)
    assert_follows(step.update, rate, descent(lambda w: features @ w, targets, weights))


@given(layers(least=0), rates)
def test_classification_step_follows_the_gradient(layer: Layer, rate: float) -> None:
    features, targets, weights = layer
    step = classification_step(features, targets, weights, learning_rate=rate)
    assert_follows(step.update, rate, descent(lambda w: squash(features @ w), targets, weights))


@given(two_layers(), rates)
def test_hidden_layer_step_follows_the_gradient_in_both_weights(layer: Any, rate: float) -> None:
    features, targets, hidden, output = layer
    step = hidden_layer_step(features, targets, (hidden, output), learning_rate=rate)
    of_hidden = descent(lambda w: squash(squash(features @ w) @ output), targets, hidden)
    of_output = descent(lambda w: squash(squash(features @ hidden) @ w), targets, output)
    assert_follows(step.update[0], rate, of_hidden)
    assert_follows(step.update[1], rate, of_output)


@given(choices(), rates)
def test_softmax_step_follows_the_gradient_of_the_cross_entropy(layer: Layer, rate: float) -> None:
    features, targets, weights = layer
    step = softmax_step(features, targets, weights, learning_rate=rate)
    gradient = downhill(lambda w: cross_entropy(features @ w, targets), weights)
    assert_follows(step.update, rate, gradient)


@given(choices(one_hot=True))
def test_softmax_step_moves_no_sum_of_weights(layer: Layer) -> None:
    # What one answer gains the others lose: the errors of a row add up to 0.
    assert_allclose(softmax_step(*layer).update.sum(axis=1), 0, atol=1e-15)


@given(layers(least=0))
def test_softmax_of_two_answers_is_a_sigmoid_with_slope_one(layer: Layer) -> None:
    features = layer[0]
    targets, weights = (array.reshape(len(array), -1)[:, :1] for array in layer[1:])
    both = softmax_step(
        features, np.hstack([targets, 1 - targets]), np.hstack([weights, 0 * weights])
    )
    alone = classification_step(features, targets, weights, slope=np.ones_like, learning_rate=0.01)
    assert_allclose(both.predictions[:, :1], alone.predictions, rtol=1e-14)
    assert_allclose(both.update[:, :1], alone.update, rtol=1e-12, atol=1e-16)


def test_softmax_step_ends_where_scikit_learn_does() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(1)
    features, labels = rng.standard_normal((60, 3)), rng.integers(0, 4, 60)
    model = linear.LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=10_000)
    theirs = model.fit(features, labels).predict_proba(features)
    *_, last = train(
        softmax_step,
        features,
        np.eye(4)[labels],
        np.zeros((3, 4)),
        n_steps=4000,
        learning_rate=0.02,
    )
    assert_allclose(last.predictions, theirs, atol=1e-6)


def test_slope_taken_from_the_wrong_side_does_not_follow_the_gradient() -> None:
    features, targets = first_column()
    weights = np.array([[-0.17], [0.44], [-1.0]])
    slip = classification_step(features, targets, weights, slope=sigmoid_derivative)
    gradient = descent(lambda w: squash(features @ w), targets, weights)
    assert not np.isclose(slip.update, gradient, rtol=0.1).any()


@given(layers(least=0))
def test_any_slope_multiplies_the_errors(layer: Layer) -> None:
    step = classification_step(*layer, slope=lambda p: p**2)
    assert_allclose(
        step.update, layer[0].T @ (step.errors * step.predictions**2), rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("slope", [sigmoid_derivative, sigmoid_derivative_from_output])
def test_a_slope_of_this_package_gives_the_same_when_it_is_wrapped(slope: Any) -> None:
    data = *first_column(), [[-0.17], [0.44], [-1.0]]
    assert_equal(
        classification_step(*data, slope=slope),
        classification_step(*data, slope=lambda p: slope(p)),  # noqa: PLW0108 - another function is the point
    )


def test_regression_step_worked_by_hand() -> None:
    step = regression_step([[1, 1], [2, 1]], [3, 5], [1, 1], learning_rate=0.5)
    assert_equal(step, ([1, 1], [2, 3], [1, 2], [2.5, 1.5]))
    assert step.mean_squared_error == 2.5
    assert_equal(step.updated_weights, [3.5, 2.5])


def test_classification_step_worked_by_hand() -> None:
    step = classification_step([[0, 1], [2, 1]], [0, 1], [0, 0], learning_rate=2)
    assert_equal(step, ([0, 0], [0.5, 0.5], [-0.5, 0.5], [0.5, 0]))
    assert step.mean_squared_error == 0.25
    assert_equal(step.updated_weights, [0.5, 0])


def test_softmax_step_worked_by_hand() -> None:
    # With z = 0 and ln 3 the shares are 1/4 and 3/4.
    weights = np.array([[0, np.log(3)], [0, 0]])
    step = softmax_step([[1, 1], [0, 1]], [[1.0, 0.0], [0.5, 0.5]], weights, learning_rate=2)
    assert_allclose(step.predictions, [[0.25, 0.75], [0.5, 0.5]], rtol=1e-15)
    assert_allclose(step.errors, [[0.75, -0.75], [0.0, 0.0]], rtol=1e-15)
    assert_allclose(step.update, [[1.5, -1.5], [1.5, -1.5]], rtol=1e-15)
    assert step.mean_squared_error == pytest.approx(0.28125)
    assert_equal(step.updated_weights, weights + step.update)


def test_hidden_layer_step_worked_by_hand() -> None:
    step = hidden_layer_step([[1, 2]], [[1]], [[[0, 0], [0, 0]], [[1], [-1]]], learning_rate=2)  # type: ignore[arg-type]  # lists are taken too
    hidden, output = [[0.0625, -0.0625], [0.125, -0.125]], [[0.125], [0.125]]
    assert_equal(step, (([[0, 0], [0, 0]], [[1], [-1]]), [[0.5]], [[0.5]], (hidden, output)))
    assert step.mean_squared_error == 0.25
    assert_equal(step.updated_weights, (hidden, [[1.125], [-0.875]]))


def test_learning_rates_by_default(problem: Problem) -> None:
    step, *data = problem
    rate = 0.01 if step in {regression_step, softmax_step} else 1.0
    assert_equal(step(*data), step(*data, learning_rate=rate))


@pytest.mark.parametrize(
    "rate", [Fraction(1, 4), np.float32(0.25), np.float64(0.25), np.longdouble(0.25)]
)
def test_any_real_number_is_a_learning_rate(problem: Problem, rate: Any) -> None:
    step, *data = problem
    assert_equal(step(*data, learning_rate=rate), step(*data, learning_rate=0.25))


@pytest.mark.parametrize("rate", [sys.float_info.max, 2**1023, 5e-324])
def test_learning_rates_reach_to_both_ends_of_the_floats(rate: float) -> None:
    assert regression_step([[1]], [1], [1], learning_rate=rate).update.tolist() == [0]


def test_update_is_proportional_to_the_learning_rate(problem: Problem, arrays_in: ArraysIn) -> None:
    step, *data = problem
    once, twice = (arrays_in(step(*data, learning_rate=rate).update) for rate in (0.3, 0.6))
    assert_equal(twice, [2 * update for update in once])


@given(layers(), st.floats(-2, 2))
def test_regression_update_is_linear_in_the_targets(layer: Layer, share: float) -> None:
    features, targets, weights = layer
    others = np.cos(targets)
    mixed = regression_step(features, share * targets + (1 - share) * others, weights).update
    apart = [regression_step(features, t, weights).update for t in (targets, others)]
    assert_allclose(mixed, share * apart[0] + (1 - share) * apart[1], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("step", [regression_step, classification_step])
def test_outputs_of_one_layer_learn_apart(step: Any) -> None:
    features, targets, weights = (
        np.arange(6.0).reshape(3, 2),
        np.eye(3, 2),
        np.array([[0.5, -1], [0.25, 2]]),
    )
    both = step(features, targets, weights)
    for k in (0, 1):
        one = step(features, targets[:, k], weights[:, k])
        assert_allclose(both.update[:, k], one.update, rtol=1e-14)
        assert_allclose(both.predictions[:, k], one.predictions, rtol=1e-14)


def test_many_samples_are_as_good_as_few() -> None:
    step = regression_step(np.ones((1000, 1)), np.full(1000, 3), [1])
    assert step.mean_squared_error == 4
    assert step.update.tolist() == [20]


# What a record is.


def test_record_agrees_with_itself(problem: Problem, arrays_in: ArraysIn) -> None:
    step, features, targets, weights = problem
    record = step(features, targets, weights)
    assert_equal(record.weights, weights)
    assert_equal(record.errors, targets - record.predictions)
    assert record.mean_squared_error == pytest.approx((record.errors**2).mean(), rel=1e-15)
    sums = [w + u for w, u in zip(arrays_in(record.weights), arrays_in(record.update), strict=True)]
    assert_equal(arrays_in(record.updated_weights), sums)
    assert type(record.updated_weights) is type(record.weights)


def test_record_outlives_what_the_caller_does_to_his_arrays(
    problem: Problem, arrays_in: ArraysIn
) -> None:
    step, *data = problem
    record = step(*data)
    before = copy.deepcopy(record)
    for array in arrays_in(data):
        array[...] = 7
    assert_equal(record, before)


def test_updated_weights_are_new_arrays(problem: Problem, arrays_in: ArraysIn) -> None:
    step, *data = problem
    record = step(*data)
    before = copy.deepcopy(record)
    for array in arrays_in(record.updated_weights):
        array[...] = 7
    assert_equal(record, before)


# What becomes of the arguments.


def test_arguments_are_left_alone(problem: Problem, arrays_in: ArraysIn) -> None:
    step, *data = problem
    before = copy.deepcopy(data)
    for array in arrays_in(data):
        array.flags.writeable = False
    step(*data)
    assert_equal(data, before)


@pytest.mark.parametrize(
    "lay_out", [np.asfortranarray, lambda array: np.repeat(array, 2, axis=-1)[..., ::2]]
)
def test_memory_layout_makes_no_difference(
    problem: Problem, lay_out: Any, arrays_in: ArraysIn
) -> None:
    step, features, targets, weights = problem
    others = tuple(map(lay_out, weights)) if isinstance(weights, tuple) else lay_out(weights)
    record = step(lay_out(features), lay_out(targets), others)
    for ours, theirs in zip(
        arrays_in(record), arrays_in(step(features, targets, weights)), strict=True
    ):
        assert_allclose(ours, theirs, rtol=1e-14)


def converted(problem: Problem, convert: Callable[[Any], Any]) -> Any:
    """Take the step after each argument was converted."""
    step, features, targets, weights = problem
    pair = tuple(map(convert, weights)) if isinstance(weights, tuple) else convert(weights)
    return step(convert(features), convert(targets), pair)


def test_float32_stays_float32(problem: Problem, arrays_in: ArraysIn) -> None:
    record = converted(problem, lambda array: array.astype(np.float32))
    assert {array.dtype for array in arrays_in([*record, record.updated_weights])} == {
        np.dtype(np.float32)
    }


@pytest.mark.parametrize(
    "convert", [np.ndarray.tolist, lambda array: array.astype(int), lambda array: array > 0]
)
def test_lists_integers_and_truth_values_become_float64(
    problem: Problem, convert: Any, arrays_in: ArraysIn
) -> None:
    record = converted(problem, convert)
    assert {array.dtype for array in arrays_in([*record, record.updated_weights])} == {
        np.dtype(np.float64)
    }
    assert_equal(record, converted(problem, lambda array: np.array(convert(array), float)))


def test_float64_prevails_over_float32() -> None:
    assert regression_step(np.ones((1, 1), np.float32), [1.0], [0.5]).update.dtype == np.float64


def test_a_pair_of_weights_needs_a_pair_of_updates() -> None:
    one = np.ones((1, 1))
    record: Any = TrainingStep((one, one), one, one, (one,))
    with pytest.raises(ValueError, match="expected 2"):
        record.updated_weights  # noqa: B018 - a property


def test_weights_may_be_a_list_of_two() -> None:
    data = [[1, 1]], [[1]]
    assert_equal(
        hidden_layer_step(*data, [[[1], [2]], [[3]]]),  # type: ignore[arg-type]  # as above
        hidden_layer_step(*data, ([[1], [2]], [[3]])),
    )


# What happens at the end of the floats.

# Whether such a sum is 0, infinite or none would depend on the processor.
CANCEL = [1e200, -1e200]
TOO_LARGE = [
    (regression_step, ([[1]], [1e200], [0]), {}, "errors"),
    (regression_step, ([[1e-300]], [1e200], [0]), {}, "errors"),
    (regression_step, ([[1e200]], [0], [0]), {}, "features"),
    (regression_step, ([[1e100]], [0], [1e100]), {}, "errors"),
    (regression_step, ([[1]], [1], [0]), {"learning_rate": 1e200}, "update"),
    (classification_step, ([[1]], [1], [0]), {"learning_rate": 1e200}, "update"),
    (classification_step, ([[1e200]], [1], [0]), {}, "features"),
    (classification_step, ([[1, 1]], [1], CANCEL), {}, "weights"),
    (classification_step, ([[1, 1]], [1], CANCEL), {"slope": sigmoid_derivative}, "weights"),
    (classification_step, ([[1, 1]], [1], CANCEL), {"slope": np.square}, "weights"),
    (classification_step, ([[1]], [1], [0]), {"slope": lambda p: 1e200 * p}, "update"),
    (hidden_layer_step, ([[1, 1]], [[1]], ([[1e200], [-1e200]], [[0]])), {}, "weights"),
    (hidden_layer_step, ([[1, 1]], [[1]], ([[0], [0]], [[1e200]])), {}, "weights"),
    (softmax_step, ([[1, 1]], [[1, 0]], [[1e200, 0], [-1e200, 0]]), {}, "weights"),
    (softmax_step, ([[1]], [[1, 0]], [[1e200, 0]]), {}, "weights"),
    (softmax_step, ([[1e200]], [[1, 0]], [[0, 0]]), {}, "features"),
    (softmax_step, ([[1]], [[1, 0]], [[0, 0]]), {"learning_rate": 1e200}, "update"),
    (softmax_step, ([[1e150]], [[1, 0]], [[0, 0]]), {"learning_rate": 1e10}, "update"),
    (hidden_layer_step, ([[1e-300]], [[1]], ([[0]], [[1]])), {"learning_rate": 1e160}, "update"),
    (hidden_layer_step, ([[1e200]], [[1]], ([[0]], [[1]])), {}, "features"),
    (hidden_layer_step, ([[1e150]], [[1]], ([[0]], [[1]])), {"learning_rate": 1e10}, "update"),
]


@pytest.mark.parametrize(("step", "data", "options", "what"), TOO_LARGE)
def test_too_large_for_floats_is_an_error_without_a_warning(
    step: Any, data: Any, options: Any, what: str
) -> None:
    before = np.geterr()
    says = f"^the squares of the {what} are too large for floats$"
    with pytest.raises(OverflowError, match=says) as caught:
        step(*data, **options)
    assert np.geterr() == before
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - pickled in this very line


@pytest.mark.parametrize("n_terms", [1, 4, 16, 64])
def test_no_sum_overflows_if_the_squares_of_its_factors_fit(n_terms: int) -> None:
    most = (2.0**1022 / n_terms) ** 0.5  # a power of two, whose products are exact
    features, weights = np.full((1, n_terms), most), np.full(n_terms, most)
    step = classification_step(features, [0.25], weights, learning_rate=1e-5)
    assert step.predictions == 1
    assert step.errors == -0.75
    weights[::2] *= -1
    cancelled = classification_step(features, [0.25], weights, learning_rate=1e-5)
    assert cancelled.predictions == (0 if n_terms == 1 else 0.5)


def test_softmax_shifts_what_is_large_before_it_is_exponentiated() -> None:
    step = softmax_step([[1e150]], [[0.5, 0.5, 0]], [[2e150, 2e150, -1e150]])
    assert_equal(step.predictions, [[0.5, 0.5, 0]])
    assert not step.update.any()


@pytest.mark.parametrize("large", [1e150, -1e150])
def test_large_is_not_too_large(large: float) -> None:
    assert regression_step([[1]], [large], [0], learning_rate=1).updated_weights.tolist() == [large]
    assert regression_step([[1]], [1], [large], learning_rate=1).mean_squared_error == large**2


def test_a_strict_error_state_of_the_caller_makes_no_difference() -> None:
    data = [[-800, 1]], [[0.5]]
    cases: Any = [
        (classification_step, data, [[1], [0]]),
        (softmax_step, ([[-800, 1]], [[0, 1]]), [[1, 0], [0, 0]]),
        (hidden_layer_step, data, ([[1], [0]], [[-800]])),
    ]
    for step, given_data, weights in cases:
        with np.errstate(all="raise"):
            strict = step(*given_data, weights)
        assert_equal(strict, step(*given_data, weights))
    with np.errstate(all="raise"):
        tiny = np.finfo(float).tiny
        classification_step([[1]], [1], [0], slope=lambda p: p * tiny * tiny)
        # Where longer floats are no longer than others, it is 0 from the beginning.
        regression_step([[1]], [np.longdouble("1e-4000")], [1])


def test_nor_does_it_reach_the_properties_of_a_record() -> None:
    largest = np.full(2, sys.float_info.max)
    with np.errstate(all="raise"):
        record = TrainingStep(largest, largest, largest, largest)
        assert record.mean_squared_error == np.inf
        assert record.updated_weights.tolist() == [np.inf, np.inf]
        pair = TrainingStep((largest, largest), largest, 1e-200 * largest, (largest, largest))
        assert pair.mean_squared_error > 0
        assert_equal(pair.updated_weights, ([np.inf] * 2, [np.inf] * 2))
