"""What is folded: solutions, asides, the code of cells; outputs are short, and none is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from nbclient import NotebookClient
from nbformat import v4

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_no_output_is_long(pages: Pages) -> None:
    outputs = [pre.get_text() for page in pages.values() for pre in page.select("div.output pre")]
    assert len(outputs) > 50
    assert [output for output in outputs if len(output.splitlines()) > 12] == []


@pytest.mark.parametrize(
    ("folded", "summary"),
    [
        ("div.solution", "Solution to Exercise"),
        ("div.aside", ("Aside", "A first hint", "A second hint", "A third hint", "A hint")),
        ("details.hide.code", "Show the codeHide the code"),  # one of which is shown
        ("details.hide.imports", "Show the importsHide the imports"),
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


def test_imports_take_one_line_of_a_page(pages: Pages) -> None:
    """Where a cell would begin with several, they have one of their own, which is folded."""
    starts = re.compile(r"((import|from) .*\n+){3}")
    for name, page in pages.items():
        cells = [pre for pre in page.select("div.cell_input pre") if not pre.find_parent("details")]
        assert [pre.get_text() for pre in cells if starts.match(pre.get_text())] == [], name


def test_what_a_cell_prints_arrives_in_one_piece_however_long_it_takes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(root / "docs" / "_book" / "execution" / "kernel"))
    slow = "import time\nprint('one\\n')\ntime.sleep(0.6)\nprint('two')"
    notebook = v4.new_notebook(cells=[v4.new_code_cell(slow)])
    NotebookClient(notebook, kernel_name="chapter").execute()
    assert [output.text for output in notebook.cells[0].outputs] == ["one\n\ntwo\n"]
