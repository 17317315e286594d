"""Cells that readers run: what a page needs so that Python in the browser can run its cells.

The build puts the buttons on the page, so that nothing moves when a script comes, and writes what
is loaded at the first press: the cells, the hidden ones with them, and the core as a wheel.
Each cell has one in the corner of its code, the page one in the line below its title, and a bar at
its end, which stays at the edge of the window once any of them was pressed.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx_exercise.nodes import solution_node

from _book import is_chapter
from _book.live.chapter_cells import (
    Cell,
    data_files,
    executed,
    faults,
    is_seen,
    live_cells,
    with_lacks,
)
from _book.live.site_files import put, short_digest, site_of, sum_of
from _book.live.stored_steps import add_steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_BUTTON = '<button type="button" data-live="{name}"{more}>{text}</button>'
_ANSWER = """<div class="cell live-answer docutils container">
<div class="cell_input docutils container" hidden></div>
{}</div>
"""
_NOT_LIVE = '<p class="live-not">Runs on your computer only: it needs {}.</p>\n'
_SAID = '<span class="live-said">{}</span>'
_COMPARE = """<div class="live-compare live-opened">
<div class="live-bar">{button}{said}</div>
</div>
"""
_RUN_ALL = _BUTTON.format(name="all", text="Run all cells", more="")
_ALL = '<span class="live-all"> · {button} (loads up to {megabytes} once)</span>'

# Characters of the first line of a cell that the button in its corner leaves room for.
_ROOM = {"live-long": 20, "live-longer": 68}  # on a telephone; where the column has its width


class live_markup(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """HTML of the live cells. What is raw to Sphinx would be found by the search."""


def write_markup(self: HTML5Translator, node: live_markup) -> None:
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
        site, page = site_of(self.app), self.env.docname
        if site is None or not is_chapter(self.app, page):
            return
        cells = with_lacks(live_cells(executed(self.app, page)), site.modules)
        for fault in faults(cells):
            LOGGER.error(fault, location=page)
        add_bars(self.document, cells)
        cells = [cell for cell in cells if "lacks" not in cell]
        add_steps(cells, page, Path(self.app.srcdir), Path(self.app.outdir))
        sums = {path.name: sum_of(path) for path in data_files(self.app, page)}
        data = [
            {"url": f"{name}?{short_digest(of)}", "name": name, "sum": of}
            for name, of in sums.items()
        ]
        to_root, digest = "../" * page.count("/"), short_digest([cells, data])
        megabytes = f"{sum(size for size, _ in site.files.values()) / 1e6:.0f} MB"
        head = _ALL.format(button=_RUN_ALL, megabytes=megabytes)
        paragraphs = self.document.findall(nodes.paragraph)
        time = next(each for each in paragraphs if "reading-time" in each["classes"])
        time.append(live_markup(html=head))
        bar = _page_bar(page, to_root + site.code, digest, megabytes)
        next(self.document.findall(nodes.section)).append(live_markup(html=bar))
        core = {"url": to_root + site.core, "name": "the book's own package", "sum": site.core_sum}
        book = {
            "python": to_root + site.python,
            "files": site.files,
            "core": core,
            "data": data,
            "cells": cells,
        }
        book["digest"] = digest  # the page asks for it: the two may be of different builds
        path = Path(self.app.outdir) / f"{page}.live.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(book), "utf-8")


def add_bars(document: nodes.document, cells: list[Cell]) -> None:
    """Add a bar to each cell that is seen, or what it needs that no browser has.

    Before a solution, there is a place for the reader's answer; at its end, a button to compare.
    """
    sources = _sources(document)
    seen = [cell for cell in cells if is_seen(cell)]
    live = [cell for cell in cells if "lacks" not in cell]
    for source, cell in zip(sources, seen, strict=True):  # or no button would know its cell
        if "lacks" in cell:
            _add_behind(source, _NOT_LIVE.format(" and ".join(cell["lacks"])))
            continue
        first = source.astext().partition("\n")[0]
        source["classes"] += [name for name, room in _ROOM.items() if len(first) > room]
        if "check" in cell:
            whole = source.parent
            while whole.get("nb_element") != "cell_code":  # it may be folded
                whole = whole.parent
            whole["classes"].append("live-check")
        _add_behind(source, _bar(live.index(cell), cell["name"]))
    solutions = {each["target_label"]: each for each in document.findall(solution_node)}
    for index, cell in enumerate(live):
        if "answer" in cell:
            solution = solutions[cell["exercise"]]
            answer = live_markup(html=_ANSWER.format(_bar(index)))
            solution.parent.insert(solution.parent.index(solution), answer)
            solution.insert(-1, live_markup(html=_compare(cell["exercise"])))  # within its fold


def _sources(document: nodes.document) -> list[nodes.container]:
    containers = document.findall(nodes.container)
    return [each for each in containers if each.get("nb_element") == "cell_code_source"]


def _add_behind(node: nodes.Node, html: str) -> None:
    node.parent.insert(node.parent.index(node) + 1, live_markup(html=html))


def _bar(index: int, cell: str = "") -> str:
    text = "Edit and run" if cell else "Write your answer"
    more = f' aria-label="{text} {cell}"' if cell else ""
    button = _BUTTON.format(name="open", text=text, more=more)
    return f'<div class="live-bar" id="live-{index}">{button}{_SAID.format("")}</div>\n'


def _compare(exercise: str) -> str:
    more = f' data-exercise="{escape(exercise)}" aria-expanded="false"'
    button = _BUTTON.format(name="compare", text="Compare with the solution", more=more)
    return _COMPARE.format(button=button, said=_SAID.format(""))


def _page_bar(page: str, code: str, digest: str, megabytes: str) -> str:
    buttons = [
        _RUN_ALL,
        _BUTTON.format(name="stop", text="Stop", more=" disabled"),
        _BUTTON.format(name="forget", text="Forget my changes", more=" disabled"),
    ]
    says = f"The first run loads up to {megabytes}."
    return (
        f'<div class="live-bar live-page" data-page="{page}" data-code="{code}" '
        f'data-cells="{page.rpartition("/")[2]}.live.json?{digest}">{"".join(buttons)}'
        f'{_SAID.format(says)}<span class="live-spoken" role="status"></span></div>\n'
    )


def setup(app: Sphinx) -> None:
    app.add_config_value("live_folder", "", "html", str)
    app.add_config_value("live_core", "", "html", str)
    app.add_css_file("live.css")
    app.add_js_file("live.js", loading_method="defer")  # see page_frame.bundle
    app.add_node(live_markup, html=(write_markup, None))
    app.add_post_transform(AddButtons)
    app.connect("builder-inited", prepare)
