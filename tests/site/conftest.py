"""The pages of the built site and the chapters they were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook

if TYPE_CHECKING:
    from pathlib import Path

    import nbformat


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    """Return each page of the site by its file."""
    found = {
        path: BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
    assert len(found) > 10
    return found


@pytest.fixture(scope="session")
def chapters(root: Path) -> dict[str, nbformat.NotebookNode]:
    """Return each executed chapter, as cells, by its name."""
    docs = root / "docs"
    found = {}
    for path in sorted(docs.rglob("[!_]*.md")):
        text = path.read_text("utf-8")
        if is_myst_markdown_notebook(text):
            name = path.relative_to(docs).as_posix()
            found[name] = read_myst_markdown_notebook(text)
    assert len(found) > 7
    return found
