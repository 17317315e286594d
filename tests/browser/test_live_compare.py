"""A reader's answer beside the solution, on the built site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from live_page import LivePage
from views import AXE, TOO_WIDE, VIEWS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.usefixtures("live_cells")
SIDES = """() => [...document.querySelectorAll(".live-sides li")].map(line => {
  const {left, top} = line.getBoundingClientRect();
  return {text: line.querySelector("code").textContent, said: line.textContent,
          right: !line.closest(".live-sides > :first-child"), left, top: Math.round(top)};
})"""


def own(live: LivePage) -> Locator:
    """Return the button at the end of the solution, which is opened."""
    button = live.page.locator(".live-compare button")
    button.evaluate("button => button.closest('details').open = true")
    return button


def said(live: LivePage) -> str:
    return live.page.locator(".live-compare .live-said").inner_text()


def sides(live: LivePage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines of the reader's answer and those of the solution."""
    lines = live.page.evaluate(SIDES)
    return [line for line in lines if not line["right"]], [line for line in lines if line["right"]]


def solution(live: LivePage, exercise: str) -> list[str]:
    """Return the code of a solution, as the page shows it, an empty line between its cells."""
    cells = [each for each in live.book["cells"] if each.get("exercise") == exercise]
    cells = [each for each in cells if "solution" in each and each["name"].startswith("cell ")]
    return "\n\n".join(each["source"] for each in cells).split("\n")


def test_a_right_answer_is_compared_with_the_solution(live: LivePage) -> None:
    page, check = live.page, live.check()
    live.write("your answer", "# by eye\nbetter_start = [2, 4]")
    live.run(check)
    page.locator(".solution details").last.evaluate("fold => fold.open = false")
    offer = live.bar(check).get_by_role("button", name="Compare with the solution")
    offer.focus()
    page.keyboard.press("Enter")
    focused = page.locator(":focus")
    assert focused.get_attribute("aria-expanded") == "true"
    assert focused.is_visible()
    theirs = solution(live, "multi-step-code")
    assert said(live).startswith("Lines that only you have: 1, marked −. Lines that only the")  # noqa: RUF001  # as on the page
    assert page.get_by_role("status").filter(has_text=said(live)).count() == 1
    left, right = sides(live)
    assert [line["said"] for line in left] == [
        "# by eye",
        "−only in yours: better_start = [2, 4]",  # noqa: RUF001  # as on the page
    ]
    assert [line["said"] for line in right] == [f"+only in the solution: {line}" for line in theirs]
    assert right[0]["left"] > left[0]["left"]
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("role") == "group"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert focused.get_attribute("aria-expanded") == "false"
    assert sides(live) == ([], [])
    assert said(live) == ""


@pytest.mark.thorough
def test_what_both_have_stands_side_by_side_and_follows_what_is_written(live: LivePage) -> None:
    theirs = solution(live, "multi-step-code")
    live.write("your answer", f"# mine\n\nimport math\n{theirs[1]}   ")
    own(live).click()
    left, right = sides(live)
    assert [line["text"] for line in left][-1] == f"{theirs[1]}   "
    assert left[-1]["said"] == left[-1]["text"]
    assert right[1]["said"] == theirs[1]
    assert left[-1]["top"] == right[1]["top"]
    assert left[2]["said"].startswith("−only in yours")  # noqa: RUF001  # as on the page
    live.write("your answer", "\n\n".join(theirs))
    assert said(live) == "Your code and the solution are the same, line for line."
    assert sides(live) == ([], [])
    live.write("your answer", "another")
    assert said(live) == ""
    live.press("your answer", "Reset")
    own(live).click()
    assert said(live) == "You have written nothing yet."


def test_before_anything_is_written_the_solution_says_so_and_no_python_is_loaded(
    live: LivePage,
) -> None:
    asked: list[str] = []
    live.page.on("request", lambda request: asked.append(request.url))
    own(live).click()
    live.page.get_by_text("You have written nothing yet.").first.wait_for()
    assert own(live).get_attribute("aria-expanded") == "false"
    assert not [url for url in asked if "/python-" in url]


@pytest.mark.thorough
def test_a_solution_of_several_cells_is_compared_with_a_long_answer(
    page: Page, address: str, site: Path, tools: Path
) -> None:
    page.emulate_media(reduced_motion="reduce")
    live = LivePage(page, address, site, "training/learning-rate")
    theirs = solution(live, "learning-rate-code")
    assert "" in theirs
    mine = [f"line_{number} = {number}" for number in range(500)]
    live.write("your answer", "\n".join([*mine[:-1], theirs[-1], "x = " + "1 + " * 99 + "1"]))
    own(live).click()
    left, right = sides(live)
    assert len(left) == 501
    assert [line["text"] for line in right] == theirs
    assert left[-2]["top"] == right[-1]["top"]
    page.evaluate((tools / "axe-core" / "axe.min.js").read_text("utf-8"))
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(700)
        assert page.evaluate(AXE) == [], (width, scheme)
        assert page.evaluate(TOO_WIDE) == []
        left, right = sides(live)
        assert (left[0]["left"] == right[0]["left"]) == (width == 360), width
    page.locator(".live-sides").focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.activeElement.scrollTop > 1000")
