"""The figure that stands for a chapter: at its head, in lists, and where another leads to it.

It is small and without letters. Which one it is, says ``card`` in the front matter, and ``panel``,
which of its panels, where the others would make it too small.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from _book import is_chapter
from _book.explorable.directive import explorable
from _book.figures.inline import decorative_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def figure_of(app: Sphinx, page: str, number: str = "") -> nodes.Element:
    """Return the figure of a page with a number, or that which stands for the page.

    Its `svg` is what Matplotlib drew; it is empty where there is no such figure.
    """
    wanted = number or str(app.env.metadata[page].get("card", 1))
    elements = app.env.get_doctree(page).findall(nodes.Element)
    figures = (node for node in elements if isinstance(node, explorable | nodes.image))
    found = next((node for at, node in enumerate(figures, start=1) if str(at) == wanted), None)
    if found is None:
        return nodes.image(svg="")
    if "svg" not in found:
        found["svg"] = (Path(app.srcdir) / found["uri"]).read_text("utf-8")
    return found


def picture(app: Sphinx, page: str, prefix: str) -> str:
    """Return the figure of a page that stands for it, small and without letters, or nothing."""
    svg = figure_of(app, page)["svg"]
    return decorative_svg(svg, prefix, int(app.env.metadata[page].get("panel", 0))) if svg else ""


class OpenWithPicture(SphinxPostTransform):
    """Put the picture of a chapter between its title and its question."""

    default_priority = 2  # while its figures are nodes, and before what else comes to the head
    builders = ("html",)

    def run(self, **_: Any) -> None:
        page = self.env.docname
        if is_chapter(self.app, page) and (svg := picture(self.app, page, "head-")):
            put_at_head(self.document, nodes.raw("", svg, format="html"))


def put_at_head(document: nodes.document, node: nodes.Node) -> None:
    """Put a node below the title and the subtitle of a chapter, before what stands there."""
    section = next(document.findall(nodes.section))
    behind = section[1] if len(section) > 1 else None
    has_subtitle = isinstance(behind, nodes.paragraph) and "subtitle" in behind["classes"]
    section.insert(1 + has_subtitle, node)


def setup(app: Sphinx) -> None:
    app.add_post_transform(OpenWithPicture)
    app.add_css_file("card.css")
