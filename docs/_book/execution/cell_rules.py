"""What each cell of a page must keep to, so that readers can run what they see.

Readers see some cells (`Kind.READER`), take others along in the downloads, where these check what
the text claims (`Kind.ASSERTS`), and never meet those that only make the site (`Kind.SITE`).
"""

from __future__ import annotations

import ast
import builtins
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx.util import logging

from _book.execution.cell_names import global_names, imported, unknown_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
MOST_LINES = 12
EVERYWHERE = {*dir(builtins), "display", "get_ipython"}  # the last two in every notebook
OF_THE_BUILD = {"_book", "_figures", "myst_nb"}


class Kind(IntEnum):
    """Whom a cell is for; each may use the names of those that come before it here."""

    READER = 0
    ASSERTS = 1
    SITE = 2


def kind_of(cell: NotebookNode) -> Kind:
    """Return whom a cell is for, as its tags say."""
    tags = set(cell.metadata.get("tags", ()))
    if tags & {"site-only", "remove-input"}:
        return Kind.SITE
    return Kind.ASSERTS if "remove-cell" in tags else Kind.READER


def faults(notebook: NotebookNode) -> Iterator[tuple[int, int, str]]:
    """Yield the place in the notebook, a line of its code, and what is wrong with each cell."""
    bound: list[set[str]] = [set() for _ in Kind]
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:  # a command of the notebook
            continue
        kind = kind_of(cell)
        yield from ((place, line, message) for line, message in _forms(cell, tree))
        if kind is not Kind.SITE:
            known = EVERYWHERE.union(*bound[: kind + 1])
            what = "is hidden from readers" if kind is Kind.READER else "is there for the site only"
            for line, name in unknown_names(tree, known):
                yield place, line, f"uses {name!r}, which {what}"
            for line, name in imported(tree):
                if name.partition(".")[0] in OF_THE_BUILD:
                    yield place, line, f"imports {name!r}, which only the build of the site has"
        bound[kind] |= global_names(cell.source)[1]


def _forms(cell: NotebookNode, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a cell by itself."""
    tags = set(cell.metadata.get("tags", ()))
    length = sum(bool(line.strip()) for line in cell.source.splitlines())
    if kind_of(cell) is Kind.READER and length > MOST_LINES:
        yield 1, f"has {length} lines, and a reader's cell has at most {MOST_LINES}"
    if "asserts" in tags and not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        yield 1, "is tagged 'asserts' and asserts nothing"
    if "remove-cell" in tags and not tags & {"asserts", "site-only"}:
        yield 1, "is hidden, and no tag says whether it 'asserts' or is 'site-only'"
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            for one, other in pairwise(block if isinstance(block, list) else []):
                if one.end_lineno == other.lineno:
                    yield other.lineno, "has two statements on a line"


def without_figure(notebook: NotebookNode) -> Iterator[int]:
    """Yield the places of the executed cells that describe a figure and drew none."""
    for place, cell in enumerate(notebook.cells):
        settings = cell.metadata.get("mystnb", {})
        kinds = {kind for output in cell.get("outputs", ()) for kind in output.get("data", ())}
        if settings.keys() & {"figure", "image"} and not any("image/" in kind for kind in kinds):
            yield place


def check(app: Sphinx, page: str, notebook: NotebookNode) -> None:
    """Report the faults of an executed page, with their places in its file."""
    text = app.env.doc2path(page).read_text("utf-8")

    def location(place: int, line: int) -> tuple[int, str]:
        fence = notebook.metadata["source_map"][place]  # counted from 1
        start = sum(len(part) for part in text.splitlines(keepends=True)[:fence])
        start = max(start, text.find(notebook.cells[place].source, start))
        number = sum(cell.cell_type == "code" for cell in notebook.cells[: place + 1])
        return text.count("\n", 0, start) + line, f"cell {number}"

    for place in without_figure(notebook):
        line, cell = location(place, 1)
        LOGGER.error("%s describes a figure and drew none", cell, location=(page, line))
    for place, number, message in faults(notebook):
        line, cell = location(place, number)
        LOGGER.error("%s %s", cell, message, location=(page, line))
