"""Predictions in a browser: answered by mouse and by keyboard, kept, and of no hindrance."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from blocked_storage import STORAGE
from views import PHONE, settle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

# Of the text; those of exercises cover nothing.
KINDS = "right", "number", "order", "curve"
CHOICE, NUMBER, ORDER, CURVE = (f".predict[data-{kind}]:not(.exercise *)" for kind in KINDS)
THOROUGH = pytest.mark.thorough
VISIBLE = "part => part.checkVisibility({visibilityProperty: true})"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    """Return a page with each kind of question."""
    texts = {path: path.read_text("utf-8") for path in sorted(site.glob("*/*.html"))}
    kinds = dict(zip((CHOICE, NUMBER, ORDER, CURVE), KINDS, strict=True))
    return {
        kind: next(
            path.relative_to(site).as_posix()
            for path, text in texts.items()
            if re.search(rf'data-predict="(?![^"]*-exercise-)[^"]*" data-{mark}=', text)
        )
        for kind, mark in kinds.items()
    }


def question(page: Page, address: str, pages: dict[str, str], kind: str) -> Locator:
    page.goto(f"{address}/{pages[kind]}")
    settle(page, covered=True)
    return page.locator(kind).first


def parts(asked: Locator) -> Locator:
    """Return what gives the answer away."""
    return asked.page.locator(f".covered-by-{asked.get_attribute('data-predict')}")


def record(asked: Locator, kind: str) -> Any:
    """Return what is right, and of numbers and curves the rest that was glued."""
    return json.loads(str(asked.get_attribute(f"data-{kind}")))


def test_a_choice_uncovers_the_answer_says_why_and_is_remembered(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    asked = question(page, address, pages, CHOICE)
    covered = parts(asked)
    assert covered.count()
    assert not any(each.evaluate(VISIBLE) for each in covered.all())
    top = asked.evaluate("e => e.getBoundingClientRect().top + scrollY")
    right = int(str(asked.get_attribute("data-right")))
    wrong = 1 if right == 0 else 0
    asked.locator("[data-choice]").nth(wrong).focus()
    page.keyboard.press("Enter")
    assert asked.get_by_role("status").inner_text().startswith("Not so")
    assert [each.is_visible() for each in asked.locator(".predict-says").all()].count(True) == 2
    assert all(each.evaluate(VISIBLE) for each in covered.all())
    assert asked.evaluate("e => e.getBoundingClientRect().top + scrollY") == top
    page.reload()
    assert asked.locator("[aria-pressed=true]").count() == 1
    assert all(each.evaluate(VISIBLE) for each in covered.all())
    asked.locator("[data-choice]").nth(right).click()
    assert asked.get_by_role("status").inner_text() == "You were right."
    asked.get_by_role("button", name="Ask me again").click()
    assert not any(each.evaluate(VISIBLE) for each in covered.all())
    assert page.evaluate("Object.values(localStorage)") == ["{}"]


def test_a_number_is_read_as_people_write_it(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    asked = question(page, address, pages, NUMBER)
    status = asked.get_by_role("status")
    for typed in ("", "a few", "1/0"):
        status.evaluate("says => { says.textContent = ''; }")
        asked.get_by_role("textbox").fill(typed)
        asked.get_by_role("button", name="Check").click()
        assert status.inner_text() == "Please write a number, such as 12, 0.5 or 1/2.", typed
    asked.get_by_role("textbox").fill("\N{MINUS SIGN}1e9")
    asked.get_by_role("button", name="Check").click()
    assert status.inner_text().startswith("Not so: it is ")


@pytest.mark.parametrize(
    "form",
    ["{1}/{2}", *(pytest.param(f, marks=THOROUGH) for f in ("{0}", " {0:.6f} updates", "{0:e}"))],
)
def test_what_is_right_is_so_in_any_form(
    page: Page, address: str, pages: dict[str, str], form: str
) -> None:
    asked = question(page, address, pages, NUMBER)
    number = record(asked, "number")["right"]
    asked.get_by_role("textbox").fill(form.format(number, number * 4, 4).replace(".", ","))
    page.keyboard.press("Enter")
    assert asked.get_by_role("status").inner_text() == "You were right."
    assert asked.get_by_role("textbox").is_disabled()  # what was said stays


def test_a_known_mistake_is_named(page: Page, address: str, pages: dict[str, str]) -> None:
    asked = question(page, address, pages, NUMBER)
    mistakes = record(asked, "number")["mistakes"]
    for at, mistake in enumerate(mistakes):
        asked.get_by_role("textbox").fill(str(mistake))
        asked.get_by_role("button", name="Check").click()
        shown = [each.is_visible() for each in asked.locator(".predict-says").all()]
        assert shown == [index == at for index in range(len(mistakes))]
        assert asked.get_by_role("status").inner_text().startswith("Not so: it is ")
        page.keyboard.press("Enter")  # the focus has gone to the button that asks again
        assert asked.get_by_role("textbox").evaluate("e => e === document.activeElement")


def test_items_are_put_in_order_by_keyboard(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    asked = question(page, address, pages, ORDER)
    order, status = record(asked, "order"), asked.get_by_role("status")
    items = asked.locator("[data-item]")
    now = "items => items.map(item => Number(item.dataset.item))"
    asked.get_by_role("button", name=re.compile("^Move .* down$")).first.focus()
    page.keyboard.press("Enter")
    assert items.evaluate_all(now) == [1, 0, *range(2, len(order))]
    assert status.inner_text().endswith("is number 2 now.")
    page.keyboard.press("Enter")  # the button keeps the focus
    assert items.evaluate_all(now) == [1, 2, 0, *range(3, len(order))]
    asked.get_by_role("button", name="Check").click()
    assert status.inner_text().startswith("Not so: this is the right order. You said: ")
    assert not re.search(
        r"\\|(\d+\.\d+)\1", status.inner_text()
    )  # a formula once, and as it is read
    assert items.evaluate_all(now) == order
    page.reload()
    settle(page, covered=True)
    assert status.inner_text().startswith("Not so")
    for button in asked.get_by_role("button", name=re.compile("^Move|^Check")).all():
        assert button.is_disabled()  # what was said stays
    asked.get_by_role("button", name="Ask me again").click()
    assert items.evaluate_all(now) == [*range(len(order))]
    assert not parts(asked).first.evaluate(VISIBLE)
    asked.get_by_role("button", name="Show the answer").click()
    assert status.inner_text() == "This is the right order."
    assert items.evaluate_all(now) == order


def test_a_curve_is_drawn_by_its_heights(page: Page, address: str, pages: dict[str, str]) -> None:
    asked = question(page, address, pages, CURVE)
    drawn, sliders = record(asked, "curve"), asked.get_by_role("slider").all()
    says = asked.locator(".predict-says").all()
    low, high = drawn["up"]
    sliders[0].click(position={"x": 12, "y": 2})
    assert float(sliders[0].input_value()) > low + 0.95 * (high - low)
    sliders[0].press("End")
    assert float(sliders[0].input_value()) == high
    points = str(asked.locator(".predict-said").get_attribute("points")).split()
    assert len(points) == len(sliders) == len(drawn["right"])
    assert points[0] == "5,0.0"
    for at, heights in enumerate([*drawn["mistakes"], drawn["right"]]):
        for slider, height in zip(sliders, heights, strict=True):
            slider.evaluate("(input, value) => (input.value = value)", height)
        asked.get_by_role("button", name="Check").click()
        assert [each.is_visible() for each in says] == [index == at for index in range(len(says))]
        if heights is not drawn["right"]:
            asked.get_by_role("button", name="Ask me again").click()
    assert asked.get_by_role("status").inner_text() == "You were right."
    page.reload()
    settle(page, covered=True)
    assert asked.get_by_role("status").inner_text() == "You were right."
    right, said = (
        asked.locator(f".predict-{which}").get_attribute("points") for which in ("right", "said")
    )
    assert right == said
    asked.get_by_role("button", name="Ask me again").click()
    for at, slider in enumerate(sliders):  # up and down, which is like no mistake that is known
        slider.evaluate("(input, value) => (input.value = value)", (low, high)[at % 2])
    asked.get_by_role("button", name="Check").click()
    assert asked.get_by_role("status").inner_text().startswith("Not so: the dashed line")
    assert not any(each.is_visible() for each in says)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize("kind", [CHOICE, NUMBER, ORDER, CURVE])
def test_a_finger_reaches_all_that_answers(
    page: Page, address: str, pages: dict[str, str], kind: str
) -> None:
    asked = question(page, address, pages, kind)
    for control in asked.locator("button, input").all():
        box = control.bounding_box()
        if control.is_visible() and box is not None:
            assert min(box["width"], box["height"]) >= 24
            assert 0 <= box["x"] <= 360 - box["width"]
    if kind == CHOICE:
        asked.locator("[data-choice]").first.tap()
    elif kind == NUMBER:
        asked.get_by_role("textbox").tap()
        page.keyboard.type("1e9")
    elif kind == ORDER:
        asked.get_by_role("button", name=re.compile("^Move .* down$")).first.tap()
        assert asked.get_by_role("status").inner_text().endswith("is number 2 now.")
    else:
        asked.get_by_role("slider").first.tap(position={"x": 12, "y": 2})
        drawn = record(asked, "curve")
        assert float(asked.get_by_role("slider").first.input_value()) > sum(drawn["up"]) / 2
    if kind != CHOICE:
        asked.get_by_role("button", name="Check").tap()
    assert re.match("Not so|You were right", asked.get_by_role("status").inner_text())
    assert parts(asked).first.evaluate(VISIBLE)


def test_who_only_wants_to_read_is_not_asked(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    for kind in (CHOICE, NUMBER):
        asked = question(page, address, pages, kind)
        if kind == CHOICE:
            page.get_by_role("button", name="Always show answers").last.click()
        assert all(each.evaluate(VISIBLE) for each in page.locator("[class*=covered-by]").all())
    assert page.get_by_role("button", name="Cover answers", exact=True).count() > 1
    page.get_by_role("button", name="Cover answers", exact=True).first.click()
    assert not parts(asked).first.evaluate(VISIBLE)
    page.goto(f"{address}/index.html")


def test_what_is_asked_can_be_shown(page: Page, address: str, pages: dict[str, str]) -> None:
    for kind in (CHOICE, NUMBER, ORDER, CURVE):
        asked = question(page, address, pages, kind)
        asked.get_by_role("button", name="Show the answer").click()
        assert re.match(
            "The right answer is|It is|This is|The dashed", asked.get_by_role("status").inner_text()
        )
        assert parts(asked).first.evaluate(VISIBLE)


def test_a_choice_of_another_edition_is_not_taken_for_one_of_this(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    asked = question(page, address, pages, CHOICE)
    asked.locator("[data-choice]").first.click()
    other = {asked.get_attribute("data-predict"): {"said": "What this edition does not offer"}}
    key = f"live:/:{pages[CHOICE]}?predictions"
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, json.dumps(other)])
    page.reload()
    settle(page, covered=True)
    assert asked.locator("[aria-pressed=true]").count() == 0
    assert not parts(asked).first.evaluate(VISIBLE)


@pytest.mark.parametrize(
    "said",
    [
        [1, "2"],
        *(
            pytest.param(each, marks=THOROUGH)
            for each in (5, "half", [], ["Memory 0"], {"x": 1}, True)
        ),
    ],
)
def test_what_does_not_fit_a_question_is_no_answer(
    page: Page, address: str, pages: dict[str, str], said: object
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for kind in (CHOICE, ORDER, CURVE):
        key = f"live:/:{pages[kind]}?predictions"
        other = json.dumps(
            {question(page, address, pages, kind).get_attribute("data-predict"): {"said": said}}
        )
        page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, other])
        asked = question(page, address, pages, kind)
        assert not parts(asked).first.evaluate(VISIBLE)
    assert not faults


@pytest.mark.parametrize(
    "kept",
    [
        "5",
        next(iter(STORAGE.values())),
        *(pytest.param(each, marks=THOROUGH) for each in ("null", '{"x": {}}', "no JSON")),
        *(pytest.param(each, marks=THOROUGH) for each in list(STORAGE.values())[1:]),
    ],
)
def test_a_storage_of_any_kind_is_no_hindrance(
    page: Page, address: str, pages: dict[str, str], kept: str
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    if kept in STORAGE.values():
        page.add_init_script(kept)
    else:
        key = f"live:/:{pages[CHOICE]}?predictions"
        page.goto(f"{address}/index.html")
        page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
    asked = question(page, address, pages, CHOICE)
    asked.locator("[data-choice]").first.click()
    assert parts(asked).first.evaluate(VISIBLE)
    assert not faults


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_a_script_nothing_is_covered(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    page.goto(f"{address}/{pages[CHOICE]}")
    assert all(each.evaluate(VISIBLE) for each in page.locator("[class*=covered-by]").all())
    assert not page.locator(".predict-more").first.is_visible()


def test_on_paper_nothing_is_covered(page: Page, address: str, pages: dict[str, str]) -> None:
    asked = question(page, address, pages, CHOICE)
    page.emulate_media(media="print")
    assert all(each.evaluate(VISIBLE) for each in parts(asked).all())
    assert asked.locator("[data-choice]").first.is_visible()
    assert not asked.get_by_role("button", name="Show the answer").is_visible()


def test_a_part_of_a_page_that_is_linked_to_is_not_covered(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    asked = question(page, address, pages, CHOICE)
    part: Any = parts(asked).first
    part.evaluate("part => part.id = 'there'")
    page.evaluate("location.hash = '%'")  # which names nothing
    page.evaluate("location.hash = 'there'")
    page.wait_for_function(
        "() => document.querySelector('#there').checkVisibility({visibilityProperty: true})"
    )
