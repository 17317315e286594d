"""Known mistakes: what a reader is told whose answer makes a check say just what the mistake does.

Behind the check of an exercise stands a cell tagged ``mistake`` and this directive with a sentence.
What the check says of the cell's program is found by running it (`programs.py`); when it says the
same of what a reader wrote, `live/page/page.js` shows the sentence.
"""

from __future__ import annotations

import ast
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _book.live.buttons import live_markup

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_START = '<div role="status"><div class="mistake" data-said="{}" hidden>\n'


class mistake(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """What is told of a `program`, when the check has `said` the same."""


class Mistake(SphinxDirective):
    """Say what the answer in the cell before, tagged ``mistake``, has overlooked."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        before = [node["said"] for node in self.state.document.findall(mistake)]
        try:
            data = retrieve_glue_data(self.state.document, f"mistake-{len(before)}").data
        except RetrievalError:
            raise self.error("no cell tagged 'mistake' stands before this sentence") from None
        known = ast.literal_eval(data["text/plain"])
        if known["said"] in before:
            raise self.error(f"the check says the same of two mistakes: {known['said']!r}")
        node = mistake("", *self.parse_content_to_nodes(), **known)
        if not node.children:
            raise self.error("a mistake needs a sentence that tells the reader of it")
        self.set_source_info(node)
        return [node]


class WriteMistakes(SphinxPostTransform):
    """Write the sentences of one page, for the page to show one; elsewhere nothing is checked."""

    default_priority = 4

    def run(self, **_: Any) -> None:
        for node in list(self.document.findall(mistake)):
            if self.app.builder.name != "html":
                node.parent.remove(node)
                continue
            start = live_markup(html=_START.format(escape(node["said"])))
            node.replace_self([start, *node.children, live_markup(html="</div></div>\n")])


def setup(app: Sphinx) -> None:
    app.add_node(mistake)
    app.add_directive("mistake", Mistake)
    app.add_post_transform(WriteMistakes)
