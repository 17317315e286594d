"""Short numbers stay with the word before them."""

from __future__ import annotations

import pytest
from _book.page_frame.line_ends import with_numbers


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("<p>a row with label 1 whose output</p>", "<p>a row with label\u00a01 whose output</p>"),
        ("<p>between 0 and\n1.</p>", "<p>between\u00a00 and\u00a01.</p>"),
        ("<p>at <b>rate 100</b></p>", "<p>at <b>rate\u00a0100</b></p>"),
        ("<p>after 1,000 updates of 2026</p>", None),
        ("<p><code>x 1 </code> and <math><mn>x 1 </mn></math></p>", None),
        ('<p title="label 1 of">two</p><pre>label 1 of</pre>', None),
    ],
)
def test_a_short_number_stays_with_the_word_before_it(text: str, is_kept: str | None) -> None:
    assert with_numbers(text) == (is_kept or text)
