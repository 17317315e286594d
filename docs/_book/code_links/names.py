"""The names in a cell: where they stand, and under which names they may be explained.

The Python that has just run the cell runs this module, and says what they mean.
"""

from __future__ import annotations

import ast
import json
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Local: TypeAlias = "frozenset[str]"  # names that no longer have a value when a cell has run
INNER = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Use(NamedTuple):
    """A name in a cell: its line, from 0, its columns there, and its full names, best first."""

    line: int
    start: int
    end: int
    names: tuple[str, ...]


def expression(node: ast.AST | None, local: Local) -> str | None:  # noqa: PLR0911  # one a kind
    """Return code that has the parts which a node has when the cell has run, if there is any.

    Nothing in it is called: what most calls give is not known.
    """
    match node:
        case ast.Constant():
            return ast.unparse(node)
        case ast.Slice():
            return ":"
        case ast.Name(id=name) | ast.alias(asname=str(name)) | ast.alias(name=name):
            return None if name in local else name
        case ast.Call(func=value):  # of a class: what it gives has the parts of the class
            return expression(value, local)
        case ast.Attribute(value=value, attr=name):
            before = expression(value, local)
            return before and f"{before}.{name}"
        case ast.Subscript(value=value, slice=index):
            before = expression(value, local)
            parts = index.elts if isinstance(index, ast.Tuple) else [index]
            places = ", ".join(expression(part, local) or "0" for part in parts)  # any item will do
            return before and f"{before}[{places}]"
        case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
            # What is done with an array gives an array.
            parts = [part for part in (left, right) if not isinstance(part, ast.Call)]
            known = " + ".join(filter(None, (expression(part, local) for part in parts)))
            return known and f"({known})"
    return None


def uses(cell: str, variables: Mapping[str, Any]) -> list[Use]:  # noqa: C901  # one case a kind
    """Return the uses of known names in a `cell` that has left these `variables`."""
    lines, found, within = cell.split("\n"), set(), set()
    scope = dict(variables)

    def meaning(node: ast.AST, local: Local) -> tuple[Sequence[str], bool]:
        return meaning_of(expression(node, local) or "", scope)

    def use(line: int, end: int, text: str, names: Sequence[str]) -> None:
        # In an f-string, Python tells the place rightly from 3.12 on only: so look there.
        stop = len(lines[line - 1].encode()[:end].decode(errors="ignore"))
        if names and lines[line - 1][:stop].endswith(text):
            found.add(Use(line - 1, stop - len(text), stop, tuple(names)))

    for node, local in _nodes(cell):
        if not isinstance(node, ast.alias | ast.Attribute | ast.ImportFrom | ast.Name):
            continue
        names, is_thing = meaning(node, local)
        match node:
            case ast.ImportFrom(module=str(module)):
                use(node.lineno, node.col_offset + len(f"from {module}"), module, [module])
            case ast.alias(name=name):
                use(node.lineno, node.col_offset + len(name.encode()), name, names)
            case ast.Name(id=name, end_col_offset=int(end)) if is_thing and node not in within:
                use(node.lineno, end, name, names)
            case ast.Attribute(
                value=value, attr=name, end_lineno=int(line), end_col_offset=int(end)
            ):
                # np.linspace means one thing, not two.
                is_whole = meaning(value, local)[1] and not isinstance(value, ast.Call)
                if is_whole or node in within:
                    within.add(value)
                if node not in within:
                    use(line, end, ast.unparse(node) if is_whole else name, names)
    return sorted(found)


def _nodes(cell: str) -> Iterator[tuple[ast.AST, Local]]:
    """Yield all nodes of a cell, each before those in it, with the names that are local there."""
    try:
        left: list[tuple[ast.AST, Local]] = [(ast.parse(cell), frozenset())]
    except SyntaxError:  # another language, or a command of the notebook
        return
    while left:
        node, local = left.pop()
        yield node, local
        parts = [*ast.walk(node)] if isinstance(node, INNER) else []
        local |= {part.arg for part in parts if isinstance(part, ast.arg)}
        local |= {
            part.id
            for part in parts
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        }
        left += [(child, local) for child in ast.iter_child_nodes(node)]


def meaning_of(expression: str, scope: dict[str, Any]) -> tuple[list[str], bool]:
    """Return under which names an expression may be explained, best first.

    Beside them stands whether it is such a thing itself: a module, class or function. The
    expressions are those of `expression`: nothing in them is called, so they change nothing.
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


def record(cell: str, variables: Mapping[str, Any]) -> str:
    return json.dumps(uses(cell, variables))
