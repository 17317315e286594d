"""What the policy of a page forbids, as a browser carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import Pages, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

REFUSED = """([attempt, other]) => new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  setTimeout(() => resolve("nothing was refused"), 3000);
  const put = (name, attributes) => {
    const element = document.createElement(name);
    document.body.append(Object.assign(element, attributes));
    return element;
  };
  ({
    script: () => put("script", {src: `${other}/a.js`}),
    written: () => put("script", {textContent: "window.written = true"}),
    picture: () => put("img", {src: `${other}/a.png`}),
    frame: () => put("iframe", {src: `${other}/`}),
    style: () => put("link", {rel: "stylesheet", href: `${other}/a.css`}),
    data: () => fetch(`${other}/`).catch(() => {}),
    form: () => put("form", {action: `${other}/`, method: "post"}).submit(),
  })[attempt]();
})"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Return the address of another site, and a list of what it was asked for."""
    asked: list[str] = []

    class Noting(Pages):
        def send_response(self, code: int, message: str | None = None) -> None:
            asked.append(self.path)
            super().send_response(code, message)

    with served(tmp_path, Noting) as other:
        yield other, asked


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
    page: Page, address: str, elsewhere: tuple[str, list[str]], attempt: str, directive: str
) -> None:
    other, asked = elsewhere
    page.goto(f"{address}/regression/ols.html")
    assert page.evaluate(REFUSED, [attempt, other]) == directive
    assert page.evaluate("window.written") is None
    assert asked == []
    page.request.get(other)
    assert len(asked) == 1  # it would have been noted
