"""A reader who goes through a page with Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What Tab should reach; of the boxes that open the theme's columns, none: buttons do that.
REACHABLE = """() => (window.reached = new Set()) && [...document.querySelectorAll(
    "a[href], button, input, summary, textarea, select, [tabindex='0']")]
  .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
    && e.getClientRects().length > 0).length"""
# How many it has reached, and whether the one that has the focus now shows it.
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const {left, right} = at.getBoundingClientRect();
  window.reached.add(at);
  return [
    at === document.body ? -1 : window.reached.size,
    at.checkVisibility({visibilityProperty: true}) && right > 0 && left < innerWidth
      && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    at.outerHTML.slice(0, 200),
  ];
}"""


def walk(page: Page) -> list[str]:
    """Press Tab until the focus has been everywhere; return what is wrong with its way."""
    faults: list[str] = []
    expected = page.evaluate(REACHABLE)
    for step in range(1, expected + 1):
        page.keyboard.press("Tab")
        reached, seen, where = page.evaluate(FOCUS)
        if reached != step:
            return [*faults, f"after {step} of {expected}, the focus is back at {where}"]
        if not seen:
            faults.append(f"the focus cannot be seen at {where}")
    page.keyboard.press("Tab")
    reached, _, where = page.evaluate(FOCUS)
    if reached not in {-1, expected}:
        faults.append(f"Tab reaches more than the {expected} that were expected: {where}")
    return faults
