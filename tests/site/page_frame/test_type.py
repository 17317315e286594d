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


def test_the_fonts_of_the_words_are_small_and_come_with_the_style_sheet(site: Path) -> None:
    static = site / "_static"
    fonts = [(static / f"{name}.woff2").read_bytes() for name in FONTS]
    assert sum(map(len, fonts)) <= 30_000
    style = (static / "all.css").read_text("utf-8")
    assert set(fonts) <= set(within(style))
    # Nothing of the rules is packed together with what cannot be packed any more.
    assert "{" not in style[style.index("data:font/woff2") :].replace("@font-face{", "")


def test_a_page_shows_its_words_when_their_fonts_are_unpacked(pages: Pages, site: Path) -> None:
    style = (site / "_static" / "all.css").read_text("utf-8")
    families = set(re.findall(r'@font-face{font-family:"(\w+)"', style))
    assert families == {"Text", "Formulas"}
    for path, page in pages.items():
        assert not page.select("link[rel=preload]"), path
        (script,) = (each for each in page.select("head script") if "unlettered" in each.text)
        waited = re.findall(r'"(?:\w+ )?1em (\w+)"', script.text)
        assert set(waited) == families, path
        assert len(waited) == style.count("@font-face"), path


def test_nearly_all_characters_of_the_words_are_in_the_fonts(pages: Pages, site: Path) -> None:
    regular, *others = ranges((site / "_static" / "type.css").read_text("utf-8"))
    italic, bold = (regular & other for other in others)
    kinds = ("", "em, i, cite", "strong, h1")
    needed: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for page in pages.values():
        for words in page.select("article :is(p, h1, h2, h3)"):
            for text in words.find_all(string=True):
                if not any(each.name in {"code", "math", "a"} for each in text.parents):
                    needed[""].update(text.replace("\n", " "))
        for kind in kinds[1:]:
            for words in page.select(f"article :is({kind})"):
                if not words.select("code, math, a"):
                    needed[kind].update(words.get_text().replace("\n", " "))
    assert needed[""]["e"] > 10_000
    for has, (kind, signs) in zip((regular, italic, bold), needed.items(), strict=True):
        lacking = sum(number for sign, number in signs.items() if sign not in has)
        assert lacking <= 0.001 * signs.total(), kind  # Greek, and what stands in a few names
