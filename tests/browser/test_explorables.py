"""Explorable figures, moved by keyboard and by mouse; tests/site/figures holds their states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect
from views import settle

from simplenn_core import (
    mean_squared_error,
    notebook_line,
    regression_step,
    train,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXPLORABLES = [
    "index",
    "regression/ols",
    "regression/single-step",
    "regression/multi-step",
    "classification/sigmoid",
    "classification/single-step",
    "classification/multi-step",
    "training/softmax",
    "training/learning-rate",
    "training/mini-batches",
    "training/momentum",
    "deeper/hidden-layer",
    "deeper/autodiff",
    "deeper/depth",
    "deeper/overfitting",
]
# What one script does with all figures alike; with `--full`, for each of them.
a_few = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.thorough] * (number % 7 > 0))
        for number, name in enumerate(EXPLORABLES)
    ],
)


PRODUCT = "features.T.dot(errors * slope(predictions))"
FIGURE = ".explorable >> nth=-1"  # the last of a page, which has two where one can walk, too


@pytest.fixture(autouse=True)
def nothing_is_told(page: Page) -> None:
    """Let figures stand: no paragraph that passes sets them."""
    page.emulate_media(reduced_motion="reduce")


def hyphens(text: str) -> str:
    return text.replace("\N{MINUS SIGN}", "-")


def say(page: Page, name: str) -> str:
    """Return a text below the figure, with the minus signs that Python reads and writes."""
    return hyphens(page.inner_text(f'{FIGURE} >> [data-say="{name}"]'))


def visit(page: Page, url: str) -> None:
    """Go to a page, and to its figure."""
    page.goto(url)
    settle(page)
    page.locator(FIGURE).scroll_into_view_if_needed()


def again(page: Page) -> None:
    """Load the page anew, from the address that it keeps."""
    page.reload()
    page.wait_for_selector(".explorable-ready", state="attached")
    page.locator(FIGURE).scroll_into_view_if_needed()  # far below, its text is not laid out


def frame(page: Page) -> None:
    """Wait until a change has been drawn."""
    page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


def choose(page: Page, slider: int, text: str) -> None:
    """Step a slider by keyboard until it says `text`."""
    handle = page.locator(f"{FIGURE} >> input").nth(slider)
    handle.press("Home")
    frame(page)  # or the text it had would still stand there
    for _ in range(700):
        if handle.get_attribute("aria-valuetext") == text:
            return
        handle.press("ArrowRight")
        frame(page)
    pytest.fail(f"slider {slider} never says {text!r}")


def test_the_line_of_the_page_is_that_of_the_core(page: Page, address: str) -> None:
    visit(page, f"{address}/regression/ols.html")
    rng = np.random.default_rng(20)
    cases = []
    for _ in range(1000):
        x = rng.uniform(-10, 10, size=rng.integers(3, 12))
        cases.append([x.tolist(), rng.uniform(-50, 50, size=x.size).tolist()])
    fits = page.evaluate("cases => cases.map(([x, y]) => leastSquares(x, y))", cases)
    for (x, targets), fit in zip(cases, fits, strict=True):
        features = np.column_stack([x, np.ones(len(x))])
        weights = np.linalg.lstsq(features, np.array(targets), rcond=None)[0]
        predictions = features.dot(weights)
        size = np.abs(targets).max()
        assert fit["slope"] == pytest.approx(weights[0], rel=1e-12, abs=1e-12 * size)
        assert fit["intercept"] == pytest.approx(weights[1], rel=1e-12, abs=1e-12 * size)
        assert fit["errors"] == pytest.approx(np.array(targets) - predictions, abs=1e-12 * size)
        assert fit["mse"] == pytest.approx(mean_squared_error(predictions, targets), rel=1e-12)


def test_a_dragged_point_takes_the_line_with_it(page: Page, address: str) -> None:
    visit(page, f"{address}/regression/ols.html")
    page.locator(f"{FIGURE} >> svg").scroll_into_view_if_needed()
    box = page.locator('.explorable svg g[id$="points"] use').nth(2).bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 60, steps=5)
    page.mouse.up()
    page.wait_for_url("**targets=*")
    features, _ = notebook_line()
    shown = re.findall(r"-?[\d.]+", page.evaluate("new URL(location).searchParams.get('targets')"))
    targets = np.array([float(t) for t in shown])
    slope, intercept = np.polyfit(features[:, 0], targets, deg=1)
    assert float(say(page, "slope")) == pytest.approx(slope, abs=0.006)
    assert float(say(page, "intercept")) == pytest.approx(intercept, abs=0.006)
    assert float(say(page, "mse")) == pytest.approx(
        mean_squared_error(slope * features[:, 0] + intercept, targets), abs=6e-5
    )
    before = [say(page, name) for name in ("slope", "intercept", "mse", "sentence")]
    assert "Point 3 " in before[-1]
    again(page)
    assert [say(page, name) for name in ("slope", "intercept", "mse", "sentence")] == before


def test_a_state_chosen_by_keyboard_is_the_core_s_and_the_address_keeps_it(
    page: Page, address: str
) -> None:
    visit(page, f"{address}/regression/multi-step.html")
    choose(page, 0, "0.008")
    choose(page, 1, "23")
    features, targets = notebook_line()
    *_, last = train(regression_step, features, targets, [1, 100], n_steps=24, learning_rate=0.008)
    assert say(page, "slope") == f"{last.weights[0]:.2f}"
    assert say(page, "intercept") == f"{last.weights[1]:.2f}"
    log = page.inner_text('.explorable pre[data-say="log"]').splitlines()
    assert log[-1] == f"MSE after  23 updates: {last.mean_squared_error:7.2f}"
    page.wait_for_url("**rate=0.008&step=23*")  # kept some time after the last press
    again(page)
    assert say(page, "slope") == f"{last.weights[0]:.2f}"


def test_each_shade_is_drawn_on_as_many_cells_as_have_it(page: Page, address: str) -> None:
    page.goto(f"{address}/deeper/hidden-layer.html")
    settle(page)
    figure = page.locator(".explorable:not(:has(.explorable-lines))")
    figure.scroll_into_view_if_needed()
    figure.locator("input").first.press("ArrowRight")  # the second seed
    frame(page)
    shades = page.evaluate("""() => Object.values(explorableStates)
      .flatMap(({parts, controls}) => parts.map(({frames}) => [frames, controls[1].texts.length]))
      .filter(([frames]) => String(frames[0]).length == 576)
      .map(([frames, steps]) => frames[2 * steps - 1])[0]""")
    drawn = figure.locator("svg [id*='part0-'] path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('d') ?? '')"
    )
    boxes = [re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)", d) for d in drawn]
    corners = [np.array(of, dtype=float).reshape(-1, 4).T for of in boxes]
    areas = np.array([((right - left) * (low - high)).sum() for left, low, right, high in corners])
    counts = np.array([shades.count(shade) for shade in "123456789a"])
    assert np.count_nonzero(counts) > 5
    assert areas / areas.sum() * counts.sum() == pytest.approx(counts, abs=0.3)


@a_few
def test_the_mouse_moves_a_figure_and_the_address_keeps_it(
    page: Page, address: str, name: str
) -> None:
    visit(page, f"{address}/{name}.html")
    sentence = say(page, "sentence")
    slider = page.locator(f"{FIGURE} >> input").last
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": box["width"] / 3, "y": box["height"] / 2})
    page.wait_for_url(re.compile(r"\?.*="))
    moved = say(page, "sentence")
    assert moved != sentence
    assert hyphens(page.inner_text(f"{FIGURE} >> .explorable-status")) == moved
    again(page)
    assert say(page, "sentence") == moved
    page.click(f"{FIGURE} >> button[data-reset]")
    frame(page)
    assert say(page, "sentence") == sentence


def test_a_walk_goes_on_and_back_by_its_buttons(page: Page, address: str) -> None:
    page.goto(f"{address}/deeper/hidden-layer.html")
    settle(page)
    walk = page.locator(".explorable").first
    walk.scroll_into_view_if_needed()
    says, labels = walk.locator('[data-say="sentence"]'), walk.locator("> svg text")
    back, forth = (walk.get_by_role("button", name=name) for name in ("Back", "Next"))
    expect(says).to_contain_text("Row 2 goes in")
    expect(back).to_have_attribute("aria-disabled", "true")
    start = labels.all_text_contents()
    forth.press("Enter")
    expect(says).to_contain_text("Hidden unit 1 adds up")
    back.click()
    expect(says).to_contain_text("Row 2 goes in")
    assert labels.all_text_contents() == start
    walk.locator("input").last.press("End")
    expect(says).to_contain_text("Every row pulls like this")
    expect(forth).to_have_attribute("aria-disabled", "true")
    for unit in (4, 3, 2, 1):
        back.press("Enter")
        expect(says).to_contain_text(f"The answer of unit {unit} enters")
    assert "\N{MINUS SIGN}0.0387" in labels.all_text_contents()
    walk.locator("input").first.press("ArrowRight")
    page.wait_for_url("**row=3*")
    again(page)
    assert walk.locator("output").first.inner_text() == "3"


def test_a_walk_goes_forwards_and_back_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/classification/single-step.html")
    settle(page)
    walk = page.locator(".explorable")
    walk.scroll_into_view_if_needed()
    stops = walk.locator("input").last
    lit = "lines => lines.map(li => [li.textContent, getComputedStyle(li).color])"

    def here() -> list[Any]:
        frame(page)
        lines = walk.locator('li[aria-current="step"]').evaluate_all(lit)
        return [stops.get_attribute("aria-valuetext"), *lines]

    stops.press("Home")
    ahead = [here()]
    while ahead[-1][0] != "the update":
        stops.press("ArrowRight")
        ahead.append(here())
    back = [ahead[-1]]
    while back[-1][0] != "the inputs":
        stops.press("ArrowLeft")
        back.append(here())
    assert back == ahead[::-1]
    assert [len(lines) for _, *lines in ahead] == [0, 1, 1, 1, 1, 1, 1, 1]
    assert ahead[-1][1][0].endswith("update = learning_rate * " + PRODUCT)
    for colour, stop in ("figure-12", ahead[1]), ("figure-14", ahead[-1]):
        drawn = walk.locator(f"> svg path[style*={colour}]").first
        assert stop[1][1] == drawn.evaluate("path => getComputedStyle(path).stroke")


@pytest.mark.parametrize(
    ("wanted", "stop"),
    [("row=5&stop=the+delta", "the delta"), ("row=3&stop=the+moon", "the inputs")],
)
def test_a_walk_that_is_asked_for_what_it_has_not_tells_what_it_shows(
    page: Page, address: str, wanted: str, stop: str
) -> None:
    visit(page, f"{address}/classification/single-step.html?{wanted}")
    walk = page.locator(FIGURE)
    strange = "row 5" if "row=5" in wanted else "stop the moon"
    assert f"asks for {strange}, which" in str(walk.locator(".explorable-note").text_content())
    assert walk.locator("output").all_text_contents() == ["3", stop]
    sentence = str(walk.locator('[data-say="sentence"]').text_content())
    assert sentence.startswith("The error, 0.762," if stop == "the delta" else "Row 3 goes in")


@pytest.mark.parametrize(
    "name",
    [
        "classification/single-step",
        "deeper/autodiff",
        pytest.param("regression/single-step", marks=pytest.mark.thorough),
        pytest.param("deeper/hidden-layer", marks=pytest.mark.thorough),
    ],
)
def test_paper_shows_the_stops_of_a_walk_in_place_of_one(
    page: Page, address: str, name: str
) -> None:
    page.goto(f"{address}/{name}.html")
    settle(page)
    walk = page.locator(".explorable:has(.explorable-stills)")
    stills = walk.locator(".explorable-stills > li")
    assert not stills.first.is_visible()
    page.emulate_media(media="print")
    sentences = [still.inner_text() for still in stills.all() if still.is_visible()]
    assert 4 <= len(sentences) <= 6
    assert all(sentence.endswith(".") for sentence in sentences)
    assert walk.locator("svg >> visible=true").count() == len(sentences)
    assert not walk.locator('[data-say="sentence"]').is_visible()


@pytest.mark.parametrize("name", ["classification/sigmoid", "training/learning-rate"])
def test_the_figure_itself_can_be_pressed(page: Page, address: str, name: str) -> None:
    visit(page, f"{address}/{name}.html")
    svg = page.locator(f"{FIGURE} >> svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.25)
    frame(page)
    handle = page.locator(f"{FIGURE} >> input").last
    assert int(handle.input_value()) < int(handle.get_attribute("max") or 0) / 3


@pytest.mark.timed
@a_few
def test_a_change_is_drawn_within_a_frame_on_a_slow_machine(
    page: Page, address: str, name: str
) -> None:
    page.add_init_script("""
        window.times = [];
        const request = window.requestAnimationFrame;
        window.requestAnimationFrame = (draw) => request((now) => {
          const start = performance.now();
          draw(now);
          window.times.push(performance.now() - start);
        });
    """)
    visit(page, f"{address}/{name}.html")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    handle = page.locator(f"{FIGURE} >> input").last
    handle.press("Home")
    page.evaluate("times.length = 0")  # what has been drawn before is not meant
    for _ in range(15):
        for key in ("ArrowRight", "ArrowLeft"):  # each is a change, however short the slider
            handle.press(key)
            page.wait_for_timeout(30)
    times = page.evaluate("times")
    assert len(times) >= 10
    assert np.median(times) < 16  # milliseconds


@a_few
@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_the_figure_stands_and_says_so(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}.html")
    assert page.locator(f"{FIGURE} >> svg >> visible=true").count()
    assert not page.locator(f"{FIGURE} >> form").is_visible()
    assert "needs JavaScript" in page.inner_text(f"{FIGURE} >> .explorable-note")
    assert page.inner_text('[data-say="sentence"]')


@a_few
def test_an_address_that_makes_no_sense_is_answered(page: Page, address: str, name: str) -> None:
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(
        f"{address}/{name}.html?targets=1+x&rate=banana&x=NaN&step=-7&seed=99&way=no&scale=no&network=no&stop=no"
    )
    page.wait_for_selector(".explorable-ready", state="attached")
    assert "does not have" in str(page.text_content(f"{FIGURE} >> .explorable-note"))
    assert page.locator(".explorable-ready").count() == page.locator(".explorable").count()
    assert not messages


@pytest.mark.parametrize("body", [None, 'explorableStates["explore'])
def test_states_that_do_not_arrive_whole_are_told(page: Page, address: str, body: str) -> None:
    page.route(
        "**/_explorables/*",
        lambda route: route.fulfill(body=body) if body else route.abort(),
    )
    page.goto(f"{address}/index.html")
    page.locator(".explorable-note").filter(has_text="its data did not load").wait_for()
    assert page.locator(f"{FIGURE} >> svg").is_visible()
    assert page.locator(f"{FIGURE} >> input").is_disabled()
