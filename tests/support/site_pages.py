"""What tests ask of pages and chapters, in more than one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

Pages: TypeAlias = "dict[Path, BeautifulSoup]"
Chapters: TypeAlias = "dict[str, NotebookNode]"
HIDDEN = {"remove-cell", "remove-input"}


def soup(path: Path) -> BeautifulSoup:
    """Return a page of a site."""
    return BeautifulSoup(path.read_bytes(), "html.parser")


def prose(chapter: NotebookNode) -> str:
    """Return the text of a chapter, without its cells."""
    return "\n\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


def seen(chapter: NotebookNode) -> list[list[str]]:
    """Return the cells of code that a reader sees, each as its lines."""
    cells = (cell for cell in chapter.cells if cell.cell_type == "code")
    return [
        cell.source.splitlines()
        for cell in cells
        if not HIDDEN & set(cell.metadata.get("tags", ()))
    ]


def canonical(page: BeautifulSoup) -> str:
    """Return the address that a page says is its own."""
    (link,) = page.select("link[rel=canonical]")
    return str(link["href"])
