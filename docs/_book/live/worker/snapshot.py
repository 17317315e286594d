"""What a cell can change, written down before it runs, so that it can be put back.

Contents go back into the objects that held them: names, views and closures that share an object
share it still. What shows no contents stays as it is: a generator, a lock, an open file.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import random
import sys
import types
import warnings
from collections import OrderedDict, deque
from functools import partial, singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Beyond these lies what no cell has made: other modules, and the code that runs the cells.
_END = (types.ModuleType, types.FrameType, types.TracebackType, types.CodeType)
_SCALARS = {int, float, complex, str, bytes, bool, type(None), np.float64, np.int64, np.bool_}
_LARGE = 65_536  # bytes of an array from which comparing it is worth the memory of a copy
_ANY_NAME = {"eval", "exec", "globals", "locals", "vars"}


class Snapshot:
    """The variables before a cell, and the contents of all that the names it uses lead to."""

    def __init__(self, variables: dict[str, Any], names: set[str], last: Snapshot | None) -> None:
        self.variables, self.had = variables, dict(variables)
        self.redefined: set[str] = set()  # by a reader's answer
        self.copies: dict[int, Any] = dict(last.copies) if last else {}  # of large arrays
        self.restores: list[Callable[[], object]] = [
            partial(_refill, variables, variables.update, self.had),
            partial(np.set_printoptions, **np.get_printoptions()),
            partial(np.seterr, **np.geterr()),
            partial(np.random.set_state, np.random.get_state()),  # noqa: NPY002  # cells may use it
            partial(random.setstate, random.getstate()),
        ]
        names = {*variables} if names & _ANY_NAME else {*names, "__warningregistry__"}
        waiting: list[Any] = [variables[name] for name in names & variables.keys()]
        waiting += [warnings.filters, getattr(sys.modules.get("matplotlib"), "rcParams", None)]
        self.seen = {id(variables): variables}  # kept alive, so that an identity stays one
        while waiting:
            value = waiting.pop()
            if type(value) not in _SCALARS and id(value) not in self.seen:
                self.seen[id(value)] = value
                waiting.extend(self._visit(value))

    def restore(self) -> None:
        for restore in self.restores:
            with contextlib.suppress(Exception):  # what refuses stays as it is
                restore()

    def note_redefined(self) -> None:
        """Note the names, Python's own among them, that stand for something else by now."""
        had = vars(builtins) | self.had
        self.redefined = {
            n for n, value in self.variables.items() if had.get(n, value) is not value
        }

    def _visit(self, value: Any) -> Iterable[Any]:
        """Write down the contents of one object, and return what it leads to."""
        if isinstance(value, tuple):
            return value
        if isinstance(value, np.ndarray):
            if value.flags.writeable:
                self.restores.append(partial(np.copyto, value, self._copy(value)))
            return value.ravel().tolist() if value.dtype.hasobject else ()
        if isinstance(value, types.FunctionType) and value.__globals__ is self.variables:
            return [*gc.get_referents(value), *self._used_by(value.__code__)]
        if isinstance(value, type) and value.__module__ == "__main__":
            self.restores.append(partial(_reset_class, value, dict(vars(value))))
            return vars(value).values()
        if isinstance(value, (type, types.FunctionType, *_END)):
            return ()
        with contextlib.suppress(Exception):  # what refuses stays as it is
            if restore := _contents(value):
                self.restores.append(restore)
            match object.__getstate__(value):
                case (_, dict(slots)):
                    put = partial(object.__setattr__, value)
                    self.restores += [partial(put, *slot) for slot in slots.items()]
        return [*gc.get_referents(value), getattr(value, "__dict__", None)]

    def _used_by(self, code: types.CodeType) -> Iterable[Any]:
        """Yield what the names in the code of a function stand for."""
        yield from (self.variables[name] for name in code.co_names if name in self.variables)
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                yield from self._used_by(inner)

    def _copy(self, array: Any) -> Any:
        if array.nbytes < _LARGE:
            return array.copy()
        before = self.copies.get(id(array))
        if before is None or array.dtype.hasobject or not np.array_equal(before, array):
            self.copies[id(array)] = before = array.copy()
        return before


@singledispatch
def _contents(_value: Any) -> Callable[[], object] | None:
    """Return what puts the contents of a value back, if it has any."""
    return None


def _refill(value: Any, fill: Callable[[Any], object], contents: Any) -> None:
    value.clear()  # not a new one: others may look into it
    fill(contents)


def _reset_class(value: type, attributes: dict[str, Any]) -> None:
    for name in vars(value).keys() - attributes.keys():
        delattr(value, name)
    for name, attribute in attributes.items():
        if vars(value)[name] is not attribute:
            setattr(value, name, attribute)


for _kind, _restore in {
    list: lambda value: partial(value.__setitem__, slice(None), value[:]),
    bytearray: lambda value: partial(value.__setitem__, slice(None), value[:]),
    # Of RcParams what is there, not what it makes of it.
    dict: lambda value: partial(_refill, value, partial(dict.update, value), [*dict.items(value)]),
    OrderedDict: lambda value: partial(_refill, value, value.update, [*value.items()]),
    set: lambda value: partial(_refill, value, value.update, [*value]),
    deque: lambda value: partial(_refill, value, value.extend, [*value]),
    types.CellType: lambda cell: partial(setattr, cell, "cell_contents", cell.cell_contents),
    np.random.BitGenerator: lambda source: partial(setattr, source, "state", source.state),
    np.random.RandomState: lambda rng: partial(rng.set_state, rng.get_state(legacy=False)),
    random.Random: lambda rng: partial(rng.setstate, rng.getstate()),
}.items():
    _contents.register(_kind, _restore)
