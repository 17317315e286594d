"""What looks at a whole page without scrolling sees every figure."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOXES = """() => [...document.querySelectorAll("svg.figure")]
  .filter(figure => figure.checkVisibility()).map(figure => figure.getBoundingClientRect())
  .map(box => [box.left, box.top, box.right, box.bottom])"""
ALL_LAID_OUT = """() => [...document.querySelectorAll("svg.figure")].every(
  figure => !figure.checkVisibility() || figure.checkVisibility({contentVisibilityAuto: true}))"""


def test_every_figure_is_laid_out_without_scrolling(page: Page, content_url: str) -> None:
    page.goto(content_url)
    page.wait_for_function(ALL_LAID_OUT, timeout=5_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_of_a_whole_page_has_no_blank_figure(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/training/gradient-check.html")
    page.wait_for_function(ALL_LAID_OUT, timeout=5_000)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    boxes = page.evaluate(BOXES)
    context.close()
    assert len(boxes) > 1
    blank = [box for box in boxes if len(picture.crop(box).getcolors(1 << 24) or []) < 10]
    assert not blank
