r"""Words in the colour of what they name in the figures: ``{error}`errors` ``, ``$\error{e}$``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MEANINGS = ("data", "prediction", "error", "update", "best")  # C0 to C4; CONTRIBUTING.md says more
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"  # with two pairs inside each other
IN_TEX = re.compile(rf"\\({'|'.join(MEANINGS)})({_BRACES})")


def word(meaning: str, text: str) -> nodes.inline:
    return nodes.inline("", text, classes=["meaning", f"meaning-{meaning}"])


class Meaning(SphinxRole):
    """A word for what a figure shows."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [word(self.name.removeprefix("py:"), self.text)], []


def setup(app: Sphinx) -> None:
    app.add_css_file("meanings.css")
    for name in MEANINGS:
        app.add_role(name, Meaning())
    # A role of Python's domain needs no prefix: there, `data` would link to a constant of a module.
    app.add_role_to_domain("py", "data", Meaning(), override=True)
