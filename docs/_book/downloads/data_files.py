"""The files that the cells of a chapter read.

Each lies beside the chapter, where the kernel of the build finds it, and on the site beside the
page, which gives it to the Python in the browser; readers put it beside their notebook.
"""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from _book.live.chapter_cells import executed, live_cells

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def data_files(app: Sphinx, page: str) -> list[Path]:
    """Return the files beside a chapter that its cells name."""
    named = {
        node.value
        for cell in live_cells(executed(app, page))
        for node in ast.walk(ast.parse(cell["source"]))
        if isinstance(node, ast.Constant)
    }
    beside = Path(app.env.doc2path(page)).parent.glob("*.csv")
    return sorted(path for path in beside if path.name in named)


def put_beside_page(app: Sphinx, page: str) -> list[Path]:
    """Copy the files that a chapter reads into the site; return the copies."""
    place = (Path(app.outdir) / page).parent
    place.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(path, place / path.name)) for path in data_files(app, page)]
