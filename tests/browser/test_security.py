"""What the policy of a page forbids, as a browser carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from serving import Pages, served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

# What somebody may slip into a page, one after the other, and the directive that refuses it.
REFUSED = """async (other) => {
  const put = (name, attributes) => {
    const element = document.createElement(name);
    document.body.append(Object.assign(element, attributes));
    return element;
  };
  const attempts = {
    script: () => put("script", {src: `${other}/a.js`}),
    written: () => put("script", {textContent: "window.written = true"}),
    picture: () => put("img", {src: `${other}/a.png`}),
    frame: () => put("iframe", {src: `${other}/`}),
    style: () => put("link", {rel: "stylesheet", href: `${other}/a.css`}),
    data: () => fetch(`${other}/`).catch(() => {}),
    form: () => put("form", {action: `${other}/`, method: "post"}).submit(),
  };
  const refused = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    refused[name] = await new Promise((resolve) => {
      addEventListener("securitypolicyviolation",
        (event) => resolve(event.effectiveDirective), {once: true});
      setTimeout(() => resolve("nothing was refused"), 3000);
      attempt();
    });
  }
  return refused;
}"""
DIRECTIVES = {
    "script": "script-src-elem",
    "written": "script-src-elem",
    "picture": "img-src",
    "frame": "frame-src",
    "style": "style-src-elem",
    "data": "connect-src",
    "form": "form-action",
}


def test_what_was_slipped_into_a_page_is_refused(page: Page, address: str, tmp_path: Path) -> None:
    asked: list[str] = []

    class Noting(Pages):
        def send_response(self, code: int, message: str | None = None) -> None:
            asked.append(self.path)
            super().send_response(code, message)

    with served(tmp_path, Noting) as other:
        page.goto(f"{address}/regression/ols.html")
        assert page.evaluate(REFUSED, other) == DIRECTIVES
        assert page.evaluate("window.written") is None
        assert asked == []
        page.request.get(other)
        assert len(asked) == 1  # it would have been noted
