"""The sigmoid, its derivative from either side, and the softmax."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose

from simplenn_core import sigmoid, sigmoid_derivative, sigmoid_derivative_from_output, softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ALL = pytest.mark.parametrize(
    "function", [sigmoid, sigmoid_derivative, sigmoid_derivative_from_output]
)

finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-700, 700)
outputs = st.floats(0, 1)


def test_values_worked_by_hand() -> None:
    # At z = ln 3 the sigmoid is 1 / (1 + 1/3) = 3/4, and its slope 3/4 * 1/4.
    z = [-math.log(3), 0, math.log(3)]
    assert_allclose(sigmoid(z), [0.25, 0.5, 0.75], rtol=1e-15)
    assert_allclose(sigmoid_derivative(z), [0.1875, 0.25, 0.1875], rtol=1e-15)
    assert_allclose(
        sigmoid_derivative_from_output([0.25, 0.5, 0.75]), [0.1875, 0.25, 0.1875], rtol=1e-15
    )


def test_infinities_give_the_ends_of_the_range() -> None:
    assert sigmoid([-math.inf, math.inf]).tolist() == [0, 1]
    assert sigmoid_derivative([-math.inf, math.inf]).tolist() == [0, 0]


@given(finite)
def test_sigmoid_and_slope_stay_in_their_ranges_without_a_warning(z: float) -> None:
    assert 0 <= sigmoid(z) <= 1
    assert 0 <= sigmoid_derivative(z) <= 0.25 + 2**-54


@given(arrays(np.float32, array_shapes(min_dims=1), elements=st.floats(width=32, allow_nan=False)))
def test_float32_stays_float32_without_a_warning(z: NDArray[np.float32]) -> None:
    for value in (
        sigmoid(z),
        sigmoid_derivative(z),
        sigmoid_derivative_from_output(sigmoid(z)),
    ):
        assert value.dtype == np.float32
        assert value.shape == z.shape


@pytest.mark.parametrize("z", [-1e308, -1000, -710, 1e-320, 710, 1000, 1e308])
def test_a_strict_error_state_of_the_caller_makes_no_difference(z: float) -> None:
    with np.errstate(all="raise"):
        strict = sigmoid(z), sigmoid_derivative(z)
    assert strict == (sigmoid(z), sigmoid_derivative(z))


@given(st.floats(-36, 36))
def test_sigmoid_is_inside_its_range_as_long_as_floats_can_say_so(z: float) -> None:
    assert 0 < sigmoid(z) < 1


@given(finite)
def test_sigmoid_of_minus_z_is_one_minus_sigmoid(z: float) -> None:
    assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=2**-52)


@given(st.lists(finite, min_size=2))
def test_sigmoid_never_falls(z: list[float]) -> None:
    assert (np.diff(sigmoid(np.sort(z))) >= -(2**-52)).all()


@given(finite)
def test_slope_is_the_same_on_both_sides(z: float) -> None:
    assert sigmoid_derivative(z) == sigmoid_derivative(-z)


@given(finite)
def test_the_two_derivatives_agree(z: float) -> None:
    from_output = sigmoid_derivative_from_output(sigmoid(z))
    assert_allclose(from_output, sigmoid_derivative(z), rtol=0, atol=2**-52)


@given(st.floats(-700, 0))
def test_the_two_derivatives_agree_to_the_last_digits_below_zero(z: float) -> None:
    assert_allclose(sigmoid_derivative_from_output(sigmoid(z)), sigmoid_derivative(z), rtol=2e-15)


@given(st.floats(-20, 20))
def test_derivative_is_the_slope_of_the_sigmoid(z: float) -> None:
    difference = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5
    assert_allclose(sigmoid_derivative(z), difference, rtol=1e-9, atol=2e-11)


@given(st.floats(-700, 0))
def test_sigmoid_is_accurate_where_it_is_small(z: float) -> None:
    assert_allclose(sigmoid(z), math.exp(z) / (1 + math.exp(z)), rtol=1e-15)


@given(moderate)
def test_derivative_is_accurate_where_it_is_small(z: float) -> None:
    assert_allclose(sigmoid_derivative(z), 0.25 / math.cosh(z / 2) ** 2, rtol=3e-15)


@given(outputs)
def test_derivative_from_output_is_p_minus_its_square(p: float) -> None:
    assert_allclose(sigmoid_derivative_from_output(p), p - p**2, rtol=1e-15, atol=2**-53)


@given(st.floats(-1e308, -710))
def test_sigmoid_vanishes_far_below_zero(z: float) -> None:
    assert sigmoid(z) < 1e-308


@ALL
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (1, 2, 3)])
def test_shape_is_kept(function: Callable[..., Any], shape: tuple[int, ...]) -> None:
    assert function(np.zeros(shape)).shape == shape


@ALL
@pytest.mark.parametrize(
    "z",
    [
        [0, 1],
        [False, True],
        *(np.array([0, 1], dtype) for dtype in (np.uint8, np.float16, np.longdouble)),
    ],
)
def test_all_but_float32_becomes_float64(function: Callable[..., Any], z: Any) -> None:
    value = function(z)
    assert value.dtype == np.float64
    assert (value == function([0.0, 1.0])).all()


@ALL
def test_argument_is_left_alone(function: Callable[..., Any]) -> None:
    z = np.linspace(0, 1, 12).reshape(3, 4)
    before = z.copy()
    z.flags.writeable = False
    value = function(z)
    assert (function(z[::2, ::-2]) == value[::2, ::-2]).all()
    assert (z == before).all()
    assert not np.shares_memory(value, z)


numbers = arrays(np.float64, array_shapes(min_dims=1, max_dims=2, max_side=5), elements=moderate)


def test_shares_worked_by_hand() -> None:
    # The exponentials of 0, ln 2 and ln 5 are 1, 2 and 5, of which the sum is 8.
    z = np.log([[1, 2, 5], [5, 2, 1]])
    assert_allclose(softmax(z), [[0.125, 0.25, 0.625], [0.625, 0.25, 0.125]], rtol=1e-15)
    assert softmax([3]).tolist() == [1]


@given(arrays(np.float64, (3, 4), elements=finite))
def test_softmax_shares_out_one_without_a_warning(z: NDArray[np.float64]) -> None:
    with np.errstate(all="raise"):
        shares = softmax(z)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert_allclose(shares.sum(axis=1), 1, rtol=1e-15)


@given(numbers, st.floats(-100, 100))
def test_softmax_stays_where_all_numbers_move_together(z: NDArray[np.float64], by: float) -> None:
    assert_allclose(softmax(z + by), softmax(z), rtol=1e-11)


@given(numbers)
def test_softmax_keeps_the_order_and_treats_each_row_alone(z: NDArray[np.float64]) -> None:
    rows, shares = np.atleast_2d(z), np.atleast_2d(softmax(z))
    for row, share in zip(rows, shares, strict=True):
        assert (np.diff(share[np.argsort(row)]) >= 0).all()
        assert_allclose(share, softmax(row), rtol=1e-15)


@given(st.floats(-700, 700))
def test_softmax_beside_a_zero_is_the_sigmoid(z: float) -> None:
    assert_allclose(softmax([z, 0]), [sigmoid(z), sigmoid(-z)], rtol=1e-14)


@given(arrays(np.float64, 4, elements=st.floats(-30, 30)))
def test_slope_of_the_logarithm_of_a_share_is_one_minus_the_shares(z: NDArray[np.float64]) -> None:
    for place in range(4):
        nudge = 1e-5 * np.eye(4)
        slopes = [(np.log(softmax(z + n)) - np.log(softmax(z - n)))[place] / 2e-5 for n in nudge]
        assert_allclose(slopes, np.eye(4)[place] - softmax(z), atol=1e-8)


def test_softmax_agrees_with_scipy() -> None:
    theirs = pytest.importorskip("scipy.special").softmax
    z = np.random.default_rng(1).normal(size=(50, 6)) * 300
    assert_allclose(softmax(z), theirs(z, axis=1), rtol=1e-13)


def test_softmax_of_float32_stays_float32() -> None:
    assert softmax(np.zeros((2, 3), np.float32)).dtype == np.float32
    assert softmax([[1, 2]]).dtype == np.float64


def test_softmax_leaves_its_argument_alone() -> None:
    z = np.arange(6.0).reshape(2, 3)
    before = z.copy()
    z.flags.writeable = False
    assert not np.shares_memory(softmax(z), z)
    assert (z == before).all()
    assert_allclose(softmax(np.asfortranarray(z)), softmax(z), rtol=1e-15)
