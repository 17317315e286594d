"""The picture that a page is shared with: its title beside a figure of its own.

sphinxext-opengraph writes the tags. The pictures that it can draw have room for one logo, the same
for all pages, and bring a font of their own.
"""

from __future__ import annotations

import hashlib
import io
import re
import textwrap
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from matplotlib import get_data_path
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from resvg_py import svg_to_bytes
from sphinx.util import logging

from _book.figures.inline import in_light_colours
from _book.sharing.descriptions import description

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
WIDTH, HEIGHT = 1200, 630  # pixels; what the sites that show such pictures ask for
_FOLDER = "_images/cards"
_FIGURE = re.compile(r'<svg class="figure" role="img" aria-label="(.*?)"(.*?</svg>)', re.DOTALL)
_FONTS = [f"{get_data_path()}/fonts/ttf/DejaVuSans{style}.ttf" for style in ("", "-Bold")]
_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_DRAWN_FROM = "Drawn from"  # the digest of what, in the file itself
_LINE = 15  # characters of a title


def figures(doctree: nodes.document) -> list[tuple[str, str]]:
    """Return what each figure of a page shows, and its drawing, a tag whose name is left out."""
    texts = [raw.astext() for raw in doctree.findall(nodes.raw)]
    return [(unescape(alt), svg) for text in texts for alt, svg in _FIGURE.findall(text)]


def card(title: str, book: str, drawing: str) -> str:
    """Return a picture as SVG: the name of the book, the title of the page, the `drawing`."""
    book = "" if book == title else book
    lines = textwrap.wrap(title, _LINE, break_on_hyphens=False)
    top = 355 - 30 * len(lines)
    text = "".join(
        f'<text x="60" y="{top + 60 * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return in_light_colours(
        f'<svg {_NAMES} width="{WIDTH}" height="{HEIGHT}" font-family="DejaVu Sans">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--figure-03)"/>'
        f'<rect width="{WIDTH}" height="16" fill="var(--figure-12)"/>'
        f'<g fill="var(--figure-01)"><text x="60" y="90" font-size="28">{escape(book)}'
        f'</text><g font-size="46" font-weight="bold">{text}</g></g>'
        f'<svg x="570" y="120" width="600" height="470"{drawing}</svg>'
    )


def write(path: Path, svg: str) -> None:
    """Draw an SVG with the font that Matplotlib brings, unless it is what is there already."""
    of = hashlib.sha256(svg.encode()).hexdigest()
    if path.is_file():
        with Image.open(path) as there:
            if there.info.get(_DRAWN_FROM) == of:
                return
    drawn = svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=_FONTS)
    told = PngInfo()
    told.add_text(_DRAWN_FROM, of)
    small = io.BytesIO()
    # A palette has room for the few colours with their smooth edges, in half the bytes.
    picture = Image.open(io.BytesIO(drawn)).convert("RGB").quantize()
    picture.save(small, "PNG", optimize=True, pnginfo=told)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small.getvalue())


def share(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Draw the picture of a page, and tell sphinxext-opengraph of it."""
    if doctree is None or app.builder.name != "html":
        return
    meta = dict(context["meta"] or {})
    title = app.env.titles[page].astext()
    icon = (app.confdir / app.config.html_favicon).read_text("utf-8").partition("<svg")[2]
    found = figures(doctree) or [("The sign of the book: two inputs lead to one output.", icon)]
    number = int(meta.get("card", 1))  # the first figure, unless the page names another
    if not 1 <= number <= len(found):
        LOGGER.error("there is no figure %d for the card of the page", number, location=page)
        number = 1
    alt, drawing = found[number - 1]
    name = f"{_FOLDER}/{page.replace('/', '-')}.png"
    write(Path(app.outdir) / name, card(title, app.config.project, drawing))
    context["meta"] = meta | {
        "og:description": description(app.env, page),
        "og:image": name,
        "og:image:alt": f"{title} {alt}",
        "og:image:height": str(HEIGHT),
        "og:image:width": str(WIDTH),
        "og:type": "website" if page == app.config.root_doc else "article",
    }


def setup(app: Sphinx) -> dict[str, Any]:
    """Draw before the tags are written."""
    app.setup_extension("sphinxext.opengraph")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
