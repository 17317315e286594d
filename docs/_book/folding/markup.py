"""Valid and accessible markup where the libraries of the build write other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myst_nb.sphinx_ import HideCodeCellNode

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

# docutils gives entries of a bibliography a role that is deprecated, and that none but a list of
# the same family may hold: https://www.w3.org/TR/dpub-aria-1.1/#doc-biblioentry
ROLES = {'role="doc-biblioentry"': 'role="listitem"'}


def visit_hidden(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Fold a cell. MyST-NB's own summary holds paragraphs, and a name that is not what is read."""
    self.body.append(
        f'<details class="hide {" ".join(node["classes"])}"><summary>'
        '<span class="closed">Show the code</span><span class="open">Hide the code</span>'
        "</summary>\n"
    )


def depart_hidden(self: HTML5Translator, _node: HideCodeCellNode) -> None:
    """End what is folded."""
    self.body.append("</details>\n")


def mend_roles(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Replace the roles in the body of a page."""
    for found, right in ROLES.items():
        context["body"] = context.get("body", "").replace(found, right)


def setup(app: Sphinx) -> dict[str, Any]:
    """Put what is mended in the place of what others registered."""
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden, depart_hidden))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
