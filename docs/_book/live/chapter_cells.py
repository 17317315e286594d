"""The cells of a chapter as readers run them, and its exercises."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import nbformat

from _book.live.worker.names import imported_packages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Cell: TypeAlias = dict[str, Any]
SITE_ONLY = "site-only"  # the tag of a cell that nothing but the build of the site needs
_SOLUTION = re.compile(r"^:+\{solution-(?:start|end)\}[ \t]*(\S*)", re.MULTILINE)
_EXERCISE = re.compile(r"^:+\{exercise-start\}[ \t]*(.*)\n:label: (\S+)", re.MULTILINE)
_DISTRIBUTIONS = {"sklearn": "scikit-learn"}  # where it is not called as it is imported


def executed(app: Sphinx, page: str) -> nbformat.NotebookNode:
    """Return a chapter as the build has run it; it has no cells if one has failed."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    made: nbformat.NotebookNode = nbformat.v4.new_notebook()
    return nbformat.read(path, as_version=4) if path.exists() else made


def live_cells(notebook: nbformat.NotebookNode) -> list[Cell]:
    """Return the cells that run, in order: code, name, and part in an exercise.

    Before the solution of an exercise that a cell checks, there is one for the reader's answer.
    """
    cells: list[Cell] = []
    solution = exercise = ""
    seen = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for solution in _SOLUTION.findall(cell.source):
                exercise = solution or exercise
                if solution:
                    answer = {"answer": True, "exercise": solution, "source": ""}
                    cells.append({"name": "your answer", **answer})
            continue
        tags = {*cell.metadata.get("tags", ())}
        if SITE_ONLY in tags:
            continue
        name = "what the page needs"
        if not tags & {"remove-cell", "remove-input"}:
            seen += 1
            name = f"cell {seen}"
        part = {}
        if solution:
            part = {"solution": True, "exercise": solution}
        elif exercise and '"Right' in cell.source:
            part = {"check": True, "exercise": exercise}
        cells.append({"name": name, "source": cell.source, **part})
    checked = {cell["exercise"] for cell in cells if "check" in cell}
    return [cell for cell in cells if "answer" not in cell or cell["exercise"] in checked]


def titles(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return the title of each exercise by its label."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return {label: title for title, label in _EXERCISE.findall(text)}


def lacking(cells: list[Cell], modules: frozenset[str]) -> list[str]:
    """Return the packages that cells import, and that a browser does not have."""
    found = {name for cell in cells for name in imported_packages(ast.parse(cell["source"]))}
    lacks = found - modules - sys.stdlib_module_names
    return sorted(_DISTRIBUTIONS.get(name, name) for name in lacks)
