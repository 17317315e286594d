"""A table of what the site ships that others have made, with versions and licences."""

from __future__ import annotations

from importlib.metadata import distribution
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from _book.live.runtime.shipped import of_python
from _book.live.site_files import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

# What puts its own files on the pages.
PACKAGES = ("furo", "myst-nb", "sphinx", "sphinx-copybutton")
WITHIN = (
    ("clipboard.js, in sphinx-copybutton", "", "MIT"),
    ("STIX Two Math and STIX Two Text, parts of them", "", "OFL-1.1"),
)
# Compiled into Pyodide.
WITHIN_PYODIDE = (
    ("Python, in Pyodide", "", "PSF-2.0"),
    ("Emscripten, in Pyodide", "", "MIT or NCSA"),
    ("zlib, bzip2, libffi, in Pyodide", "", "Zlib, bzip2-1.0.6, MIT"),
)
TEXTS = "_static/licences.txt"


def rows(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    site = site_of(app)
    made = [*map(of_python, map(distribution, PACKAGES)), *(site.licences if site else ())]
    yield from ((each["name"], each["version"], each["licence"]) for each in made)
    yield from WITHIN
    if site:
        yield from WITHIN_PYODIDE


class Licences(SphinxDirective):
    """The table."""

    def run(self) -> list[nodes.Node]:
        table = [("What", "Version", "Licence"), ("---", "---", "---"), *rows(self.env.app)]
        lines = ["{.last-below}", *(f"| {' | '.join(row)} |" for row in table)]
        return self.parse_text_to_nodes("\n".join(lines))


def write_texts(app: Sphinx) -> None:
    if site := site_of(app):
        texts = (f"{each['name']} {each['version']}\n\n{each['text']}" for each in site.licences)
        (app.outdir / TEXTS).write_text(f"\n\n{'-' * 72}\n\n".join(texts), "utf-8")


def setup(app: Sphinx) -> None:
    app.add_directive("licences", Licences)
