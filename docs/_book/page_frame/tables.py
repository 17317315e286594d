"""Tables: where a name in a narrow column may go on in a second line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
_NAME = re.compile(r'(?<=<span class="pre">)[^<]+')
_JOINT = re.compile(r"(?<=[a-z)][_=.(])(?=[A-Za-z])")


def with_joints(body: str) -> str:
    """Return the body of a page, in which long names in tables may be broken between words."""

    def joined(cell: re.Match[str]) -> str:
        return _NAME.sub(lambda name: _JOINT.sub("<wbr/>", name[0]), cell[0])

    return _CELL.sub(joined, body)


def join_names(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Do so in one page."""
    if "body" in context:
        context["body"] = with_joints(context["body"])
