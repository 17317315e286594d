"""The names in the code of a cell: which it assigns, which it uses, which packages it imports."""

from __future__ import annotations

import ast
import contextlib
import io
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def imported_packages(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]
            case ast.Import(names=aliases):
                yield from (alias.name.partition(".")[0] for alias in aliases)


def used_names(tree: ast.AST) -> set[str]:
    """Return the names that code reads or assigns, attributes left aside."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def names_from_above(tree: ast.Module) -> set[str]:
    """Return the names that a cell may find a value of: not those that it assigns first."""
    found: set[str] = set()
    assigned: set[str] = set()
    for statement in tree.body:
        nodes = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        plain = isinstance(statement, ast.Assign)
        stored = {node.id for node in nodes if plain and isinstance(node.ctx, ast.Store)}
        read = {node.id for node in nodes if not plain or isinstance(node.ctx, ast.Load)}
        found |= read - assigned
        assigned |= stored
    return found


def defined_names(tree: ast.Module) -> set[str]:
    """Return the names that code gives a value to, those within its functions left aside."""
    found: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            found.add(statement.name)
        else:
            names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            found |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return found


def line_of_blank(source: str) -> int:
    """Return the first line with a blank that a hint has left, such as ____; 0 if there is none."""
    with contextlib.suppress(SyntaxError, tokenize.TokenError):  # told when it runs
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if len(token.string) > 2 and not token.string.strip("_"):  # __ is a name
                return token.start[0]
    return 0


def imported_names(statement: ast.stmt) -> set[str]:
    found = (node for node in ast.walk(statement) if isinstance(node, ast.alias))
    return {alias.asname or alias.name.partition(".")[0] for alias in found}
