"""What an expression means, in the Python that has just run a cell."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def meaning_of(expression: str, scope: dict[str, Any]) -> tuple[list[str], bool]:
    """Return under which names an expression may be explained, best first.

    Beside them stands whether it is such a thing itself: a module, class or function. The
    expressions are those of `names.expression`: nothing in them is called, so they change nothing.
    """
    before, _, last = expression.rpartition(".")
    try:
        if before and last.isidentifier():
            return _part(eval(before, scope), last)  # noqa: S307  # see above
        names = public_names(eval(expression, scope))  # noqa: S307  # see above
    except Exception:  # noqa: BLE001  # what has no value now has no meaning to note
        return [], False
    return names, bool(names)


def public_names(thing: object) -> list[str]:
    """Return the names under which a module, class or function can be imported, shortest first."""
    if isinstance(thing, ModuleType):
        return [thing.__name__]
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module == "__main__":
        return []
    parts = module.split(".")
    packages = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    there = (package for package in packages if package in sys.modules and "._" not in package)
    return [f"{package}.{name}" for package in there if _lies_in(package, name, thing)]


def _lies_in(package: str, name: str, thing: object) -> bool:
    return vars(sys.modules[package]).get(name) is thing


def _part(whole: Any, name: str) -> tuple[list[str], bool]:
    """Return under which names a part of something may be explained: those of its classes."""
    if isinstance(whole, ModuleType):
        itself = public_names(getattr(whole, name))
        return [*dict.fromkeys([f"{whole.__name__}.{name}", *itself])], bool(itself)
    getattr(whole, name)
    kind = whole if isinstance(whole, type) else type(whole)
    # It may be explained with any of them, down to the last that defines it.
    owners = [place for place, owner in enumerate(kind.__mro__) if name in vars(owner)] or [0]
    return [
        f"{public}.{name}"
        for owner in kind.__mro__[: owners[-1] + 1]
        for public in public_names(owner)
    ], False
