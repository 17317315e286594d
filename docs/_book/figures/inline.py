"""Figures that a chapter draws, as SVG in the page, in the colours of the page's scheme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from _book.checks.checks import source_location
from _book.figures.svg import BY_NAME, COLOUR, METADATA, adaptive_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
_VARIABLE = re.compile(r"var\(--figure-([01][0-9])\)")
SVG, _LINK = "{http://www.w3.org/2000/svg}", "http://www.w3.org/1999/xlink"
_LETTERS = (f"{SVG}text", f"{SVG}metadata"), ("legend", "xtick", "ytick")
# What is drawn; a marker, which has an identifier, is smaller than the steps of a rounded place.
_DRAWN = re.compile(r"<(?:path(?! id=)|use)\b[^>]*>")
_PLACE = re.compile(r'(?<= )(?:d|x|y)="[^"]*"')
_BROKEN = re.compile(r"-?\d+\.\d+")
# What makes no difference there: paths without a stroke, where lines end, space between tags.
_UNSEEN = re.compile(
    r'<path d="[^"]*" style="fill: none"\s*/>| clip-path="[^"]*"|<clipPath.*?</clipPath>|\s+(?=<)',
    re.DOTALL,
)
_MARKERS = re.compile(r'<use xlink:href="(#[^"]*)"[^>]*/>(?:<use xlink:href="\1"[^>]*/>)+')
HIDDEN = 'aria-hidden="true"'
_EDGE = 6  # points, of a marker on the edge of the axes
_BETWEEN = 12  # points, between panels, where a legend and names of axes were
_CROWD = 30  # markers that show a cloud as well as hundreds would, which take time to lay out
_SAME = re.compile(r"(L -?\d+ -?\d+\s+)\1+")
# A box, and two of one shade beside each other.
_BOX = re.compile(r"M (\S+) (\S+)\s+L (\S+) \2\s+L \3 (\S+)\s+L \1 \4\s+z\s*")
_BOXES = re.compile(r"M(\S+) (\S+)H(\S+)V(\S+)H\1zM\3 \2H(\S+)V\4H\3z")
_RECTANGLE = re.compile(r"M(-?\d+) (-?\d+)H(-?\d+)V(-?\d+)H\1z")
_VALUE = re.compile(r"--figure-([01][0-9]): light-dark\((#\w{6}),")


def in_light_colours(text: str) -> str:
    """Return `text` with the colours of the light scheme, for where no style sheet gives any."""
    css = (Path(__file__).parents[1] / "page_frame" / "site.css").read_text("utf-8")
    colours = dict(_VALUE.findall(css)) | {"03": "#ffffff"}
    return _VARIABLE.sub(lambda name: colours[name[1]], text)


def light_svg(svg: str) -> str:
    """Return Matplotlib's `svg` in the colours of the light scheme."""
    svg = in_light_colours(COLOUR.sub(BY_NAME, METADATA.sub("", svg, count=1)))
    return svg.replace("<svg ", '<svg style="background: #ffffff" ', 1)


def parsed(svg: str) -> ET.Element:
    ET.register_namespace("", SVG[1:-1])
    ET.register_namespace("xlink", _LINK)
    return ET.fromstring(svg)  # noqa: S314  # Matplotlib has made it


def without_letters(svg: str) -> ET.Element:
    """Return the drawing of Matplotlib's `svg`, without what cannot be read where it is small."""
    drawing = parsed(svg)
    for contours in drawing.iter(f"{SVG}g"):
        if contours.get("id", "").startswith("QuadContourSet"):
            for path in contours.iter(f"{SVG}path"):
                path.set("d", _without_gaps(path.attrib["d"], _clip(drawing, path)))
    tags, names = _LETTERS
    for parent in list(drawing.iter()):
        for child in list(parent):
            if child.tag in tags or child.get("id", "").startswith(names):
                parent.remove(child)
    return drawing


def decorative_svg(svg: str, prefix: str, panel: int = 0) -> str:
    """Return Matplotlib's `svg` as a small picture beside words, which is not read out.

    It shows all panels, or the one with a number, as far as their axes reach.
    """
    drawing = without_letters(svg)
    cut_to_axes(drawing, panel)
    svg = ET.tostring(drawing, encoding="unicode")
    svg = _DRAWN.sub(lambda tag: _PLACE.sub(_rounded, tag[0]), adaptive_svg(svg, "", prefix))
    said = 'class="figure" role="img" aria-label=""'
    svg = _BOX.sub(r"M\1 \2H\3V\4H\1z", _MARKERS.sub(_thinned, _UNSEEN.sub("", svg)))
    merged = 1
    while merged:
        svg, merged = _BOXES.subn(r"M\1 \2H\5V\4H\1z", svg)
    svg = _RECTANGLE.sub(_relative, svg)
    return svg.replace(said, f'class="thumbnail" {HIDDEN}', 1)


def cut_to_axes(drawing: ET.Element, panel: int = 0) -> None:
    """Leave away what lies outside the axes of all panels, or of one, and all others.

    A panel below another moves closer to it.
    """
    # Where letters were, there is nothing, or what goes on outside and was clipped there.
    all_axes = {
        child: parent
        for parent in drawing.iter()
        for child in parent
        if child.get("id", "").startswith("axes_")
    }
    corners = []
    raised: list[tuple[float, float]] = []  # the lower edge of a panel, and how far it has moved
    for number, (axes, parent) in enumerate(all_axes.items(), start=1):
        if panel not in (0, number):
            parent.remove(axes)
            drawing.extend(axes.iter(f"{SVG}defs"))  # markers of other panels, too
            continue
        clipped = next((each for each in axes.iter() if each.get("clip-path")), axes)
        edges = _clip(drawing, clipped)
        if not edges:  # without an axis nothing need be clipped
            return
        left, top, right, bottom = edges
        low, up = max((each for each in raised if each[0] <= top), default=(top, 0))
        up += max(0, top - low - _BETWEEN)
        raised.append((bottom, up))
        if up:
            axes.set("transform", f"translate(0 -{up:g})")
        corners += [(left, top - up), (right, bottom - up)]
    if not corners and panel:
        raise ValueError(f"the figure has {len(all_axes)} panels, and no number {panel}")
    if not corners:
        return
    (left, right), (top, bottom) = ((min(each), max(each)) for each in zip(*corners, strict=True))
    box = left - _EDGE, top - _EDGE, right - left + 2 * _EDGE, bottom - top + 2 * _EDGE
    drawing.set("viewBox", " ".join(f"{each:.0f}" for each in box))


def _clip(drawing: ET.Element, drawn: ET.Element) -> tuple[float, ...]:
    """Return the left, upper, right and lower edge of what is seen, if anything is cut off."""
    name = drawn.get("clip-path", "")[5:-1]
    rect = drawing.find(f".//{SVG}clipPath[@id='{name}']/{SVG}rect")
    if rect is None:
        return ()
    x, y, width, height = (float(rect.attrib[each]) for each in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _without_gaps(contour: str, edges: tuple[float, ...]) -> str:
    """Join the pieces of a contour line between which a label stood: they end within the axes."""
    left, top, right, bottom = edges
    drawn = ""
    from_gap = to_gap = False  # where the line began, and where its last piece ended
    for piece in contour.split("M")[1:]:
        places = [[float(at) for at in place.split()] for place in piece.strip(" \nz").split("L")]
        begins, ends = (
            left + 1 < x < right - 1 and top + 1 < y < bottom - 1
            for x, y in (places[0], places[-1])
        )
        if to_gap and begins:
            drawn += "L"
        else:
            drawn += "z M" if from_gap and to_gap else "M"
            from_gap = begins
        drawn, to_gap = drawn + piece, ends
    return drawn + "z" * (from_gap and to_gap)


def _thinned(crowd: re.Match[str]) -> str:
    *markers, _ = crowd[0].split("/>")
    return "".join(f"{marker}/>" for marker in markers[:: -(-len(markers) // _CROWD)])


def _relative(box: re.Match[str]) -> str:
    # Boxes of one size are equal but for their places: a compressed page is lighter by that.
    left, low, right, high = map(int, box.groups())
    return f"M{left} {low}h{right - left}v{high - low}h{left - right}z"


def _rounded(place: re.Match[str]) -> str:
    # A third of a pixel, at most; a page with a picture of each chapter is half as heavy.
    return _SAME.sub(r"\1", _BROKEN.sub(lambda number: f"{float(number[0]):.0f}", place[0]))


class InlineFigures(SphinxPostTransform):
    """Replace the SVG files that cells have drawn, and insist on an alt text for each."""

    default_priority = 5  # before Sphinx collects the images that it copies
    formats = ("html",)

    def run(self, **_: Any) -> None:
        drawn_in = Path(self.app.outdir).parent / "jupyter_execute"
        for number, image in enumerate(self.document.findall(nodes.image)):
            if not image.get("alt"):
                LOGGER.error("a figure without alt text", location=source_location(image))
                image["alt"] = ""
            path = (Path(self.app.srcdir) / image["uri"]).resolve()
            if path.suffix == ".svg" and path.is_relative_to(drawn_in):
                svg = adaptive_svg(path.read_text("utf-8"), image["alt"], f"figure{number}-")
                image.replace_self(nodes.raw("", svg, format="html"))


def setup(app: Sphinx) -> None:
    app.add_post_transform(InlineFigures)
