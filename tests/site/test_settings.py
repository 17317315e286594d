"""What follows from where a site is published, and from where its source is."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from site_pages import soup

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


@pytest.fixture(scope="module")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of one page for a place below an address; return its folder."""
    source = tmp_path_factory.mktemp("published")
    (source / "index.md").write_text("# Index\n\nA page.\n", "utf-8")
    (source / "references.bib").touch()
    settings = {
        "SITE_URL": "https://example.org/a/book",
        "SITE_REPOSITORY": "https://github.com/someone/book",
        "SITE_BRANCH": "draft",
    }
    command = [sys.executable, "-m", "sphinx", "-q", "-c", str(root / "docs"), str(source)]
    site = source / "site"
    subprocess.run([*command, str(site)], check=True, env=os.environ | settings)
    return site


def test_absolute_addresses_follow_from_the_place_of_the_site(published: Path) -> None:
    page = soup(published / "index.html")
    (canonical,) = page.select("link[rel=canonical]")
    (picture,) = page.select('meta[property="og:image"]')
    assert canonical["href"] == "https://example.org/a/book/index.html"
    assert picture["content"] == "https://example.org/a/book/_images/cards/index.png"
    for name in ("robots.txt", "sitemap.xml"):
        assert "https://example.org/a/book/" in (published / name).read_text("utf-8"), name
    lost = soup(published / "404.html")
    assert lost.select('form[action="/a/book/search.html"]')
    assert not lost.select('[href^="/"]:not([href^="/a/book/"])')


def test_a_page_can_be_edited_where_its_repository_is_known(published: Path) -> None:
    (link,) = soup(published / "index.html").select("a[rel=edit]")
    assert link["href"] == "https://github.com/someone/book/edit/draft/docs/index.md"
    assert not soup(published / "404.html").select("a[rel=edit]")


@pytest.mark.skipif("SITE_REPOSITORY" in os.environ, reason="the site has such buttons")
def test_no_page_has_a_button_that_leads_nowhere(pages: Pages) -> None:
    for page in pages.values():
        assert not page.select(".edit-this-page, .view-this-page")
