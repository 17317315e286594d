"""What the five colours mean is said in one way everywhere, and words of the text keep to it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from _book.figures.meanings import MEANINGS
from site_pages import prose, soup

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages

MOST_WORDS = 6
WORD = re.compile(rf"\{{({'|'.join(MEANINGS)})\}}`")


def test_all_who_name_the_colours_give_them_the_same_meanings(root: Path) -> None:
    style = (root / "docs/_book/execution/kernel/matplotlibrc").read_text("utf-8")
    assert tuple(re.findall(r"#0a0a1[1-5] C[0-4] (\w+)", style)) == MEANINGS
    table = (root / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+)[:,].* \| `C(\d)`.*``\{(\w+)\}", table, re.MULTILINE)
    assert rows == [(name, str(place), name) for place, name in enumerate(MEANINGS)]
    sheet = (root / "docs/_book/figures/meanings.css").read_text("utf-8")
    colours = re.findall(r"\.meaning-(\w+) \{\s+color: var\(--figure-1(\d)\)", sheet)
    assert colours == [(name, str(place)) for place, name in enumerate(MEANINGS, start=1)]


def test_a_word_has_its_colour_once_in_a_section_and_seldom_in_a_chapter(
    lessons: Chapters,
) -> None:
    found = 0
    for name, chapter in lessons.items():
        text = prose(chapter)
        words = WORD.findall(text)
        found += len(words)
        assert len(words) <= MOST_WORDS, name
        for section in re.split(r"^#+ ", text, flags=re.MULTILINE):
            again = [word for word, times in Counter(WORD.findall(section)).items() if times > 1]
            assert not again, f"{name}: {again} in {section.splitlines()[0]}"
    assert found > 10


def test_a_word_stands_in_a_section_with_a_figure(pages: Pages) -> None:
    words = [word for page in pages.values() for word in page.select("article .meaning")]
    assert len(words) > 10
    assert {word["class"][1].removeprefix("meaning-") for word in words} == set(MEANINGS)
    alone = [word for word in words if not word.find_parent("section").select("svg.figure")]  # type: ignore[union-attr]  # all stand in one
    assert not [f"{word.get_text()}: {word.parent}" for word in alone]


def test_each_chapter_says_at_its_head_what_the_colours_mean(site: Path, lessons: Chapters) -> None:
    keys = set()
    for name in lessons:
        page = soup(site / f"{name}.html")
        (key,) = page.select("h1 ~ .reading-time + .colour-key")
        named = [word["class"][1].removeprefix("meaning-") for word in key.extract().select("span")]
        for end in page.select(".end"):  # where the next chapter has its picture
            end.extract()
        used = {
            meaning
            for number, meaning in enumerate(MEANINGS, start=11)
            if f"--figure-{number}" in str(page.article) or page.select(f".meaning-{meaning}")
        }
        assert named == [meaning for meaning in MEANINGS if meaning in used], name
        assert key.get_text() == "In the figures: " + ", ".join(
            word.replace("update", "slope or update") for word in named
        )
        keys.add(tuple(named))
    assert len(keys) > 5
    assert MEANINGS in keys
