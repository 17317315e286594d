"""Figures that a chapter draws, as SVG in the page, in the colours of the page's scheme."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from places import nearest_with_line
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_SIZE = re.compile(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_COLOUR, _BY_NAME = re.compile(r"#0a0a([01][0-9])"), r"var(--figure-\1)"
_VARIABLE = re.compile(r"var\(--figure-([01][0-9])\)")
_PLACES = re.compile(r'(?<= )(?:d|x|y|width|height|points|transform)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_VALUE = re.compile(r"--figure-([01][0-9]): light-dark\((#\w{6}),")
_IDS = re.compile(r'(?<=\bid=")|(?<=url\(#)|(?<=href="#)')


def adaptive_svg(svg: str, alt: str, prefix: str) -> str:
    """Return Matplotlib's `svg` for use inside a page.

    The colours of the style file become variables of the style sheet, the identifiers get a
    prefix, since those of two figures of one page may not be equal, and `alt` says what is seen.
    """
    svg = _METADATA.sub("", _PROLOGUE.sub("", svg), count=1)
    svg = _COLOUR.sub(_BY_NAME, svg)
    svg = _PLACES.sub(lambda place: _LONG.sub(_hundredths, place[0]), svg)
    svg = _IDS.sub(prefix, svg)

    def opening(found: re.Match[str]) -> str:
        # The shape is said to the style sheet too, since a figure far below is not laid out yet, and
        # so is the width, so that the text of all figures gets one size.
        width, height = found[1].split()[2:]
        return (
            f'<svg class="figure" role="img" aria-label="{escape(alt)}" viewBox="{found[1]}" '
            f'style="aspect-ratio: {width} / {height}; --width: {width}">'
        )

    return _SIZE.sub(opening, svg, count=1)


def _hundredths(number: re.Match[str]) -> str:
    # A hundredth of a point cannot be seen; Matplotlib writes six places, half of a page's weight.
    return f"{round(float(number[0]), 2):g}"


def in_light_colours(text: str) -> str:
    """Return `text` with the colours of the light scheme, for where no style sheet gives any."""
    css = (Path(__file__).parents[1] / "_static" / "site.css").read_text("utf-8")
    colours = dict(_VALUE.findall(css)) | {"03": "#ffffff"}
    return _VARIABLE.sub(lambda name: colours[name[1]], text)


def light_svg(svg: str) -> str:
    """Return Matplotlib's `svg` in the colours of the light scheme."""
    svg = in_light_colours(_COLOUR.sub(_BY_NAME, _METADATA.sub("", svg, count=1)))
    return svg.replace("<svg ", '<svg style="background: #ffffff" ', 1)


class InlineFigures(SphinxPostTransform):
    """Replace the SVG files that cells have drawn, and insist on an alt text for each."""

    default_priority = 5  # before Sphinx collects the images that it copies

    def run(self, **_: Any) -> None:
        """Replace the figures of one page."""
        drawn_in = Path(self.app.outdir).parent / "jupyter_execute"
        for number, image in enumerate(self.document.findall(nodes.image)):
            if not image.get("alt"):
                LOGGER.error("a figure without alt text", location=nearest_with_line(image))
                image["alt"] = ""
            path = (Path(self.app.srcdir) / image["uri"]).resolve()
            if (
                path.suffix == ".svg"
                and path.is_relative_to(drawn_in)
                and self.app.builder.format == "html"
            ):
                svg = adaptive_svg(path.read_text("utf-8"), image["alt"], f"figure{number}-")
                image.replace_self(nodes.raw("", svg, format="html"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(InlineFigures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
