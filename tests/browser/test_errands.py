"""Errands of a reader without a mouse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from simplenn_core import notebook_line

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUS = "() => document.activeElement.textContent.trim()"


def tab_to(page: Page, text: str, most: int = 400) -> None:
    """Press Tab until the element with this text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == text:
            return
    pytest.fail(f"Tab does not reach {text!r}")


def test_from_the_index_to_the_limit_of_the_learning_rate(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "Skip to content"
    tab_to(page, "How large may a step be?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/training/learning-rate.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the list of pages
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.type") == "range":
            break
    else:
        pytest.fail("Tab does not reach the slider")
    largest = np.linalg.eigvalsh(notebook_line().features.T.dot(notebook_line().features)).max()
    limit = f"{2 / largest:.6f}"
    assert limit == "0.010479"
    page.keyboard.press("Home")
    said = "() => document.activeElement.getAttribute('aria-valuetext')"
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        if page.evaluate(said) == limit:
            break
    assert page.evaluate(said) == limit
    status = page.locator(".explorable-status")
    status.filter(has_text="stays as it is").wait_for(state="attached")


def test_from_a_name_in_code_to_its_definition(page: Page, address: str) -> None:
    page.goto(f"{address}/regression/multi-step.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "train")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reference/api.html#simplenn_core.train")
    title = page.locator("dt:target")
    assert re.match(r"simplenn_core\.train\(step, features", title.inner_text())
    page.wait_for_function("""() => {
      const {top} = document.querySelector("dt:target").getBoundingClientRect();
      return top >= 0 && top < innerHeight;
    }""")
