"""The names in a cell: where they stand, and under which names they may be explained.

The Python that has just run the cell runs this module, and says what they mean.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from _book.code_links.meaning import meaning_of

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


def record(cell: str, variables: Mapping[str, Any]) -> str:
    """Return the uses as JSON."""
    return json.dumps(uses(cell, variables))
