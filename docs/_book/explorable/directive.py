"""Explorable figures: what a cell has glued with `Explorable`, on the page with its controls."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _book.explorable.markup import html, script

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "_explorables"


class explorable(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """A figure with its states."""


class Explorable(SphinxDirective):
    """Show what was glued under the name given; the content is the caption.

    The code that has drawn it is folded below.
    """

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            glued = retrieve_glue_data(self.state.document, name).data["application/json"]
        except (RetrievalError, KeyError):
            raise self.error(f"no cell has glued data for the explorable {name!r}") from None
        if "alt" not in self.options or not self.content:
            raise self.error(f"the explorable {name!r} needs an alt text and a caption")
        figure = nodes.figure("", explorable(name=name, alt=self.options["alt"], **glued))
        self.set_source_info(figure)
        children, _ = self.state.inline_text(" ".join(self.content), self.lineno)
        figure += nodes.caption("", "", *children)
        self.add_name(figure)
        listing = nodes.literal_block("", glued["code"], language="ipython3")
        folded = HideCodeCellNode("", listing, classes=["above-input"])
        is_chapter = self.env.docname != self.config.root_doc
        return [figure, *[nodes.container("", folded, classes=["cell"])] * is_chapter]


class DrawExplorables(SphinxPostTransform):
    """Write the figures of one page."""

    default_priority = 5
    formats = ("html",)

    def run(self, **_: Any) -> None:
        for node in list(self.document.findall(explorable)):
            on_paper = self.app.builder.name == "epub"
            states = "" if on_paper else self.write_states(node["name"], node["data"])
            glued = {part: node[part] for part in ("name", "alt", "svg", "data")}
            node.replace_self(nodes.raw("", html(**glued, states=states), format="html"))

    def write_states(self, name: str, data: dict[str, Any]) -> str:
        """Write what a reader needs to move the figure; return its address."""
        content = script(name, data).encode()
        path = f"{FOLDER}/{self.env.docname.replace('/', '-')}-{name}.js"
        (self.app.outdir / FOLDER).mkdir(exist_ok=True)
        (self.app.outdir / path).write_bytes(content)
        up = "../" * self.env.docname.count("/")
        # States of another build, which a browser may have kept, would not fit the drawing.
        return f"{up}{path}?v={hashlib.sha256(content).hexdigest()[:8]}"


def setup(app: Sphinx) -> None:
    app.add_node(explorable)
    app.add_directive("explorable", Explorable)
    app.add_post_transform(DrawExplorables)
    app.add_css_file("explorable.css")
    # Each where there is such a figure alone: see `page_frame.bundle`.
    app.add_js_file("explorable-line.js", loading_method="defer")
    app.add_js_file("explorable.js", loading_method="defer")
