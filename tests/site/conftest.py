"""The pages of the built site and the chapters they were made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from site_pages import canonical, soup

if TYPE_CHECKING:
    from pathlib import Path

    import nbformat
    from site_pages import Pages


@pytest.fixture(scope="session")
def pages(site: Path) -> Pages:
    """Return each page of the site by its file."""
    found = {path: soup(path) for path in sorted(site.rglob("*.html"))}
    assert len(found) > 10
    return found


@pytest.fixture(scope="session")
def identifiers(pages: Pages) -> dict[Path, list[str]]:
    """Return the identifiers of each page."""
    return {path: [str(e["id"]) for e in page.find_all(id=True)] for path, page in pages.items()}


@pytest.fixture(scope="session")
def base(pages: Pages, site: Path) -> str:
    """Return the address that the site was built for, with a slash at its end."""
    return canonical(pages[site / "index.html"]).removesuffix("index.html")


@pytest.fixture(scope="session")
def chapters(root: Path) -> dict[str, nbformat.NotebookNode]:
    """Return each executed page, as cells, by its name."""
    docs = root / "docs"
    found = {}
    for path in sorted(docs.rglob("[!_]*.md")):
        text = path.read_text("utf-8")
        if is_myst_markdown_notebook(text):
            name = path.relative_to(docs).as_posix()
            found[name] = read_myst_markdown_notebook(text)
    assert len(found) > 7
    return found


@pytest.fixture(scope="session")
def lessons(
    root: Path, chapters: dict[str, nbformat.NotebookNode]
) -> dict[str, nbformat.NotebookNode]:
    """Return the chapters of the book in its order, by their names without ``.md``.

    The ledger and the like are tables, not lessons.
    """
    index = (root / "docs" / "index.md").read_text("utf-8")
    names = re.findall(r"^(?!reference/)[\w-]+/[\w-]+$", index, re.MULTILINE)
    assert len(names) > 7
    return {name: chapters[f"{name}.md"] for name in names}
