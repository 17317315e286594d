"""What Matplotlib draws as SVG, for use inside a page; in a build, and in a reader's browser."""

from __future__ import annotations

import re
from html import escape

METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
COLOUR, BY_NAME = re.compile(r"#0a0a([01][0-9])"), r"var(--figure-\1)"
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_SIZE = re.compile(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>')
_PLACES = re.compile(r'(?<= )(?:d|x|y|width|height|points|transform)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_IDS = re.compile(r'(?<=\bid=")|(?<=url\(#)|(?<=href="#)')


def adaptive_svg(svg: str, alt: str, prefix: str) -> str:
    """Return Matplotlib's `svg` for use inside a page.

    The colours of the style file become variables of the style sheet, the identifiers get a
    prefix, since those of two figures of one page may not be equal, and `alt` says what is seen.
    """
    svg = METADATA.sub("", _PROLOGUE.sub("", svg), count=1)
    svg = COLOUR.sub(BY_NAME, svg)
    svg = _PLACES.sub(lambda place: _LONG.sub(_hundredths, place[0]), svg)
    svg = _IDS.sub(prefix, svg)

    def opening(found: re.Match[str]) -> str:
        # The shape is said to the style sheet too, since a figure far below is not laid out yet,
        # and so is the width, so that the text of all figures gets one size.
        width, height = found[1].split()[2:]
        return (
            f'<svg class="figure" role="img" aria-label="{escape(alt)}" viewBox="{found[1]}" '
            f'style="aspect-ratio: {width} / {height}; --width: {width}">'
        )

    return _SIZE.sub(opening, svg, count=1)


def _hundredths(number: re.Match[str]) -> str:
    # A hundredth of a point cannot be seen; Matplotlib writes six places, half of a page's weight.
    return f"{round(float(number[0]), 2):g}"
