"""Tell search engines that they may read everything, and which pages there are.

sphinx-sitemap lists the pages that one run of Sphinx has written, in the order of writing: after a
change all others are missing, and of two parallel builds no two are sure to be equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SITEMAP = "sitemap.xml"


def robots(base: str) -> str:
    """Return ``robots.txt``; not a file of the source, since it names the address of the site."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}{SITEMAP}\n"


def sitemap(addresses: list[str]) -> str:
    """Return the list of pages, without dates: they would change where no page does."""
    urls = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write both beside the pages; the list has those that somebody wrote, not the search."""
    if failure is None and app.builder.name == "html":
        base = app.config.html_baseurl
        pages = [base + app.builder.get_target_uri(page) for page in app.env.found_docs]
        (app.outdir / SITEMAP).write_text(sitemap(sorted(pages)), "utf-8")
        (app.outdir / "robots.txt").write_text(robots(base), "utf-8")
