"""What the site ships that others have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path


def test_a_part_is_listed_and_the_text_of_its_licence_is_there(small_site: Path) -> None:
    page = BeautifulSoup((small_site / "index.html").read_bytes(), "html.parser")
    rows = [[cell.get_text().strip() for cell in row.select("td")] for row in page.select("tr")]
    assert ["A part", "7.7", "MIT"] in rows
    assert "furo" in {row[0] for row in rows if row}
    texts = (small_site / "_static" / "licences.txt").read_text("utf-8")
    assert "A part 7.7\n\nDo as you like." in texts
