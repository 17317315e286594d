"""The reader's progress: predictions made and exercises solved, by chapter.

As words below each chapter on the first page, and as a count beside it in the side bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

from _book import is_chapter
from _book.live.buttons import live_markup
from _book.live.chapter_cells import executed, live_cells, with_lacks
from _book.live.site_files import site_of
from _book.predict.directive import prediction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_TASKS = "tasks"
_BUTTONS = """<div class="progress">
<p><strong>Your progress.</strong>
Only this browser remembers what you have predicted, solved and written.</p>
<p><button type="button" data-save>Save to a file</button>
<button type="button" data-load>Load from a file</button>
<input type="file" accept=".json" aria-label="A progress file" hidden>
<button type="button" data-forget>Forget everything</button>
<span role="status"></span></p>
</div>
"""


class Progress(SphinxDirective):
    """The buttons that save, load and forget what is done."""

    def run(self) -> list[nodes.Node]:
        return [live_markup(html=_BUTTONS)]


def done_of(env: BuildEnvironment, page: str) -> str:
    """Return the place of what is done in a chapter, if it asks something, for the script."""
    kinds = env.metadata[page].get(_TASKS, {})
    data = "".join(f' data-{kind}="{" ".join(of)}"' for kind, of in kinds.items())
    return f'<p class="done" data-page="{page}"{data}></p>\n' if any(kinds.values()) else ""


def tasks(env: BuildEnvironment) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield what there is to do in each chapter, in the order of the book."""
    for page in env.toctree_includes[env.config.root_doc]:
        kinds = env.metadata[page].get(_TASKS)
        if kinds and any(kinds.values()):
            yield page, kinds


def find_tasks(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the names of what a chapter asks: in its text, in exercises, and with a check."""
    page = app.env.docname
    if is_chapter(app, page):
        asked = list(doctree.findall(prediction))
        app.env.metadata[page][_TASKS] = {
            "predictions": [each["key"] for each in asked if each["covers"]],
            "questions": [each["key"] for each in asked if not each["covers"]],
            "checks": _checks(app, page),
        }


def _checks(app: Sphinx, page: str) -> list[str]:
    """Return the exercises that a cell checks where cells run."""
    site = site_of(app)
    cells = with_lacks(live_cells(executed(app, page)), site.modules) if site else []
    return [cell["exercise"] for cell in cells if "check" in cell and "lacks" not in cell]


def mark_navigation(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Say in each link of the side bar how much there is to do, for the script that counts."""
    tree = context.get("furo_navigation_tree")
    if not tree:  # a book with a single page
        return
    for chapter, kinds in tasks(app.env):
        address = "#" if chapter == page else app.builder.get_relative_uri(page, chapter)
        data = f'data-tasks="{sum(map(len, kinds.values()))}" data-page="{chapter}"'
        tree = tree.replace(f'href="{address}"', f'href="{address}" {data}', 1)
    context["furo_navigation_tree"] = tree


def setup(app: Sphinx) -> None:
    app.add_directive("progress", Progress)
    app.connect("doctree-read", find_tasks)
    app.add_css_file("progress.css")
    for name in ("storage.js", "marks.js", "progress.js"):  # the last where there is a list alone
        app.add_js_file(name, loading_method="defer")
