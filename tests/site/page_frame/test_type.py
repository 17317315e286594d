"""The fonts of the words: they are small, asked for in the head, and have the characters."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from fonts import ranges, within

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages

LISTS = ("404.html", "genindex.html", "py-modindex.html")  # not for reading
FONTS = ("stix-two-text", "stix-two-text-italic", "stix-two-text-semibold")


def test_the_fonts_of_the_words_are_small_and_move_nothing(site: Path) -> None:
    static = site / "_static"
    fonts = [(static / f"{name}.woff2").read_bytes() for name in FONTS]
    assert sum(map(len, fonts)) <= 30_000
    style = (static / "all.css").read_text("utf-8")
    assert not set(fonts) & set(within(style))
    faces = [face for face in re.findall(r"@font-face{[^}]*}", style) if "stix-two-text" in face]
    assert all(any(name in face for face in faces) for name in FONTS)
    assert all("font-display:optional" in face for face in faces)


def test_a_page_asks_for_the_fonts_that_it_begins_with(pages: Pages, site: Path) -> None:
    signs = {"stix-two-text": "article p", "stix-two-text-semibold": "article h2"}
    for path, page in pages.items():
        if path.name in LISTS:
            continue
        asked = [link["href"] for link in page.select("link[rel=preload][as=font]")]
        names = [str(address).rpartition("/")[2] for address in asked]
        assert names == [f"{name}.woff2" for name, sign in signs.items() if page.select(sign)], path
        assert all((site / "_static" / name).is_file() for name in names)


def test_nearly_all_characters_of_the_words_are_in_the_fonts(pages: Pages, site: Path) -> None:
    has, *same = ranges((site / "_static" / "type.css").read_text("utf-8"))
    assert all(each == has for each in same)
    needed: Counter[str] = Counter()
    for page in pages.values():
        for words in page.select("article :is(p, h1, h2, h3)"):
            for text in words.find_all(string=True):
                if not any(each.name in {"code", "math", "a"} for each in text.parents):
                    needed.update(text.replace("\n", " "))
    assert needed["e"] > 10_000
    others = sum(number for sign, number in needed.items() if sign not in has)
    assert others <= 0.001 * needed.total()  # Greek, and what stands in a few names
