"""Long logs are folded after their first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbclient import NotebookClient
from nbformat import v4

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from bs4 import BeautifulSoup, Tag

SHOWN = 12


def lines(pre: Tag) -> list[str]:
    return pre.get_text().rstrip("\n").split("\n")


def test_no_output_shows_more_than_its_first_lines(pages: dict[Path, BeautifulSoup]) -> None:
    outputs = [pre for page in pages.values() for pre in page.select("div.output pre")]
    assert len(outputs) > 50
    for pre in outputs:
        assert len(lines(pre)) <= SHOWN or pre.find_parent("details", class_="log"), pre.get_text()


def test_what_a_cell_prints_arrives_in_one_piece_however_long_it_takes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(root / "docs" / "_book" / "execution" / "kernel"))
    slow = "import time\nprint('one\\n')\ntime.sleep(0.6)\nprint('two')"
    notebook = v4.new_notebook(cells=[v4.new_code_cell(slow)])
    NotebookClient(notebook, kernel_name="chapter").execute()
    assert [output.text for output in notebook.cells[0].outputs] == ["one\n\ntwo\n"]
