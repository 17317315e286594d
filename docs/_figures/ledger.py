"""A table of a page in HTML: where there is little room, a list of entries, see ``site.css``."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def ledger(
    heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "ledger", about: str = ""
) -> str:
    """Return a table with its `heads`, and what it is about; the first value of a row names it."""
    caption = f"<caption>{about}</caption>" if about else ""
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(_row(heads[1:], *row) for row in rows)
    table = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="{kind}">{table}</table>'


def _row(labels: Sequence[str], name: str, *values: str) -> str:
    pairs = zip(labels, values, strict=True)
    cells = (f'<td data-label="{label}">{escape(value)}</td>' for label, value in pairs)
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'
