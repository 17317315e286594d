"""What this site adds to Sphinx: one folder for each feature. `README.md` here is the way in."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent
STATIC = {".css", ".js", ".png", ".txt", ".woff2"}  # what of a feature's folder is served as it is


def is_chapter(app: Sphinx, page: str) -> bool:
    """Say whether a page is a chapter, not one that merely runs cells."""
    return any(fnmatch(page, pattern) for pattern in app.config.chapters)


def features() -> list[str]:
    """Return the modules with a `setup`, by name; so their styles are ordered, and no more."""
    modules = (path for path in HERE.glob("*/*.py") if "\ndef setup(" in path.read_text("utf-8"))
    return sorted(f"_book.{path.parent.name}.{path.stem}" for path in modules)


def add_static_files(_app: Sphinx, config: Config) -> None:
    """Serve the styles, scripts, fonts and icons that lie in the folders of the features."""
    files = sorted(path for path in HERE.glob("*/*") if path.suffix in STATIC)
    config.html_static_path += map(str, files)


def setup(app: Sphinx) -> None:
    """Set up all features, and connect what changes pages in the order of `page_order`."""
    from _book import page_order  # noqa: PLC0415  # some features are run alone, without Sphinx

    app.connect("config-inited", add_static_files)
    for feature in features():
        app.setup_extension(feature)
    page_order.connect(app)
