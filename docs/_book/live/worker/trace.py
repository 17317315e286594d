"""Write down what each line of a cell changes, so that a reader can go through it line by line."""

from __future__ import annotations

import json
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# That are written down of one run; the rest runs without a stop.
STEPS, CHARACTERS = 1000, 1_000_000
ENTRIES, ITEMS, LETTERS = 60, 6, 60  # that are shown of an array, of a list, of a text
_NO_DATA = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
_PLAIN = (bool, int, complex, type(None))
_MANY = (list, tuple, set, dict)
_NUMBERS = "biuf"  # kinds of arrays


class Trace:
    """Sends each line of a cell before it runs, and what has changed since the line before."""

    def __init__(self, name: str, send: Callable[..., None]) -> None:
        self.name, self.send = name, send
        self.cell: types.FrameType | None = None
        self.names: set[str] = set()  # that the cell uses, of all that those above have left
        self.frames: list[dict[str, Any]] = []  # what was shown of each that runs, the cell's first
        self.steps = self.characters = 0

    def __enter__(self) -> None:
        sys.settrace(self._call)

    def __exit__(self, *_: object) -> None:
        if self.cell and sys.gettrace():
            self._write(self.cell, 0)
        sys.settrace(None)

    def _call(self, frame: types.FrameType, _event: str, _value: object) -> Any:
        code = frame.f_code
        if code.co_filename != self.name or (code.co_name[0] == "<" and code.co_name != "<module>"):
            return None  # not of the cell, or a part of a line
        if code.co_name == "<module>":
            # The last line of a cell, whose value is shown, is compiled by itself.
            self.cell = frame
            self.names |= {*code.co_names}
        if code.co_name != "<module>" or not self.frames:
            self.frames.append({})
        return self._line

    def _line(self, frame: types.FrameType, event: str, _value: object) -> Any:
        if event == "line":
            self._write(frame, frame.f_lineno)
        elif event == "return" and frame.f_code.co_name != "<module>":
            self._write(frame, 0)
            self.frames.pop()
        return self._line

    def _write(self, frame: types.FrameType, line: int) -> None:
        """Send a step; its line is 0 where a function, or the cell, comes to its end."""
        function = "" if frame.f_code.co_name == "<module>" else frame.f_code.co_name
        shown, variables = self.frames[-1], frame.f_locals
        changed = {}
        for name in variables if function else sorted(self.names & variables.keys()):
            value = described(variables[name])
            if value is not None and shown.get(name) != value and not name.startswith("__"):
                shown[name] = changed[name] = value
        step = {"line": line, "function": function, "depth": len(self.frames), "changed": changed}
        text = json.dumps(step)
        self.steps += 1
        self.characters += len(text)
        self.send("step", text)
        if self.steps >= STEPS or self.characters >= CHARACTERS:
            sys.settrace(None)
            self.send("step", "null")  # there would be more


def described(value: Any) -> Any:
    """Return a text, or of a small array its shape, type and entries; None for what is no data.

    Nothing of a reader's own class is called: that might change it, fail, or never end.
    """
    kind = type(value)
    if issubclass(kind, _NO_DATA):
        return None
    if (
        is_array(value)
        and value.dtype.kind in _NUMBERS
        and value.size <= ENTRIES
        and value.ndim < 3
    ):
        rows = value.reshape(1, -1) if value.ndim < 2 else value
        entries = [[_number(each) for each in row] for row in rows.tolist()]
        return {"shape": str(value.shape), "type": str(value.dtype), "rows": entries}
    return in_a_line(value)


def in_a_line(value: Any) -> str:
    """Return a short text on a value; on an array its shape, its type and its first entries."""
    if not is_array(value):
        return _text(value)
    line = f"array {value.shape}, {str(value.dtype)[:LETTERS]}"
    if value.dtype.kind not in _NUMBERS or not value.size:
        return line
    some = ", ".join(map(_number, value.flat[:ITEMS]))
    return f"{line}: {some}, …" if value.size > ITEMS else f"{line}: {some}"


def is_array(value: Any) -> bool:
    """Return whether a value is an array; NumPy need not be there, and nothing of it is asked."""
    return (type(value).__module__, type(value).__name__) == ("numpy", "ndarray")


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _text(value: Any, *, inside: bool = False) -> str:
    kind = type(value)
    if kind is float or (kind.__module__ == "numpy" and hasattr(kind, "itemsize")):
        return _number(value)
    if kind is str:
        return repr(value[:LETTERS]) + "…" * (len(value) > LETTERS)
    if kind in _PLAIN:
        large = kind is int and value.bit_length() > 4 * LETTERS
        return "a large int" if large else repr(value)
    if kind in _MANY and not inside:
        some = [_text(each, inside=True) for each, _ in zip(value, range(ITEMS), strict=False)]
        more = ", …" if len(value) > ITEMS else ""
        return f"{kind.__name__} of {len(value)}: {', '.join(some)}{more}".rstrip(": ")
    return f"{kind.__name__} of {len(value)}" if kind in _MANY else kind.__name__[:LETTERS]
