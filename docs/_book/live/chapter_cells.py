"""The cells of a chapter as readers run them, its exercises, and the files that they read."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import nbformat

from _book.execution.cell_rules import undefined_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

Cell: TypeAlias = dict[str, Any]
STEPS = "steps"  # the tag of a cell whose steps the build writes down
SITE_ONLY = "site-only"  # the tag of a cell that nothing but the build of the site needs
_SOLUTION = re.compile(r"^:+\{solution-(?:start|end)\}[ \t]*(\S*)", re.MULTILINE)
# What is not called as it is imported.
_DISTRIBUTIONS = {"autograd": "Autograd", "sklearn": "scikit-learn"}


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
        part: dict[str, Any] = {STEPS: True} if STEPS in tags else {}
        if solution:
            part |= {"solution": True, "exercise": solution}
        elif exercise and '"Right' in cell.source:
            part |= {"check": True, "exercise": exercise}
        cells.append({"name": name, "source": cell.source, **part})
    checked = {cell["exercise"] for cell in cells if "check" in cell}
    return [cell for cell in cells if "answer" not in cell or cell["exercise"] in checked]


def data_files(app: Sphinx, page: str) -> list[Path]:
    """Return the files that the cells of a chapter name.

    Each lies beside the chapter, where the kernel of the build finds it, and on the site beside the
    page, which gives it to the Python in the browser; readers put it beside their notebook.
    """
    trees = (ast.parse(cell["source"]) for cell in live_cells(executed(app, page)))
    nodes = (node for tree in trees for node in ast.walk(tree))
    named = {node.value for node in nodes if isinstance(node, ast.Constant)}
    beside = Path(app.env.doc2path(page)).parent.glob("*.csv")
    return sorted(path for path in beside if path.name in named)


def with_lacks(cells: list[Cell], modules: frozenset[str]) -> list[Cell]:
    """Return the cells; with those that a browser cannot run, which packages it `lacks` for them.

    A cell needs what it imports, and what it calls by a name that a cell above it has imported. A
    hidden one cannot run either without the names that such cells have made.
    """
    found = []
    imported: dict[str, str] = {}  # what a browser lacks, by the names that cells have for it
    live = ""
    for cell in cells:
        imports = dict(_imports(ast.parse(cell["source"]), modules))
        imported |= imports
        unknown = _unknown(live, cell["source"]) if imported else set()
        lacks = {*imports.values(), *(imported[name] for name in unknown & imported.keys())}
        if unknown and not is_seen(cell):
            lacks = lacks or {*imported.values()}
        if not lacks:
            live += cell["source"] + "\n"
        found.append(cell | {"lacks": sorted(lacks)} if lacks else cell)
    return found


def faults(cells: list[Cell]) -> Iterator[str]:
    """Yield why readers could not run in a browser what the page offers them to run."""
    for cell in cells:
        if "lacks" in cell and "check" in cell:
            needs = " and ".join(cell["lacks"])
            yield f"{cell['name']} checks an exercise and needs {needs}, which no browser has"
    live = [cell for cell in cells if "lacks" not in cell]
    lines = [(cell, line) for cell in live for line in cell["source"].split("\n")]
    for number, name in undefined_names("\n".join(line for _, line in lines)):
        cell = lines[number - 1][0]
        if is_seen(cell):
            yield f"{cell['name']} uses {name!r}, which only cells define that no browser can run"


def is_seen(cell: Cell) -> bool:
    """Say whether a cell is on the page with its code."""
    return str(cell["name"]).startswith("cell ")


def _imports(tree: ast.Module, modules: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the names that code imports of what a browser lacks, each with the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                whole = getattr(node, "module", None) or alias.name
                package = whole.partition(".")[0]
                if package not in modules | sys.stdlib_module_names:
                    name = alias.asname or alias.name.partition(".")[0]
                    yield name, _DISTRIBUTIONS.get(package, package)


def _unknown(above: str, source: str) -> set[str]:
    """Return the names in the code of a cell that neither it nor the code above gives a value."""
    lines = above.count("\n")
    return {name for line, name in undefined_names(above + source) if line > lines}
