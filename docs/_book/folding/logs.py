"""Fold what a cell prints after its first lines, with the browser's own means: no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHOWN = 12  # lines


class FoldLogs(SphinxPostTransform):
    """Put all but the first lines of a long output into ``<details>``."""

    default_priority = 40
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Fold the long outputs of one page."""
        for log in list(self.document.findall(nodes.literal_block)):
            lines = log.astext().rstrip("\n").split("\n")
            more = len(lines) - SHOWN
            if "output" in log["classes"] and more > 0:
                summary = f"and {more} more line{'s' if more > 1 else ''}"
                first, rest = _part(log, lines[:SHOWN]), _part(log, lines[SHOWN:])
                first["classes"].append("log")
                opening = f'<details class="log"><summary>{summary}</summary>'
                folded = [first, _html(opening), rest, _html("</details>")]
                log.replace_self(folded)


def _part(log: nodes.literal_block, lines: list[str]) -> nodes.literal_block:
    text = "\n".join(lines)
    part = log.copy()
    part.rawsource = text  # where it differs from the text, Sphinx would not highlight it
    part.append(nodes.Text(text))
    return part


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(FoldLogs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
