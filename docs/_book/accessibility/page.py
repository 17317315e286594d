"""What a keyboard and a screen reader need of a page, and Sphinx and its theme leave out."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NARROW = 36  # characters of code that a telephone shows in a line, 360 pixels wide
_CODE = re.compile(r"<pre(?![^>]*\btabindex)([^>]*)>(.*?)</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')


def make_scrollable_focusable(body: str) -> str:
    """Return a page in which code and tables that may be too wide take the focus."""

    def focusable(code: re.Match[str]) -> str:
        lines = unescape(_TAG.sub("", code[2])).split("\n")
        wide = max(map(len, lines)) > NARROW
        return f'<pre tabindex="0"{code[1]}>{code[2]}</pre>' if wide else code[0]

    body = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    return _CODE.sub(focusable, body)


def add_heading_levels(navigation: str) -> str:
    """Return a list of pages whose captions, said to be headings, have a level as well."""
    return navigation.replace(
        '<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'
    )


def complete_page(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    if "body" in context:
        # docutils gives entries of a bibliography a role that is deprecated, and that none but a
        # list of the same family may hold: https://www.w3.org/TR/dpub-aria-1.1/#doc-biblioentry
        body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
        context["body"] = add_heading_levels(make_scrollable_focusable(body))
    if context.get("furo_navigation_tree"):  # None, where a book has a single page
        context["furo_navigation_tree"] = add_heading_levels(context["furo_navigation_tree"])
    # The theme writes this one itself.
    context["metatags"] = _VIEWPORT.sub("", context.get("metatags", ""))


def setup(app: Sphinx) -> None:
    app.add_css_file("accessibility.css", priority=900)  # after the others, whose rules it mends
    app.add_js_file("accessibility.js", loading_method="defer")
