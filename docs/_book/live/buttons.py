"""Cells that readers run: what a page needs so that Python in the browser can run its cells.

The build puts the buttons on the page, so that nothing moves when a script comes, and writes what
is loaded at the first press: the cells, the hidden ones with them, and the core as a wheel.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx_exercise.nodes import solution_node

from _book.execution.chapters import is_chapter
from _book.live.chapter_cells import Cell, executed, lacking, live_cells
from _book.live.site_files import Site, put, short_digest, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_BUTTON = '<button type="button" data-live="{name}"{more}>{text}</button>'
_ANSWER = """<div class="cell live-answer docutils container">
<div class="cell_input docutils container" hidden></div>
{}</div>
"""
_SAID = '<span class="live-said">{}</span>'


class live_markup(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """HTML of the live cells. What is raw to Sphinx would be found by the search."""


def write_markup(self: HTML5Translator, node: live_markup) -> None:
    """Write it as it is."""
    self.body.append(node["html"])
    raise nodes.SkipNode


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


class AddButtons(SphinxPostTransform):
    """Complete a chapter, and write the cells that it loads."""

    default_priority = 200  # after MyST-NB has folded cells: a bar is folded with its code
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Complete one page."""
        site, page = site_of(self.app), self.env.docname
        if site is None or not is_chapter(self.app, page):
            return
        cells = live_cells(executed(self.app, page))
        if lacks := lacking(cells, site.modules):
            add_reasons(self.document, lacks)
            return
        to_root, digest = "../" * page.count("/"), short_digest(cells)
        add_bars(self.document, cells, page)
        _add_top(self.document, _top(page, site, to_root, digest))
        address = site.python if "://" in site.python else to_root + site.python
        core = {"url": to_root + site.core, "name": "the book's own package", "sum": site.core_sum}
        book = {"python": address, "files": site.files, "core": core, "cells": cells}
        book["digest"] = digest  # the page asks for it: the two may be of different builds
        path = Path(self.app.outdir) / f"{page}.live.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(book), "utf-8")


def add_bars(document: nodes.document, cells: list[Cell], page: str) -> None:
    """Add a bar below each cell that is seen, and a place for each answer before its solution."""
    sources = _sources(document)
    seen = [index for index, cell in enumerate(cells) if cell["name"].startswith("cell ")]
    if len(sources) != len(seen):
        raise ExtensionError(
            f"{page}: {len(sources)} cells are on the page and {len(seen)} in its notebook, so no "
            "button would know its cell"
        )
    for source, index in zip(sources, seen, strict=True):
        _add_behind(source, _bar(index, cells[index]["name"]))
    solutions = {each["target_label"]: each for each in document.findall(solution_node)}
    for index, cell in enumerate(cells):
        if "answer" in cell:
            solution = solutions[cell["exercise"]]
            answer = live_markup(html=_ANSWER.format(_bar(index)))
            solution.parent.insert(solution.parent.index(solution), answer)


def add_reasons(document: nodes.document, lacks: list[str]) -> None:
    """Add to each cell, and below the title, why the cells of a page do not run live."""
    missing = " and no ".join(lacks)
    why = f"The Python of this site has no {missing}: this {{}} on your own computer only."
    line = f'<p class="live-not">{why}</p>\n'
    for source in _sources(document):
        _add_behind(source, line.format("cell runs"))
    _add_top(document, line.format("chapter's code runs"))


def _sources(document: nodes.document) -> list[nodes.container]:
    containers = document.findall(nodes.container)
    return [each for each in containers if each.get("nb_element") == "cell_code_source"]


def _add_behind(node: nodes.Node, html: str) -> None:
    node.parent.insert(node.parent.index(node) + 1, live_markup(html=html))


def _add_top(document: nodes.document, html: str) -> None:
    """Add below the title, and below the time that the page takes to read."""
    title = next(document.findall(nodes.title))
    paragraphs = document.findall(nodes.paragraph)
    time = next((each for each in paragraphs if "reading-time" in each["classes"]), None)
    _add_behind(time or title, html)


def _bar(index: int, cell: str = "") -> str:
    text = "Edit and run" if cell else "Write your answer"
    more = f' aria-label="{text} {cell}"' if cell else ""
    button = _BUTTON.format(name="open", text=text, more=more)
    return f'<div class="live-bar" id="live-{index}">{button}{_SAID.format("")}</div>\n'


def _top(page: str, site: Site, to_root: str, digest: str) -> str:
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
        f'data-cells="{page.rpartition("/")[2]}.live.json?{digest}">{"".join(buttons)}'
        f'{_SAID.format(says)}<span class="live-spoken" role="status"></span></div>\n'
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Prepare the site, and complete each page as it is written."""
    app.add_config_value("live_folder", "", "html", str)
    app.add_config_value("live_pyodide_url", "", "html", str)
    app.add_config_value("live_core", "", "html", str)
    app.add_css_file("live.css")
    app.add_js_file("live.js", loading_method="defer")  # see page_frame.bundle
    app.add_node(live_markup, html=(write_markup, None))
    app.add_post_transform(AddButtons)
    app.connect("builder-inited", prepare)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
