"""Arguments that nobody would wish for, drawn from a `random.Random`.

A campaign seeds one, Hypothesis hands one in whose draws it can shrink, and `Bytes` makes one of
the bytes of a fuzzer that is guided by coverage.
"""

from __future__ import annotations

import math
import random
import struct
import sys
from collections import deque
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Array: TypeAlias = np.ndarray[Any, Any]
Random: TypeAlias = random.Random

KINDS = ["f8", "f8", "f8", "f4", "f4", "f2", "g", ">f8", ">f4", "i1", "i8", "u1", "u8", "?"]
EXTREMES = [0.0, -0.0, 5e-324, -2.2e-308, 1e-45, 1e-160, 1e154, -1e155, 1e308, sys.float_info.max]
NOT_FINITE = [math.nan, math.inf, -math.inf]
COUNTS: list[Any] = [0, 1, 2, 3, 5, 8, np.int64(3), np.uint8(2), np.array(2)]
TOO_MANY = [10**16, 2**62, 2**63 - 1, 10**30]
NO_COUNTS: list[Any] = [
    -1,
    -(10**400),
    1.0,
    math.nan,
    "1",
    None,
    True,
    np.True_,
    [1],
    np.float64(2),
]
RATES: list[Any] = [0.01, 1, 0.5, 1e-9, Fraction(1, 3), np.float32(0.1), np.int8(2), 1e300, 5e-324]
NO_RATES: list[Any] = [0, -0.5, *NOT_FINITE, 10**400, True, None, "0.1", 1j, [0.1], Decimal("0.1")]
NO_RATES += [np.array(0.1), np.longdouble("1e-4000"), np.float32(0)]


class Bytes(random.Random):
    """Draws that follow given bytes; after the last of them, zeros."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data, self._at = data, 0

    def getrandbits(self, k: int, /) -> int:
        """Take as many bytes as hold `k` bits."""
        size = -(-k // 8)
        taken = self._data[self._at : self._at + size].ljust(size, b"\0")
        self._at += size
        return int.from_bytes(taken, "little") >> (8 * size - k)

    def random(self) -> float:
        """Take two bytes for a number from 0 to below 1."""
        return self.getrandbits(16) / 2**16


class Tagged(np.ndarray[Any, Any]):
    """A subclass of arrays."""


def number(rng: Random) -> float:
    """Draw a number: mostly moderate, sometimes from the ends of the floats, seldom none."""
    mood = rng.random()
    if mood < 0.8:
        return round(4 * rng.random() - 2, 3)
    if mood < 0.9:
        return math.copysign(10 ** (600 * rng.random() - 300), rng.random() - 0.5)
    if mood < 0.98:
        return rng.choice(EXTREMES)
    bits = float(struct.unpack("d", rng.getrandbits(64).to_bytes(8, "little"))[0])
    return rng.choice([bits, *NOT_FINITE])


def output(rng: Random) -> float:
    """Draw a number from 0 to 1, often one of the two."""
    return rng.choice([0.0, 1.0, 5e-324, -0.0, rng.random(), rng.random()])


def array(rng: Random, shape: tuple[int, ...], *, calm: bool, outputs: bool = False) -> Any:
    """Draw an array of a shape, of any kind of number and in any layout, or as lists."""
    draw: Callable[[], float] = (
        (lambda: round(4 * rng.random() - 2, 3)) if calm else (lambda: number(rng))
    )
    if outputs:
        draw = lambda: output(rng)  # noqa: E731 - as above
    flat = [draw() for _ in range(math.prod(shape))]
    with np.errstate(all="ignore"):
        values = np.array(flat, float).reshape(shape).astype(rng.choice(KINDS))
    return rng.choice(LAYOUTS)(values)


def shares(rng: Random, n: int, k: int) -> Any:
    """Draw n rows of k numbers that add up to 1, exactly in any kind of float, or seldom nearly."""
    values = np.zeros((n, k))
    for row in values:
        for part in rng.choice([(1.0,), (1.0,), (0.5, 0.5), (0.75, 0.25), (0.1, 0.9)]):
            row[rng.randrange(k)] += part
    return rng.choice(LAYOUTS)(values.astype(rng.choice(KINDS)))


def _spread(values: Array) -> Array:
    return np.repeat(values, 2, axis=-1)[..., ::2] if values.ndim else values


def _misaligned(values: Array) -> Array:
    buffer = np.empty(values.nbytes + 1, np.uint8)
    shifted = buffer[1:].view(values.dtype).reshape(values.shape)
    shifted[...] = values
    return shifted


def _frozen(values: Array) -> Array:
    values.flags.writeable = False
    return values


def _same_rows(values: Array) -> Array:
    return np.broadcast_to(values[:1], values.shape) if values.ndim and values.size else values


LAYOUTS: list[Callable[[Array], Any]] = [
    lambda values: values,
    np.ndarray.tolist,
    lambda values: tuple(values) if values.ndim else values,
    np.asfortranarray,
    lambda values: values[::-1] if values.ndim else values,
    _spread,
    _misaligned,
    _frozen,
    _same_rows,
    lambda values: values.view(Tagged),
]


def intruder(rng: Random) -> Any:
    """Draw what is no array of finite numbers, or one of an odd shape."""
    makers: list[Callable[[], Any]] = [
        lambda: None,
        lambda: "text",
        lambda: [b"1"],
        lambda: [[1j]],
        lambda: [[1], [2, 3]],
        dict,
        lambda: [[None]],
        lambda: [[10**400]],
        lambda: (value for value in (1, 2)),
        lambda: np.zeros(2, "M8[D]"),
        lambda: np.zeros((1, 1), [("x", "f8")]),
        lambda: np.array([[1, "2"]]),
        lambda: np.ma.masked_equal([[1.0, 2.0]], 2),
        lambda: [np.ma.masked_equal([1.0, 2.0], 2)],
        lambda: deque(np.ma.masked_equal([[1.0, 2.0]], 2)),
        lambda: np.longdouble("1e4000"),
        list,
        lambda: np.empty((2, 0)),
        lambda: rng.choice(NOT_FINITE),
        lambda: number(rng),
        lambda: array(rng, tuple(rng.randrange(4) for _ in range(rng.randrange(5))), calm=False),
    ]
    return rng.choice(makers)()
