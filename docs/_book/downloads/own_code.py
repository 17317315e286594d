"""The code of a chapter as it runs anywhere, without what only the build of the site needs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A hidden cell that imports one of these makes something that only a page can show.
_FOR_THE_PAGE = {"IPython", "_book", "_figures"}
# These bring numbers into the text, and read the files of the site.
_OF_THE_BUILD = {"json", "myst_nb", "pathlib"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the packages that code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)


class OwnCode:
    """Leaves out of the hidden cells of one chapter, in their order, what needs the build."""

    def __init__(self) -> None:
        self.lost = {"glue"}  # names that what was left out would have given a value

    def see(self, source: str) -> None:
        """Take note of a cell that stays as it is."""
        for statement in ast.parse(source).body:
            self.lost -= bound(statement)

    def hidden(self, source: str) -> str:
        """Return what is left of a hidden cell, possibly nothing."""
        tree = ast.parse(source)
        if _FOR_THE_PAGE & {*imported(tree)}:
            return ""
        lines = source.splitlines(keepends=True)
        for statement in tree.body:
            given = bound(statement)
            if _OF_THE_BUILD & {*imported(statement)} or self.lost & (names(statement) - given):
                self.lost |= given
                for number in range(statement.lineno, (statement.end_lineno or 0) + 1):
                    lines[number - 1] = ""
            else:
                self.lost -= given
        left = re.sub(r"\n{4,}", "\n\n\n", "".join(lines)).strip()
        return left if ast.parse(left).body else ""


def names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value."""
    found = set()
    for node in ast.walk(statement):
        match node:
            case ast.Name(name, ast.Store()) | ast.FunctionDef(name) | ast.ClassDef(name):
                found.add(name)
            case ast.alias(name, other):
                found.add(other or name.partition(".")[0])
    return found
