"""What the five colours mean, below the title of each chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from _book import is_chapter
from _book.figures.card import put_at_head
from _book.figures.meanings import MEANINGS, word

if TYPE_CHECKING:
    from sphinx.application import Sphinx


# A gradient has the colour of the update that follows it, in the other direction.
CALLED = {"update": "slope or update"}


class ShowKey(SphinxPostTransform):
    """Put the words for what figures show at the head, each with its colour and its line."""

    default_priority = 10  # between the picture and the minutes, which come to stand before it

    def run(self, **_: Any) -> None:
        if is_chapter(self.app, self.env.docname):
            key = nodes.paragraph("", "In the figures: ", classes=["colour-key"])
            for meaning in MEANINGS:
                key += [word(meaning, CALLED.get(meaning, meaning)), nodes.Text(", ")]
            key.pop()
            put_at_head(self.document, key)


def setup(app: Sphinx) -> None:
    app.add_post_transform(ShowKey)
