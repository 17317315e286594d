"""Formulas as MathML, made while the site is built: no script, and screen readers read them."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from docutils import nodes
from latex2mathml.converter import convert_to_element
from sphinx.util import logging

from _book.figures.meanings import IN_TEX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)
_PRIMES = {"\N{PRIME}", "\N{DOUBLE PRIME}", "\N{TRIPLE PRIME}"}
# Not a space, which may end a line; nor a tag, which may end what the formula stands in.
_WITH_SIGNS = re.compile(r'[^\s<>]*<math [^>]*display="inline".*?</math>[^\s<>]*', re.DOTALL)
_BEFORE_A_SIGN = {"(", "[", ",", "=", "<", ">", "≤", "≥", "≈", "·"}


def mathml(tex: str, display: str) -> str:
    """Return a formula as MathML, with its TeX for readers who copy it; `ValueError` if unknown."""
    marked = " ".join(tex.split())
    tex = IN_TEX.sub(r"\2", marked)  # what others can read
    try:
        coloured = IN_TEX.sub(r"{\\color{meaning-\1}\2}", marked)
        math = convert_to_element(coloured, display=display)
    except Exception as error:  # the library has no class of its own for bad TeX
        raise ValueError(repr(error)) from error
    for element in math.iter():
        element.text = unescape(element.text or "")
        if colour := element.attrib.pop("mathcolor", None):
            element.set("class", colour)
        # A command that the library does not know would stand in the formula as it is.
        if element.text.startswith("\\"):
            raise ValueError(element.text)
        # A kind of letter that browsers do not know by its name: its letters are characters.
        if element.get("mathvariant", "normal") != "normal":
            raise ValueError(f"{element.get('mathvariant')}: write its letter in braces")
    _set_well(math)
    math.set("alttext", tex)
    semantics = Element("semantics")
    semantics.extend(math)
    math[:] = [semantics]
    SubElement(semantics, "annotation", encoding="application/x-tex").text = tex
    return tostring(math, encoding="unicode")


def _set_well(math: Element) -> None:
    """Mend what browsers would set badly."""
    for parent in math.iter():
        for at, child in enumerate(parent):
            if child.text == "\N{PLUS-MINUS SIGN}":
                child.tag = "mo"  # no letter: it has space around it
            # Each browser has spaces of its own beside a name such as ln or max, or has none.
            if child.tag in {"mi", "mo"} and len(name := child.text or "") > 1 and name.isalpha():
                row = list(parent) if parent.tag in {"mrow", "mtd"} else []
                left, right = row[at - 1 : at], row[at + 1 : at + 2]
                operand = left and (left[0].tag != "mo" or left[0].text in {")", "]"})
                bracket = not right or right[0].text in {"(", "["}
                child.tag = "mo"
                child.set("lspace", "0.167em" if operand else "0")
                child.set("rspace", "0" if bracket else "0.167em")
        # Chromium hangs the sign of a root from its bar: over a low letter, far below the line.
        if parent.tag == "msqrt":
            SubElement(parent, "mspace", height="0.75em", depth="0.15em", width="0")
        before = None
        for child in parent:
            # A prime is drawn raised already: in a superscript it would be tiny, and too high.
            raised = "".join(child[1].itertext()) if child.tag == "msup" else ""
            if raised and {*raised} <= _PRIMES:
                child.tag = "mrow"
                child[1:] = [Element("mo", form="postfix", lspace="0", rspace="0")]
                child[1].text = raised
            # Between an operator and a number a minus is a sign, without space around it.
            if child.tag == "mo" and child.text == "\N{MINUS SIGN}" and before in _BEFORE_A_SIGN:
                child.set("form", "prefix")
            before = child.text if child.tag == "mo" else None


def with_signs(body: str) -> str:
    """Hold each formula in the running text, and what touches it, as a full stop, in one line."""
    return _WITH_SIGNS.sub(r'<span class="unbroken">\g<0></span>', body)


def keep_signs(_app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    context["body"] = with_signs(context.get("body", ""))


def _written(node: nodes.math | nodes.math_block, display: str) -> str:
    try:
        return mathml(node.astext(), display)
    except ValueError as error:
        LOGGER.error("cannot read the formula %r: %s", node.astext(), error, location=node)
        return escape(node.astext())


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in the running text."""
    self.body.append(_written(node, "inline"))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, which scrolls where it is too wide."""
    formula = f'<div class="formula" tabindex="0">{_written(node, "block")}</div>'
    self.body.append(f'<div class="formula-frame">{formula}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_css_file("formulas.css")
    app.add_js_file("formulas.js", loading_method="defer")
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
