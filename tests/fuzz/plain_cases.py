"""Hostile cases of the sigmoid, its slopes, the softmax, the mean squared error, and the data."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import hostile
import judge
import numpy as np
from calls import array_or_intruder, call
from judge import Fault, as_floats

import simplenn_core as core

if TYPE_CHECKING:
    from hostile import Random

# The sigmoid and its slopes, the mean squared error.


def activations(rng: Random) -> None:
    """Try one of the three functions of any array."""
    name = rng.choice(["sigmoid", "sigmoid_derivative", "sigmoid_derivative_from_output"])
    shape = tuple(rng.randrange(4) for _ in range(rng.randrange(4)))
    z = array_or_intruder(rng, shape, calm=False)
    argument = "predictions" if name.endswith("output") else "z"
    faults = judge.not_numbers(argument, z)
    if not faults:
        values = as_floats(z)
        if argument == "predictions":
            faults = judge.no_outputs(argument, z)
        elif np.isnan(values).any():
            faults = [Fault(ValueError, argument)]
    result = call(rng, getattr(core, name), z, faults=faults)
    if not faults:
        (x,) = judge.long(values)
        info = np.finfo(values.dtype)
        with np.errstate(all="ignore"):
            tail = np.exp(-np.abs(x))
            right = {
                "sigmoid": 1 / (1 + np.exp(-x)),
                "sigmoid_derivative": tail / (1 + tail) ** 2,
                "sigmoid_derivative_from_output": x * (1 - x),
            }[name]
        assert (result.shape, result.dtype) == (values.shape, values.dtype)
        assert judge.close(np.asarray(result), right, 8 * info.eps * right + info.tiny)
        assert not np.shares_memory(result, np.asarray(z))


def softmax(rng: Random) -> None:
    """Try rows of any numbers."""
    shape = tuple(1 + rng.randrange(4) for _ in range(1 + rng.randrange(2)))
    z = array_or_intruder(rng, shape, calm=False)
    faults = judge.not_finite("z", z)
    if not faults and np.ndim(z) not in (1, 2):
        faults = [Fault(ValueError, "z")]
    result = call(rng, core.softmax, z, faults=faults)
    if not faults:
        values = as_floats(z)
        (x,) = judge.long(values)
        info = np.finfo(values.dtype)
        with np.errstate(all="ignore"):
            shifted = x - x.max(axis=-1, keepdims=True)
            powers = np.exp(shifted)
            right = powers / powers.sum(axis=-1, keepdims=True)
            # The difference is rounded before it is an exponent.
            off = info.eps * right * (8 + x.shape[-1] + np.minimum(abs(shifted), 800)) + info.tiny
        assert (result.shape, result.dtype) == (values.shape, values.dtype)
        assert judge.close(result, right, off)
        assert not np.shares_memory(result, np.asarray(z))


def mean_squared_error(rng: Random) -> None:
    """Try two arrays, mostly of one shape."""
    shape = tuple(1 + rng.randrange(3) for _ in range(rng.randrange(3)))
    pair = [array_or_intruder(rng, shape, calm=False) for _ in range(2)]
    faults = [
        *judge.not_finite("predictions", pair[0]),
        *judge.not_finite("targets", pair[1]),
    ]
    if not faults and np.shape(pair[0]) != np.shape(pair[1]):
        faults = [Fault(ValueError, "predictions")]
    result = call(rng, core.mean_squared_error, *pair, faults=faults)
    if not faults:
        info = np.finfo(np.result_type(*map(as_floats, pair)))
        predictions, targets = judge.long(*map(as_floats, pair))
        with np.errstate(all="ignore"):
            squares = np.square(predictions - targets)
        total, size = float(squares.sum()), max(squares.size, 1)
        assert type(result) is float
        assert result >= 0
        if total < float(info.max) / 16:
            slack = float(info.eps) * (8 + size) * total + float(info.tiny) * size
            assert abs(result - total / size) <= slack


# The data.


def data(rng: Random) -> None:
    """Try the bias, or a noisy line, or look whether a fixed set has been spoilt."""
    rng.choice([_with_bias, _noisy_line, _fixed])(rng)


def _with_bias(rng: Random) -> None:
    shape = tuple(1 + rng.randrange(3) for _ in range(1 + rng.randrange(2)))
    x = array_or_intruder(rng, shape, calm=False)
    faults = judge.not_finite("x", x)
    if not faults and np.ndim(x) not in (1, 2):
        faults = [Fault(ValueError, "x")]
    result = call(rng, core.with_bias, x, faults=faults)
    if not faults:
        values = as_floats(x).reshape(len(result), -1)
        assert result.dtype == values.dtype
        assert np.array_equal(result[:, :-1], values)
        assert (result[:, -1] == 1).all()
        assert not np.shares_memory(result, np.asarray(x))


def _noisy_line(rng: Random) -> None:
    n_samples = rng.choice(hostile.COUNTS if rng.random() < 0.8 else hostile.NO_COUNTS)
    names = ["slope", "intercept", "noise"]
    options = {name: array_or_intruder(rng, (), calm=False) for name in names if rng.random() < 0.8}
    generator: Any = None if rng.random() < 0.05 else np.random.default_rng(rng.getrandbits(32))
    faults = judge.no_count("n_samples", n_samples, least=1)
    if rng.random() < 0.05:
        n_samples = rng.choice(hostile.TOO_MANY)
        faults = [Fault(MemoryError, "n_samples")]
    for name, value in options.items():
        wrong = judge.not_finite(name, value)
        if not wrong and np.ndim(value):
            wrong = [Fault(ValueError, name)]
        if not wrong and name == "noise" and as_floats(value) < 0:
            wrong = [Fault(ValueError, name)]
        faults += wrong
    if generator is None:
        faults.append(Fault(TypeError, "rng"))
    if faults:
        call(rng, core.noisy_line, n_samples, rng=generator, faults=faults, **options)
        return
    drawn = copy.deepcopy(generator).standard_normal(int(n_samples))
    given = {"slope": 3.0, "intercept": 2.5, "noise": 2.5, **options}
    slope, intercept, noise = judge.long(*(as_floats(given[name]) for name in names))
    x = np.linspace(0, 10, int(n_samples))
    size = abs(slope) * x + abs(intercept) + noise * abs(drawn)
    if not float(size.max()) < np.finfo(float).max / 16:
        return  # At the end of the floats the targets may be refused: tests/core looks at that.
    # The generator moves on: that is what it is for, so it is not looked at for changes.
    features, targets = call(
        rng,
        lambda *a, **o: core.noisy_line(*a, rng=generator, **o),
        n_samples,
        faults=[],
        **options,
    )
    right = slope * x + intercept + noise * drawn
    assert judge.close(targets, right, 1e-14 * size + 1e-300)
    assert np.array_equal(features, np.column_stack([x, np.ones_like(x)]))


def _fixed(rng: Random) -> None:
    makers = [core.notebook_line, core.first_column, core.exclusive_or]
    make = core.handwritten_digits if rng.random() < 0.02 else rng.choice(makers)
    first, second = make(), make()
    for array in first:
        array[...] = 7
    assert not any((array == 7).all() for array in second)
