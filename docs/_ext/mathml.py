"""Formulas as MathML, made while the site is built: no script, and screen readers read them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_UNKNOWN = re.compile(r">\\[A-Za-z]")


def _mathml(node: nodes.math | nodes.math_block, display: str) -> str:
    tex = node.astext()
    try:
        markup = str(convert(tex, display=display))
    except Exception as error:  # noqa: BLE001  # the library has no class of its own for bad TeX
        markup = repr(error)
    # A command that the library does not know would stand in the formula as it is.
    if not markup.startswith("<math ") or _UNKNOWN.search(markup):
        LOGGER.error("cannot read the formula %r: %s", tex, markup, location=node)
    return markup.replace("<math ", f'<math alttext="{escape(tex, quote=True)}" ', 1)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in the running text."""
    self.body.append(_mathml(node, "inline"))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, which scrolls where it is too wide."""
    self.body.append(f'<div class="formula" tabindex="0">{_mathml(node, "block")}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
