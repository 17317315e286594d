"""Fold the solutions of exercises with the browser's own means: no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import is_exercise_node, solution_node

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class FoldSolutions(SphinxPostTransform):
    """Put the content of each solution into ``<details>``."""

    default_priority = 30  # after sphinx-exercise has made the titles
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Fold the solutions of one page."""
        for exercise in self.document.findall(is_exercise_node):
            _unwrap(exercise)
        for solution in list(self.document.findall(solution_node)):
            _unwrap(solution)
            summary = solution.pop(0).astext()
            solution.insert(
                0, nodes.raw("", f"<details><summary>{summary}</summary>", format="html")
            )
            solution.append(nodes.raw("", "</details>", format="html"))


def _unwrap(node: nodes.Element) -> None:
    # sphinx-exercise gives the content of every exercise of a page the same identifier.
    for section in list(node.findall(nodes.section)):
        section["ids"] = []
        section.replace_self(section.children)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.setup_extension("sphinx_exercise")
    app.add_post_transform(FoldSolutions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
