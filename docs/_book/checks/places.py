"""Say where in its source a part of a page stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes


def source_location(node: nodes.Element) -> nodes.Element:
    """Return `node`, or the nearest around it whose line in the source is known."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node
