"""The picture of a chapter, at its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


def test_a_chapter_opens_with_its_picture(pages: Pages, lessons: Chapters, site: Path) -> None:
    opened = 0
    for name in lessons:
        page = pages[site / f"{name}.html"]
        section = page.select_one("article > section")
        assert section
        head = [
            str((*each.get_attribute_list("class"), each.name)[0])
            for each in section.select(":scope > *")
        ]
        figures = page.select("svg.figure")
        assert ("thumbnail" in head) == bool(figures), name
        if figures:
            before, after = head[: head.index("thumbnail")], head[head.index("thumbnail") + 1 :]
            assert before[:3] == ["h1", "subtitle", "reading-time"], name
            assert "p" not in before  # the question comes after it
            assert "p" in after
            opened += 1
    assert opened > 15
