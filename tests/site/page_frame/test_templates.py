"""The page for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


def test_the_page_for_what_is_not_there_helps(
    pages: Pages, lessons: Chapters, site: Path, base: str
) -> None:
    prefix = urlsplit(base).path
    article = pages[site / "404.html"].article
    assert article
    assert article.h1
    assert "no such page" in article.h1.get_text()
    addresses = {str(link["href"]) for link in article.select("a[href]")}
    assert f"{prefix}index.html#what-you-will-find-out" in addresses
    assert {f"{prefix}{name}.html" for name in [*lessons, "reference/api"]} <= addresses
    form = article.select_one("form")
    assert form
    assert form["action"] == f"{prefix}search.html"
    assert form.select_one("input[name=q]")
    assert pages[site / "index.html"].find(id="what-you-will-find-out")
    assert pages[site / "404.html"].select_one("meta[name=robots][content=noindex]")
