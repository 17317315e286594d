"""What a reader can do in each chapter, on the index page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters, Pages


def test_each_chapter_has_its_predictions_and_two_exercises(
    pages: Pages, site: Path, lessons: Chapters
) -> None:
    done = pages[site / "index.html"].select(".chapters .done")
    items = {str(item["data-page"]): item for item in done}
    assert list(items) == list(lessons)
    live = (site / "_static" / "live").is_dir()
    for name, item in items.items():
        chapter = pages[site / f"{name}.html"]
        asked = [str(each["data-predict"]) for each in chapter.select(".predict")]
        of = {kind: str(item[f"data-{kind}"]).split() for kind in ("predictions", "questions")}
        assert of["predictions"] + of["questions"] == asked
        assert len(of["predictions"]) >= 1
        if live and (site / f"{name}.live.json").is_file():
            assert len(of["questions"]) + len(str(item["data-checks"]).split()) >= 2
