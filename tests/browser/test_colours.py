"""The colours of the figures, as a browser computes them in either scheme."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

if TYPE_CHECKING:
    from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: list[Scheme] = ["light", "dark"]
TEXT, LINES = 4.5, 3  # the contrast that WCAG 2.2 asks for: success criteria 1.4.3 and 1.4.11
# Eyes with three kinds of cones, and those that lack one.
EYES: list[Any] = [
    "sRGB1",
    *(
        {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        for kind in ("protanomaly", "deuteranomaly", "tritanomaly")
    ),
]
APART = 14  # in CAM02-UCS, where the smallest difference that can be seen is about 1
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


def test_the_contrast_is_that_of_the_definition() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_figure_draws_stands_out_from_the_page(
    page: Page, content_url: str, scheme: Scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(content_url)
    background = page.evaluate(PAGE)
    drawn = page.evaluate(DRAWN)
    assert bool(drawn) == bool(page.locator("svg.figure").count())
    faint = [
        (place, colour)
        for _, colour, text, place in drawn
        if contrast(colour, background) < (TEXT if text else LINES)
    ]
    assert faint == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_colours_stay_apart_for_the_colour_blind(
    page: Page, address: str, scheme: Scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/training/gradient-check.html")
    colours = {colour for name, colour, _, _ in page.evaluate(DRAWN) if "figure-1" in name}
    assert len(colours) == 5
    for eyes in EYES:
        seen = [np.clip(cspace_convert(channels(c), eyes, "sRGB1"), 0, 1) for c in sorted(colours)]
        for one, other in combinations(seen, 2):
            assert deltaE(one, other, input_space="sRGB1") > APART, eyes


def test_the_switch_of_the_page_changes_a_figure_at_once(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/regression/ols.html")
    before = page.evaluate(DRAWN)
    page.locator(".theme-toggle:visible").click()
    after = page.evaluate(DRAWN)
    assert len(before) == len(after) > 100
    assert all(one[1] != other[1] for one, other in zip(before, after, strict=True))
