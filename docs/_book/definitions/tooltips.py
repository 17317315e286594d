"""Show what a term means where it is linked: its definition from the glossary, on hover and focus.

``sphinx-tippy`` would show it by two libraries from elsewhere, and names its files by chance.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from _book.formulas.mathml import mathml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_LINK = re.compile(
    r'<a class="reference internal" href="[^"#]+#(term-[^"]+)">(?=<span class="xref std std-term">)'
)


def definitions(env: BuildEnvironment) -> dict[str, str]:
    """Return the first paragraph behind each term of the glossaries, by the term's identifier.

    It is HTML without links: the text, and formulas as they stand on the page of the glossary.
    """
    objects = env.get_domain("std").get_objects()
    pages = {docname for _, _, kind, docname, _, _ in objects if kind == "term"}
    return {
        identifier: "".join(map(_html, paragraph.children))
        for page in sorted(pages)
        for glossary in env.get_doctree(page).findall(addnodes.glossary)
        for item in glossary.findall(nodes.definition_list_item)
        for paragraph in list(item.findall(nodes.paragraph))[:1]
        for term in item.findall(nodes.term)
        for identifier in term["ids"]
    }


def _html(node: nodes.Node) -> str:
    text = node.astext()
    return mathml(text, "inline") if isinstance(node, nodes.math) else escape(text)


def with_definitions(body: str, known: dict[str, str]) -> tuple[str, list[str]]:
    """Return a page whose linked terms name their definitions, and the identifiers of these."""
    used: dict[str, None] = {}  # each once, in the order of the page

    def described(link: re.Match[str]) -> str:
        if link[1] not in known:
            return link[0]
        used[link[1]] = None
        return f'{link[0][:-1]} aria-describedby="definition-of-{link[1]}">'

    return _LINK.sub(described, body), list(used)


def add_definitions(app: Sphinx, _page: str, context: dict[str, Any]) -> None:
    """Add the definitions that a page needs at its end, hidden."""
    if "std-term" not in context.get("body", ""):
        return
    known = definitions(app.env)
    body, used = with_definitions(context["body"], known)
    if not used:
        return
    texts = (
        f'<p id="definition-of-{term}" role="tooltip" hidden>{known[term]}</p>\n' for term in used
    )
    # Here and not in the document, whose words the search of the site would find in every chapter.
    context["body"] = f'{body}<div class="definitions">\n{"".join(texts)}</div>\n'


def setup(app: Sphinx) -> None:
    app.add_css_file("definitions.css")
    app.add_js_file("definitions.js", loading_method="defer")
