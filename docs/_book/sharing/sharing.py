"""What those who share a page and search engines get: a picture, a description, a list of pages.

sphinxext-opengraph writes the tags; the pictures that it can draw have one logo for all pages.
sphinx-sitemap lists the pages of one run in the order of writing: of two builds no two are equal.
"""

from __future__ import annotations

import io
import textwrap
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from matplotlib import get_data_path
from PIL import Image
from resvg_py import svg_to_bytes
from sphinx.util import logging

from _book.figures.card import figure_of
from _book.figures.inline import in_light_colours
from _book.figures.svg import adaptive_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
WIDTH, HEIGHT = 1200, 630  # pixels; what the sites that show such pictures ask for
_FONTS = [f"{get_data_path()}/fonts/ttf/DejaVuSans{style}.ttf" for style in ("", "-Bold")]
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_TITLE_LINE = 15  # characters
_ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n"
_SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""


def card(title: str, book: str, drawing: str) -> str:
    """Return a picture as SVG: the name of the book, the title of the page, the `drawing`."""
    lines = textwrap.wrap(title, _TITLE_LINE, break_on_hyphens=False)
    top = 355 - 30 * len(lines)
    text = "".join(
        f'<text x="60" y="{top + 60 * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return in_light_colours(
        f'<svg {NAMESPACES} width="{WIDTH}" height="{HEIGHT}" font-family="DejaVu Sans">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--figure-03)"/>'
        f'<rect width="{WIDTH}" height="16" fill="var(--figure-12)"/>'
        f'<g fill="var(--figure-01)"><text x="60" y="90" font-size="28">'
        f"{'' if book == title else escape(book)}</text>"
        f'<g font-size="46" font-weight="bold">{text}</g></g>'
        f'<svg x="570" y="120" width="600" height="470"{drawing}</svg>'
    )


def png(svg: str) -> bytes:
    """Draw an SVG with the font that Matplotlib brings, not with those of the machine."""
    drawn = svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=_FONTS)
    small = io.BytesIO()
    # A palette has room for the few colours with their smooth edges, in half the bytes.
    picture = Image.open(io.BytesIO(drawn)).convert("RGB").quantize()
    picture.save(small, "PNG", optimize=True)
    return small.getvalue()


def add_card(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Draw the picture of a page, and tell sphinxext-opengraph of it."""
    if page not in app.env.found_docs:
        return
    metadata, title = app.env.metadata[page], app.env.titles[page].astext()
    figure = figure_of(app, page)
    svg, alt = figure["svg"], figure.get("alt", "")
    drawing = adaptive_svg(svg, "", "").partition(' aria-label=""')[2]
    if not svg:
        if "card" in metadata:
            message = "`card` names a figure of the page by its number, not %s"
            LOGGER.error(message, metadata["card"], location=page)
        alt = "The logo of the book: two inputs lead to one output."
        drawing = (app.confdir / app.config.html_favicon).read_text("utf-8").partition("<svg")[2]
    name = f"_images/cards/{page.replace('/', '-')}.png"
    path = app.outdir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(card(title, app.config.project, drawing)))
    metas = app.env.get_doctree(page).findall(nodes.meta)
    about = (meta["content"] for meta in metas if meta.get("name") == "description")
    context["meta"] = metadata | {
        "og:description": "".join(about),
        "og:image": name,
        "og:image:alt": f"{title} {alt}",
        "og:image:height": str(HEIGHT),
        "og:image:width": str(WIDTH),
        "og:type": "website" if page == app.config.root_doc else "article",
    }


def write_sitemap(app: Sphinx) -> None:
    """List the pages that somebody wrote, without dates: they would change where no page does."""
    base = app.config.html_baseurl
    pages = sorted(base + app.builder.get_target_uri(page) for page in app.env.found_docs)
    urls = "".join(f"<url><loc>{escape(page)}</loc></url>\n" for page in pages)
    (app.outdir / "sitemap.xml").write_text(_SITEMAP.format(urls), "utf-8")
    # Not a file of the source, since it names the address of the site.
    (app.outdir / "robots.txt").write_text(_ROBOTS.format(base), "utf-8")
