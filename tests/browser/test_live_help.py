"""What helps while a cell is written, in a browser: how a name goes on, what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from views import AXE, TOO_WIDE

if TYPE_CHECKING:
    from pathlib import Path

    from live_page import LivePage
    from playwright.sync_api import Locator

pytestmark = pytest.mark.usefixtures("live_cells")
# A list takes no key in the first moment, lest one be meant for the text.
TAKES_KEYS = """() => {
  const open = !!document.querySelector(".cm-tooltip-autocomplete li[aria-selected]");
  window.openSince = open ? window.openSince ?? performance.now() : undefined;
  return open && performance.now() - window.openSince > 100;
}"""


def type_in(live: LivePage, text: str) -> Locator:
    """Type in the place of the code of cell 3, which is open then; return its editor."""
    live.write("cell 3", "#")
    live.page.keyboard.press("Backspace")
    live.page.keyboard.type(text)
    return live.cell("cell 3").get_by_role("textbox")


def listed(live: LivePage) -> list[str]:
    """Return the entries of the list, once it takes keys."""
    live.page.evaluate("window.openSince = undefined")
    live.page.wait_for_function(TAKES_KEYS)
    return live.page.get_by_role("option").all_inner_texts()


def test_names_are_listed_before_python_is_there_and_taken_by_keyboard(live: LivePage) -> None:
    page, names = live.page, live.page.get_by_role("listbox", name="Completions")
    live.page.route("**/worker.js*", lambda route: route.abort())
    editor = type_in(live, "x = f")
    assert not names.count()  # of one letter
    page.keyboard.type("ea")
    assert listed(live) == ["features"]
    page.keyboard.press("Enter")
    expect(editor).to_have_text("x = features")
    page.keyboard.press("Enter")  # what is written to its end is not taken once more
    page.keyboard.type("fea")
    listed(live)
    page.keyboard.press("Escape")  # closes the list, and then leaves
    expect(names).to_have_count(0)
    expect(editor).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("features")
    listed(live)
    page.keyboard.press("Enter")
    lines = editor.locator(".cm-line")
    expect(lines).to_have_text(["x = features", "fea", "features", ""])
    page.keyboard.type("fea")
    listed(live)
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    expect(names).to_have_count(0)
    editor.focus()
    page.keyboard.press("Escape")
    expect(live.bar("cell 3").get_by_role("button", name="Run")).to_be_focused()


def test_attributes_and_arguments_are_told_by_python(live: LivePage) -> None:
    page = live.page
    live.run(
        "cell 3", "class Step:\n    def loss(self, rate=0.1):\n        'Halve it.'\nstep = Step()"
    )
    editor = type_in(live, "step.")
    assert listed(live) == ["lossHalve it."]
    page.keyboard.press("Enter")
    expect(editor).to_have_text("step.loss")
    page.keyboard.type("(")
    tip = page.get_by_role("tooltip")
    expect(tip).to_have_text("step.loss(rate=0.1)Halve it.")
    page.keyboard.type("0.5")
    expect(tip).to_be_visible()
    page.keyboard.type(")")
    expect(tip).to_have_count(0)
    page.keyboard.type("\nnp.linspace(0, fea")
    expect(tip).to_contain_text("np.linspace(start, stop, num=50")
    assert listed(live) == ["featuresarray (5, 2), float64: 0, 1, 2.5, 1, 5, 1, …"]
    page.keyboard.press("Escape")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    expect(editor).to_be_focused()


@pytest.mark.thorough
def test_what_a_name_stands_for_is_shown_and_said(live: LivePage) -> None:
    page, tip = live.page, live.page.get_by_role("tooltip")
    live.run("cell 3", "numbers = np.arange(7.0, 17.0)\nnumbers")
    what = "numbers: array (10,), float64: 7, 8, 9, 10, 11, 12, …"
    live.cell("cell 3").get_by_text("numbers = ").hover(position={"x": 40, "y": 10})
    expect(tip).to_have_text(what)
    page.mouse.move(0, 0)
    expect(tip).to_have_count(0)
    editor = live.cell("cell 3").get_by_role("textbox")
    assert "Control+I explains" in str(editor.get_attribute("aria-description"))
    editor.focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("Control+i")
    expect(tip).to_have_text(what)
    expect(page.locator(".live-page [role=status]")).to_have_text(what)
    page.keyboard.press("ArrowLeft")
    expect(tip).to_have_count(0)
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("other = 1\n")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+i")
    expect(tip).to_contain_text("otherNothing is known about it before its cell has run")


@pytest.mark.thorough
def test_while_a_cell_runs_only_the_texts_are_asked(live: LivePage) -> None:
    live.run("cell 3", "features")
    live.write("cell 3", "while True:\n    pass")
    live.press("cell 3", "Run")
    stop = live.bar("cell 3").get_by_role("button", name="Stop")
    expect(stop).to_be_enabled()
    live.bar("cell 3").get_by_text("Running").wait_for()
    type_in(live, "# features. fea\n'fea'\nf'fea {tar")
    assert listed(live) == ["targets"]
    live.page.keyboard.press("Escape")
    live.page.keyboard.press("Control+i")
    expect(live.page.get_by_role("tooltip")).to_contain_text("Nothing is known about it")
    stop.click()
    live.bar("cell 3").get_by_text("Stopped.").wait_for()
    type_in(live, "np.lin")  # of a Python that has ended
    assert live.run("cell 3", "(") == "Ended with an error, see below."
    type_in(live, "def f(:\n  feat")  # a fault in the text keeps no name from being found
    assert listed(live)[0].startswith("features")


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_list_and_tip_are_accessible_and_widen_no_page(
    live: LivePage, tools: Path, width: int, scheme: Any
) -> None:
    page = live.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate((tools / "axe-core" / "axe.min.js").read_text("utf-8"))
    live.run("cell 3", "features")
    type_in(live, "np.linspace(np.a")
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert len(listed(live)) == 8
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('.back-to-top').remove()")  # the theme's own
    assert page.evaluate(AXE) == []
    assert page.evaluate(TOO_WIDE) == []
    expect(page.get_by_role("listbox")).to_be_visible()
