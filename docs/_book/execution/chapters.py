"""Which pages are chapters, and in which chapter, cell and line a build failed."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from myst_nb.core.execute import ExecutionError
from myst_nb.sphinx_ import Parser
from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FAILED_CELL = re.compile(r"-{6,}\n(.*?)\n-{6,}(?:\n|$)", re.DOTALL)
_FAILED_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


def is_chapter(app: Sphinx, page: str) -> bool:
    """Say whether a page is a chapter, not one that merely runs cells."""
    return any(fnmatch(page, pattern) for pattern in app.config.chapters)


class ChapterParser(Parser):  # type: ignore[misc]  # MyST-NB has no types
    """MyST-NB's parser, which names no more than the file of a cell that failed."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a chapter; where a cell fails, report it and go on to the next chapter."""
        try:
            super().parse(inputstring, document)
        except ExecutionError as error:
            line, message = where_and_what(inputstring, str(error.__cause__))
            LOGGER.error(message, location=(document.settings.env.docname, line))
            document.attributes.pop(
                "nb_renderer", None
            )  # MyST-NB's own, left behind by the failure
            # A page all the same, so that nothing else complains of a page without a title.
            super().parse("# A cell of this chapter failed\n", document)


def where_and_what(chapter: str, failure: str) -> tuple[int, str]:
    """Find in the text of a `chapter` what a `failure` tells of: return its line and a message."""
    failure = _COLOURS.sub("", failure).strip()
    cell, line = _FAILED_CELL.search(failure), _FAILED_LINE.search(failure)
    if not cell or cell[1] not in chapter:
        return 1, failure
    before = chapter[: chapter.index(cell[1])]
    number = len(re.findall(r"^```+\{code-cell\}", before, re.MULTILINE))
    inside = int(line[1]) if line else 1
    return before.count("\n") + inside, f"cell {number} failed in its line {inside}\n{failure}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the parser in the place of MyST-NB's own."""
    app.add_config_value("chapters", [], "env", list)
    app.setup_extension("myst_nb")
    app.add_source_parser(ChapterParser, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
