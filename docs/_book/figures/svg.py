"""What Matplotlib draws as SVG, for use inside a page; in a build, and in a reader's browser."""

from __future__ import annotations

import re
from html import escape

METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
# Its rule is for `*`, which inside a page is every element of the page.
_STYLE = re.compile(r"\s*<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>")
COLOUR, BY_NAME = re.compile(r"#0a0a([01][0-9])"), r"var(--figure-\1)"
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_SIZE = re.compile(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>')
_PLACES = re.compile(r'(?<= )(?:d|x|y|width|height|points|transform)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_GROUP = re.compile(r"<g\b[^>]*>|</g>")
_PLAIN_GROUP = re.compile(r'<g(?: id="[\w.]+_[0-9]+")?>')  # Matplotlib's own name, not one of ours
_IDS = re.compile(r'(?<=\bid=")|(?<=url\(#)|(?<=href="#)')


def adaptive_svg(svg: str, alt: str, prefix: str) -> str:
    """Return Matplotlib's `svg` for use inside a page.

    The colours of the style file become variables of the style sheet, the identifiers get a
    prefix, since those of two figures of one page may not be equal, and `alt` says what is seen.
    """
    svg = METADATA.sub("", _PROLOGUE.sub("", svg), count=1)
    svg = _STYLE.sub("", svg, count=1)
    svg = _without_plain_groups(COLOUR.sub(BY_NAME, svg))
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


def _without_plain_groups(svg: str) -> str:
    # Matplotlib groups each tick thrice: a third of the elements that a telephone would lay out.
    kept: list[bool] = []

    def tag(found: re.Match[str]) -> str:
        if found[0] == "</g>":
            return found[0] if kept.pop() else ""
        if found[0].endswith("/>"):
            return found[0]
        kept.append(not _PLAIN_GROUP.fullmatch(found[0]))
        return found[0] if kept[-1] else ""

    return _GROUP.sub(tag, svg)


def _hundredths(number: re.Match[str]) -> str:
    # A hundredth of a point cannot be seen; Matplotlib writes six places, half of a page's weight.
    return f"{round(float(number[0]), 2):g}"
