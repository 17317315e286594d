"""The whole book as one EPUB: what its pages, its list of files and its archive need besides."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.builders.epub3 import Epub3Builder

from _book.figures.inline import in_light_colours
from _book.sharing import sharing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STYLES = ("pygments.css", "book.css")
COVER = "_static/cover.png"
_LINK = re.compile(r'(href="(?!https?:)[^"#]*)\.html(?=["#])')
_ITEM = re.compile(r'(<item id="[^"]+" href="([^"]+\.xhtml)" media-type="[^"]+")( */>)')
_EARLIEST = 315_532_800  # seconds of 1980-01-01: an archive has no time before it


class Book(Epub3Builder):
    """Sphinx's builder, for pages with formulas and drawings, and the same bytes each time."""

    def build_content(self) -> None:
        """Say in the list of files which pages have formulas and drawings, as EPUB asks."""
        for path in (self.outdir / "_static").rglob("*"):
            if path.is_file() and path.name not in STYLES:
                path.unlink()  # for the site alone
        title, icon = self.config.project, (self.confdir / self.config.html_favicon).read_text()
        picture = sharing.card(title, title, icon.partition("<svg")[2])
        (self.outdir / COVER).write_bytes(sharing.png(picture))
        super().build_content()
        content = self.outdir / "content.opf"
        text = _ITEM.sub(self._with_properties, content.read_text("utf-8"))
        cover = f'href="{COVER}" '
        content.write_text(text.replace(cover, f'{cover}properties="cover-image" '), "utf-8")

    def _with_properties(self, item: re.Match[str]) -> str:
        page = (self.outdir / item[2]).read_text("utf-8")
        has = [name for name, tag in (("mathml", "<math "), ("svg", "<svg ")) if tag in page]
        return f'{item[1]} properties="{" ".join(has)}"{item[3]}' if has else item[0]

    def toc_metadata(self, *args: Any) -> dict[str, Any]:
        """Give the table of contents the same identifier as the list of files."""
        return super().toc_metadata(*args) | {"uid": self.config.epub_identifier}

    def build_epub(self) -> None:
        """Write the archive with one time for all files, so that it does not tell when it was."""
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
        date_time = time.gmtime(max(seconds, _EARLIEST))[:6]
        with ZipFile(self.outdir / f"{self.config.epub_basename}.epub", "w") as archive:
            for name in (
                "mimetype",
                "META-INF/container.xml",
                "content.opf",
                "toc.ncx",
                *self.files,
            ):
                info = ZipInfo(name, date_time)
                info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                archive.writestr(info, (self.outdir / name).read_bytes())


def as_epub_page(text: str) -> str:
    """Return the text of a page as XHTML that a reader of books accepts, in its own colours."""
    text = in_light_colours(text)
    text = re.sub(r"<svg (?!xmlns)(?![^>]* xmlns=)", f"<svg {sharing.NAMESPACES} ", text)
    text = _LINK.sub(r"\1.xhtml", text)
    return text.replace(' tabindex="0"', "")  # in a book nothing scrolls in itself


def adapt_page(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Change the text of a page of the book, and give it the styles of one."""
    context["body"] = as_epub_page(context.get("body", ""))
    context["css_files"] = [f"_static/{name}" for name in STYLES]


def setup(app: Sphinx) -> None:
    app.add_builder(Book, override=True)
