"""Some pages as `nox -s pdf` prints all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.pdf.printing import printed
from bs4 import BeautifulSoup
from pypdfium2 import PdfDocument

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ["index", "regression/single-step", "deeper/where-next", "reference/names"]
MARGIN = 50  # points; the margins of the book are a little wider


def headings(site: Path, name: str) -> list[str]:
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    return [each.get_text().removesuffix("¶") for each in page.select("article :is(h1, h2, h3)")]


def test_the_book_has_all_bookmarks_and_nothing_blank_or_beyond_its_pages(
    browser: Browser, site: Path
) -> None:
    book = PdfDocument(printed(browser, site, NAMES))
    marks = list(book.get_toc())
    titles = [" ".join(mark.get_title().split()) for mark in marks]
    assert titles == [title for name in NAMES for title in headings(site, name)]
    chapters = [mark.get_dest() for mark in marks if mark.level == 0]
    assert len(chapters) == len(NAMES)
    width, height = book.get_page_size(0)
    for chapter in chapters:
        _, (_, top, _) = chapter.get_view()
        assert top > 0.85 * height
    for page in book:
        text = page.get_textpage()
        assert text.count_chars() > 100
        for place in range(text.count_rects()):
            left, _, right, _ = text.get_rect(place)
            assert left > MARGIN, page
            assert right < width - MARGIN, page
