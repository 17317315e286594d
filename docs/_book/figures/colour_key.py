"""What the colours of its figures mean, below the title of each chapter."""

from __future__ import annotations

import re
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
_KEY = re.compile(r'<p class="colour-key">(.*?)</p>')
_WORD = re.compile(r"<span .*?</span>")


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


def keep_used(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Leave out what no figure of the page shows; the card at its end has the next chapter's."""
    body = context.get("body", "")
    if not (key := _KEY.search(body)):
        return
    before, after = body[: key.start()], body[key.end() :]
    shown = before + after.partition('<div class="end')[0]
    words = [
        word
        for number, (meaning, word) in enumerate(
            zip(MEANINGS, _WORD.findall(key[1]), strict=True), start=11
        )
        if f"--figure-{number}" in shown or f"meaning-{meaning}" in shown
    ]
    says = f'<p class="colour-key">In the figures: {", ".join(words)}</p>' if words else ""
    context["body"] = before + says + after


def setup(app: Sphinx) -> None:
    app.add_post_transform(ShowKey)
