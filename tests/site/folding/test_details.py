"""What is folded: long outputs after their first lines, solutions, the code of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from _book.folding.details import VISIBLE_LINES, Fold
from docutils import nodes
from docutils.utils import new_document
from nbclient import NotebookClient
from nbformat import v4

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from site_pages import Pages


def lines(pre: Tag) -> list[str]:
    return pre.get_text().rstrip("\n").split("\n")


def test_no_output_shows_more_than_its_first_lines(pages: Pages) -> None:
    outputs = [pre for page in pages.values() for pre in page.select("div.output pre")]
    assert len(outputs) > 50
    for pre in outputs:
        folded = pre.find_parent("details", class_="log")
        assert len(lines(pre)) <= VISIBLE_LINES or folded, pre.get_text()


def test_the_rest_of_a_long_log_is_folded_below_its_first_lines(pages: Pages) -> None:
    for log in [log for page in pages.values() for log in page.select("details.log")]:
        first, rest = log.find_previous_sibling(), log.select_one("pre")
        assert first
        assert rest
        assert "log" in first["class"]
        assert len(lines(first)) == VISIBLE_LINES
        assert log.summary
        said = log.summary.get_text()
        assert re.fullmatch(f"and {len(lines(rest))} more lines?", said), said
        assert not log.has_attr("open")


@pytest.mark.parametrize(
    ("more", "summary"), [(0, ""), (1, "and 1 more line<"), (17, "and 17 more lines<")]
)
def test_no_line_of_an_output_is_lost(more: int, summary: str) -> None:
    text = "\n".join(f"line {number}" for number in range(VISIBLE_LINES + more)) + "\n"
    page = new_document("page")
    page += nodes.literal_block(text, text, classes=["output"])
    page += nodes.literal_block(text, text)  # code of a reader, which is not folded
    Fold(page).run()
    *parts, code = (block.astext() for block in page.findall(nodes.literal_block))
    assert code == text
    assert "\n".join(parts).rstrip("\n") == text.rstrip("\n")
    assert len(parts) == 1 + bool(more)
    assert summary in "".join(raw.astext() for raw in page.findall(nodes.raw))


@pytest.mark.parametrize(
    ("folded", "summary"),
    [
        ("div.solution", "Solution to Exercise"),
        ("div.aside", ("Aside", "A first hint", "A second hint", "A third hint", "A hint")),
        ("details.hide", "Show the codeHide the code"),  # one of which is shown
    ],
)
def test_what_is_folded_is_closed_and_says_what_it_is(
    pages: Pages, folded: str, summary: str | tuple[str, ...]
) -> None:
    found = [part for page in pages.values() for part in page.select(folded)]
    assert found
    for part in found:
        details = part if part.name == "details" else part.find("details", recursive=False)
        assert details
        assert not details.has_attr("open")
        assert details.summary
        assert details.summary.get_text().startswith(summary)
    assert not [
        1 for page in pages.values() if page.select("div.admonition.dropdown:not(.solution)")
    ]


def test_what_a_cell_prints_arrives_in_one_piece_however_long_it_takes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(root / "docs" / "_book" / "execution" / "kernel"))
    slow = "import time\nprint('one\\n')\ntime.sleep(0.6)\nprint('two')"
    notebook = v4.new_notebook(cells=[v4.new_code_cell(slow)])
    NotebookClient(notebook, kernel_name="chapter").execute()
    assert [output.text for output in notebook.cells[0].outputs] == ["one\n\ntwo\n"]
