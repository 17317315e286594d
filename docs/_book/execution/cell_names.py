"""The names that a cell uses, and those that it gives a value."""

from __future__ import annotations

import ast
import symtable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIMPLE = (ast.AnnAssign, ast.Assert, ast.Assign, ast.AugAssign, ast.Expr)  # use, then bind


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each module that a cell imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def unknown_names(tree: ast.Module, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the names that a cell uses before it gives them a value, where they are not known."""
    whole = known | global_names(ast.unparse(tree))[1]
    for statement in tree.body:
        used, bound = global_names(ast.unparse(statement))
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            known_here = whole  # it runs later
        else:
            known_here = known if isinstance(statement, SIMPLE) else known | bound
        yield from ((statement.lineno, name) for name in sorted(used - known_here))
        known = known | bound | used  # once for each name


def global_names(code: str) -> tuple[set[str], set[str]]:
    """Return the global names that code uses, and those that it gives a value."""
    try:
        top = symtable.symtable(code, "cell", "exec")
    except SyntaxError:
        return set(), set()
    bound = {name.get_name() for name in top.get_symbols() if name.is_local()}
    used, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for name in table.get_symbols():
            if name.is_referenced() and (table is top or name.is_global()):
                used.add(name.get_name())
    return used, bound
