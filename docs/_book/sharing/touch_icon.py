"""The icon of the site on the home screen of a phone: a PNG, made of the SVG that browsers show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resvg_py import svg_to_bytes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "_static/apple-touch-icon.png"
SIZE = 180  # pixels; what phones ask for


def link(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Name the icon in the head of each page."""
    address = context["pathto"](NAME, resource=True)
    tag = f'<link rel="apple-touch-icon" href="{address}" />\n'
    context["metatags"] = context.get("metatags", "") + tag


def write(app: Sphinx, failure: Exception | None) -> None:
    """Draw the icon on white: a phone fills what is transparent with black."""
    if failure is None and app.builder.name == "html":
        svg = (app.confdir / app.config.html_favicon).read_text("utf-8")
        # With room around the drawing, since the phone rounds the corners.
        svg = svg.replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
        icon = svg_to_bytes(svg_string=svg, width=SIZE, background="#fff", skip_system_fonts=True)
        (app.outdir / NAME).write_bytes(icon)
