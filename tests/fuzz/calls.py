"""Call a function of the core, and see that it keeps all promises but the result."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import hostile
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile import Random
    from judge import Fault

ERROR_STATES: list[Any] = ["warn", "raise", "ignore", "print"]
HALF = 0.5
LONGEST = 500  # characters of a message


def snapshot(value: Any) -> Any:
    """Return what changes if a value does."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.strides, value.flags.writeable, value.tobytes()
    return [*map(snapshot, value)] if isinstance(value, list | tuple) else repr(value)


@contextmanager
def strictly(rng: Random) -> Iterator[None]:
    """Let no warning through, whatever the caller has told NumPy to do, and no change of that."""
    with np.errstate(all=rng.choice(ERROR_STATES)), warnings.catch_warnings():
        warnings.simplefilter("error")
        state = np.geterr()
        yield
        assert np.geterr() == state, "the error state was changed"


def call(
    rng: Random,
    function: Callable[..., Any],
    /,
    *arguments: Any,
    faults: list[Fault],
    **options: Any,
) -> Any:
    """Call a function; return its result, or None if it raised what the faults deserve.

    Whatever becomes of it, no warning escapes, and no argument is changed.
    """
    before = snapshot([*arguments, *options.values()])
    result, raised = None, None
    with strictly(rng):
        try:
            result = function(*arguments, **options)
        except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
            raised = error
    assert snapshot([*arguments, *options.values()]) == before, "an argument was changed"
    if raised is None:
        assert not faults, f"accepted in spite of {faults}"
        return result
    deserved = any(
        type(raised) is fault.error and str(raised).startswith(fault.name) for fault in faults
    )
    if not deserved:
        raise AssertionError(f"deserved {faults}, got {raised!r}") from raised
    assert len(str(raised)) < LONGEST, "a message without end"
    return None


def array_or_intruder(
    rng: Random, shape: tuple[int, ...], *, calm: bool, outputs: bool = False
) -> Any:
    """Draw an array that fits, or seldom something that does not."""
    fate = rng.random()
    if calm or fate < 0.9:
        return hostile.array(rng, shape, calm=calm or fate < HALF, outputs=outputs)
    return hostile.intruder(rng)
