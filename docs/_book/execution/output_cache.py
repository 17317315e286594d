"""The outputs of pages between one build and the next, for local work."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import nbformat

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

KEPT = 4  # states of a page: of the one that is worked on, and of some branches


class OutputCache:
    """Executed pages in a folder, which may be deleted, and which several builds may share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, page: str, key: str) -> NotebookNode | None:
        """Return a page as it was executed, or None if that is not known."""
        with suppress(OSError, ValueError, nbformat.ValidationError):
            kept: NotebookNode = nbformat.read(self._path(page, key), as_version=4)
            return kept
        return None

    def put(self, page: str, key: str, executed: NotebookNode) -> None:
        """Keep a page, whole or not at all, and forget those of its states that are long gone."""
        path = self._path(page, key)
        new = path.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):  # gone, or full: then the next build runs the cells again
            new.write_text(nbformat.writes(executed), "utf-8")
            new.replace(path)
            states = sorted(
                self.folder.glob(f"{path.name.partition('.')[0]}.*"), key=os.path.getmtime
            )
            for old in states[:-KEPT]:
                old.unlink(missing_ok=True)

    def _path(self, page: str, key: str) -> Path:
        return self.folder / f"{page.replace('/', '-')}.{key}.ipynb"
