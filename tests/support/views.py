"""The views in which pages are looked at, and what is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

View = tuple[int, Literal["light", "dark"]]
PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 800}}
VIEWS: list[View] = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
# What axe cannot do while it looks at a page as it is, or leaves out unless it is asked.
AXE = """async () => {
  document.querySelectorAll("details").forEach(details => details.open = true);
  const rules = {"target-size": {enabled: true}};
  const {violations} = await axe.run(document, {rules, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(
    ({target, failureSummary}) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
# Each figure is laid out, also those that are not near the reader.
LAID_OUT = """() => [...document.querySelectorAll("svg.figure")].every(
  figure => !figure.checkVisibility() || figure.checkVisibility({contentVisibilityAuto: true}))"""
# The scripts of a page come after its first words, and the theme's last of all takes this away.
SCRIPTED = "html:not(.no-js)"
# What comes some time after the text is there: parts, figures that move, buttons that copy.
COMPLETE = """() => document.readyState === "complete"
  && [...document.querySelectorAll("article > section > section")].every(
    part => getComputedStyle(part).contentVisibility !== "auto")
  && !document.querySelector(".explorable:not(.explorable-ready)")
  && document.querySelectorAll("div.highlight pre").length
    === document.querySelectorAll("button.copybtn").length"""
# What stands in the last part, while it waits, lies within the room that is kept for it.
REACHES = """() => {
  const part = [...document.querySelectorAll("article > section > section")].at(-1);
  if (!part) return [];
  const end = part.getBoundingClientRect().bottom;
  return [...part.children].map(child => Math.round(child.getBoundingClientRect().bottom - end))
    .filter(over => over > 0);
}"""
# Everything but what stands in a part that scrolls in itself; a figure that moves does not.
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth;
  const parts = wide <= innerWidth ? ".explorable :is(dt, dd, label, output, button)" : "body *";
  return [...document.querySelectorAll(parts)].filter(
    element => element.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(
    element => `${wide} px: ${element.tagName} ${element.className} ${element.id}`);
}"""
# What is pressed, links within the text aside, and is smaller than a finger needs.
TOO_SMALL = """() => [...document.querySelectorAll(
    `aside a, aside input:not([type=hidden]), button, summary, .mobile-header a,
     .mobile-header label, .content-icon-container label, .related-pages a`)]
  .filter(element => element.checkVisibility())
  .filter(element => {
    const {width, height} = element.getBoundingClientRect();
    return width > 0 && Math.min(width, height) < 24;
  }).map(element => element.outerHTML)"""
# As for a reader who has chosen that answers are never covered.
UNCOVER = "document.documentElement.classList.remove('asks')"


def settle(page: Page, *, covered: bool = False) -> None:
    """Wait until a page that has just been opened has all that comes with a reader's first key.

    What would give away the answers to its questions is seen, unless it is to stay `covered`.
    """
    page.wait_for_selector(SCRIPTED, state="attached")
    page.keyboard.press("Shift")
    page.wait_for_function(COMPLETE)
    if not covered:
        page.evaluate(UNCOVER)
