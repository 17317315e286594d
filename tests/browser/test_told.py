"""Told by scrolling: paragraphs set the figure beside them, where it can stay in view."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from views import settle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

TOLD = ["regression/single-step", "training/learning-rate", "deeper/hidden-layer"]
SHIFTS = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(
  entry => window.shift += entry.value)).observe({type: "layout-shift", buffered: false})"""


ARRIVE = """step => {
  const told = step.closest(".told"), figure = told.querySelector("figure").getBoundingClientRect();
  const all = told.getBoundingClientRect(), at = step.getBoundingClientRect();
  const way = all.height - figure.height, middle = (at.top + at.bottom) / 2 - all.top;
  const passed = Math.min(middle / (way + Math.min(figure.height, innerHeight)), 1);
  scrollBy({top: all.top - 16 + passed * way, behavior: "instant"});
}"""


def arrive(step: Locator) -> None:
    """Scroll to where a paragraph lies on the line that sets the state."""
    step.evaluate(ARRIVE)


def visit(page: Page, url: str, height: int = 800) -> Locator:
    """Go to a page, with a window in which its figure stays; return the paragraphs."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.goto(url)
    settle(page)
    steps = page.locator(".told-step")
    arrive(steps.first)
    return steps


def test_each_paragraph_sets_the_state_that_its_source_names(
    page: Page, address: str, root: Path
) -> None:
    source = (root / "docs" / "regression" / "single-step.md").read_text("utf-8")
    rates = re.findall(r"^:::\{at\} rate=(.*)$", source, re.MULTILINE)
    steps = visit(page, f"{address}/regression/single-step.html")
    expect(steps).to_have_count(len(rates))
    slider, says = page.locator(".told input"), page.locator('.told [data-say="sentence"]')
    for number, rate in [*enumerate(rates), *list(enumerate(rates))[-2::-1]]:  # and back
        arrive(steps.nth(number))
        expect(slider).to_have_attribute("aria-valuetext", rate)
        expect(says).to_contain_text(f"at a rate of {rate} it")
        expect(says).to_be_in_viewport(ratio=1)
        expect(page.locator(".told-now")).to_have_count(1)
        expect(steps.nth(number)).to_have_class(re.compile("told-now"))
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "0.0115")
    page.wait_for_url("**rate=0.0115*")
    arrive(steps.nth(1))
    expect(page.locator(".told .explorable-note")).to_contain_text("as you have set it")
    expect(slider).to_have_attribute("aria-valuetext", "0.0115")  # what the reader has chosen stays
    page.locator(".told button[data-reset]").click()
    arrive(steps.nth(2))
    expect(slider).to_have_attribute("aria-valuetext", rates[2])
    page.wait_for_url(re.compile(r"html$"))  # as the text is the one that sets it


@pytest.mark.thorough
def test_a_state_that_the_address_asks_for_stays_until_the_reader_starts_over(
    page: Page, address: str
) -> None:
    steps = visit(page, f"{address}/regression/single-step.html?rate=0.003")
    slider = page.locator(".told input")
    arrive(steps.nth(2))
    expect(slider).to_have_attribute("aria-valuetext", "0.003")
    page.locator(".told button[data-reset]").click()
    arrive(steps.nth(1))
    expect(slider).to_have_attribute("aria-valuetext", "0.00525")


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("height", [704, 1000])
def test_nothing_moves_while_the_paragraphs_pass(
    page: Page, address: str, name: str, height: int
) -> None:
    steps = visit(page, f"{address}/{name}.html", height)
    page.evaluate(SHIFTS)
    for step in steps.all():
        arrive(step)
        expect(step).to_have_class(re.compile("told-now"))
        expect(page.locator('.told [data-say="sentence"]')).to_be_in_viewport(ratio=0.9)
        expect(page.locator(".told .explorable > svg")).to_be_in_viewport(ratio=0.9)
        expect(step.locator(".told-picture")).to_be_hidden()
        expect(step).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("window.shift") <= 0.01


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("where", ["narrow", "low", "reduced motion", "paper", "no script"])
def test_where_the_figure_cannot_stay_each_paragraph_has_its_picture(
    browser: Browser, address: str, name: str, where: str
) -> None:
    size = {"narrow": (360, 800), "low": (1280, 640)}.get(where, (1280, 800))
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=where != "no script",
        reduced_motion="reduce" if where == "reduced motion" else "no-preference",
    )
    page = context.new_page()
    page.emulate_media(media="print" if where == "paper" else "screen")
    page.goto(f"{address}/{name}.html")
    if where != "no script":
        settle(page)
    figure, steps = page.locator(".told > figure"), page.locator(".told-step")
    expect(figure).to_have_css("position", "static")
    starts = figure.locator('[data-say="sentence"]').text_content()
    *most, last = steps.all()
    if where == "narrow":  # where the figure itself follows the last one
        expect(last.locator(".told-picture")).to_be_hidden()
    else:
        most.append(last)
    for step in most:
        step.scroll_into_view_if_needed()
        expect(step.locator(".told-picture")).to_be_visible()
        box = step.locator(".told-picture").bounding_box()
        assert box
        assert 100 < box["width"] < 260
    assert figure.locator('[data-say="sentence"]').text_content() == starts
    context.close()


@pytest.mark.thorough
@pytest.mark.parametrize("name", TOLD)
def test_a_window_is_not_half_empty_beside_the_figure(page: Page, address: str, name: str) -> None:
    steps = visit(page, f"{address}/{name}.html")
    boxes = [box for step in steps.all() if (box := step.bounding_box())]
    assert len(boxes) == steps.count()
    for one, following in itertools.pairwise(boxes):
        assert 64 <= following["y"] - one["y"] - one["height"] <= 400
    figure = page.locator(".told").bounding_box()
    assert figure
    assert boxes[0]["y"] - figure["y"] <= 80
    # Below a walk, whose foot is below the window, a little more.
    assert figure["y"] + figure["height"] - boxes[-1]["y"] - boxes[-1]["height"] <= 320
