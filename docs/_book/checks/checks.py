"""What the build reports, though Sphinx would not: terms undefined, sources nowhere cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
_ENTRY = re.compile(r"@\w+\{([^,\s]+),")


def source_location(node: nodes.Element) -> nodes.Element:
    """Return `node`, or the nearest around it whose line in the source is known."""
    while not node.line and node.parent is not None:
        node = node.parent
    return node


def report_undefined_terms(_app: Sphinx, doctree: nodes.document) -> None:
    """Report each term of a glossary without a text behind it."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            if not any(definition.astext() for definition in item.findall(nodes.definition)):
                term = next(item.findall(nodes.term))
                place = source_location(term)
                LOGGER.error("the glossary does not define %r", term.astext(), location=place)


def report_uncited_sources(app: Sphinx, env: BuildEnvironment) -> None:
    """Report each entry of the bibliography that no page cites, with its place in the file."""
    references = env.get_domain("cite").citation_refs  # type: ignore[attr-defined]  # untyped domain
    cited = {target.key for reference in references for target in reference.targets}
    for name in app.config.bibtex_bibfiles:
        path = app.srcdir / name
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            entry = _ENTRY.match(line)
            if entry and entry[1] not in cited:
                LOGGER.warning("%s:%d: no page cites %r", path, number, entry[1])


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", report_undefined_terms)
    app.connect("env-check-consistency", report_uncited_sources)
