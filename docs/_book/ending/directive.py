"""How a chapter ends: with what its reader can do by now, and a card that leads to the next one.

The head of a chapter promises what its reader will be able to do, in a list; this is where the
promise is kept. Before it stands what the chapter has changed, as two small pictures. Title,
subtitle and picture of the card are those of the next chapter.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from _book.explorable.markup import put
from _book.figures.card import figure_of, picture
from _book.figures.inline import HIDDEN, decorative_svg, parsed
from _book.told.directive import read_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
PROMISE, KEPT = "After this chapter you can", "You can now"
WHEN = {"start": "At the start", "now": "Now"}
# Which figure by its number, which of its panels, its state by its sliders, and what it shows.
_SHOWN = re.compile(r"figure=(\d+)(?:, panel=(\d+))?(?:, ([^:]+))?: (.+)")


class promise(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """What a reader will be able to do, as a list."""


class ending(nodes.General, nodes.Element):  # noqa: N801
    """The place of the end of a chapter; what leads over to the next one."""


class Promise(SphinxDirective):
    """A list of what a reader can do after the chapter, each item the rest of a sentence."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        node = promise("", *self.parse_content_to_nodes())
        self.set_source_info(node)
        lists = [*node.findall(nodes.bullet_list)]
        if len(node) != 1 or len(lists) != 1 or not 2 <= len(lists[0]) <= 4:
            raise self.error("it takes a list of two to four things that a reader can do")
        return [node]


class Ending(SphinxDirective):
    """The end of a chapter; its content leads over to the next one.

    ``:start:`` and ``:now:`` name two figures of the chapter, as ``figure=2, panel=1: a guess``, or
    states of one that moves, as ``figure=3, rate=0.01, step=0: a guess``.
    """

    has_content = True
    option_spec: ClassVar = dict.fromkeys(WHEN, directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """Leave the place open, since the next chapter may not have been read yet."""
        self.assert_has_content()
        shown = {when: _SHOWN.fullmatch(text) for when, text in self.options.items()}
        if len(shown) == 1 or None in shown.values():
            raise self.error("it shows a figure at the `start` and `now`, as `figure=2: a guess`")
        node = ending("", *self.parse_content_to_nodes())
        node["shown"] = {when: of.groups("") for when, of in shown.items() if of}
        self.set_source_info(node)
        return [node]


def next_page(env: BuildEnvironment, page: str) -> str:
    return env.collect_relations()[page][2] or env.config.root_doc


class EndChapter(SphinxPostTransform):
    """Write the promise of one page as a sentence, and its end."""

    default_priority = 3  # before links are resolved, of which it makes copies

    def run(self, **_: Any) -> None:
        promises = list(self.document.findall(promise))
        for place in list(self.document.findall(ending)):
            if len(promises) != 1:
                LOGGER.error("an end needs one promise, in the head of its page", location=place)
                place.parent.remove(place)
                continue
            kept = [child.deepcopy() for child in promises[0].children]
            said = nodes.rubric("", KEPT, **{"heading-level": 2})
            pair = nodes.raw("", self.pair(place), format="html")
            parts = [said, *kept, pair, self.card(place)]
            place.replace_self(nodes.container("", *parts, classes=["end"]))
        for node in promises:
            node.replace_self(nodes.paragraph("", "", *_sentence(node)))

    def pair(self, place: ending) -> str:
        """Return the pictures of the start and of now, on the site, or nothing."""
        html = ""
        if self.app.builder.name != "html":
            return html
        for when, (number, panel, state, words) in place["shown"].items():
            figure = figure_of(self.app, self.env.docname, number)
            try:
                svg = decorative_svg(_drawn(figure, state), f"{when}-", int(panel or 0))
            except ValueError as error:
                LOGGER.error("figure %s %s", number, error, location=place)
                continue
            named = f'role="img" aria-label="{WHEN[when]}: {escape(words)}"'
            html += f"<figure>{svg.replace(HIDDEN, named, 1)}<figcaption>"
            html += f"<strong>{WHEN[when]}</strong> {escape(words)}</figcaption></figure>"
        return html and f'<div class="start-and-now">{html}</div>'

    def card(self, place: ending) -> nodes.Node:
        """Return a card that leads to the next page, by its title."""
        page = next_page(self.env, self.env.docname)
        document = self.env.get_doctree(page)
        uri = self.app.builder.get_relative_uri(self.env.docname, page)
        title = self.env.titles[page].deepcopy().children
        link = nodes.reference("", "", *title, refuri=uri, internal=True)
        text = nodes.container(
            "", *place.children, nodes.paragraph("", "", link, classes=["title"])
        )
        for about in document.findall(nodes.paragraph):
            if "subtitle" in about["classes"]:
                text += nodes.paragraph("", about.astext())
        card = nodes.container("", text, classes=["next"])
        if self.app.builder.name == "html" and (svg := picture(self.app, page, "next-")):
            card += nodes.raw("", svg, format="html")
        return card


def _drawn(figure: nodes.Element, state: str) -> str:
    """Return a figure as Matplotlib drew it, or in another state."""
    svg: str = figure["svg"]
    if not svg:
        raise ValueError("is not there")
    if not state:
        return svg
    data = figure.get("data")
    if data is None:
        raise ValueError("does not move")
    drawing = put(parsed(svg), data, read_state(state, data["controls"]))
    return ET.tostring(drawing, encoding="unicode")


def signs(n_items: int) -> list[str]:
    """Return what stands behind each item of a list that is written as one sentence."""
    last = " and " if n_items == 2 else ", and "
    return [*[", "] * (n_items - 2), last, "."]


def joined(items: list[str]) -> str:
    return "".join(map("".join, zip(items, signs(len(items)), strict=True)))


def _sentence(listed: promise) -> Iterator[nodes.Node]:
    items = list(listed.findall(nodes.paragraph))
    yield nodes.Text(f"{PROMISE} ")
    for item, sign in zip(items, signs(len(items)), strict=True):
        yield from item.deepcopy().children
        yield nodes.Text(sign)


def setup(app: Sphinx) -> None:
    for node, name, directive in (promise, "promise", Promise), (ending, "ending", Ending):
        app.add_node(node)
        app.add_directive(name, directive)
    app.add_post_transform(EndChapter)
    app.add_css_file("ending.css")
