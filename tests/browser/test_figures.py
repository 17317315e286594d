"""The figures: drawn whole, in colours that either scheme and any eyes can tell apart."""

from __future__ import annotations

import io
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from figure_colours import DRAWN, channels, contrast
from PIL import Image
from views import LAID_OUT, UNCOVER, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Eyes with three kinds of cones, and those that lack one.
EYES: list[Any] = [
    "sRGB1",
    *(
        {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        for kind in ("protanomaly", "deuteranomaly", "tritanomaly")
    ),
]
APART = 14  # in CAM02-UCS, where the smallest difference that can be seen is about 1
# The labels that a line or a mark goes through: not one with an edge of the page's colour around
# its letters, nor by the spaces at its ends. Lines of the grid do not count.
CROSSED = """() => [...document.querySelectorAll("svg.figure text")].filter(label => {
  const letters = document.createRange(), text = label.textContent;
  letters.selectNodeContents(label);
  if (!label.childElementCount && text.trim()) {
    letters.setStart(label.firstChild, text.length - text.trimStart().length);
    letters.setEnd(label.firstChild, text.trimEnd().length);
  }
  const {left, right, top, height} = letters.getBoundingClientRect();
  const start = left + 1, end = right - 1;
  const over = (x0, x1, y0, y1) => x1 > start && x0 < end
    && y1 > top + 0.22 * height && y0 < top + 0.8 * height;
  const {stroke, paintOrder} = getComputedStyle(label);
  if (!text.trim() || !right) return false;
  if (stroke !== "none" && paintOrder.startsWith("stroke")) return false;
  return [...label.ownerSVGElement.querySelectorAll("path, use")].some(mark => {
    const {stroke, visibility} = getComputedStyle(mark), box = mark.getBoundingClientRect();
    if (visibility === "hidden" || mark.closest("defs, clipPath")) return false;
    if (mark.matches("use")) return box.width && over(box.left, box.right, box.top, box.bottom);
    if (stroke === "none" || mark.getAttribute("style")?.includes("figure-02")) return false;
    const length = mark.getTotalLength(), matrix = mark.getScreenCTM();
    const count = Math.min(3000, Math.ceil(length));
    return [...Array(count).keys()].some(at => {
      const {x, y} = mark.getPointAtLength(at * length / count).matrixTransform(matrix);
      return over(x, x, y, y);
    });
  });
}).map(label => label.textContent)"""
BOXES = """() => [...document.querySelectorAll("svg.figure")]
  .filter(figure => figure.checkVisibility()).map(figure => figure.getBoundingClientRect())
  .map(box => [box.left, box.top, box.right, box.bottom])"""


def test_the_contrast_is_that_of_the_definition() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_stay_apart_for_the_colour_blind(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/regression/multi-step.html")
    colours = {colour for name, colour, _, _ in page.evaluate(DRAWN) if "figure-1" in name}
    assert len(colours) == 5
    for eyes in EYES:
        seen = [np.clip(cspace_convert(channels(c), eyes, "sRGB1"), 0, 1) for c in sorted(colours)]
        for one, other in combinations(seen, 2):
            assert deltaE(one, other, input_space="sRGB1") > APART, eyes


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_word_that_is_pointed_at_lets_the_other_meanings_fade(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/regression/ols.html")
    settle(page)  # or what is above the word may still move it away from the pointer
    section = page.locator("section#a-first-guess")
    drawn = section.locator("svg.figure [style*='var(--figure-1']")
    colours = "parts => parts.map(part => [part.getAttribute('style').match(/figure-1./)[0],"
    colours += " getComputedStyle(part).stroke, getComputedStyle(part).fill])"
    before = drawn.evaluate_all(colours)
    section.locator(".meaning-error").hover()
    section.locator(".meaning-error:hover").wait_for()
    after = drawn.evaluate_all(colours)
    changed = {one[0] for one, other in zip(before, after, strict=True) if one != other}
    assert changed == {"figure-11", "figure-12"}
    assert {name for name, *_ in after} == {"figure-11", "figure-12", "figure-13"}


def test_the_switch_of_the_page_changes_a_figure_at_once(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/regression/ols.html")
    before = page.evaluate(DRAWN)
    page.locator(".theme-toggle:visible").click()
    after = page.evaluate(DRAWN)
    assert len(before) == len(after) > 100
    assert all(one[1] != other[1] for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_of_a_whole_page_has_no_blank_figure(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/training/gradient-check.html")
    page.wait_for_function(LAID_OUT)
    page.evaluate(UNCOVER)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    boxes = page.evaluate(BOXES)
    assert len(boxes) > 1
    blank = [box for box in boxes if len(picture.crop(box).getcolors(1 << 24) or []) < 10]
    assert not blank


@pytest.mark.parametrize("name", ["regression/multi-step", "regression/ols"])
def test_no_label_of_a_figure_is_crossed(page: Page, address: str, name: str) -> None:
    look_for_crossed_labels(page, f"{address}/{name}.html")


@pytest.mark.thorough
def test_no_label_of_any_figure_is_crossed(page: Page, url: str) -> None:
    look_for_crossed_labels(page, url)


def look_for_crossed_labels(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function(LAID_OUT)
    for width in 1280, 360:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CROSSED) == [], width
