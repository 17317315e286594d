"""The list of chapters on the first page: each with its picture, and with what it builds on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_pages import prose

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


def test_the_parts_have_every_chapter_in_the_order_of_the_book(
    pages: Pages, lessons: Chapters, site: Path
) -> None:
    items = pages[site / "index.html"].select(".chapters > li")
    pictures = 0
    for item, name in zip(items, lessons, strict=True):
        (title,) = item.select(".about > p:first-child > a")
        assert title["href"] == f"{name}.html"
        chapter = pages[site / f"{name}.html"]
        assert chapter.h1
        assert title.get_text() == chapter.h1.get_text().removesuffix("¶").removesuffix("#")
        said = chapter.select_one(".reading-time")
        assert said
        minutes = " ".join(item.select(".about > p")[1].get_text().split()).split(" minutes")[0]
        assert said.get_text().startswith(f"{minutes} minute")
        pictures += len(item.select("svg.thumbnail[aria-hidden=true]"))
    assert pictures >= len(lessons) - 2  # where-next has no figure of its own


def test_a_chapter_says_what_it_builds_on_unless_that_is_the_one_before(
    pages: Pages, lessons: Chapters, site: Path
) -> None:
    items = pages[site / "index.html"].select(".chapters > li")
    names, said = [*lessons], 0
    for index, (item, chapter) in enumerate(zip(items, lessons.values(), strict=True)):
        needed = re.findall(r"[\w/-]+", chapter.metadata.get("needs", ""))
        links = [link["href"] for link in item.select(".about > p")[1].select("a")]
        before = names[index - 1 : index] if index else []
        assert links == ([] if needed == before else [f"{name}.html" for name in needed])
        said += len(links)
    assert said


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
