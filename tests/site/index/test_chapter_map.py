"""The map: every chapter in its place, and no arrow that cannot be followed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from _book.index.chapter_map import COLUMNS, arranged, drawing
from site_pages import prose

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages

BOOKS: dict[str, dict[str, tuple[str, ...]]] = {
    "one": {"a": ()},
    "a row": {"a": (), "b": ("a",), "c": ("b",)},
    "without arrows": dict.fromkeys("abcdefgh", ()),
    "many need one": {"a": ()} | dict.fromkeys("bcdefghijklmnopqrst", ("a",)),
    "one needs many": dict.fromkeys("abcdefg", ()) | {"h": tuple("abcdefg")},
    "past a row": {"a": (), "b": ("a",), "c": ("b",), "d": ("c",), "e": ("a", "d")},
}


@pytest.mark.parametrize("name", BOOKS)
def test_each_chapter_has_a_place_of_its_own_below_what_it_needs(name: str) -> None:
    places = arranged(BOOKS[name])
    assert list(places) == list(BOOKS[name])
    assert len(set(places.values())) == len(places)
    assert {place.column for place in places.values()} <= set(COLUMNS)
    previous = 0
    for chapter, needed in BOOKS[name].items():
        row = places[chapter].row
        assert all(places[each].row < row for each in needed)
        assert needed or row >= previous
        previous = row


@pytest.mark.parametrize("name", BOOKS)
def test_no_arrow_passes_behind_a_box(name: str) -> None:
    needs = BOOKS[name]
    svg = drawing(needs, {each: each for each in needs}, {each: f"{each}.html" for each in needs})
    boxes = [
        tuple(map(int, box))
        for box in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', svg)
    ]
    lines = [[*map(int, line.split())] for line in re.findall(r'd="M([\d ]+)" marker', svg)]
    assert len(lines) == sum(map(len, needs.values()))
    for line in lines:
        for (x, y), (to_x, to_y) in pairwise(zip(line[::2], line[1::2], strict=True)):
            points = [(x + (to_x - x) * i / 100, y + (to_y - y) * i / 100) for i in range(101)]
            for left, top, width, height in boxes:
                assert not any(
                    left < px < left + width and top < py < top + height for px, py in points
                )


def test_a_box_has_its_title_and_says_what_comes_before() -> None:
    svg = drawing(
        {"a": (), "b": ("a",)},
        {"a": "Is 1 < 2?", "b": "Many steps, and then"},
        {"a": "x", "b": "y"},
    )
    assert '<a href="x" aria-label="Is 1 &lt; 2?">' in svg
    assert '<a href="y" aria-label="Many steps, and then, after Is 1 &lt; 2?">' in svg
    assert " ".join(re.sub(r"<[^>]*>", "", svg).split()) == "Is 1 &lt; 2? Many steps, and then"


def test_the_map_has_every_chapter_in_the_order_of_the_book(
    pages: Pages, lessons: Chapters, site: Path
) -> None:
    links = pages[site / "index.html"].select("nav.map a[href]")
    assert [link["href"] for link in links] == [f"{name}.html" for name in lessons]
    for link, (name, chapter) in zip(links, lessons.items(), strict=True):
        title = pages[site / f"{name}.html"].h1
        assert title
        label = chapter.metadata.get("short_title", title.contents[0])
        assert " ".join(link.get_text().split()) == label
        assert str(link["aria-label"]).startswith(label)


def test_a_chapter_links_what_it_needs_where_it_begins(lessons: Chapters) -> None:
    needed = 0
    for name, chapter in lessons.items():
        beginning = prose(chapter).partition("\n## ")[0]
        for other in re.findall(r"[\w/-]+", chapter.metadata.get("needs", "")):
            assert re.search(rf"\]\((\S*/)?{other.rpartition('/')[2]}\.md[#)]", beginning), (
                f"{name} needs {other} and does not say so"
            )
            needed += 1
    assert needed
