"""The page for those who teach has all that the chapters ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_it_links_to_each_question_and_exercise_and_says_what_is_right(
    site: Path, root: Path
) -> None:
    page = soup(site / "reference" / "teaching.html")
    links = [str(link["href"]) for link in page.select("article section section a.reference")]
    asked, exercises = 0, 0
    for path in sorted(site.glob("*/*.html")):
        chapter = soup(path)
        name = f"../{path.parent.name}/{path.name}"
        for question in chapter.select(".predict"):
            if not question.find_parent(class_="exercise"):
                assert f"{name}#{question['id']}" in links
                asked += 1
        for exercise in chapter.select("div.exercise"):
            assert f"{name}#{exercise['id']}" in links
            exercises += 1
        solutions = [str(each["id"]) for each in chapter.select("div.solution")]
        assert all(f"{name}#{label}" in links for label in solutions)
    assert asked > 40
    sources = [path.read_text("utf-8") for path in (root / "docs").glob("*/*.md")]
    assert exercises == sum(source.count("{exercise-start}") for source in sources)
    assert len(page.select("article li > p:first-child > strong:first-child")) >= asked
