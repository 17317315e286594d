"""What search engines, those who share a page, and newcomers expect of a site."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from _book.figures.inline import in_light_colours
from _book.sharing import cards
from PIL import Image, ImageColor

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from nbformat import NotebookNode

Pages = dict["Path", "BeautifulSoup"]
LESSONS = ("regression/", "classification/", "training/", "deeper/")


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def canonical(page: BeautifulSoup) -> str:
    (link,) = page.select("link[rel=canonical]")
    return str(link["href"])


@pytest.fixture(scope="session")
def base(pages: Pages, site: Path) -> str:
    """Return the address that the site was built for, with a slash at its end."""
    return canonical(pages[site / "index.html"]).removesuffix("index.html")


@pytest.fixture(scope="session")
def written(pages: Pages, site: Path, root: Path) -> Pages:
    """Return the pages that somebody wrote; Sphinx adds a search, an index and the like."""
    docs = root / "docs"
    names = [path.relative_to(docs).with_suffix(".html") for path in docs.rglob("[!_]*.md")]
    return {site / name: pages[site / name] for name in names}


def test_every_page_names_its_own_address(pages: Pages, site: Path, base: str) -> None:
    assert base.startswith("https://")
    assert base.endswith("/")
    for path, page in pages.items():
        assert canonical(page) == base + path.relative_to(site).as_posix()


def test_the_sitemap_lists_every_page_that_somebody_wrote_and_no_dates(
    written: Pages, site: Path, base: str
) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    listed = re.findall("<loc>(.*?)</loc>", sitemap)
    assert listed == sorted(set(listed))
    assert set(listed) == {canonical(page) for page in written.values()}
    assert all(url.startswith(base) for url in listed)
    assert "lastmod" not in sitemap  # a date would change with each build


def test_robots_may_read_everything_and_are_told_of_the_sitemap(site: Path, base: str) -> None:
    lines = (site / "robots.txt").read_text("utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {base}sitemap.xml"]


def test_every_page_has_icons_that_are_there(pages: Pages, site: Path, base: str) -> None:
    prefix = urlsplit(base).path
    for path, page in pages.items():
        for rel in ("icon", "apple-touch-icon"):
            (icon,) = page.select(f"link[rel~={rel}]")
            address = str(icon["href"])
            if address.startswith("/"):
                found = site / address.removeprefix(prefix)
            else:
                found = (path.parent / address).resolve()
            assert found.is_file(), f"{path}: {address}"
    png = (site / "_static" / "apple-touch-icon.png").read_bytes()
    assert size(png) == (180, 180)
    assert len(png) < 10_000


def test_the_favicon_has_colours_for_both_schemes(site: Path) -> None:
    icon = (site / "_static" / "favicon.svg").read_text("utf-8")
    assert "prefers-color-scheme: dark" in icon


def test_the_page_for_what_is_not_there_works_at_any_address(
    pages: Pages, site: Path, base: str
) -> None:
    page = pages[site / "404.html"]
    prefix = urlsplit(base).path
    for element in page.select("[href], [src], form[action]"):
        address = str(element.get("href") or element.get("src") or element.get("action"))
        assert address.startswith((prefix, "#", "https://")), element
    assert page.select_one("meta[name=robots][content=noindex]")


def test_the_page_for_what_is_not_there_helps(pages: Pages, site: Path, base: str) -> None:
    prefix = urlsplit(base).path
    article = pages[site / "404.html"].article
    assert article
    assert article.h1
    assert "no such page" in article.h1.get_text()
    addresses = {str(link["href"]) for link in article.select("a[href]")}
    assert f"{prefix}index.html#the-map" in addresses
    assert {f"{prefix}{name}.html" for name in ("regression/ols", "reference/api")} <= addresses
    form = article.select_one("form")
    assert form
    assert form["action"] == f"{prefix}search.html"
    assert form.select_one("input[name=q]")
    assert pages[site / "index.html"].find(id="the-map")


def test_the_list_for_language_models_has_every_page(written: Pages, site: Path) -> None:
    text = (site / "llms.txt").read_text("utf-8")
    assert text.startswith("# Simple Neural Networks in Python\n")
    for path, page in written.items():
        assert path == site / "index.html" or f"]({canonical(page)})" in text, path
    assert "## Regression\n\n- [Which line fits best?](" in text


def description(page: BeautifulSoup) -> str:
    (meta,) = page.select("meta[name=description]")
    return str(meta["content"])


def test_every_page_says_what_it_is_about_and_no_two_the_same(written: Pages, site: Path) -> None:
    found: dict[str, Path] = {}
    for path, page in written.items():
        text = description(page)
        assert 70 <= len(text) <= 160, f"{path.relative_to(site)}: {len(text)} characters"
        assert text.endswith("."), path.relative_to(site)
        assert text not in found, f"{path} says the same as {found[text]}"
        found[text] = path


def test_the_list_for_language_models_quotes_what_the_pages_say(written: Pages, site: Path) -> None:
    text = (site / "llms.txt").read_text("utf-8")
    for path, page in written.items():
        said = description(page)
        assert (f"> {said}\n" if path == site / "index.html" else f": {said}\n") in text, path


def tag(page: BeautifulSoup, name: str) -> str:
    (meta,) = page.select(f'meta[property="{name}"], meta[name="{name}"]')
    return str(meta["content"])


def test_every_page_says_how_it_looks_where_it_is_shared(written: Pages, site: Path) -> None:
    for path, page in written.items():
        assert page.h1
        assert tag(page, "og:title") == str(page.h1.contents[0])
        assert tag(page, "og:description") == description(page)
        assert tag(page, "og:url") == canonical(page)
        assert tag(page, "og:site_name") == "Simple Neural Networks in Python"
        assert tag(page, "og:type") == ("website" if path == site / "index.html" else "article")
        assert tag(page, "twitter:card") == "summary_large_image"


def test_every_page_has_a_small_picture_of_its_own_to_share(
    written: Pages, site: Path, base: str
) -> None:
    drawn = set()
    for path, page in written.items():
        address = tag(page, "og:image")
        assert address.startswith(base)
        png = (site / address.removeprefix(base)).read_bytes()
        assert f"{size(png)}" == f"({tag(page, 'og:image:width')}, {tag(page, 'og:image:height')})"
        assert size(png) == (1200, 630)
        assert len(png) < 60_000, path
        drawn.add(png)
    assert len(drawn) == len(written)


def test_the_picture_of_a_chapter_is_a_figure_of_the_chapter(
    written: Pages, chapters: dict[str, NotebookNode], site: Path
) -> None:
    for name, chapter in chapters.items():
        if name.startswith(LESSONS):
            page = written[(site / name).with_suffix(".html")]
            shown = page.select("svg.figure")[int(chapter.metadata.get("card", 1)) - 1]
            assert tag(page, "og:image:alt").endswith(f" {shown['aria-label']}"), name


def test_a_card_has_the_light_colours_and_the_whole_title(tmp_path: Path) -> None:
    drawing = ' viewBox="0 0 1 1"><path style="fill: var(--figure-12)"/></svg>'
    svg = cards.card("Is 1 < 2, and is 2 & 1 more?", "A book", drawing)
    assert ">Is 1 &lt; 2, and<" in svg
    assert ">is 2 &amp; 1 more?<" in svg
    light = ImageColor.getrgb(in_light_colours("var(--figure-12)"))
    text = ImageColor.getrgb(in_light_colours("var(--figure-01)"))
    assert ">A book<" in svg
    path = tmp_path / "cards" / "card.png"
    cards.write(path, svg)
    drawn, written = path.read_bytes(), path.stat().st_mtime_ns
    assert size(drawn) == (1200, 630)
    colours_drawn = Image.open(io.BytesIO(drawn)).convert("RGB").getcolors(1200 * 630)
    assert {light, text, (0xFF,) * 3} <= {colour for _, colour in colours_drawn or ()}
    cards.write(path, svg)
    assert path.stat().st_mtime_ns == written
    cards.write(path, svg.replace("more", "less"))
    assert path.read_bytes() != drawn
    cards.write(path, svg)
    assert path.read_bytes() == drawn
