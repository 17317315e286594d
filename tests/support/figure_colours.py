"""The colours of the figures, as a browser computes them, and how they differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT, LINES = 4.5, 3  # the contrast that WCAG 2.2 asks for: success criteria 1.4.3 and 1.4.11
# The grid and the frame of a legend are there to be overlooked, and shades of a surface are many.
DRAWN = """() => {
  const parts = [...document.querySelectorAll("svg.figure [style*='var(--figure-']")];
  return parts.flatMap(part => {
    const style = getComputedStyle(part), text = part.tagName === "text";
    return ["fill", "stroke"].filter(kind => /var\\(--figure-(01|1.)\\)/.test(part.style[kind]))
      .filter(kind => style[kind + "Opacity"] === "1" && style.opacity === "1")
      .map(kind => [part.style[kind], style[kind], text, part.outerHTML.slice(0, 200)]);
  });
}"""
PAGE = "() => getComputedStyle(document.body).backgroundColor"


def channels(colour: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the red, green and blue of what a browser says of a colour, from 0 to 1."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour)
    assert found, colour
    return np.array([int(part) / 255 for part in found.groups()])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    luminances = []
    for colour in map(channels, (one, other)):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        luminances.append(float(linear.dot([0.2126, 0.7152, 0.0722])))
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


def faint(page: Page) -> list[str]:
    """Return what the figures draw in a colour too near to that of the page."""
    background, drawn = page.evaluate(PAGE), page.evaluate(DRAWN)
    assert bool(drawn) == bool(page.locator("svg.figure").count())
    return [
        f"{colour} on {background}: {part}"
        for _, colour, text, part in drawn
        if contrast(colour, background) < (TEXT if text else LINES)
    ]
