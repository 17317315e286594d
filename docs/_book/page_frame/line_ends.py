"""Where a line may not end: before a short number and within initials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PARAGRAPH = re.compile(r'<(p|h\d)\b(?! class="reading-time").*?</\1>', re.DOTALL)
_OTHER = re.compile(r"(<(code|math)\b.*?</\2>|<[^>]*>)", re.DOTALL)  # in which a space is no gap
_GAP = re.compile(
    r"""
    (?<=[a-z,]) \s (?= \d{1,3} (?: [.,;:?!)]?\s | [.;:?!)]?$ ))  # label 1
    | (?<=\b[A-Z]\.) \s (?=[A-Z])  # I. J. Good
    """,
    re.VERBOSE,
)


def with_gaps(body: str) -> str:
    """Return the body of a page, in which these stay with their words."""

    def joined(paragraph: re.Match[str]) -> str:
        pieces = _OTHER.split(paragraph[0])
        # Behind each piece of text stand what is no text, and its name.
        pieces[::3] = [_GAP.sub("\N{NO-BREAK SPACE}", piece) for piece in pieces[::3]]
        del pieces[2::3]
        return "".join(pieces)

    return _PARAGRAPH.sub(joined, body)


def keep_gaps(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Do so in one page."""
    if "body" in context:
        context["body"] = with_gaps(context["body"])
