"""What a keyboard and a screen reader find in every page."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from _book.accessibility.page import NARROW, make_scrollable_focusable

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


@pytest.mark.parametrize(
    ("line", "reached"),
    [
        ("x" * NARROW, False),
        ("x" * (NARROW + 1), True),
        ("&lt;" * NARROW, False),  # one character each, for a reader
        ('<span class="n">x</span>' * NARROW, False),
    ],
)
def test_code_takes_the_focus_only_where_it_may_be_too_wide(line: str, *, reached: bool) -> None:
    written = make_scrollable_focusable(f"<pre class='a'>short\n{line}\n</pre><pre>short</pre>")
    assert written.startswith('<pre tabindex="0"') == reached
    assert "<pre>short</pre>" in written


def test_wide_code_and_tables_of_every_page_take_the_focus(pages: Pages) -> None:
    wide = [
        code
        for page in pages.values()
        for code in page.select("pre")
        if max(map(len, code.get_text().split("\n"))) > NARROW
    ]
    tables = [table for page in pages.values() for table in page.select(".table-wrapper")]
    assert len(wide) > 100
    assert len(tables) > 2
    assert all(element.get("tabindex") == "0" for element in wide + tables)


def test_every_page_has_a_title_and_skips_no_level(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
        assert levels[:1] == [1], path.relative_to(site)
        assert levels.count(1) == 1, path.relative_to(site)
        assert all(next_ <= level + 1 for level, next_ in pairwise(levels)), path.relative_to(site)


def test_what_is_said_to_be_a_heading_has_a_level(pages: Pages) -> None:
    said = [heading for page in pages.values() for heading in page.select("[role=heading]")]
    assert len(said) > len(pages)
    # Beside the text or, on the page for what is not there, below a heading of its own.
    levels = ["3" if heading.find_parent("article") else "2" for heading in said]
    assert [heading.get("aria-level") for heading in said] == levels


def test_every_page_is_fitted_to_the_screen_once(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        assert len(page.select("meta[name=viewport]")) == 1, path.relative_to(site)


def test_the_columns_of_a_page_can_be_told_apart(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        names = [column.get("aria-label") for column in page.find_all("aside")]
        assert names, path.relative_to(site)
        assert all(names), path.relative_to(site)
        assert len(set(names)) == len(names), path.relative_to(site)


def test_a_folded_part_is_called_what_its_line_says(pages: Pages) -> None:
    summaries = [summary for page in pages.values() for summary in page.find_all("summary")]
    assert len(summaries) > 20
    assert not [summary for summary in summaries if summary.get("aria-label")]
    assert all(summary.get_text(strip=True) for summary in summaries)
