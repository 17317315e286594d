"""Short numbers and initials stay with their words."""

from __future__ import annotations

import pytest
from _book.page_frame.line_ends import with_gaps


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("<p>a row with label 1 whose output</p>", "<p>a row with label\u00a01 whose output</p>"),
        ("<p>between 0 and\n1.</p>", "<p>between\u00a00 and\u00a01.</p>"),
        ("<p>at <b>rate 100</b></p>", "<p>at <b>rate\u00a0100</b></p>"),
        ("<p>by I. J. Good</p>", "<p>by I.\u00a0J.\u00a0Good</p>"),
        ("<p>after 1,000 updates of 2026</p>", None),
        ("<p><code>x 1 </code> and <math><mn>x 1 </mn></math></p>", None),
        ('<p title="label 1 of">two</p><pre>label 1 of</pre>', None),
    ],
)
def test_a_line_ends_neither_before_a_short_number_nor_within_initials(
    text: str, is_kept: str | None
) -> None:
    assert with_gaps(text) == (is_kept or text)
