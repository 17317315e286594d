"""How a value is shown in a message: briefly, whatever it is."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 120  # characters of a value in a message
LARGEST = 2_000  # bits of an integer that is written out


class _Repr(reprlib.Repr):
    """Shows an array by its type and shape, and not much of anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxlong, self.maxstring, self.maxother = 3, 60, 60, 60

    def repr_instance(self, x: Any, level: int) -> str:
        if isinstance(x, np.ndarray):
            return f"{type(x).__name__} of shape {x.shape}"
        return super().repr_instance(x, level)

    def repr_int(self, x: int, level: int) -> str:
        # Python refuses to write out an integer of thousands of digits.
        if x.bit_length() > LARGEST:
            return f"an integer of {x.bit_length()} bits"
        return super().repr_int(x, level)


def shown(value: Any) -> str:
    """Return `value` as a message shows it."""
    return bounded(_Repr().repr(value))


def bounded(text: str) -> str:
    """Return `text`, without its end if it is very long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def describe_first_bad_entry(name: str, array: NDArray[Any], bad: NDArray[np.bool_]) -> str:
    """Say where the first bad entry stands, and what it is: ``'weights[2, 0] = nan'``."""
    index = np.unravel_index(int(np.argmax(bad)), bad.shape)
    place = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    return f"{name}{place} = {float(array[index])!r}"
