"""What search engines and those who share a page find."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from _book.figures.inline import in_light_colours
from _book.sharing.sharing import card, png
from PIL import Image, ImageColor
from site_pages import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from site_pages import Chapters, Pages


@pytest.fixture(scope="session")
def written(pages: Pages, site: Path, root: Path) -> Pages:
    """Return the pages that somebody wrote; Sphinx adds a search, an index and the like."""
    docs = root / "docs"
    texts = [*docs.glob("*.md"), *docs.glob("[!_]*/*.md")]
    names = [path.relative_to(docs).with_suffix(".html") for path in texts]
    return {site / name: pages[site / name] for name in names}


def tag(page: BeautifulSoup, name: str) -> str:
    (meta,) = page.select(f'meta[property="{name}"], meta[name="{name}"]')
    return str(meta["content"])


def test_the_sitemap_lists_every_page_that_somebody_wrote_and_no_dates(
    written: Pages, site: Path, base: str
) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    listed = re.findall("<loc>(.*?)</loc>", sitemap)
    assert listed == sorted(canonical(page) for page in written.values())
    assert listed == sorted(base + path.relative_to(site).as_posix() for path in written)
    assert "lastmod" not in sitemap  # a date would change with each build
    robots = (site / "robots.txt").read_text("utf-8").splitlines()
    assert robots == ["User-agent: *", "Allow: /", "", f"Sitemap: {base}sitemap.xml"]


def test_every_page_has_icons_that_are_there(pages: Pages, site: Path, base: str) -> None:
    prefix = urlsplit(base).path
    for path, page in pages.items():
        (icon,) = page.select("link[rel~=icon]")
        drawing = unquote(str(icon["href"]).removeprefix("data:image/svg+xml,"))
        assert drawing.startswith("<svg "), path
        assert "prefers-color-scheme: dark" in drawing, path
        (icon,) = page.select("link[rel~=apple-touch-icon]")
        address = str(icon["href"])
        folder = site if address.startswith("/") else path.parent
        assert (folder / address.removeprefix(prefix)).is_file(), f"{path}: {address}"
    icon_file = (site / "_static" / "apple-touch-icon.png").read_bytes()
    assert Image.open(io.BytesIO(icon_file)).size == (180, 180)


def test_every_page_says_what_it_is_about_and_no_two_the_same(written: Pages, site: Path) -> None:
    found: dict[str, Path] = {}
    for path, page in written.items():
        text = tag(page, "description")
        assert 70 <= len(text) <= 160, f"{path.relative_to(site)}: {len(text)} characters"
        assert text.endswith("."), path.relative_to(site)
        assert text not in found, f"{path} says the same as {found[text]}"
        found[text] = path


def test_every_page_says_how_it_looks_where_it_is_shared(
    written: Pages, site: Path, base: str
) -> None:
    pictures = set()
    for path, page in written.items():
        assert page.h1
        assert tag(page, "og:title") == str(page.h1.contents[0])
        assert tag(page, "og:description") == tag(page, "description")
        assert tag(page, "og:type") == ("website" if path == site / "index.html" else "article")
        assert tag(page, "twitter:card") == "summary_large_image"
        address = tag(page, "og:image")
        assert address.startswith(base)
        picture = (site / address.removeprefix(base)).read_bytes()
        said = (int(tag(page, f"og:image:{side}")) for side in ("width", "height"))
        assert Image.open(io.BytesIO(picture)).size == tuple(said) == (1200, 630)
        assert len(picture) < 60_000, path
        pictures.add(picture)
    assert len(pictures) == len(written)


def test_the_picture_of_a_chapter_is_a_figure_of_the_chapter(
    written: Pages, lessons: Chapters, site: Path
) -> None:
    for name, chapter in lessons.items():
        page = written[site / f"{name}.html"]
        figures = page.select("svg.figure:not(.explorable-stills *)")
        shown = [str(svg["aria-label"]) for svg in figures]
        number = int(chapter.metadata.get("card", 1))
        alt = shown[number - 1] if shown else "The logo of the book: two inputs lead to one output."
        assert tag(page, "og:image:alt").endswith(f" {alt}"), name


def test_a_card_has_the_light_colours_and_the_whole_title() -> None:
    drawing = ' viewBox="0 0 1 1"><path style="fill: var(--figure-12)" d="M0 0H1V1z"/></svg>'
    svg = card("Is 1 < 2, and is 2 & 1 more?", "A book", drawing)
    assert ">Is 1 &lt; 2, and<" in svg
    assert ">is 2 &amp; 1 more?<" in svg
    assert ">A book<" in svg
    assert card("A book", "A book", drawing).count(">A book<") == 1  # once, where they are one
    colours = {
        ImageColor.getrgb(in_light_colours(f"var(--figure-{n})")) for n in ("01", "03", "12")
    }
    drawn = Image.open(io.BytesIO(png(svg))).convert("RGB").getcolors(1200 * 630)
    assert colours <= {colour for _, colour in drawn or ()}
