"""What the editor of a cell says of names: how they may go on, and what they stand for.

Nothing of a reader's own is called for it, and no property is asked: that might change something,
fail, or never end. So attributes are looked up where they lie, by `inspect.getattr_static`.
"""

from __future__ import annotations

import builtins
import inspect
import re
import types
from typing import TYPE_CHECKING, Any

from _book.live.worker.trace import in_a_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES, LETTERS = 100, 120  # that are sent at once; of a line
_READ_BY_C = (types.MemberDescriptorType, types.GetSetDescriptorType)
_WRAPPERS = (types.MethodType, staticmethod, classmethod)
_bases, _attributes = (vars(type)[name].__get__ for name in ("__mro__", "__dict__"))


class _Written:
    """A default in a signature, described where it stands for no plain value."""

    def __init__(self, value: Any) -> None:
        text = in_a_line(value)
        self.text = "…" if text == type(value).__name__ else text

    def __repr__(self) -> str:
        return self.text


def completions(
    variables: Mapping[str, Any], owner: str, start: str
) -> tuple[list[tuple[str, str]], bool]:
    """Return the names that begin with `start`, each with a line on it, and whether this is all.

    They are the variables and what is built in, or the attributes of what an owner stands for.
    """
    value = resolved(variables, owner) if owner else None
    names = _attribute_names(value) if owner else (*variables, *vars(builtins))
    fitting = {
        name
        for name in names
        if type(name) is str
        and name.isidentifier()
        and name.lower().startswith(start.lower())
        and (start.startswith("_") or not name.startswith("_"))
    }
    found = []
    for name in sorted(fitting, key=str.lower)[:NAMES]:
        each = _static(value, name) if owner else resolved(variables, name)
        found.append((name, _line_on(each)))
    return found, len(fitting) <= NAMES


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
        value = _attribute(value, attribute)
    return value


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type)  # isinstance would ask the value for its class


def _static(value: Any, name: str) -> Any:
    return inspect.getattr_static(value, name, None)


def _attribute(value: Any, name: str) -> Any:
    found = inspect.getattr_static(value, name)
    if type(found) is staticmethod:
        return found.__func__
    if type(found) is classmethod:
        return types.MethodType(found.__func__, value)
    if _is_class(value):
        return found
    if type(found) in _READ_BY_C:
        return found.__get__(value)
    bound = type(found) is types.FunctionType and name not in _own(value)
    return types.MethodType(found, value) if bound else found


def _attribute_names(value: Any) -> Iterator[Any]:
    """Yield the names of the attributes that lie in an object and in its classes."""
    for each in _bases(value if _is_class(value) else type(value)):
        yield from _attributes(each)
    yield from _own(value)


def _own(value: Any) -> dict[Any, Any]:
    """Return the attributes that lie in an object itself, a class aside."""
    found = _static(value, "__dict__")
    return found.__get__(value) if type(found) in _READ_BY_C and not _is_class(value) else {}


def _unwrapped(value: Any) -> Any:
    """Return the function within methods, and within decorators that say what they wrap."""
    for _ in range(10):  # it may wrap itself
        inner = value.__func__ if type(value) in _WRAPPERS else _static(value, "__wrapped__")
        if inner is None or _is_class(value):
            break
        value = inner
    return value


def _doc(value: Any) -> str | None:
    """Return the docstring of what has one of its own, as functions have; None for data."""
    value = _unwrapped(value)
    if _is_class(value):
        found = _attributes(value).get("__doc__")
    else:
        found = _static(value, "__doc__")
        if type(found) in _READ_BY_C:
            found = found.__get__(value)
        elif "__doc__" not in _own(value):
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
    skipped = int(type(value) in {types.MethodType, classmethod})
    if _is_class(value):
        makers = (_unwrapped(_static(value, each)) for each in ("__init__", "__new__"))
        functions = [each for each in makers if type(each) is types.FunctionType]
        value, skipped = (functions[0], 1) if functions else (value, 0)
    function = _unwrapped(value)
    if type(function) is types.FunctionType:
        # A copy, without what a reader may have hung onto it.
        code, defaults = function.__code__, function.__defaults__
        plain = types.FunctionType(code, {}, "plain", defaults, function.__closure__)
        plain.__kwdefaults__ = function.__kwdefaults__
        parameters = [*inspect.signature(plain).parameters.values()][skipped:]
        return str(inspect.Signature([_written(each) for each in parameters]))
    text = _static(function, "__text_signature__")
    if type(text) in _READ_BY_C:
        text = text.__get__(function)
    if type(text) is str:
        return re.sub(r"(?<=\() |,? (?=\))|\$\w+(, /)?(, )?", "", " ".join(text.split()))
    return _parts(_doc(value) or "")[0]


def _written(parameter: inspect.Parameter) -> inspect.Parameter:
    default = parameter.default
    if default is not parameter.empty:
        default = _Written(default)
    return parameter.replace(annotation=parameter.empty, default=default)


def _cut(line: str) -> str:
    return line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…"
