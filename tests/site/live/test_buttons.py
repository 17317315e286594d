"""Where the buttons of the live cells stand, on a small site and on the whole one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from _book.live.buttons import add_bars
from docutils import nodes
from docutils.utils import new_document
from site_pages import soup

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_a_page_with_other_cells_than_its_notebook_stops_the_build() -> None:
    page = new_document("page")
    page += nodes.container("", nb_element="cell_code_source")
    with pytest.raises(ValueError, match="zip"):
        add_bars(page, [])


def test_each_cell_of_a_chapter_has_its_bar_and_hidden_ones_go_along(small_site: Path) -> None:
    page = soup(small_site / "regression" / "a.html")
    book = json.loads((small_site / "regression" / "a.live.json").read_text("utf-8"))
    assert [cell["source"].split("\n")[0] for cell in book["cells"]] == [
        "import math", "assert math.pi > 3", "math.tau", "", "half = math.pi / 2",
        'print("Right" if half < 2 else "Not yet")',
    ]  # fmt: skip
    bars = page.select(".live-bar[id]")
    assert [bar["id"] for bar in bars] == [f"live-{index}" for index in (0, 2, 3, 4, 5)]
    for bar in bars:
        code = bar.find_previous_sibling(class_="cell_input")
        assert code
        cell = book["cells"][int(str(bar["id"]).removeprefix("live-"))]
        assert code.get_text().strip() == cell["source"]
        says = "Write your answer" if "answer" in cell else f"Edit and run {cell['name']}"
        assert says in str(bar.button)
    assert page.select(f"[data-cells='a.live.json?{book['digest']}']")
    assert page.select("details.hide > #live-2")  # folded with its code
    assert page.select(".live-answer + .solution #live-4")
    (compare,) = page.select("[data-live=compare]")
    assert compare["data-exercise"] == book["cells"][3]["exercise"]
    assert page.select(".solution details > .live-compare:last-child > .live-bar > button")
    assert page.select("h1 + .reading-time button[data-live=all]")  # all of it before a first run
    assert page.select("article > section > .live-page:last-child button[data-live=all]")


def test_a_cell_with_what_no_browser_has_says_so_and_the_others_run(small_site: Path) -> None:
    page = soup(small_site / "regression" / "c.html")
    book = json.loads((small_site / "regression" / "c.live.json").read_text("utf-8"))
    assert [cell["name"] for cell in book["cells"]] == ["cell 1", "cell 4"]
    bars = [bar.button["aria-label"] for bar in page.select(".live-bar[id]") if bar.button]
    assert bars == ["Edit and run cell 1", "Edit and run cell 4"]
    assert [bar["id"] for bar in page.select(".live-bar[id]")] == ["live-0", "live-1"]
    reasons = page.select(".cell_input + .live-not")
    assert [each.get_text() for each in reasons] == [
        "Runs on your computer only: it needs scikit-learn."
    ] * 2
    assert [file["name"] for file in book["data"]] == ["table.csv"]
    assert (small_site / "regression" / "table.csv").is_file()
    assert not (small_site / "regression" / "unread.csv").exists()


def test_the_search_does_not_find_the_buttons(small_site: Path) -> None:
    index = (small_site / "searchindex.js").read_text("utf-8")
    assert '"tau"' in index or "tau:" in index
    assert "forget" not in index


def test_the_progress_of_a_reader_counts_the_exercises_that_a_cell_checks(small_site: Path) -> None:
    (done,) = soup(small_site / "index.html").select(".chapters .done")
    assert done["data-page"] == "regression/a"
    assert done["data-checks"] == "a-half"
    assert done.find_parent("li").select("a[href='regression/a.html']")  # type: ignore[union-attr]  # it stands in one


def test_what_a_check_says_of_the_solution_waits_for_an_answer(small_site: Path) -> None:
    (cell,) = soup(small_site / "regression" / "a.html").select(".live-check")
    assert cell.select(":scope > .cell_output")


def test_a_part_is_listed_and_the_text_of_its_licence_is_there(small_site: Path) -> None:
    page = soup(small_site / "index.html")
    rows = [[cell.get_text().strip() for cell in row.select("td")] for row in page.select("tr")]
    assert ["A part", "7.7", "MIT"] in rows
    assert "furo" in {row[0] for row in rows if row}
    texts = (small_site / "_static" / "licences.txt").read_text("utf-8")
    assert "A part 7.7\n\nDo as you like." in texts


def test_pages_have_buttons_where_the_site_has_a_python_and_none_where_it_has_not(
    site: Path, pages: Pages
) -> None:
    there = (site / "_static" / "live").is_dir()
    assert bool(list(site.rglob("*.live.json"))) == there
    for path, page in pages.items():
        assert bool(page.select("[data-live]")) == path.with_suffix(".live.json").is_file()
