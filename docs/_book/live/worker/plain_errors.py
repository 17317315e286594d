"""What an error means, in plain words and with the reader's own names, shapes and numbers.

Python's own message stays below. Nothing is said of an error that says it well enough itself.
"""

from __future__ import annotations

import ast
import difflib
import linecache
import re
import traceback
import types
from typing import TYPE_CHECKING, Any

from _book.live.worker.trace import is_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What an error means, by its kind and a part of its message; \1 is the first group of the part.
_MEANINGS: dict[type[BaseException], dict[str, str]] = {
    MemoryError: {"": "Python has run out of memory. It is free again at the next run: use less."},
    ModuleNotFoundError: {
        r"\bIPython\b": "On this page, IPython offers only display(value), which needs no import.",
        "": "This page has NumPy, Matplotlib, simplenn_core and most of the standard library.",
    },
    SyntaxError: {
        r"'await' outside": "Nothing can be awaited on a page: call ordinary functions.",
        "expected ':'": "A line with for, if, while, def or class ends with a colon.",
        "Maybe you meant '==' or ':='": (
            "One = gives a value to a name. To compare two values, write ==."
        ),
        "expected an indented block": (
            "The lines that belong to a line with a colon come below it, further to the right."
        ),
        "unexpected indent|unindent does not match": (
            "Lines of the same block begin at the same place. Look at the spaces before this one."
        ),
    },
    RuntimeError: {
        r"asyncio\.run|stack switch|event loop": (
            "Nothing can be awaited on a page: call ordinary functions."
        ),
    },
    ValueError: {
        r"could not be broadcast together with shapes (\(.*?\)) (\(.*?\))": (
            r"NumPy pairs the axes of two arrays, the last ones first. In each pair, the sizes in "
            r"\1 and \2 must be equal, or one of them must be 1."
        ),
        r"matmul: .*size (\d+) is different from (\d+)": (
            "In a matrix product, each row on the left must be as long as each column on the "
            r"right. Here a row on the left has \2, and a column on the right has \1."
        ),
        r"not aligned: (\d+) \(dim \d\) != (\d+)": (
            "In a matrix product, each row on the left must be as long as each column on the "
            r"right. Here a row on the left has \1, and a column on the right has \2."
        ),
        r"cannot reshape array of size (\d+) into shape (\(.*?\))": (
            r"An array keeps all its numbers when its shape changes. This one has \1, and the "
            r"shape \2 has room for a different number of them."
        ),
        "truth value of an array": (
            "An array has many truth values. Say whether all or any of them must be true: write "
            "(…).all() or (…).any()."
        ),
        "inhomogeneous shape|setting an array element with a sequence": (
            "In an array, all rows have the same length, and each entry is one number."
        ),
        r"not enough values to unpack \(expected (\d+), got (\d+)\)": (
            r"There are \1 names on the left of the =, but only \2 values for them."
        ),
        r"too many values to unpack \(expected (\d+)": (
            r"There are \1 names on the left of the =, and more values than that."
        ),
    },
    IndexError: {
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)": (
            r"Indices are counted from 0. Axis \2 has \3 of them, so there is no index \1."
        ),
        "(list|tuple|string) index out of range": (
            "Indices are counted from 0, so the last one is one less than the number of entries."
        ),
        r"too many indices for array: array is (\d)-dimensional, but (\d) were indexed": (
            r"The square brackets name \2 axes, but the array has \1."
        ),
        "arrays used as indices must be of integer|only integers, slices": (
            "An index is a whole number. Division with / never gives one; // does."
        ),
    },
    TypeError: {
        (
            r"'(list|tuple)' and '(int|float)'|'(int|float)' and '(list|tuple)'"
            r"|'list' and 'list'|can't multiply sequence"
        ): "You cannot calculate with lists. Make an array of each with np.array(…).",
        "'NoneType'": (
            "Something here is None, which is what a function without a return gives back."
        ),
        "'(function|builtin_function_or_method|method|numpy\\.\\w+)' object is not subscriptable": (
            "Square brackets take a part of a value. A function is called with round ones."
        ),
        "'(numpy.ndarray|list|tuple|dict|int|float)' object is not callable": (
            "Round brackets call a function. A part of a value is taken with square ones, and a "
            "product needs its *."
        ),
        r"(\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.*)": (
            r"\1 was called without \2."
        ),
        r"(\w+)\(\) takes (.*?) positional arguments? but (\d+)": (
            r"\1 was given \3 values and takes \2. Any further ones need their names, as in "
            "learning_rate=0.1."
        ),
        r"(\w+)\(\) got an unexpected keyword argument '(\w+)'": (
            r"\1 takes no argument called \2. Its definition says what it takes."
        ),
        "cannot be interpreted as an integer": (
            "A number of times or of entries is whole: write it without a point, or int(…)."
        ),
    },
    ZeroDivisionError: {"": "Nothing can be divided by 0. Look at what comes after the / or //."},
    RecursionError: {
        "": "The function calls itself without end. It needs a case in which it stops.",
    },
}
LONGEST = 2000  # characters of a message or a name that are looked at
_MAGIC = re.compile(r"^\s*[%!]|\?\s*$")


def meaning(error: BaseException, message: str, cells: set[str]) -> str:
    """Return what an error means, or nothing.

    `message` is what Python says of it, and `cells` are the names of code that the reader can see.
    """
    if isinstance(error, SyntaxError) and _MAGIC.search(error.text or ""):
        return "Lines that begin with % or !, or end with ?, are IPython's, not Python's."
    if isinstance(error, NameError | AttributeError):
        return _of_a_name(error)
    known = (
        each for kind in _MEANINGS if isinstance(error, kind) for each in _MEANINGS[kind].items()
    )
    for part, said in known:
        if found := re.search(part, message[:LONGEST]):
            shapes = ", ".join(_shapes(error, cells))
            return found.expand(said) + (f" The shapes here: {shapes}." if shapes else "")
    return ""


def _of_a_name(error: NameError | AttributeError) -> str:
    """Return what an unknown name may be meant to be."""
    name, near = error.name, ""
    if isinstance(error, UnboundLocalError):
        return (
            "A name to which a function gives a value belongs to that function alone, and this "
            "line uses it before it has a value."
        )
    if not isinstance(name, str):
        return ""  # raised by hand, in words of its own
    if isinstance(error, AttributeError):
        value: Any = error.obj
        module = issubclass(type(value), types.ModuleType)  # an object may answer to any name
        near = _near(name, dir(value if module else type(value)))
        said = f"{value.__name__ if module else 'This value'} has no {name[:LONGEST]}."
    else:
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        near = _near(name, [each for one in frames[-1:] for each in _variables(one)])
        said = f"Nothing is called {name[:LONGEST]} here."
        if not near:
            said += " Is it defined in a cell above, or further down in this one?"
    return said + (f" Do you mean {near}?" if near else "")


def _near(name: str, known: Iterable[str]) -> str:
    public = sorted(each for each in known if not each.startswith("_"))
    return "".join(difflib.get_close_matches(name[:LONGEST], public, n=1, cutoff=0.7))


def _variables(frame: types.FrameType) -> dict[str, Any]:
    return {**frame.f_globals, **frame.f_locals}


def _shapes(error: BaseException, cells: set[str]) -> Iterator[str]:
    """Return the shape of each array that the failing part of a line names."""
    told = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    seen = [pair for pair in zip(told, frames, strict=True) if pair[0].filename in cells]
    for where, frame in seen[-1:]:
        line = linecache.getline(where.filename, where.lineno or 0).encode()
        part = line[where.colno or 0 : where.end_colno].decode(errors="ignore")
        if where.end_lineno != where.lineno:
            return
        try:
            nodes = ast.walk(ast.parse(part.strip()))
        except SyntaxError:
            return
        for name in dict.fromkeys(each.id for each in nodes if isinstance(each, ast.Name)):
            value: Any = _variables(frame).get(name)
            if is_array(value):
                yield f"{name} {value.shape}"
