"""The exercises that a cell checks, on the index page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path


def test_the_index_lists_the_exercises_that_a_cell_checks(small_site: Path) -> None:
    page = BeautifulSoup((small_site / "index.html").read_bytes(), "html.parser")
    (item,) = page.select("section.live-exercises li")
    assert item["data-exercise"] == "regression/a a-half"
    assert item.select("a[href='regression/a.html#a-half']")
    assert item.get_text().strip().endswith(": not done yet")
