"""How the points of two labels are drawn: in the colour of the data, told apart by their fill."""

from __future__ import annotations

from typing import Any

# Of label 0, and of label 1, whose edge is the background of the page, in either scheme.
MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "color": "C0", "fillstyle": "none", "markeredgewidth": 2},
    {"marker": "s", "color": "C0", "markeredgecolor": "#0a0a03"},
)
