"""Notes in the margin: each stands right behind its paragraph, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.margin.directive import PutBeside, margin
from docutils import nodes
from docutils.utils import new_document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from site_pages import Pages


def test_a_note_follows_its_paragraph_and_there_are_few(pages: Pages, site: Path) -> None:
    counts = {}
    for path, page in pages.items():
        notes = page.select(".margin")
        for note in notes:
            assert note.parent
            assert note.parent["class"][0] == "beside"
            assert [child.name for child in note.parent.find_all(recursive=False)] == ["p", "div"]
            assert not note.select("pre, figure, .predict")
            assert len(note.get_text().split()) <= 70, note.get_text()
        if notes:
            counts[path.relative_to(site).as_posix()] = len(notes)
    assert len(counts) >= 15
    assert max(counts.values()) <= 2, counts


def test_a_note_and_its_paragraph_become_one_block() -> None:
    page = new_document("page")
    page += [nodes.paragraph("", "Said."), margin("", nodes.paragraph("", "Beside it."))]
    PutBeside(page).run()
    (block,) = page.children
    assert isinstance(block, nodes.container)
    assert [child.astext() for child in block] == ["Said.", "Beside it."]


def test_a_note_on_something_else_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    page = new_document("page")
    page += [nodes.rubric("", "A title"), margin("", nodes.paragraph("", "Beside it."))]
    PutBeside(page).run()
    assert "right behind a paragraph, not behind <rubric>" in caplog.text
