"""A chapter whose cells a test runs, as a reader does."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from views import settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

CHAPTER = "regression/multi-step"
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".live-bar[id]")].map(bar => {
  const output = bar.closest(".cell").querySelector(".cell_output");
  const texts = [...output?.querySelectorAll("pre") ?? []].map(pre => pre.textContent);
  return [bar.id, {text: texts.join("").trimEnd(), own: !!output?.matches(".live-own"),
                   figures: output?.querySelectorAll("svg.figure").length ?? 0}];
}))"""


def chapters(site: Path) -> list[str]:
    """Return the chapters of a site that have live cells."""
    return sorted(
        path.relative_to(site).as_posix().removesuffix(".live.json")
        for path in site.rglob("*.live.json")
    )


class LivePage:
    """The page of a chapter in a browser."""

    def __init__(
        self, page: Page, address: str, site: Path, chapter: str = CHAPTER, fragment: str = ""
    ) -> None:
        self.page = page
        self.book = json.loads((site / f"{chapter}.live.json").read_text("utf-8"))
        self.top = page.locator(".live-page")
        page.goto(f"{address}/{chapter}.html{fragment}")
        settle(page)

    def bar(self, name: str) -> Locator:
        """Return the bar of a cell, such as "cell 2" or "your answer"."""
        (index,) = (i for i, cell in enumerate(self.book["cells"]) if cell["name"] == name)
        return self.page.locator(f"#live-{index}")

    def check(self) -> str:
        """Return the name of the cell that checks an exercise."""
        (name,) = (cell["name"] for cell in self.book["cells"] if "check" in cell)
        return str(name)

    def cell(self, name: str) -> Locator:
        """Return a cell with its code, bar and outputs."""
        return self.page.locator(".cell").filter(has=self.bar(name))

    def press(self, name: str, button: str) -> None:
        """Press a button of a cell, which may be folded."""
        self.bar(name).evaluate(
            "bar => { const fold = bar.closest('details'); if (fold) fold.open = true; }"
        )
        self.bar(name).get_by_role("button", name=re.compile(f"^{button}")).click()

    def write(self, name: str, code: str) -> None:
        """Open the editor of a cell, if it is closed, and write `code` in the place of its own."""
        if not self.cell(name).locator(".cm-content").count():
            self.press(name, "Edit and run|Write your answer")
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(code)

    def run(self, name: str, code: str | None = None) -> str:
        """Run a cell, perhaps with other code; return what its bar says then."""
        if code is not None:
            self.write(name, code)
        elif not self.cell(name).locator(".cm-content").count():
            self.press(name, "Edit and run")
        return self.ended(self.bar(name), lambda: self.press(name, "Run"))

    def run_all(self) -> str:
        """Run all cells; return what is said at the top then."""
        return self.ended(self.top, self.top.get_by_role("button", name="Run all cells").click)

    def ended(self, bar: Locator, start: Callable[[], None]) -> str:
        """Start something, and wait until it has come to its end; return what a bar says then."""
        said = bar.locator(".live-said")
        said.evaluate("said => said.textContent = '(not begun)'")
        start()
        over = bar.filter(has=self.page.locator("[data-live=stop]:disabled"))
        over.filter(has_not_text="(not begun)").wait_for(timeout=180_000)
        return said.inner_text()

    def said(self, bar: Locator) -> str:
        """Return what a bar says."""
        return bar.locator(".live-said").inner_text()

    def shown(self, name: str) -> str:
        """Return what a cell shows."""
        output = self.cell(name).locator(".cell_output")
        return output.inner_text() if output.count() else ""

    def all_shown(self) -> dict[str, dict[str, Any]]:
        """Return the texts and the number of figures of each cell."""
        found: dict[str, dict[str, Any]] = self.page.evaluate(SHOWN)
        return found
