"""What is folded, with the browser's own means: solutions, asides, code of cells."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import is_exercise_node, solution_node

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_IMPORT = re.compile("(import|from) ")


class Fold(SphinxPostTransform):
    """Fold the solutions and the asides of one page."""

    default_priority = 30  # after sphinx-exercise has made the titles
    formats = ("html",)

    def run(self, **_: Any) -> None:
        for exercise in self.document.findall(is_exercise_node):
            _unwrap(exercise)
        for solution in list(self.document.findall(solution_node)):
            _unwrap(solution)
            title, *content = solution.children
            solution[:] = _details(title.astext(), content)
        for aside in list(self.document.findall(nodes.admonition)):
            if "dropdown" in aside["classes"] and not is_exercise_node(aside):
                title, *content = aside.children
                folded = _details(title.astext(), content)
                aside.replace_self(nodes.container("", *folded, classes=["aside"]))


def _details(summary: str, content: list[nodes.Node]) -> list[nodes.Node]:
    opening = f"<details><summary>{escape(summary)}</summary>"
    html = (nodes.raw("", text, format="html") for text in (opening, "</details>"))
    return [next(html), *content, next(html)]


def _unwrap(node: nodes.Element) -> None:
    # sphinx-exercise gives the content of every exercise of a page the same identifier.
    for section in list(node.findall(nodes.section)):
        section["ids"] = []
        section.replace_self(section.children)


def visit_hidden(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Fold a cell. MyST-NB's own summary holds paragraphs, and a name that is not what is read."""
    lines = filter(None, node.astext().splitlines())
    what = "imports" if all(map(_IMPORT.match, lines)) else "code"
    self.body.append(
        f'<details class="hide {" ".join(node["classes"])} {what}"><summary>'
        f'<span class="closed">Show the {what}</span><span class="open">Hide the {what}</span>'
        "</summary>\n"
    )


def depart_hidden(self: HTML5Translator, _node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    app.add_post_transform(Fold)
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden, depart_hidden))
