"""Tell browsers that a page loads nothing but what the site itself serves.

The policy stands in each page, since Pages sends no headers of ours. Scripts written in a page (the
theme has one, for the colour scheme) run only as they were when the page was built.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CHARSET = '<meta charset="utf-8">'
_DATA = ("application/json", "application/ld+json")  # scripts that do not run
_IN_AN_ATTRIBUTE = re.compile(r"<[a-z][^<>]*\s(on[a-z]+)=")  # of which no hash can be taken


def policy(html: str) -> str:
    """Return what a page may load: nothing from elsewhere; what its worker loads is not its own."""
    if found := _IN_AN_ATTRIBUTE.search(html):
        raise ExtensionError(f"a script in an attribute, which the site would not run: {found[1]}")
    scripts = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("script")).find_all()
    inline = (each for each in scripts if "src" not in each.attrs and each.get("type") not in _DATA)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(each.text.encode()).digest()).decode()}'"
        for each in inline
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
