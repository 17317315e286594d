"""What a page says of itself in one sentence or two, kept where all that quote it find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def keep(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the description in the front matter of the page that was read."""
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            app.env.metadata[app.env.docname]["description"] = meta["content"]


def description(env: BuildEnvironment, page: str) -> str:
    """Return what `page` says of itself, nothing if it is not one that somebody wrote."""
    return str(env.metadata[page].get("description", "")) if page in env.all_docs else ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at each page as it is read."""
    app.connect("doctree-read", keep)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
