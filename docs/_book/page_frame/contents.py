"""The parts of a page, in the list of all pages below its entry: beside the text is a margin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ENTRY = re.compile(r'(?<= current-page">)<a .*?</a>', re.DOTALL)


def move_contents(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Take the parts of a page from the theme's column of their own."""
    if context.get("furo_hide_toc", True):
        return
    context["furo_hide_toc"] = True
    # The names by which the theme marks the part that is read.
    parts = f'<div class="toc-scroll toc-tree">{context["toc"]}</div>'
    tree, found = _ENTRY.subn(
        lambda entry: entry[0] + parts, context["furo_navigation_tree"] or "", count=1
    )
    context["furo_navigation_tree"] = tree if found else parts + tree  # of the first page
