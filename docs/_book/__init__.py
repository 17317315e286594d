"""What this site adds to Sphinx: one folder for each feature. `README.md` here is the way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent
STATIC = {".css", ".js", ".png", ".txt", ".woff2"}  # what of a feature's folder is served as it is
# Each has a `setup` of its own. The order is that of their styles; `page_order` has all other.
FEATURES = (
    "accessibility.page",
    "checks.checks",
    "code_links.links",
    "definitions.tooltips",
    "downloads.core_wheel",
    "downloads.notebooks",
    "explorable.directive",
    "ending.directive",
    "epub.builder",
    "execution.parallel",
    "figures.card",
    "figures.inline",
    "figures.meanings",
    "folding.details",
    "formulas.mathml",
    "index.chapter_list",
    "live.buttons",
    "live.licences",
    "margin.directive",
    "mistakes.directive",
    "page_frame.bundle",
    "page_frame.reading_time",
    "page_frame.search",
    "predict.directive",
    "predict.teaching",
    "progress.progress_list",
    "publishing.built_from",
    "told.directive",
)


def add_static_files(_app: Sphinx, config: Config) -> None:
    """Serve the styles, scripts, fonts and icons that lie in the folders of the features."""
    files = sorted(path for path in HERE.glob("*/*") if path.suffix in STATIC)
    config.html_static_path += map(str, files)


def setup(app: Sphinx) -> None:
    """Set up all features, and connect what changes pages in the order of the table."""
    from _book import page_order  # noqa: PLC0415  # some features are run alone, without Sphinx

    app.connect("config-inited", add_static_files)
    for feature in FEATURES:
        app.setup_extension(f"_book.{feature}")
    page_order.connect(app)
