"""Cells that readers run, in a browser, on the built site."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from built import site_folder
from live_page import CHAPTER, LivePage, chapters
from playwright.sync_api import expect
from serving import Pages, served
from views import AXE, TOO_WIDE, VIEWS, settle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.usefixtures("live_cells")
SHIFTS = """() => {
  window.shifted = 0;
  const add = each => window.shifted += each.hadRecentInput ? 0 : each.value;
  new PerformanceObserver(list => list.getEntries().forEach(add)).observe({type: "layout-shift"});
}"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chapter" in metafunc.fixturenames:
        found = chapters(site_folder(metafunc.config))
        if not metafunc.config.getoption("--full"):
            found = found[-1:]
        metafunc.parametrize("chapter", found)


def test_the_cells_of_a_chapter_agree_with_the_build(
    page: Page, address: str, site: Path, chapter: str
) -> None:
    messages: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    live = LivePage(page, address, site, chapter)
    built = live.all_shown()
    assert live.run_all().startswith("All cells have run")
    assert live.top.get_attribute("data-failed") in {None, "0"}  # claims of hidden cells
    ran = live.all_shown()
    assert len(ran) == sum(cell["name"] != "what the page needs" for cell in live.book["cells"])
    for key, cell in built.items():
        assert ran[key]["figures"] == cell["figures"], key
        assert ran[key]["own"] == bool(cell["text"] or cell["figures"]), key
        # WebAssembly adds in another order, but no chapter prints so many digits that it shows.
        assert ran[key]["text"] == cell["text"], key
    assert not messages
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    # Scripts run from the bytes that were checked: no second request brings others.
    names = [url.rpartition("/")[2].partition("?")[0] for url in asked]
    assert names.count("pyodide.asm.js") == names.count("pyodide.mjs") == 1


@pytest.mark.thorough
def test_cells_that_need_another_library_say_so_and_the_rest_runs(
    page: Page, address: str, site: Path
) -> None:
    live = LivePage(page, address, site, "deeper/real-data")
    (said,) = page.locator(".live-not").all()
    assert said.inner_text() == "Runs on your computer only: it needs scikit-learn."
    cell = page.locator(".cell").filter(has=said)
    assert "LinearRegression" in cell.locator(".cell_input").inner_text()
    assert not cell.locator("button[data-live]").count()
    built = cell.locator(".cell_output").inner_text()
    assert live.run_all() == "All cells have run except those that run on your computer only."
    assert cell.locator(".cell_output").inner_text() == built
    assert live.shown(live.check()).startswith("Right")


def test_cells_above_run_first_and_again_once_they_are_changed(live: LivePage) -> None:
    built = live.shown("cell 4")
    assert live.run("cell 4") == "Your result: the same as in the book."
    assert live.shown("cell 4") == built
    assert live.said(live.bar("cell 2")) == "Done. This cell shows nothing."
    live.write("cell 3", "learning_rate = 0.005\nprint('!')")
    said = live.run("cell 4", "print(learning_rate)")
    assert said == "Your code’s result: not the same as in the book."  # noqa: RUF001  # as on the page
    assert live.shown("cell 4").strip() == "0.005"
    assert live.shown("cell 3").strip() == "!"
    live.press("cell 3", "Reset")
    live.run("cell 4")
    assert live.shown("cell 4").strip() == "0.01"


def test_reset_shows_what_was_built(live: LivePage) -> None:
    # A prediction may cover it; what has run once stays uncovered.
    built = live.cell("cell 3").inner_html().replace(" covered ", " ")
    live.run("cell 3", "print('mine')")
    assert live.all_shown()["live-3"]["own"]
    live.press("cell 3", "Reset")
    live.bar("cell 3").locator("[data-live=undo]").evaluate("undo => undo.remove()")
    live.bar("cell 3").locator(".live-said").evaluate("said => said.textContent = ''")
    assert re.sub(r" (style|hidden)=\"[^\"]*\"", "", live.cell("cell 3").inner_html()) == built


def test_an_error_shows_the_lines_of_the_reader_alone(live: LivePage) -> None:
    live.write("cell 3", "def f(x):\n    return features.dot(x)")
    assert (
        live.run("cell 4", "print('before')\n\nf([1, 2, 3])") == "Ended with an error, see below."
    )
    text = live.shown("cell 4")
    assert "before" in text
    assert "Line 3 of this cell" in text
    assert "Line 2 of cell 3, in f" in text
    assert "ValueError: shapes (5,2) and (3,) not aligned" in text
    assert "python3" not in text
    assert live.cell("cell 4").locator(".live-fault").inner_text() == "f([1, 2, 3])"
    live.write("cell 4", "x = (")  # one that Python cannot even read
    assert live.run("cell 4") == "Ended with an error, see below."
    assert "SyntaxError: '(' was never closed" in live.shown("cell 4")


UPDATES = "weights = np.array([1.0, -2.0])\nfor i in range(51):\n    weights = 0.9 * weights\n"


def test_a_cell_is_gone_through_line_by_line(live: LivePage) -> None:
    cell, page = live.cell("cell 3"), live.page
    live.write("cell 3", f"{UPDATES}print(weights.round(4))")
    assert live.ended(live.bar("cell 3"), lambda: live.press("cell 3", "Steps")).startswith("Your")
    says, marked = cell.get_by_role("status"), cell.locator(".live-next")
    assert says.inner_text().startswith("Step 1 of 106. Line 1 is next: weights = np.array(")
    assert cell.get_by_role("button", name="Back").is_disabled()
    cell.get_by_role("button", name="Next").focus()
    for line, changed in (("for", "weights"), ("    weights", "i"), ("for", "weights")):
        page.keyboard.press("Enter")
        assert marked.inner_text().startswith(line)
        assert says.inner_text().endswith(f"Changed: {changed}.")
    variables = cell.get_by_role("region", name="Variables")
    assert variables.locator(".live-changed").inner_text().split() == [
        *("weights", "array", "(2,),", "float64", "0.9", "\N{MINUS SIGN}1.8")
    ]
    cell.get_by_role("slider").press("End")
    assert says.inner_text() == "Step 106 of 106. The cell has ended."
    assert cell.get_by_role("button", name="Next").is_disabled()
    assert live.shown("cell 3").strip() == "[ 0.0046 -0.0093]"
    live.run("cell 3")  # an ordinary run shows none
    assert not cell.locator(".live-steps, .live-next").count()


def test_the_steps_of_the_book_need_no_python_and_hold_until_something_is_changed(
    page: Page, address: str, site: Path
) -> None:
    page.route("**/_static/live/python-*/*", lambda route: route.abort())
    live = LivePage(page, address, site)
    cell, bar = live.cell("cell 3"), live.bar("cell 3")
    stored = json.loads(next((site / "regression").glob("multi-step.*.steps.json")).read_bytes())
    live.press("cell 3", "Edit and run")
    expect(bar).to_contain_text("did not load")
    live.press("cell 3", "Steps")
    expect(bar).to_contain_text("the run that the book shows")
    says = cell.get_by_role("status")
    expect(says).to_have_text(re.compile(rf"^Step 1 of {len(stored)}\. Line 1 is next: weights"))
    cell.get_by_role("slider").press("End")
    expect(says).to_have_text(f"Step {len(stored)} of {len(stored)}. The cell has ended.")
    live.write("cell 2", "import numpy as np")  # above: what the book's run began with is gone
    live.press("cell 3", "Steps")
    expect(bar).to_contain_text("did not load")


@pytest.mark.thorough
def test_the_first_line_of_a_loop_is_shown_before_the_loop_has_ended(live: LivePage) -> None:
    live.run("cell 3", "import time\nfor i in range(51):\n    time.sleep(0.05)\n")
    live.press("cell 3", "Steps")
    first = live.cell("cell 3").get_by_role("status")
    first.filter(has_text=re.compile("Step 1 of")).wait_for()
    assert live.bar("cell 3").get_by_role("button", name="Stop").is_enabled()
    live.press("cell 3", "Stop")  # what has come by then can be gone through
    live.cell("cell 3").get_by_role("slider").press("End")
    assert re.match(r"Step (\d+) of \1\.", first.inner_text())


@pytest.mark.thorough
def test_an_error_in_a_cell_above_is_named_where_run_was_pressed(live: LivePage) -> None:
    live.write("cell 3", "1 / 0")
    assert live.run("cell 4") == "An error ended cell 3: go there"
    live.bar("cell 4").get_by_role("link").click()
    assert live.page.url.endswith("#live-3")
    assert "ZeroDivisionError" in live.shown("cell 3")


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.thorough)])
def test_a_figure_has_the_colours_of_the_scheme_and_its_caption(
    live: LivePage, scheme: Any
) -> None:
    live.page.emulate_media(color_scheme=scheme)
    name = next(c["name"] for c in live.book["cells"] if "ax.contour" in c["source"])
    caption = live.cell(name).locator("figcaption").text_content()
    label = live.cell(name).locator("svg.figure").get_attribute("aria-label")
    text = "svg => getComputedStyle(svg.querySelector('text')).fill"
    colour = live.cell(name).locator("svg.figure").evaluate(text)
    assert live.run(name) == "Your result."
    figure = live.cell(name).locator("svg.figure")
    assert figure.get_attribute("aria-label") == label
    assert live.cell(name).locator("figcaption").text_content() == caption
    assert figure.evaluate(text) == colour


def test_all_is_done_by_keyboard(live: LivePage) -> None:
    page = live.page
    live.bar("cell 3").get_by_role("button").focus()
    page.keyboard.press("Enter")
    editor = live.cell("cell 3").get_by_role("textbox", name="Python code of cell 3")
    editor.wait_for()
    assert editor.evaluate("e => e === document.activeElement")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("print(6 / 3)")  # the site takes / for its search elsewhere
    for keys in ("Shift+Enter", "Control+Enter"):
        live.ended(live.bar("cell 3"), partial(page.keyboard.press, keys))
        assert live.shown("cell 3").strip() == "2.0"
    page.keyboard.press("Escape")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused) == "Run cell 3"
    editor.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Run cell 3"
    spoken = page.get_by_role("status").filter(has_text="result")
    assert spoken.count() == 1


def test_exercises_answer_and_are_remembered_until_forgotten(live: LivePage, address: str) -> None:
    page, check = live.page, live.check()
    says = live.cell(check).locator(".cell_output")
    assert not says.is_visible()  # what is said of the book's solution is not said of an answer
    live.run(check)
    assert live.shown(check).startswith("Right")  # the book's own solution
    assert page.evaluate("localStorage.length") == 0
    answer = "your answer"
    assert live.run(answer, "better_start = [1, 1000]") == "Done. See what the check says."
    assert re.match(r"Not yet: [\d.]+, expected below [\d.]+", live.shown(check))
    known = page.locator(".mistake:visible")
    assert known.count() == 0
    live.write(answer, "better_start = [0, 0]")
    assert (
        live.said(live.bar(check)) == "This was the verdict on your answer before you changed it."
    )
    live.run(answer)
    assert known.count() == 1
    assert live.run(answer, "better_start = [2, 4]") == "Right: the exercise is done."
    assert live.said(live.bar(check)).startswith("Your result: the exercise is done.")
    assert re.match(r"Right: [\d.]+ is below [\d.]+", live.shown(check))
    assert known.count() == 0
    page.reload()
    assert not says.is_visible()
    assert not page.locator(".cm-content").count()  # nothing runs or opens by itself
    live.press(answer, "Write your answer")
    text = live.cell(answer).locator(".cm-content")
    expect(text).to_be_focused()
    assert text.inner_text() == "better_start = [2, 4]"
    live.press(answer, "Reset")
    assert live.said(live.bar(answer)) == "Your answer is set aside."
    live.press(answer, "Undo")  # a finger or a mouse reaches it
    assert text.inner_text() == "better_start = [2, 4]"
    page.goto(f"{address}/index.html")
    settle(page, covered=True)  # what is laid out between two frames moves what is to be pressed
    mine = page.locator(".done[data-page='regression/multi-step']")
    assert mine.inner_text().endswith("1 of 2 exercises")
    assert (
        page.locator(".done").all_inner_texts().count("") == page.locator(".done").count() - 1 > 0
    )
    page.get_by_role("button", name="Forget everything").click()
    assert mine.inner_text() == ""
    assert page.evaluate("localStorage.length") == 0


def test_a_chapter_forgets_what_was_written_in_it(live: LivePage) -> None:
    forget = live.top.get_by_role("button", name="Forget my changes")
    assert forget.is_disabled()
    live.write("cell 3", "mine")
    forget.click()
    live.cell("cell 3").locator("pre >> text=learning_rate = 0.01").wait_for()
    assert live.page.evaluate("localStorage.length") == 0
    assert forget.is_disabled()


def test_before_a_press_next_to_nothing_is_loaded(newcomer: Page, site: Path, address: str) -> None:
    asked: list[str] = []
    newcomer.on("request", lambda request: asked.append(request.url))
    # No code comes from there.
    newcomer.goto(f"{address}/{CHAPTER}.html?run=1&code=print(1)#live-3")
    newcomer.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/live/" in url or url.endswith(".live.json")]
    assert (site / "_static" / "live.js").stat().st_size <= 4096


@pytest.mark.thorough
def test_the_second_visit_loads_nothing_again(browser: Browser, site: Path) -> None:
    asked: list[str] = []

    class Counted(Pages):
        def do_GET(self) -> None:  # noqa: N802  # named by the server
            asked.append(self.path)
            super().do_GET()

    with served(site, Counted) as address:
        context = browser.new_context()
        for visit in range(2):
            live = LivePage(context.new_page(), address, site)
            name = next(c["name"] for c in live.book["cells"] if "plt.show" in c["source"])
            assert live.run(name) == "Your result."
            large = [path for path in asked if "/_static/live/" in path]
            assert bool(large) == (visit == 0), large
            asked.clear()
        context.close()


@pytest.mark.thorough
def test_editors_and_outputs_are_without_fault_in_each_view(live: LivePage, tools: Path) -> None:
    page = live.page
    page.emulate_media(reduced_motion="reduce")
    live.run("cell 3")
    live.run("cell 4", "import warnings\nwarnings.warn('x')\nfor i in range(99): print(i)\n1 / 0")
    live.write("your answer", "better_start = 'some' + 1  # and a comment\nif None: pass")
    live.ended(live.bar("cell 3"), lambda: live.press("cell 3", "Steps"))
    page.evaluate((tools / "axe-core" / "axe.min.js").read_text("utf-8"))
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("scrollTo(0, 0)")  # what the theme shows to those who scroll up is its own
        page.wait_for_timeout(700)  # until no colour is on its way to another
        assert page.evaluate(AXE) == [], (width, scheme)
        assert page.evaluate(TOO_WIDE) == []


def test_nothing_jumps(live: LivePage) -> None:
    live.page.evaluate(SHIFTS)
    for width in (1280, 360):
        live.page.set_viewport_size({"width": width, "height": 800})
        live.page.evaluate("window.shifted = 0")
        live.cell("cell 3").scroll_into_view_if_needed()
        live.run("cell 3")
        live.page.wait_for_timeout(700)
        assert live.page.evaluate("window.shifted") < 0.001
