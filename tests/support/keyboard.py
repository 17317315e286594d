"""A reader who goes through a page with Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What Tab should reach; of the boxes that open the theme's columns, none: buttons do that. At each
# press from then on, how many of these it has reached, and whether the one with the focus shows it.
WATCH = """() => {
  const reached = new Set();
  self.focused = [];
  addEventListener("keyup", () => {
    const at = document.activeElement, style = getComputedStyle(at);
    const {left, right} = at.getBoundingClientRect();
    reached.add(at);
    focused.push([
      at === document.body ? -1 : reached.size,
      at.checkVisibility({visibilityProperty: true}) && right > 0 && left < innerWidth
        && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      at.outerHTML.slice(0, 200),
    ]);
  }, true);
  return [...document.querySelectorAll(
      "a[href], button, input, summary, textarea, select, [tabindex='0']")]
    .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
      && e.getClientRects().length > 0).length;
}"""


def walk(page: Page) -> list[str]:
    """Press Tab until the focus has been everywhere; return what is wrong with its way."""
    faults: list[str] = []
    expected = page.evaluate(WATCH)
    for _ in range(expected + 1):
        page.keyboard.press("Tab")
    *on_the_way, last = page.evaluate("focused")
    assert len(on_the_way) == expected
    for step, (reached, seen, where) in enumerate(on_the_way, 1):
        if reached != step:
            return [*faults, f"after {step} of {expected}, the focus is back at {where}"]
        if not seen:
            faults.append(f"the focus cannot be seen at {where}")
    reached, _, where = last
    if reached not in {-1, expected}:
        faults.append(f"Tab reaches more than the {expected} that were expected: {where}")
    return faults
