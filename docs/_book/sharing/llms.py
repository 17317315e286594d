"""Write ``llms.txt``: what the site is and what each of its pages is about, as one plain text.

The form is that of https://llmstxt.org. sphinx-llms-txt does not know what the pages say of
themselves, and it warns of each page where a site does not publish the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from _book.sharing.descriptions import description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


def lines(app: Sphinx) -> Iterator[str]:
    """Yield the title, what the site says of itself, and its parts with their pages."""
    env, start = app.env, app.config.root_doc
    yield f"# {app.config.project}\n"
    if summary := description(env, start):
        yield f"> {summary}\n"
    for part in env.get_doctree(start).findall(addnodes.toctree):
        yield f"## {part.get('caption') or 'Pages'}\n"
        for _, page in part["entries"]:
            address = app.config.html_baseurl + app.builder.get_target_uri(page)
            about = description(env, page)
            yield f"- [{env.titles[page].astext()}]({address})" + (f": {about}" if about else "")
        yield ""


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write the file beside the pages."""
    if failure is None and app.builder.name == "html":
        (app.outdir / "llms.txt").write_text("\n".join(lines(app)), "utf-8")
