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
from urllib.parse import urlsplit

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CHARSET = '<meta charset="utf-8">'
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.IGNORECASE)
_DATA = re.compile(r"type=[\"']?application/(?:ld\+)?json")


def policy(html: str, elsewhere: str = "") -> str:
    """Return what a page may load; if Python for its cells comes from `elsewhere`, that too."""
    if found := _HANDLER.search(html):
        raise ExtensionError(f"a script in an attribute, which the site would not run: {found[0]}")
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for attributes, code in _SCRIPT.findall(html)
        if "src=" not in attributes and not _DATA.search(attributes)
    }
    place = urlsplit(elsewhere)
    other = [f"{place.scheme}://{place.netloc}"] if place.netloc else []
    may = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted(hashes)],
        # Drawings and formulas say in attributes how they look, and of those no hash can be taken.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *other],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],  # the search
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{what} {' '.join(where)}" for what, where in may.items())


def protect(app: Sphinx, failure: Exception | None) -> None:
    """Write the policy into each page, before anything that it could forbid."""
    if failure is not None or app.builder.name != "html":
        return
    for path in sorted(Path(app.outdir).rglob("*.html")):
        html = path.read_text("utf-8")
        if _CHARSET not in html:
            raise ExtensionError(f"{path.name} does not begin with {_CHARSET}")
        if "Content-Security-Policy" in html:  # not written in this run
            continue
        says = (
            f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" '
            f'content="{policy(html, app.config.live_pyodide_url)}">'
            '\n<meta name="referrer" content="same-origin">'
        )
        path.write_text(html.replace(_CHARSET, says, 1), "utf-8", newline="\n")
