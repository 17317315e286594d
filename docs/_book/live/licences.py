"""A table of what the site ships that others have made, with versions and licences."""

from __future__ import annotations

from importlib.metadata import metadata
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from _book.live.site_files import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

# What puts its own files on the pages.
PACKAGES = ("furo", "myst-nb", "sphinx", "sphinx-copybutton")
WITHIN = (
    ("clipboard.js, in sphinx-copybutton", "", "MIT"),
    ("STIX Two Math, a part of it", "", "OFL-1.1"),
)
# Compiled into Pyodide.
WITHIN_PYODIDE = (
    ("Python, in Pyodide", "", "PSF-2.0"),
    ("Emscripten, in Pyodide", "", "MIT or NCSA"),
    ("zlib, bzip2, libffi, in Pyodide", "", "Zlib, bzip2-1.0.6, MIT"),
)
TEXTS = "_static/licences.txt"
_OSI = "License :: OSI Approved :: "


def rows(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and licence of each part."""
    for name in PACKAGES:
        about = metadata(name)
        known = [c.removeprefix(_OSI) for c in about.get_all("Classifier", []) if _OSI in c]
        said = about.get_all("License-Expression", []) or known or about.get_all("License", [])
        yield name, about["Version"], ", ".join(said)
    yield from WITHIN
    if site := site_of(app):
        yield from ((each["name"], each["version"], each["licence"]) for each in site.licences)
        yield from WITHIN_PYODIDE


class Licences(SphinxDirective):
    """The table."""

    def run(self) -> list[nodes.Node]:
        """Return it."""
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (3, 1, 2)), cols=3)
        body = [_row(each) for each in rows(self.env.app)]
        group += nodes.thead("", _row(("What", "Version", "Licence")))
        group += nodes.tbody("", *body)
        return [nodes.table("", group)]


def _row(texts: tuple[str, ...]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))


def write_texts(app: Sphinx, failure: Exception | None) -> None:
    """Write the texts of the licences beside the pages."""
    site = site_of(app)
    if failure is None and site and app.builder.name == "html":
        texts = (f"{each['name']} {each['version']}\n\n{each['text']}" for each in site.licences)
        (app.outdir / TEXTS).write_text(f"\n\n{'-' * 72}\n\n".join(texts), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("licences", Licences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
