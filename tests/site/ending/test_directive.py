"""How a chapter ends: with what its head has promised, and one way on."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

import pytest
from _book.ending.directive import KEPT, PROMISE, joined
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from site_pages import Pages


def ends(pages: Pages) -> dict[Path, BeautifulSoup]:
    found = {path: page for path, page in pages.items() if page.select_one(".end")}
    assert len(found) > 15
    return found


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("items", "sentence"),
    [(["run", "stop"], "run and stop."), (["run", "turn", "stop"], "run, turn, and stop.")],
)
def test_a_list_becomes_a_sentence(items: list[str], sentence: str) -> None:
    assert joined(items) == sentence


def test_a_chapter_ends_with_what_it_has_promised(pages: Pages) -> None:
    for path, page in ends(pages).items():
        (title,) = page.select(".end > h2")
        assert title.get_text() == KEPT
        items = [said(item.get_text()) for item in page.select(".end > ul > li")]
        assert 2 <= len(items) <= 4
        paragraphs = [said(each.get_text()) for each in page.select("article p")]
        assert f"{PROMISE} {joined(items)}" in paragraphs, path


def test_one_card_leads_to_the_next_chapter_by_its_title(pages: Pages) -> None:
    for path, page in ends(pages).items():
        (link,) = page.select(".end .next a.reference.internal[href]:not(p:first-child > a)")
        (relation,) = page.select('head link[rel="next"]')
        assert link["href"] == relation["href"]
        title = pages[(path.parent / str(link["href"])).resolve()].select_one("article h1")
        assert title
        assert said(title.get_text()).startswith(said(link.get_text()))
        assert page.select("footer .next-page")


def test_the_start_and_now_stand_side_by_side_each_with_its_name(pages: Pages) -> None:
    pairs = [pair for page in ends(pages).values() for pair in page.select(".end > .start-and-now")]
    assert len(pairs) >= 10
    for pair in pairs:
        start, now = pair.select(":scope > figure > svg")
        for picture, figure in zip((start, now), pair.select(":scope > figure"), strict=True):
            when, words = figure.select("figcaption")[0].stripped_strings
            assert picture["role"] == "img"
            assert picture["aria-label"] == f"{when}: {words}"
            assert not picture.select("text")
            assert re.search(r"var\(--figure-\d\d\)", str(picture))
        assert [each.get_text() for each in pair.select("strong")] == ["At the start", "Now"]
        assert re.sub(r"start-|now-", "", str(start)) != re.sub(r"start-|now-", "", str(now))


def test_a_marker_in_a_small_picture_is_there(pages: Pages) -> None:
    used = 0
    for path, page in pages.items():
        for picture in page.select("svg.thumbnail"):
            drawn = {each["id"] for each in picture.select("[id]")}
            names = {str(use["xlink:href"])[1:] for use in picture.select("use")}
            assert names <= drawn, path
            used += len(names)
    assert used > 20


def is_transparent(address: str) -> bool:
    data = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA").getchannel("A").getextrema()[0] == 0


def test_the_picture_of_a_card_is_for_the_eye_alone(pages: Pages) -> None:
    pictures = [each for page in ends(pages).values() for each in page.select(".next > svg")]
    assert len(pictures) > 15
    for picture in pictures:
        assert picture["aria-hidden"] == "true"
        assert not picture.select("text")
        pixels = [str(each["xlink:href"]) for each in picture.select("image")]
        # It follows the page's colours: it names them, or lets the page show through.
        assert re.search(r"var\(--figure-\d\d\)", str(picture)) or any(map(is_transparent, pixels))
