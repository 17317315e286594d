"""What looks at a whole page without scrolling sees every figure."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image
from views import LAID_OUT

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOXES = """() => [...document.querySelectorAll("svg.figure")]
  .filter(figure => figure.checkVisibility()).map(figure => figure.getBoundingClientRect())
  .map(box => [box.left, box.top, box.right, box.bottom])"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_of_a_whole_page_has_no_blank_figure(
    page: Page, address: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/training/gradient-check.html")
    page.wait_for_function(LAID_OUT, timeout=5_000)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    boxes = page.evaluate(BOXES)
    assert len(boxes) > 1
    blank = [box for box in boxes if len(picture.crop(box).getcolors(1 << 24) or []) < 10]
    assert not blank
