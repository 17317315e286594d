"""Notes in the margin: what a paragraph can do without, beside it where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)


class margin(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """A note."""


class Margin(SphinxDirective):
    """A note on the paragraph before it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        note = margin("", *self.parse_content_to_nodes())
        self.set_source_info(note)
        return [note]


class PutBeside(SphinxPostTransform):
    """Make one block of each note and its paragraph."""

    default_priority = 4

    def run(self, **_: Any) -> None:
        for note in list(self.document.findall(margin)):
            before = note.parent[max(note.parent.index(note) - 1, 0)]
            if not isinstance(before, nodes.paragraph):
                message = "a note in the margin stands right behind a paragraph, not behind <%s>"
                LOGGER.error(message, type(before).__name__, location=note)
                continue
            note.parent.remove(note)
            before.replace_self(nodes.container("", before.deepcopy(), note, classes=["beside"]))


def visit_margin(self: HTML5Translator, node: margin) -> None:
    self.body.append(self.starttag(node, "div", CLASS="margin", ROLE="note"))


def depart_margin(self: HTML5Translator, _node: margin) -> None:
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    app.add_node(margin, html=(visit_margin, depart_margin))
    app.add_directive("margin", Margin)
    app.add_post_transform(PutBeside)
    app.add_css_file("margin.css")
