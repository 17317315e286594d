"""The chapters of a part, on the first page: picture, question, minutes, and what each builds on.

A part is what a toctree of the page lists below its caption. A chapter names what it needs in its
front matter, as ``needs: regression/ols, training/momentum``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from _book import is_chapter
from _book.figures.card import picture
from _book.live.buttons import live_markup
from _book.progress.progress_list import done_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)


class chapter_list(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The place of a list, which is known once all chapters are read."""


class ChapterList(SphinxDirective):
    """The chapters below one caption of the page's toctrees."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        node = chapter_list(caption=self.arguments[0])
        self.set_source_info(node)
        return [node]


class FillChapterLists(SphinxPostTransform):
    """List the chapters where a page has a place for them."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        listed = {each["caption"]: each for each in self.document.findall(addnodes.toctree)}
        places = list(self.document.findall(chapter_list))
        needs = self.needs() if places else {}
        for place in places:
            toctree = listed.get(place["caption"])
            if toctree is None:
                known = ", ".join(map(repr, listed))
                message = "no toctree has the caption %r, but %s"
                LOGGER.error(message, place["caption"], known, location=place)
            pages = [page for page in toctree["includefiles"] if page in needs] if toctree else []
            items = [self.item(page, needs[page]) for page in pages]
            place.replace_self([nodes.bullet_list("", *items, classes=["chapters"])] * bool(items))

    def needs(self) -> dict[str, list[str]]:
        """Return what each chapter builds on, but for one that comes directly before it."""
        found: dict[str, list[str]] = {}
        pages = self.env.toctree_includes.get(self.env.config.root_doc, ())
        for page in (name for name in pages if is_chapter(self.app, name)):
            needed = str(self.env.metadata[page].get("needs", "")).replace(",", " ").split()
            for name in [name for name in needed if name not in found]:
                LOGGER.error("it needs %r, which is no chapter before it", name, location=page)
            earlier = [*found]
            found[page] = [] if needed == earlier[-1:] else [n for n in needed if n in earlier]
        return found

    def item(self, page: str, needed: list[str]) -> nodes.list_item:
        about = nodes.container("", *self.about(page, needed), classes=["about"])
        item = nodes.list_item("", about)
        if self.app.builder.name == "html":
            about += live_markup(html=done_of(self.env, page))
            prefix = f"chapter{self.env.toctree_includes[self.env.config.root_doc].index(page)}-"
            item.insert(0, nodes.raw("", picture(self.app, page, prefix), format="html"))
        return item

    def about(self, page: str, needed: list[str]) -> Iterator[nodes.paragraph]:
        """Yield a chapter's title, and the rest that is to be known of it."""
        yield nodes.paragraph("", "", self.link(page, *self.env.titles[page].deepcopy().children))
        straight, closely, _ = self.env.metadata[page]["minutes"]
        rest = nodes.paragraph("", f"{straight} to {closely} minutes")
        for sign, name in zip([". Builds on ", *[" and "] * len(needed)], needed, strict=False):
            short = self.env.metadata[name].get("short_title", self.env.titles[name].astext())
            whole = short.replace("A ", "A\N{NO-BREAK SPACE}")  # no article at a line's end
            rest += [nodes.Text(sign), self.link(name, nodes.Text(whole))]
        yield rest

    def link(self, page: str, *text: nodes.Node) -> nodes.reference:
        uri = self.app.builder.get_relative_uri(self.env.docname, page)
        return nodes.reference("", "", *text, refuri=uri, internal=True)


def setup(app: Sphinx) -> None:
    app.add_node(chapter_list)
    app.add_directive("chapters", ChapterList)
    app.add_post_transform(FillChapterLists)
    app.add_css_file("index.css")
