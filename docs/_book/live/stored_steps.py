"""The steps of a cell tagged ``steps``, written down in the build just as a browser does it.

So a reader can go through it before Python has been loaded, as long as nothing up to it is changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError

from _book.live.chapter_cells import is_seen
from _book.live.site_files import short_digest
from _book.live.worker.live_cells import Cells

if TYPE_CHECKING:
    from _book.live.chapter_cells import Cell

DOCS = Path(__file__).parents[2]
_RUN = "import _book.live.stored_steps as steps; steps.main()"
_STYLE = DOCS / "_book" / "execution" / "kernel" / "matplotlibrc"


def add_steps(cells: list[Cell], page: str, source: Path, site: Path) -> None:
    """Write the steps of each cell that asks for them beside its page; tell the cell where."""
    for index, cell in enumerate(cells):
        if cell.pop("steps", False):
            steps = steps_of(cells[: index + 1], page, (source / page).parent)
            path = site / f"{page}.{index}.steps.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(steps, "utf-8")
            cell["traced"] = f"{path.name}?{short_digest(steps)}"


def steps_of(cells: list[Cell], page: str, folder: Path) -> str:
    """Run cells in a Python of its own; return the steps of the last, or an error that names it."""
    paths = os.pathsep.join([str(DOCS), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = {"PYTHONPATH": paths, "MATPLOTLIBRC": str(_STYLE), "MPLBACKEND": "agg"}
    run = subprocess.run(
        [sys.executable, "-c", _RUN],
        input=json.dumps([cell for cell in cells if "answer" not in cell]),
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        why = run.stderr.strip() or f"Python ended with {run.returncode}"
        raise ExtensionError(f"{page}: the steps of {cells[-1]['name']} cannot be made: {why}")
    return run.stdout


def main() -> None:
    """Run the cells that are asked for; print the steps of the last."""
    cells, out = json.load(sys.stdin), sys.stdout
    shown: list[tuple[Any, ...]] = []
    runs = Cells(lambda *each: shown.append(each))
    for depth, cell in enumerate(cells):
        name, source = cell["name"], cell["source"]
        if not is_seen(cell):
            failed = runs.run_hidden(depth, source)
        else:
            failed = not runs.run(depth, name, source, in_steps=depth == len(cells) - 1)
        if failed:
            sys.exit(" ".join([f"{name} failed:", *map(str, shown[-1] if shown else ())]))
    out.write(f"[{','.join(each[1] for each in shown if each[0] == 'step')}]")
