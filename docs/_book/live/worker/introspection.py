"""What the editor of a cell says of names: how they may go on, and what they stand for.

Nothing of a reader's own is called for it, and no property is asked: that might change something,
fail, or never end. So attributes are looked up where they lie, by `inspect.getattr_static`.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import re
import types
from typing import TYPE_CHECKING, Any

from _book.live.worker.trace import in_a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES, LETTERS = 100, 120  # that are sent at once; of a line
_READ_BY_C = (types.MemberDescriptorType, types.GetSetDescriptorType)
_IN_C = (types.BuiltinFunctionType, types.MethodDescriptorType)
_WRAPPERS = (types.MethodType, staticmethod, classmethod)
_BOUND = (types.MethodType, types.MethodDescriptorType, classmethod)
_bases, _attributes = (vars(type)[name].__get__ for name in ("__mro__", "__dict__"))
_static = inspect.getattr_static


def completions(
    variables: Mapping[str, Any], owner: str, start: str
) -> tuple[list[tuple[str, str]], bool]:
    """Return the names that begin with `start`, each with a line on it, and whether this is all.

    They are the variables and what is built in, or the attributes of what an owner stands for.
    """
    lying = [*variables, *vars(builtins)]
    if owner:
        value = resolved(variables, owner)
        kinds = _bases(value if _is_class(value) else type(value))
        lying = [*_own(value), *(name for kind in kinds for name in _attributes(kind))]
    known = {name for name in lying if type(name) is str and name.isidentifier()}
    names = [name for name in known if name.lower().startswith(start.lower())]
    names = [name for name in names if start.startswith("_") or name[0] != "_"]
    names.sort(key=lambda name: (not owner and name not in variables, name.lower()))
    found = []
    for name in names[:NAMES]:
        each = _static(value, name, None) if owner else resolved(variables, name)
        found.append((name, _line_on(each)))
    return found, len(names) <= NAMES


def about(variables: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Return what a name, perhaps with dots, stands for, and the first line of its docstring."""
    value = resolved(variables, name)
    if _doc(value) is None:
        return f"{name}: {_line_on(value)}", ""
    kind = "class" if _is_class(value) else type(value).__name__
    return _cut(name + (_arguments(value) or f": {kind}")), _line_on(value)


def resolved(variables: Mapping[str, Any], name: str) -> Any:
    """Return what a name stands for; an error says that this is not known without running code."""
    first, *rest = name.split(".")
    value = variables[first] if first in variables else vars(builtins)[first]
    for attribute in rest:
        found = _static(value, attribute)
        if type(found) in _READ_BY_C and not _is_class(value):
            found = found.__get__(value)
        inherited = not _is_class(value) and attribute not in _own(value)
        bound = inherited and type(found) is types.FunctionType
        value = types.MethodType(found, value) if bound else found
    return value


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type)  # isinstance would ask the value for its class


def _own(value: Any) -> dict[Any, Any]:
    """Return the attributes that lie in an object itself, a class aside."""
    found = _static(value, "__dict__", None)
    own = type(found) in _READ_BY_C and not _is_class(value)
    return dict.copy(found.__get__(value)) if own else {}


def _unwrapped(value: Any) -> Any:
    """Return the function within methods, and within decorators that say what they wrap."""
    for _ in range(10):  # it may wrap itself
        if type(value) in _WRAPPERS:
            value = value.__func__
        elif not _is_class(value):
            value = _static(value, "__wrapped__", value)
    return value


def _doc(value: Any) -> str | None:
    """Return the docstring of what has one of its own, as functions have; None for data."""
    value = _unwrapped(value)
    own = _attributes(value) if _is_class(value) else _own(value)
    found = own.get("__doc__", _static(value, "__doc__", None))
    if type(found) in _READ_BY_C and not _is_class(value):
        found = found.__get__(value)
    elif "__doc__" not in own:
        return None
    return found if type(found) is str else ""


def _line_on(value: Any) -> str:
    """Return the first line of a docstring, or a line on data."""
    doc = _doc(value)
    return _cut(in_a_line(value) if doc is None else _parts(doc)[1])


def _parts(doc: str) -> tuple[str, str]:
    """Return the arguments that a docstring begins with, as C writes them, and its first lines."""
    first, *others = re.split(r"\n\s*\n", doc.strip(" \n="), maxsplit=2)
    found = re.match(r"[\w.]+(\(.*?\))(?= -| \w+\(|$)", " ".join(first.split()))
    line = (others or [""])[0] if found else first
    return found[1] if found else "", " ".join(line.rstrip(" \n=-").split())


def _arguments(value: Any) -> str:
    """Return the arguments of what can be called, as far as they are known."""
    bound, function = type(value) in _BOUND, _unwrapped(value)
    if _is_class(value):
        makers = [_unwrapped(_static(value, each)) for each in ("__init__", "__new__")]
        bound = types.FunctionType in map(type, makers)
        function = next((each for each in makers if type(each) is types.FunctionType), value)
    if type(function) is types.FunctionType:  # a copy, without what a reader has hung onto it
        code, closure = function.__code__, function.__closure__
        defaults = tuple(map(_Default, function.__defaults__ or ()))
        keywords = (function.__kwdefaults__ or {}).items()
        function = types.FunctionType(code, {}, "", defaults, closure)
        function.__kwdefaults__ = {name: _Default(default) for name, default in keywords}
    with contextlib.suppress(ValueError):  # where it is not known
        if type(function) in (types.FunctionType, *_IN_C):
            return str(inspect.signature(types.MethodType(function, 0) if bound else function))
    return _parts(_doc(value) or "")[0]


class _Default:
    """What is written in a signature for a default, whose own `__repr__` is not asked."""

    def __init__(self, value: Any) -> None:
        self.line, self.kind = in_a_line(value), type(value).__name__

    def __repr__(self) -> str:
        return "…" if self.line == self.kind else self.line


def _cut(line: str) -> str:
    return line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…"
