"""The reader's progress, on the index page: predictions made and exercises solved, by chapter."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _book.execution.chapters import is_chapter
from _book.live.buttons import live_markup
from _book.live.chapter_cells import executed, lacking, live_cells
from _book.live.site_files import site_of
from _book.predict.directive import prediction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_LIST = """<section class="progress" id="progress">
<h2>Your progress</h2>
<p>Only this browser remembers what you have predicted, solved and written.</p>
<ul>
{}</ul>
<p><button type="button" data-save>Save to a file</button>
<button type="button" data-load>Load from a file</button>
<button type="button" data-forget>Forget all of it</button>
<span role="status"></span></p>
</section>
"""


class progress_list(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The place of the list, which is known once all chapters are read."""


class ProgressList(SphinxDirective):
    """What a reader can do in each chapter, and what is done."""

    def run(self) -> list[nodes.Node]:
        """Leave the place open."""
        return [progress_list()]


class FillProgressList(SphinxPostTransform):
    """List the chapters where a page has a place for them."""

    default_priority = 200

    def run(self, **_: Any) -> None:
        """Fill one page; on paper nothing is remembered."""
        for place in list(self.document.findall(progress_list)):
            items = "".join(chapters(self.app)) if self.app.builder.name == "html" else ""
            place.replace_self([live_markup(html=_LIST.format(items))] if items else [])


def chapters(app: Sphinx) -> Iterator[str]:
    """Yield an item for each chapter that asks something, in the order of the book."""
    for page in app.env.toctree_includes[app.config.root_doc]:
        if not is_chapter(app, page):
            continue
        doctree = app.env.get_doctree(page)
        asked = list(doctree.findall(prediction))
        kinds = {
            "predictions": [each["key"] for each in asked if each["covers"]],
            "questions": [each["key"] for each in asked if not each["covers"]],
            "checks": _checks(app, page),
        }
        if any(kinds.values()):
            title = escape(next(doctree.findall(nodes.title)).astext())
            data = "".join(f' data-{kind}="{" ".join(of)}"' for kind, of in kinds.items())
            link = (
                f'<a href="{app.builder.get_relative_uri(app.config.root_doc, page)}">{title}</a>'
            )
            yield f'<li data-page="{page}"{data}>{link} <span></span></li>\n'


def _checks(app: Sphinx, page: str) -> list[str]:
    """Return the exercises that a cell checks where cells run."""
    site = site_of(app)
    cells = live_cells(executed(app, page)) if site else []
    runs = site and not lacking(cells, site.modules)
    return [cell["exercise"] for cell in cells if runs and "check" in cell]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and fill its place as a page is written."""
    app.setup_extension("_book.predict.directive")
    app.add_directive("progress", ProgressList)
    app.add_node(progress_list)
    app.add_post_transform(FillProgressList)
    app.add_css_file("progress.css")
    app.add_js_file("progress.js", loading_method="defer")  # see page_frame.bundle
    return {"parallel_read_safe": True, "parallel_write_safe": True}
