"""The map of the chapters: a box for each, and arrows from what a chapter needs to the chapter.

A chapter names what it needs in its front matter, as ``needs: regression/ols, training/momentum``;
the order is that of the toctrees. Boxes lie in rows, each below all that it needs.
"""

from __future__ import annotations

import itertools
import textwrap
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from _book.execution.chapters import is_chapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

    Needs = Mapping[str, tuple[str, ...]]  # of each chapter, in the order of the book

LOGGER = logging.getLogger(__name__)
COLUMNS = range(3)  # as many as a telephone has room for
WIDTH, ASIDE, GAP, LINE = 140, 18, 32, 18  # of a box, beside it, below it, of a line of its text
LETTERS = 15  # in a line of a box
_MARKER = (
    '<defs><marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>'
)


class Place(NamedTuple):
    """Where a box lies."""

    row: int
    column: int


def arranged(needs: Needs) -> dict[str, Place]:
    """Return a place for each chapter, below all that it needs, with short arrows past the boxes.

    A chapter that needs nothing stands no higher than the one before it.
    """
    places: dict[str, Place] = {}
    previous = 0
    for chapter, needed in needs.items():
        first = max((places[each].row + 1 for each in needed), default=previous)
        free = [
            Place(row, column)
            for row, column in itertools.product(range(first, first + len(needs)), COLUMNS)
            if Place(row, column) not in places.values()
        ]
        starts = [places[each] for each in needed]
        boxes = [*places.values()]
        places[chapter] = min(free, key=lambda place: _cost(place, starts, boxes))
        previous = places[chapter].row
    return places


def _cost(place: Place, starts: list[Place], boxes: list[Place]) -> tuple[int, int, int]:
    """Return how bad a place is: by the length of its arrows and their bends, then by itself."""
    bends = sum(_passes(start, place, box) for start in starts for box in boxes)
    rows = sum(place.row - start.row for start in starts)
    columns = sum(abs(place.column - start.column) for start in starts)
    return rows + 2 * (columns + bends), place.row, abs(place.column - 1)


def _passes(start: Place, end: Place, box: Place) -> bool:
    """Say whether a straight arrow passes a box between its ends."""
    if not start.row < box.row < end.row:
        return False
    slope = (end.column - start.column) / (end.row - start.row)
    return abs(start.column + slope * (box.row - start.row) - box.column) < 0.6


def drawing(needs: Needs, labels: Mapping[str, str], addresses: Mapping[str, str]) -> str:
    """Return the map as SVG in a list of links."""
    places = arranged(needs)
    texts = {name: textwrap.wrap(label, LETTERS) for name, label in labels.items()}
    height = LINE * max(map(len, texts.values())) + 12

    def corner(name: str) -> tuple[int, int]:
        row, column = places[name]
        return 10 + (WIDTH + ASIDE) * column, 10 + (height + GAP) * row

    def arrows() -> Iterator[str]:
        taken: list[tuple[int, int]] = []  # aisles, and between which rows
        for start, end in ((start, end) for end, starts in needs.items() for start in starts):
            (left, top), (x, y) = corner(start), corner(end)
            bend = ""
            if any(_passes(places[start], places[end], box) for box in places.values()):
                rows = range(places[start].row + 1, places[end].row)
                aisle = min(
                    range(1, len(COLUMNS)),
                    key=lambda aisle: (
                        sum((aisle, row) in taken for row in rows),
                        abs(2 * aisle - 1 - places[start].column - places[end].column),
                    ),
                )
                taken += [(aisle, row) for row in rows]
                place = 10 + (WIDTH + ASIDE) * aisle - ASIDE // 2
                bend = f"{place} {top + height + GAP} {place} {y - GAP} "
            line = f"M{left + WIDTH // 2} {top + height} {bend}{x + WIDTH // 2} {y - 1}"
            yield f'<path class="edge" d="{line}" marker-end="url(#map-arrow)"/>'

    def boxes() -> Iterator[str]:
        for name, lines in texts.items():
            x, y = corner(name)
            middle, top = x + WIDTH // 2, y + (height - LINE * len(lines)) // 2 - 4
            spans = " ".join(
                f'<tspan x="{middle}" y="{top + LINE * number}">{escape(line)}</tspan>'
                for number, line in enumerate(lines, start=1)
            )
            needed = " and ".join(labels[each] for each in needs[name])
            said = escape(f"{labels[name]}, after {needed}" if needed else labels[name])
            yield (
                f'<a href="{addresses[name]}" aria-label="{said}"><rect x="{x}" y="{y}" '
                f'width="{WIDTH}" height="{height}" rx="6"/>'
                f'<text text-anchor="middle">{spans}</text></a>'
            )

    rows = 1 + max(place.row for place in places.values())
    size = f"{20 + (WIDTH + ASIDE) * len(COLUMNS) - ASIDE} {20 + (height + GAP) * rows - GAP}"
    parts = "\n".join((_MARKER, *arrows(), *boxes()))
    return (
        f'<nav aria-label="Map of the chapters" class="map"><svg viewBox="0 0 {size}" '
        f'xmlns="http://www.w3.org/2000/svg" role="presentation">{parts}</svg></nav>'
    )


class chapter_map(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The place of the map, which is drawn once all chapters are read."""


class ChapterMap(SphinxDirective):
    """The map of the chapters."""

    def run(self) -> list[nodes.Node]:
        """Leave the place open."""
        return [chapter_map()]


class DrawMap(SphinxPostTransform):
    """Draw the map where a page has a place for it."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        """Fill the places of one page."""
        for node in list(self.document.findall(chapter_map)):
            node.replace_self(nodes.raw("", self.draw(), format="html"))

    def draw(self) -> str:
        """Return the map of the book as it is."""
        env, page = self.env, self.env.docname
        chapters = env.toctree_includes.get(env.config.root_doc, ())
        labels, needs = {}, {}
        for chapter in (name for name in chapters if is_chapter(self.app, name)):
            needed = str(env.metadata[chapter].get("needs", "")).replace(",", " ").split()
            for name in [name for name in needed if name not in needs]:
                message = "it needs %r, which is no chapter before it"
                LOGGER.error(message, name, location=chapter)
            labels[chapter] = env.metadata[chapter].get("short_title", env.titles[chapter].astext())
            needs[chapter] = tuple(name for name in needed if name in needs)
        uri = self.app.builder.get_relative_uri
        return drawing(needs, labels, {name: uri(page, name) for name in labels}) if labels else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_node(chapter_map)
    app.add_directive("chapter-map", ChapterMap)
    app.add_post_transform(DrawMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
