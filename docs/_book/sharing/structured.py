"""What a page is, in the words of https://schema.org, for search engines: data, not a script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from _book.page_frame.reading_time import minutes
from _book.sharing.descriptions import description

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

LICENCE = "https://spdx.org/licenses/MIT.html"


def reference(app: Sphinx, page: str) -> dict[str, Any]:
    """Return what another page needs to know of `page`."""
    lesson, book = bool(minutes(app.env, page)), page == app.config.root_doc
    kind: Any = ["Book", "LearningResource"] if book else "WebPage"
    return {
        "@type": ["Chapter", "LearningResource"] if lesson else kind,
        "@id": app.config.html_baseurl + app.builder.get_target_uri(page),
        "name": app.config.project if book else app.env.titles[page].astext(),
    }


def about(app: Sphinx, page: str) -> dict[str, Any]:
    """Return what there is to know of `page`."""
    env, start = app.env, app.config.root_doc
    it = reference(app, page)
    it |= {
        "url": it["@id"],
        "description": description(env, page),
        "inLanguage": app.config.language,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": app.config.author},
    }
    lessons = [name for name in env.toctree_includes.get(start, ()) if minutes(env, name)]
    if page == start:
        it["hasPart"] = [reference(app, name) for name in lessons]
    else:
        it["isPartOf"] = reference(app, start)
    if page in lessons:
        it |= {"learningResourceType": "lesson", "position": lessons.index(page) + 1}
    elif page == start and lessons:
        it |= {"learningResourceType": "textbook"}
    if time := sum(minutes(env, "*" if page == start else page)):
        it["timeRequired"] = f"PT{time}M"  # as ISO 8601 writes minutes
    return it


def trail(app: Sphinx, page: str) -> dict[str, Any]:
    """Return the way from the index to `page`."""
    steps = [reference(app, name) for name in (app.config.root_doc, page)]
    items = [
        {"@type": "ListItem", "position": number, "name": step["name"], "item": step["@id"]}
        for number, step in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def write(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the data in the head of a page that somebody wrote."""
    if doctree is None or app.builder.name != "html":
        return
    graph = [about(app, page)]
    graph += [trail(app, page)] if page != app.config.root_doc else []
    data = {"@context": "https://schema.org", "@graph": graph}
    # No "<" inside: it could end the script.
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    context["metatags"] += f'<script type="application/ld+json">{text}</script>\n'
