"""Which pages are chapters."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def is_chapter(app: Sphinx, page: str) -> bool:
    """Say whether a page is a chapter, not one that merely runs cells."""
    return any(fnmatch(page, pattern) for pattern in app.config.chapters)
