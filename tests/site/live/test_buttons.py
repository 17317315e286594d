"""Where the buttons of the live cells stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from _book.live.buttons import add_bars, add_reasons, live_markup
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError
from sphinx_exercise.nodes import solution_node

if TYPE_CHECKING:
    from pathlib import Path

    from _book.live.chapter_cells import Cell

CELLS: list[Cell] = [
    {"name": "cell 1", "source": "x"},
    {"name": "what the page needs", "source": "assert x"},
    {"name": "your answer", "source": "", "exercise": "do", "answer": True},
    {"name": "cell 2", "source": "y"},
]


@pytest.fixture
def document() -> nodes.document:
    """Return a page with a title, a cell, and a solution with another in it."""
    page = new_document("page")
    section = nodes.section("", nodes.title("", "A"))
    page += section
    solution = solution_node("", target_label="do")
    for place in (section, solution):
        source = nodes.container("", nodes.literal_block("", "x"), nb_element="cell_code_source")
        place.append(nodes.container("", source))
    section += solution
    return page


def order(document: nodes.document) -> list[str]:
    return [
        str(node["html"]) if isinstance(node, live_markup) else node.astext()
        for node in document.findall(lambda node: isinstance(node, live_markup | nodes.Text))
    ]


def test_a_bar_stands_behind_its_code_and_an_answer_before_its_solution(
    document: nodes.document,
) -> None:
    add_bars(document, CELLS, "page")
    title, code, bar, answer, other, last = order(document)
    assert [title, code, other] == ["A", "x", "x"]
    assert 'aria-label="Edit and run cell 1">Edit and run</button>' in bar
    assert 'id="live-0"' in bar
    assert "Write your answer" in answer
    assert 'id="live-2"' in answer
    assert 'aria-label="Edit and run cell 2"' in last


def test_a_page_with_other_cells_than_its_notebook_stops_the_build(
    document: nodes.document,
) -> None:
    with pytest.raises(ExtensionError, match="regression/a: 2 cells are on the page and 1 in its"):
        add_bars(document, CELLS[:1], "regression/a")


def test_a_page_that_does_not_run_says_why_at_each_cell(document: nodes.document) -> None:
    add_reasons(document, ["autograd", "scikit-learn"])
    lacks = "A browser has no autograd and no scikit-learn: this "
    assert [lacks in text for text in order(document)] == [False, True, False, True, False, True]
    assert f"{lacks}chapter's code runs at home alone." in order(document)[1]


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def test_each_cell_of_a_chapter_has_its_bar_and_hidden_ones_go_along(small_site: Path) -> None:
    page = read(small_site / "regression" / "a.html")
    book = json.loads((small_site / "regression" / "a.live.json").read_text("utf-8"))
    assert [cell["source"].split("\n")[0] for cell in book["cells"]] == [
        "import math", "assert math.pi > 3", "math.tau", "", "half = math.pi / 2",
        'print("Right" if half < 2 else "Not yet")',
    ]  # fmt: skip
    bars = page.select(".live-bar[id]")
    assert [bar["id"] for bar in bars] == [f"live-{index}" for index in (0, 2, 3, 4, 5)]
    for bar in bars:
        before = bar.find_previous_sibling()
        assert isinstance(before, Tag)
        assert "cell_input" in before["class"]
        code = book["cells"][int(str(bar["id"]).removeprefix("live-"))]["source"]
        assert before.get_text().strip() == code
    assert page.select(f"[data-cells='a.live.json?{book['digest']}']")
    assert page.select("details.hide > #live-2")  # folded with its code
    assert page.select(".live-answer + .solution #live-4")
    assert page.select("h1 + .reading-time + .live-page")


def test_a_chapter_with_what_no_browser_has_says_so(small_site: Path) -> None:
    page = read(small_site / "regression" / "b.html")
    assert not page.select("[data-live]")
    assert not (small_site / "regression" / "b.live.json").exists()
    assert page.select(".cell_input + .live-not")
    assert page.select("h1 + .reading-time + .live-not")


def test_the_search_does_not_find_the_buttons(small_site: Path) -> None:
    index = (small_site / "searchindex.js").read_text("utf-8")
    assert '"tau"' in index or "tau:" in index
    assert "forget" not in index


def test_pages_have_buttons_where_the_site_has_a_python_and_none_where_it_has_not(
    site: Path, pages: dict[Path, BeautifulSoup]
) -> None:
    there = (site / "_static" / "live").is_dir()
    assert bool(list(site.rglob("*.live.json"))) == there
    for path, page in pages.items():
        assert bool(page.select("[data-live]")) == path.with_suffix(".live.json").is_file()
    names = {path.name for path, page in pages.items() if page.select(".live-exercises")}
    assert names == ({"index.html"} if there else set())
