"""Cells that readers run: what a page needs so that Python in the browser can run its cells.

The build puts the buttons on the page, so that nothing moves when a script comes, and writes what
is loaded at the first press: the cells, the hidden ones with them, and the core as a wheel.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from _book.execution.chapters import is_chapter
from _book.live.chapter_cells import Cell, executed, lacking, live_cells
from _book.live.site_files import Site, put, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
_CODE = re.compile(
    r'<div class="cell_input docutils container">.*?</pre></div>\n</div>\n</div>\n', re.DOTALL
)
_SOLUTION = '<div class="solution '
_TITLE = re.compile(r'</h1>\n(?:<p class="reading-time">.*?</p>\n)?')
_BUTTON = '<button type="button" data-live="{name}"{more}>{text}</button>'
_ANSWER = """<div class="cell live-answer docutils container">
<div class="cell_input docutils container" hidden></div>
{}</div>
"""
_SAID = '<span class="live-said">{}</span>'


def prepare(app: Sphinx) -> None:
    """Put what all pages share into the site; where there is nothing to put, say so."""
    if app.builder.name != "html":
        return
    folder = app.config.live_folder
    if folder and Path(folder).is_dir():
        put(app, Path(folder))
    else:
        LOGGER.info(
            "live: no Python for the browser here, so the cells of this site do not run live"
        )


def with_buttons(body: str, cells: list[Cell], top: str) -> str:
    """Return a page with a bar below each cell and for each answer, and `top` below its title."""
    seen = (index for index, cell in enumerate(cells) if cell["name"].startswith("cell "))
    body = _CODE.sub(lambda code: code[0] + _bar(index := next(seen), cells[index]["name"]), body)
    for index, cell in enumerate(cells):
        if "answer" in cell:
            before, label, after = body.partition(f'id="{cell["exercise"]}">')
            answer = _ANSWER.format(_bar(index))
            body = before + label + after.replace(_SOLUTION, answer + _SOLUTION, 1)
    return _TITLE.sub(lambda title: title[0] + top, body, count=1)


def _bar(index: int, cell: str = "") -> str:
    text = "Edit and run" if cell else "Write your answer"
    more = f' aria-label="{text} {cell}"' if cell else ""
    button = _BUTTON.format(name="open", text=text, more=more)
    return f'<div class="live-bar" id="live-{index}">{button}{_SAID.format("")}</div>\n'


def _top(page: str, site: Site, to_root: str) -> str:
    megabytes = sum(size for size, _ in site.files.values()) / 1e6
    buttons = [
        _BUTTON.format(name="all", text="Run all cells", more=""),
        _BUTTON.format(name="stop", text="Stop", more=" disabled"),
        _BUTTON.format(name="forget", text="Forget my changes", more=" disabled"),
    ]
    says = (
        "Change the cells and run them, in your browser: "
        f"the first run loads up to {megabytes:.0f} MB."
    )
    return (
        f'<div class="live-bar live-page" data-page="{page}" data-code="{to_root}{site.code}" '
        f'data-cells="{page.rpartition("/")[2]}.live.json">{"".join(buttons)}'
        f'{_SAID.format(says)}<span class="live-spoken" role="status"></span></div>\n'
    )


def without_buttons(body: str, lacks: list[str]) -> str:
    """Return a page whose cells say why they do not run live."""
    why = f"A browser has no {' and no '.join(lacks)}: this {{}} at home alone."
    line = f'<p class="live-not">{why}</p>\n'
    body = _CODE.sub(lambda code: code[0] + line.format("cell runs"), body)
    return _TITLE.sub(lambda title: title[0] + line.format("chapter's code runs"), body, count=1)


def add_live(app: Sphinx, page: str, _: str, context: dict[str, Any], __: Any) -> None:
    """Complete a chapter, and write the cells that it loads."""
    site = site_of(app)
    if site is None or not is_chapter(app, page):
        return
    cells = live_cells(executed(app, page))
    if lacks := lacking(cells, site.modules):
        context["body"] = without_buttons(context["body"], lacks)
        return
    to_root = "../" * page.count("/")
    context["body"] = with_buttons(context["body"], cells, _top(page, site, to_root))
    address = site.python if "://" in site.python else to_root + site.python
    core = {"url": to_root + site.core, "name": "the book's own package", "sum": site.core_sum}
    book = {"python": address, "files": site.files, "core": core, "cells": cells}
    path = Path(app.outdir) / f"{page}.live.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Prepare the site, and complete each page as it is written."""
    app.add_config_value("live_folder", "", "html", str)
    app.add_config_value("live_pyodide_url", "", "html", str)
    app.add_config_value("live_core", "", "html", str)
    app.add_css_file("live.css")
    app.add_js_file("live.js", loading_method="defer")  # where there are live cells: see assets
    app.connect("builder-inited", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
