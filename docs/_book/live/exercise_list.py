"""The exercises that a cell checks, on the index page, and which of them the reader has done."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _book.execution.chapters import is_chapter
from _book.live.buttons import live_markup
from _book.live.chapter_cells import executed, lacking, live_cells, titles
from _book.live.site_files import Site, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LIST = """<section class="live-exercises" id="exercises">
<h2>Exercises</h2>
<p>Some exercises end with a cell that checks your answer, here on the page. Only this browser
remembers what you have solved and written.</p>
<ul>
{}</ul>
<p><button type="button">Forget all of it</button> <span role="status"></span></p>
</section>
"""


class exercise_list(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The place of the list, which is known once all chapters are read."""


class ExerciseList(SphinxDirective):
    """The exercises that a cell checks, and which of them are done."""

    def run(self) -> list[nodes.Node]:
        """Leave the place open."""
        return [exercise_list()]


class FillExerciseList(SphinxPostTransform):
    """List the exercises where a page has a place for them."""

    default_priority = 200

    def run(self, **_: Any) -> None:
        """Fill one page."""
        site = site_of(self.app)
        for place in list(self.document.findall(exercise_list)):
            place.replace_self([live_markup(html=exercises(self.app, site))] if site else [])


def exercises(app: Sphinx, site: Site) -> str:
    """Return the list, or nothing where no chapter has one."""
    items = []
    for page in app.env.toctree_includes[app.config.root_doc]:  # in the order of the book
        if not is_chapter(app, page):
            continue
        notebook = executed(app, page)
        cells, title = live_cells(notebook), titles(notebook)
        checked = [] if lacking(cells, site.modules) else [c for c in cells if "check" in c]
        for label in (cell["exercise"] for cell in checked):
            link = f'<a href="{page}.html#{label}">{escape(title[label])}</a>'
            items.append(
                f'<li data-exercise="{page} {label}">{link}: <span>not done yet</span></li>\n'
            )
    return _LIST.format("".join(items)) if items else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and fill its place as a page is written."""
    app.add_directive("live-exercises", ExerciseList)
    app.add_node(exercise_list)
    app.add_post_transform(FillExerciseList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
