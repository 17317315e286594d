"""What each cell of a page must keep to, so that readers can run what they see.

Readers see some cells (`Kind.READER`), take others along in the downloads, where these check what
the text claims (`Kind.ASSERTS`), and never meet those that only make the site (`Kind.SITE`).
"""

from __future__ import annotations

import ast
from enum import IntEnum
from typing import TYPE_CHECKING

from pyflakes.checker import Checker
from pyflakes.messages import UndefinedName
from sphinx.util import logging

from _book.mistakes.programs import ALSO_RIGHT, MISTAKE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode
    from sphinx.application import Sphinx

    Fault = tuple[int, int, str]  # the place of a cell, a line of its code, what is wrong there

LOGGER = logging.getLogger(__name__)
MOST_LINES = 12
IN_EVERY_NOTEBOOK = {"display", "get_ipython"}
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


def faults(notebook: NotebookNode) -> Iterator[Fault]:
    """Yield what is wrong with the executed cells of a page."""
    cells = {}
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            try:
                tree = ast.parse(cell.source)
            except SyntaxError:  # a command of the notebook
                continue
            cells[place] = cell
            yield from ((place, line, message) for line, message in _faults_of(cell, tree))
    yield from _answers_to_try(notebook)
    yield from _unknown_names(cells, Kind.READER, "is hidden from readers")
    yield from _unknown_names(cells, Kind.ASSERTS, "is there for the site only")


def _faults_of(cell: NotebookNode, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a cell by itself."""
    tags = set(cell.metadata.get("tags", ()))
    length = sum(bool(line.strip()) for line in cell.source.splitlines())
    if kind_of(cell) is Kind.READER and length > MOST_LINES:
        yield 1, f"has {length} lines, and a reader's cell has at most {MOST_LINES}"
    if "asserts" in tags and not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        yield 1, "is tagged 'asserts' and asserts nothing"
    if "remove-cell" in tags and not tags & {"asserts", "site-only"}:
        yield 1, "is hidden, and no tag says whether it 'asserts' or is 'site-only'"
    settings = cell.metadata.get("mystnb", {})
    shown = {kind for output in cell.get("outputs", ()) for kind in output.get("data", ())}
    if settings.keys() & {"figure", "image"} and not any("image/" in kind for kind in shown):
        yield 1, "describes a figure and drew none"
    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for line in sorted({line for line in lines if lines.count(line) > 1}):
        yield line, "has two statements on a line"
    for node in ast.walk(tree) if kind_of(cell) is not Kind.SITE else ():
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            for name in names if isinstance(node, ast.Import) else [str(node.module)]:
                if name.partition(".")[0] in OF_THE_BUILD:
                    yield node.lineno, f"imports {name!r}, which only the build of the site has"


def _answers_to_try(notebook: NotebookNode) -> Iterator[Fault]:
    """Yield what is wrong with the answers that the build tries: those that readers would see."""
    waiting: list[int] = []
    for place, cell in enumerate(notebook.cells):
        tags = set(cell.metadata.get("tags", ()))
        if tags & {MISTAKE, ALSO_RIGHT} and not tags >= {"remove-cell", "site-only"}:
            yield place, 1, "is an answer to try: tag it 'remove-cell' and 'site-only', too"
        if MISTAKE in tags:
            waiting.append(place)
        if cell.cell_type == "markdown":
            del waiting[: cell.source.count("{mistake}")]
    yield from ((place, 1, "is a mistake of which no sentence tells") for place in waiting)


def _unknown_names(cells: dict[int, NotebookNode], kind: Kind, what: str) -> Iterator[Fault]:
    """Yield the names in cells of a kind that no cell gives which runs where these run."""
    lines = [
        (place, number, line)
        for place, cell in cells.items()
        if kind_of(cell) <= kind
        for number, line in enumerate(cell.source.split("\n"), start=1)
    ]
    for line, name in undefined_names("\n".join(line for _, _, line in lines)):
        place, number, _ = lines[line - 1]
        if kind_of(cells[place]) is kind:
            yield place, number, f"uses {name!r}, which {what}"


def undefined_names(code: str) -> Iterator[tuple[int, str]]:
    """Yield each name in code that the code gives no value, and its line."""
    for message in Checker(ast.parse(code), builtins=IN_EVERY_NOTEBOOK).messages:
        if isinstance(message, UndefinedName):
            yield message.lineno, message.message_args[0]


def location(text: str, notebook: NotebookNode, place: int, line: int) -> tuple[int, str]:
    """Return the line in the `text` of a page of a line in a cell, and what the cell is called."""
    fence = notebook.metadata["source_map"][place]  # counted from 1
    start = sum(len(part) for part in text.splitlines(keepends=True)[:fence])
    start = max(start, text.find(notebook.cells[place].source, start))
    number = sum(cell.cell_type == "code" for cell in notebook.cells[: place + 1])
    return text.count("\n", 0, start) + line, f"cell {number}"


def check(app: Sphinx, page: str, notebook: NotebookNode) -> None:
    """Report the faults of an executed page, with their places in its file."""
    text = app.env.doc2path(page).read_text("utf-8")
    for place, number, message in faults(notebook):
        line, cell = location(text, notebook, place, number)
        LOGGER.error("%s %s", cell, message, location=(page, line))
