"""Report the terms of the glossary that have no definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from _book.checks.places import source_location

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)


def check(_app: Sphinx, doctree: nodes.document) -> None:
    """Report each term without a text behind it."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            if not any(definition.astext() for definition in item.findall(nodes.definition)):
                term = next(item.findall(nodes.term))
                place = source_location(term)
                LOGGER.error("the glossary does not define %r", term.astext(), location=place)


def setup(app: Sphinx) -> dict[str, Any]:
    """Check each page as it is read."""
    app.connect("doctree-read", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
