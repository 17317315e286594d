"""The pages for those who teach have all that the chapters ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_pages import soup

if TYPE_CHECKING:
    from pathlib import Path


def test_it_links_to_each_question_and_exercise_and_says_what_is_right(
    site: Path, root: Path
) -> None:
    pages = [soup(site / "reference" / f"{name}.html") for name in ("teaching", "teaching-more")]
    lists = [page.select("article section section a.reference") for page in pages]
    links = [str(link["href"]) for found in lists for link in found]
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
    known = sum(len(chapter.select(".mistake")) for chapter in map(soup, site.glob("*/*.html")))
    listed = [title.get_text() for page in pages for title in page.select("article p > em")]
    assert listed.count("A known mistake") == known > 40
    sources = [path.read_text("utf-8") for path in (root / "docs").glob("*/*.md")]
    assert exercises == sum(source.count("{exercise-start}") for source in sources)
    right = "article li > p:first-child > strong:first-child"
    assert sum(len(page.select(right)) for page in pages) >= asked
