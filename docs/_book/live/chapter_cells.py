"""The cells of a chapter as readers run them, and its exercises."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import nbformat

from _book.downloads.own_code import OwnCode, imported

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Cell: TypeAlias = dict[str, Any]
_SOLUTION = re.compile(r"^:+\{solution-(?:start|end)\}[ \t]*(\S*)", re.MULTILINE)
_EXERCISE = re.compile(r"^:+\{exercise-start\}[ \t]*(.*)\n:label: (\S+)", re.MULTILINE)
_DISTRIBUTIONS = {"sklearn": "scikit-learn"}  # where it is not called as it is imported


def executed(app: Sphinx, page: str) -> nbformat.NotebookNode:
    """Return a chapter as the build has run it."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def live_cells(notebook: nbformat.NotebookNode) -> list[Cell]:
    """Return the cells that run, in order: code, name, and part in an exercise.

    Before the solution of an exercise that a cell checks, there is one for the reader's answer.
    """
    own = OwnCode()
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
        hidden = bool({"remove-cell", "remove-input"} & set(cell.metadata.get("tags", ())))
        source = own.hidden(cell.source) if hidden else cell.source
        if hidden:
            name = "what the page needs"
        else:
            own.see(source)
            seen += 1
            name = f"cell {seen}"
        part = {}
        if solution:
            part = {"solution": True, "exercise": solution}
        elif exercise and '"Right' in source:
            part = {"check": True, "exercise": exercise}
        if source:
            cells.append({"name": name, "source": source, **part})
    checked = {cell["exercise"] for cell in cells if "check" in cell}
    return [cell for cell in cells if "answer" not in cell or cell["exercise"] in checked]


def titles(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return the title of each exercise by its label."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return {label: title for title, label in _EXERCISE.findall(text)}


def lacking(cells: list[Cell], modules: frozenset[str]) -> list[str]:
    """Return the packages that cells import, and that a browser does not have."""
    found = {name for cell in cells for name in imported(ast.parse(cell["source"]))}
    lacks = found - modules - sys.stdlib_module_names
    return sorted(_DISTRIBUTIONS.get(name, name) for name in lacks)
