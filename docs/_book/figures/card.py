"""The figure that stands for a chapter: at its head, in lists, and where another leads to it.

It is small and without letters. Which one it is, says ``card`` in the front matter, and ``panel``,
which of its panels, where the others would make it too small.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from _book.execution.chapters import is_chapter
from _book.explorable.directive import explorable
from _book.figures.inline import decorative_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def picture(app: Sphinx, page: str, document: nodes.document, prefix: str) -> str:
    """Return the figure of a page that stands for it, small and without letters, or nothing."""
    figures = [
        node["svg"]
        if isinstance(node, explorable)
        else (Path(app.srcdir) / node["uri"]).read_text("utf-8")
        for node in document.findall(nodes.Element)
        if isinstance(node, explorable | nodes.image)
    ]
    number, panel = (int(app.env.metadata[page].get(*each)) for each in (("card", 1), ("panel", 0)))
    return decorative_svg(figures[number - 1], prefix, panel) if number <= len(figures) else ""


class OpenWithPicture(SphinxPostTransform):
    """Put the picture of a chapter between its title and its question."""

    default_priority = 2  # while its figures are nodes, and before what else comes to the head
    builders = ("html",)

    def run(self, **_: Any) -> None:
        """Put it into one page."""
        page = self.env.docname
        svg = picture(self.app, page, self.document, "head-") if is_chapter(self.app, page) else ""
        if svg:
            title = next(self.document.findall(nodes.title))
            subtitle = title.next_node(nodes.paragraph, descend=False, siblings=True)
            below = 2 if subtitle and "subtitle" in subtitle["classes"] else 1
            title.parent.insert(below, nodes.raw("", svg, format="html"))


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(OpenWithPicture)
    app.add_css_file("card.css")
