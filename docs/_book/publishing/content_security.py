"""Tell browsers that a page loads nothing but what the site itself serves.

The policy stands in each page, since Pages sends no headers of ours. Scripts written in a page (the
theme has one, for the colour scheme) run only as they were when the page was built.
"""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CHARSET = '<meta charset="utf-8">'
_DATA = ("application/json", "application/ld+json")  # scripts that do not run


class InlineScripts(HTMLParser):
    """The code of the scripts that stand in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.code: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script, and refuse one in an attribute, of which no hash can be taken."""
        attributes = dict(attrs)
        if handlers := [name for name in attributes if name.startswith("on")]:
            message = "a script in an attribute, which the site would not run"
            raise ExtensionError(f"{message}: {handlers[0]} of {self.get_starttag_text()}")
        if tag == "script" and "src" not in attributes and attributes.get("type") not in _DATA:
            self.inside = True
            self.code.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.code[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"


def policy(html: str) -> str:
    """Return what a page may load: nothing from elsewhere; what its worker loads is not its own."""
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in InlineScripts(html).code
    }
    directives = {
        "default-src": ["'self'"],  # the page that follows, which some browsers fetch beforehand
        "object-src": ["'none'"],
        "script-src": ["'self'", *sorted(hashes)],
        # Drawings and formulas say in attributes how they look, and of those no hash can be taken.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],  # the search
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def protect(app: Sphinx) -> None:
    """Write the policy into each page, before anything that it could forbid."""
    for path in sorted(Path(app.outdir).rglob("*.html")):
        html = path.read_text("utf-8")
        if _CHARSET not in html:
            raise ExtensionError(f"{path.name} does not begin with {_CHARSET}")
        if "Content-Security-Policy" in html:  # not written in this run
            continue
        try:
            content = policy(html)
        except ExtensionError as error:
            raise ExtensionError(f"{path.relative_to(app.outdir)}: {error}") from None
        meta_tags = (
            f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{content}">'
            '\n<meta name="referrer" content="same-origin">'
        )
        path.write_text(html.replace(_CHARSET, meta_tags, 1), "utf-8", newline="\n")
