"""What the policy of a page forbids, as a browser carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

REFUSED = """attempt => new Promise((resolve) => {
  document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  setTimeout(() => resolve("nothing was refused"), 3000);
  const put = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
  ({
    script: () => put("script", {src: "https://example.invalid/a.js"}),
    written: () => put("script", {textContent: "window.written = true"}),
    picture: () => put("img", {src: "https://example.invalid/a.png"}),
    frame: () => put("iframe", {src: "https://example.invalid/"}),
    style: () => put("link", {rel: "stylesheet", href: "https://example.invalid/a.css"}),
    data: () => fetch("https://example.invalid/").catch(() => {}),
    form: () => {
      put("form", {action: "https://example.invalid/", method: "post"});
      document.forms[document.forms.length - 1].submit();
    },
  })[attempt]();
})"""


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("script", "script-src-elem"),
        ("written", "script-src-elem"),
        ("picture", "img-src"),
        ("frame", "frame-src"),
        ("style", "style-src-elem"),
        ("data", "connect-src"),
        ("form", "form-action"),
    ],
)
def test_what_was_slipped_into_a_page_is_refused(
    page: Page, address: str, attempt: str, directive: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/regression/ols.html")
    assert page.evaluate(REFUSED, attempt) == directive
    assert page.evaluate("window.written") is None
    assert not [url for url in asked if not url.startswith((address, "data:"))]
