"""Link the names in the cells of a chapter to the pages that explain them: no script.

Names of the core lead to this site, others to the documentation whose inventory knows them.
"""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from _book.checks.checks import source_location
from _book.code_links.names import Use
from _book.live.chapter_cells import executed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
# The names of these have pages, but for some that their documentation does not know.
LIBRARIES = ("builtins.", "matplotlib.", "mpl_toolkits.", "numpy.", "sklearn.")
WITHOUT_PAGE = re.compile(
    r"matplotlib\.(axes\.Axes\.[xy]axis|pyplot\.style)$|numpy\.float64\.|sklearn\.utils\."
)
_PIECE = re.compile(r"<span[^>]*>[^<]*</span>|[^<]+")
_TAG = re.compile(r"<[^>]*>")
# Names, signs and spaces have the colour of plain text: half of a page's elements would be theirs.
_PLAIN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')


class Link(NamedTuple):
    """A name in highlighted code: where it starts and ends, counted in characters."""

    start: int
    end: int
    name: str
    address: str


class LinkNames(SphinxPostTransform):
    """Find the names in the cells of a page, and the pages that explain them."""

    default_priority = 20
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Note the links of each cell at its node; `visit` writes them."""
        known, cells = self.known(), executed(self.app, self.env.docname).cells
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") == "cell_code":
                recorded = cells[cell["cell_index"]].metadata.get("names", [])
                for code in cell.findall(nodes.literal_block):
                    if code.parent.get("nb_element") == "cell_code_source":
                        code["links"] = [*self.links(code, recorded, known)]

    def links(
        self, code: nodes.literal_block, recorded: list[Any], known: Mapping[str, str]
    ) -> Iterator[Link]:
        """Yield the links of one cell; report the names that should have one and have none."""
        starts = [0, *(match.end() for match in re.finditer("\n", code.astext()))]
        for use in (Use(*each) for each in recorded):
            if page := explained(use.names, known):
                yield Link(starts[use.line] + use.start, starts[use.line] + use.end, *page)
            elif use.names[0].startswith(LIBRARIES) and not WITHOUT_PAGE.match(use.names[0]):
                LOGGER.error(
                    "no inventory says which page explains %s: add it with `nox -s inventories`",
                    use.names[0],
                    location=source_location(code),
                )

    def known(self) -> dict[str, str]:
        """Return the address of each name that has a page; a class is there with a dot, too."""
        found: dict[str, str] = {}
        inventory: dict[str, dict[str, Any]] = getattr(self.env, "intersphinx_inventory", {})
        for kind, names in inventory.items():
            if kind.startswith("py:"):
                end = "." if kind == "py:class" else ""
                found |= {name + dot: names[name].uri for name in names for dot in {"", end}}
        for name, entry in self.env.domains.python_domain.objects.items():
            page = self.app.builder.get_relative_uri(self.env.docname, entry.docname)
            found[name] = f"{page}#{entry.node_id}"
            if entry.objtype in ("class", "exception"):
                found[f"{name}."] = found[name]
            found.setdefault(name.partition(".")[0], page)  # the package: the page of its names
        return found


def explained(names: Iterable[str], known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the first of some `names` that is explained anywhere, and the address."""
    plain = [name.removeprefix("builtins.") for name in names]
    for name in plain:
        if address := known.get(name):
            return name, address
    for name in plain:
        # What has no place of its own stands with its class.
        if address := known.get(name.rpartition(".")[0] + "."):
            return name, address
    return None


def linked(html: str, links: Iterable[Link]) -> str:
    """Return highlighted code with its `links`, each around whole pieces of it."""
    before, opening, rest = html.partition("<pre>")
    code, closing, after = rest.partition("</pre>")
    pieces = _PIECE.findall(code)
    places = list(accumulate((len(unescape(_TAG.sub("", piece))) for piece in pieces), initial=0))
    for link in links:
        if link.start in places and link.end in places:
            # The last piece that starts there: empty ones may stand before it.
            first = len(places) - 1 - places[::-1].index(link.start)
            last = places.index(link.end) - 1
            title, address = escape(link.name), escape(link.address)
            pieces[first] = f'<a class="name" href="{address}" title="{title}">{pieces[first]}'
            pieces[last] += "</a>"
    return "".join([before, opening, *pieces, closing, after])


def visit(self: HTML5Translator, node: nodes.literal_block) -> None:
    """Write code as Sphinx does, then add the links and take away what shows nothing."""
    try:
        HTML5Translator.visit_literal_block(self, node)
    except nodes.SkipNode:
        self.body[-1] = _PLAIN.sub(r"\1", linked(self.body[-1], node.get("links", ())))
        raise


def setup(app: Sphinx) -> None:
    app.add_post_transform(LinkNames)
    app.add_node(nodes.literal_block, override=True, html=(visit, None))
