"""Number the figures anew only where a page changed: Sphinx reads all pages for it each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.environment.collectors.toctree import TocTreeCollector

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> dict[str, Any]:
    """Look what changes before the numbers would be given."""
    removed: list[str] = []

    def purged(_: Sphinx, __: BuildEnvironment, page: str) -> None:
        removed.append(page)

    def keep_numbers(_: Sphinx, __: BuildEnvironment, to_read: list[str]) -> None:
        if to_read or removed:
            return
        for listener in list(app.events.listeners["env-get-updated"]):
            if isinstance(getattr(listener.handler, "__self__", None), TocTreeCollector):
                app.disconnect(listener.id)

    app.connect("env-purge-doc", purged)
    # Last, since others may add pages that are to be read.
    app.connect("env-before-read-docs", keep_numbers, priority=1000)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
