"""What a page may load: the policy that it carries."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest
from _book.publishing.content_security import policy
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from site_pages import Pages


def test_only_the_scripts_of_the_page_run() -> None:
    code = "let a = 1 < 2;"
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    others = '<script src="a.js"></script><script type="application/json">{}</script>'
    html = f"<script>{code}</script>{others}"
    may = policy(html)
    assert f"script-src 'self' 'sha256-{digest}';" in may
    assert may.count("sha256-") == 1
    assert "unsafe-eval" not in may
    assert "connect-src 'self';" in may


def test_a_script_in_an_attribute_is_refused() -> None:
    with pytest.raises(ExtensionError, match="onclick"):
        policy('<p>a <a href="b" onclick="c()">')


def test_each_page_says_what_it_may_load_before_it_loads_anything(
    pages: Pages,
) -> None:
    for path, page in pages.items():
        assert page.head, path
        charset, security, referrer = page.head.select(":scope > *")[:3]
        assert charset["charset"] == "utf-8", path
        assert security["http-equiv"] == "Content-Security-Policy", path
        assert str(security["content"]).startswith("default-src 'self'; object-src 'none'; "), path
        assert (referrer["name"], referrer["content"]) == ("referrer", "same-origin"), path
