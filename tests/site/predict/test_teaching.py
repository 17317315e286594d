"""The pages for those who teach have all that the chapters ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_it_links_to_each_question_and_exercise_and_says_what_is_right(
    pages: Pages, site: Path, root: Path
) -> None:
    listing = [pages[site / "reference" / f"{name}.html"] for name in ("teaching", "teaching-more")]
    lists = [page.select("article section section a.reference") for page in listing]
    links = [str(link["href"]) for found in lists for link in found]
    asked, exercises, known = 0, 0, 0
    for path, chapter in pages.items():
        if path.parent == site:
            continue  # no chapter
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
        known += len(chapter.select(".mistake"))
    assert asked > 40
    listed = [title.get_text() for page in listing for title in page.select("article p > em")]
    assert listed.count("A known mistake") == known > 40
    sources = [path.read_text("utf-8") for path in (root / "docs").glob("*/*.md")]
    assert exercises == sum(source.count("{exercise-start}") for source in sources)
    right = "article li > p:first-child > strong:first-child"
    assert sum(len(page.select(right)) for page in listing) >= asked


def test_it_asks_what_an_exercise_asks_before_it_lists_the_answers(
    pages: Pages, site: Path
) -> None:
    listing = [pages[site / "reference" / f"{name}.html"] for name in ("teaching", "teaching-more")]
    listed = " ".join(" ".join(page.get_text().split()) for page in listing)
    questions = [
        " ".join(question.get_text().split()).removeprefix("Your answer:").strip()
        for chapter in pages.values()
        for question in chapter.select("div.exercise .predict > p:first-of-type")
    ]
    assert len(questions) > 15
    assert [question for question in questions if question not in listed] == []


def test_it_shows_the_code_that_an_exercise_asks_about(pages: Pages, site: Path) -> None:
    listing = [pages[site / "reference" / f"{name}.html"] for name in ("teaching", "teaching-more")]
    shown = {code.get_text() for page in listing for code in page.select("div.highlight pre")}
    asked = [
        code.get_text()
        for chapter in pages.values()
        for code in chapter.select("div.exercise div.highlight pre")
        if not code.find_parent(class_="aside")
    ]
    assert len(asked) > 2
    assert [code for code in asked if code not in shown] == []


def test_it_names_sections_in_italics_and_cites_as_the_chapters_do(
    pages: Pages, site: Path
) -> None:
    page = pages[site / "reference" / "teaching-more.html"]
    named = {each.get_text() for each in page.select("article em")}
    assert {"Better than the truth?", "Who is it?", "The same loss?"} <= named
    cited = page.select('article a[href*="bibliography"]')
    assert [each.get_text() for each in cited] == ["HZRS16"]
