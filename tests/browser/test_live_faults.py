"""What readers are told when something is wrong, and that Run works again afterwards."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest
from blocked_storage import STORAGE
from live_page import CHAPTER, LivePage
from serving import Pages, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.usefixtures("live_cells")
ENDED = "Ended with an error, see below."
LOOP = "while True:\n    pass"
# Press a button, and return how many milliseconds pass before it cannot be pressed any more.
STOP = """async button => {
  const begin = performance.now();
  button.click();
  while (!button.disabled) await new Promise(resolve => setTimeout(resolve));
  return performance.now() - begin;
}"""
BLOCKED = STORAGE["throws"]
ARRIVED = "Done. This cell shows nothing."
AWAY = """class Away:
    def _repr_html_(self):
        return '<b>here</b><meta http-equiv="refresh" content="0;url=404.html"><base href="/x/">'
Away()"""
# Code of a reader, what the bar says of it, and what is shown.
CELLS = {
    "leads away": (AWAY, "Your code", "here"),
    "warns": (
        "import warnings\nwarnings.warn('careful')",
        "not the same as in the book",
        "UserWarning: careful (line 2 of this cell)",
    ),
    "input": ("input('Name?')", ENDED, "nobody can answer input() on a page"),
    "exit": ("exit()", ENDED, "The cell ended itself with exit()."),
    "prints": (
        "for i in range(200_000):\n    print(i)",
        "not the same as in the book",
        "and 198,000 more lines that the page does not show",
    ),
    "memory": (
        "kept = []\nwhile True:\n    kept.append(np.ones(20_000_000))",
        ENDED,
        "Python has run out of memory",
    ),
    "displays": (
        "i = 0\nfor i in range(20_000):\n    display(i)",
        "not the same as in the book",
        "and 18,000 more lines that the page does not show",
    ),
    "endless recursion": ("def f():\n    return f()\nf()", ENDED, "RecursionError"),
    "not there": ("import pandas", ENDED, "No module named 'pandas'"),
}
# What is said of a file that is missing, cut off or another.
FAULTS = {
    "missing": "is missing (404)",
    "cut": "did not load",
    "changed": "is not the file that this book was built with",
}
FILES = [
    ("pyodide.asm.wasm", "changed"),
    ("simplenn_core-", "missing"),
    pytest.param("numpy-", "cut", marks=pytest.mark.thorough),
    pytest.param("simplenn_core-", "changed", marks=pytest.mark.thorough),
    pytest.param("pyodide-lock.json", "cut", marks=pytest.mark.thorough),
]


class Faulty(Pages):
    """Sends one file badly, as long as it is told to."""

    file, fault = "", ""

    def do_GET(self) -> None:  # noqa: N802  # named by the server
        if self.file and self.file in self.path and self.fault == "missing":
            self.path = "/nowhere"
        super().do_GET()

    def send(self, content: bytes) -> None:
        """Send a file, or what the fault leaves of it."""
        if not self.file or self.file not in self.path:
            super().send(content)
        elif self.fault == "cut":
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            changed = bytearray(content)
            changed[len(content) // 2] ^= 1
            self.wfile.write(changed)


@pytest.fixture
def faulty(browser: Browser, site: Path) -> Iterator[LivePage]:
    with served(site, Faulty) as address:
        context = browser.new_context()
        yield LivePage(context.new_page(), address, site)
        context.close()
    Faulty.file = ""


def test_a_cell_that_goes_wrong_is_told_and_the_next_runs(live: LivePage) -> None:
    page = live.page.url
    for name, (code, says, shows) in CELLS.items():
        assert says in live.run("cell 4", code), name
        assert shows in live.shown("cell 4"), name
        assert not live.page.locator(".cell_output :is(meta, base)").count(), name
        assert live.run("cell 4", "print(1 + 1)").startswith("Your code"), name
        assert live.shown("cell 4").strip() == "2", name
        assert live.page.url == page, name
    live.write("cell 4", f"print('training')\n{LOOP}")
    live.press("cell 4", "Run")
    live.cell("cell 4").locator(".cell_output", has_text="training").wait_for()  # while it runs
    live.press("cell 4", "Stop")


# Answers to an exercise, what is shown below them or below the cell that checks them.
GOOD = "better_start = [2, 4]"
ANSWERS = {
    "a blank": ("first = targets[0]\nbetter_start = [____, first]", "", "The blank ____ in line 2"),
    "another name": (
        "start = [2, 4]",
        "The check needs better_start, which your answer does not",
        "",
    ),
    "print": (f"{GOOD}\nprint = 3", "The check needs print, which your answer redefines", ""),
    "nothing printed": (f"{GOOD}\ndef print(*_): pass", "The check needs print, which your", ""),
    "np": (f"{GOOD}\nnp = features", "The check needs np, which your answer redefines", ""),
    "no numbers": ("better_start = 'none'", "TypeError: weights must hold real numbers", ""),
    "a name of the check": (f"{GOOD}\nbound = last_step = None", "Right: ", ""),
    "a function that fails": (
        f"{GOOD}\ndef regression_step(*_, **__):\n    1 / 0",
        "Line 3 of your answer, in regression_step",
        "",
    ),
}


@pytest.mark.thorough
def test_an_answer_that_goes_wrong_is_told_in_words_and_the_next_is_right(live: LivePage) -> None:
    check = live.check()
    for name, (answer, checked, answered) in ANSWERS.items():
        live.write("your answer", answer)
        said = live.run(check)
        assert checked in live.shown(check), name
        assert answered in live.shown("your answer"), name
        assert bool(answered) == (said == "An error ended your answer: go there"), name
    live.write("your answer", LOOP)
    live.press(check, "Run")
    live.bar(check).get_by_text("Running your answer …").wait_for()
    live.press(check, "Stop")
    live.bar(check).get_by_text("Stopped. The variables are gone").wait_for()
    assert live.said(live.bar("your answer")) == "Did not finish."
    live.write("your answer", GOOD)
    assert live.run(check).startswith("Your result: the exercise is done.")


# What the trimmed Matplotlib still has; a sign that it lacked would be told of below the cell.
PLOTS = {
    "a script L": r"plt.title(r'$\mathcal{L} = \frac{1}{2}$');",
    "a colour bar beside": "from mpl_toolkits.axes_grid1 import make_axes_locatable\n"
    "axes = plt.gca()\nimage = axes.imshow([[1, 2]])\n"
    "plt.colorbar(image, cax=make_axes_locatable(axes).append_axes('right', '5%'));",
    "an animation": "from matplotlib.animation import FuncAnimation\n"
    "plt.rcParams['animation.html'] = 'jshtml'\n"
    "figure, axes = plt.subplots()\nFuncAnimation(figure, lambda i: axes.plot(i), frames=2)",
}
SAID = {"an animation": "This value needs its own script to move"}


@pytest.mark.thorough
def test_what_readers_often_draw_is_drawn(live: LivePage) -> None:
    for name, plot in PLOTS.items():
        code = f"import matplotlib.pyplot as plt\n{plot}"
        assert live.run("cell 4", code).startswith("Your code"), name
        shown = live.shown("cell 4")
        assert "Font" not in shown, name
        assert SAID.get(name, "") in shown
        assert live.cell("cell 4").locator(".cell_output svg.figure").count() == 1, name
        assert live.cell("cell 4").locator(".cell_output button").count() == 0, name


@pytest.mark.timed
def test_an_endless_loop_is_stopped_at_once(live: LivePage) -> None:
    live.run("cell 2")
    built = live.shown("cell 3")
    live.write("cell 3", LOOP)
    live.press("cell 3", "Run")
    live.bar("cell 3").get_by_text("Running …").wait_for()
    live.page.wait_for_timeout(300)
    assert live.bar("cell 3").locator("[data-live=stop]").evaluate(STOP) < 100
    assert live.said(live.bar("cell 3")).startswith("Stopped. The variables are gone")
    assert live.shown("cell 3") == built
    assert live.run("cell 3", "print(features.shape)").startswith("Your code")
    assert live.shown("cell 3").strip() == "(5, 2)"


@pytest.mark.parametrize(("file", "fault"), FILES)
def test_a_file_that_does_not_come_whole_is_told(faulty: LivePage, file: str, fault: str) -> None:
    Faulty.file, Faulty.fault = file, fault
    said = faulty.run("cell 2")
    assert ("the book's own package" if "simplenn" in file else file) in said
    assert FAULTS[fault] in said
    assert said.endswith("Run tries again.")
    Faulty.file = ""
    assert faulty.run("cell 2") == ARRIVED


@pytest.mark.thorough
@pytest.mark.parametrize("fault", ["missing", "changed"])
def test_data_that_do_not_come_whole_are_told(browser: Browser, site: Path, fault: str) -> None:
    with served(site, Faulty) as address:
        context = browser.new_context()
        live = LivePage(context.new_page(), address, site, "deeper/real-data")
        Faulty.file, Faulty.fault = "diabetes.csv", fault
        said = live.run("cell 1")
        Faulty.file = ""
        assert f"diabetes.csv {FAULTS[fault]}" in said
        assert said.endswith("Run tries again.")
        assert live.run("cell 1") == ARRIVED
        context.close()


@pytest.mark.parametrize(
    "file",
    [
        "page.js",
        pytest.param("worker.js", marks=pytest.mark.thorough),
        pytest.param(".live.json", marks=pytest.mark.thorough),
    ],
)
def test_a_script_that_does_not_come_is_told(faulty: LivePage, file: str) -> None:
    Faulty.file, Faulty.fault = file, "missing"
    faulty.press("cell 2", "Edit and run")
    said = faulty.bar("cell 2").get_by_text("did not load. Are you online?")
    said.wait_for()
    Faulty.file = ""
    assert faulty.run("cell 2") == ARRIVED


def test_a_browser_without_webassembly_is_told(page: Page, address: str, site: Path) -> None:
    page.add_init_script("delete self.WebAssembly")
    live = LivePage(page, address, site)
    built = live.shown("cell 3")
    live.press("cell 3", "Edit and run")
    assert "lacks WebAssembly" in live.said(live.bar("cell 3"))
    assert live.shown("cell 3") == built


def test_a_page_opened_from_a_disk_is_told(page: Page, site: Path) -> None:
    live = LivePage(page, site.as_uri(), site)
    live.press("cell 3", "Edit and run")
    assert "Cells run on a site that is served" in live.said(live.bar("cell 3"))


@pytest.mark.parametrize(
    "storage",
    [
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
        *(pytest.param(blocked, marks=pytest.mark.thorough) for blocked in STORAGE.values()),
    ],
)
def test_a_storage_that_is_full_or_blocked_is_told(
    page: Page, address: str, site: Path, storage: str
) -> None:
    page.add_init_script(storage)
    live = LivePage(page, address, site)
    live.run("cell 3", "print(1 + 1)")
    assert live.shown("cell 3").strip() == "2"
    assert "Your changes cannot be kept" in live.said(live.top)


def test_what_a_blocked_storage_keeps_is_not_said_to_be_forgotten(page: Page, address: str) -> None:
    page.add_init_script(BLOCKED)
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Forget everything").click()
    says = page.locator(".progress [role=status]").inner_text()
    assert says == "The browser blocks its storage, so nothing kept there can be forgotten."


def test_a_page_of_an_older_build_does_not_take_the_cells_of_a_newer_one(live: LivePage) -> None:
    newer = live.book | {"digest": "another", "cells": live.book["cells"][1:]}
    live.page.route("**/*.live.json*", lambda route: route.fulfill(json=newer))
    live.press("cell 3", "Edit and run")
    live.bar("cell 3").get_by_text("The book has changed since this page was loaded").wait_for()
    assert not live.page.locator(".cm-content").count()


VALUES = {
    "endless": ("i = 0\nwhile True:\n    display(i)\n    i += 1", "and 1988 more lines"),
    "many": (f"for i in range(20_000): display(i)\n{LOOP}", "and 1988 more lines"),
    "large": (f"display('x' * 60_000_000)\n{LOOP}", "xxxxxxxx"),
}


@pytest.mark.timed
@pytest.mark.parametrize(
    "kind", ["endless", *(pytest.param(k, marks=pytest.mark.thorough) for k in ("many", "large"))]
)
def test_values_leave_the_page_answering(live: LivePage, kind: str) -> None:
    code, shows = VALUES[kind]
    live.write("cell 2", code)
    live.press("cell 2", "Run")
    live.cell("cell 2").locator(".cell_output").get_by_text(shows).wait_for(timeout=60_000)
    assert live.bar("cell 2").locator("[data-live=stop]").evaluate(STOP) < 1000


class Replaced(Pages):
    """Serves a chapter with one hidden cell more at its top, as long as it is told to."""

    longer = False

    def content(self, path: Path) -> bytes:
        """Return what of a file of the one site or the other goes over the wire."""
        if not (
            self.longer and path.as_posix().endswith((f"{CHAPTER}.html", f"{CHAPTER}.live.json"))
        ):
            return super().content(path)
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            book = json.loads(text)
            cells = [{"name": "what the page needs", "source": "1"}, *book["cells"]]
            return gzip.compress(json.dumps(book | {"cells": cells, "digest": "0"}).encode())
        text = re.sub(r"(?<=\.live\.json\?)\w+", "0", text)
        bar = re.compile(r'(?<=id="live-)\d+(?=")')
        return gzip.compress(bar.sub(lambda at: str(int(at[0]) + 1), text).encode())


@pytest.mark.thorough
@pytest.mark.parametrize("cells", ["one more", "one fewer"])
@pytest.mark.parametrize("until", ["it is opened", "a press", "a reload", "another visit"])
def test_a_page_that_is_open_while_the_site_is_replaced_runs_no_wrong_cell(
    browser: Browser, site: Path, until: str, cells: str
) -> None:
    Replaced.longer = cells == "one fewer"
    context = browser.new_context()
    page = context.new_page()
    cell = page.locator(".cell:has(> .live-bar)").filter(has=page.locator("pre >> nth=1")).first
    said = cell.locator(".live-said")

    def run() -> None:
        code = cell.locator("pre").first.text_content()
        if not cell.locator(".cm-content").count():
            cell.locator("[data-live=open]").click()
        assert cell.locator(".cm-content").inner_text().rstrip() == str(code).rstrip()
        cell.locator("[data-live=run]").click()
        said.filter(has_text="Your result: the same as in the book.").wait_for(timeout=90_000)

    with served(site, Replaced) as address:
        LivePage(page, address, site)
        if until == "a press":
            cell.locator("[data-live=open]").click()
            cell.locator(".cm-content").wait_for()
        elif until != "it is opened":
            run()
        Replaced.longer = not Replaced.longer
        if until == "it is opened":
            cell.locator("[data-live=open]").click()
            said.filter(has_text="The book has changed since this page was loaded").wait_for()
            assert not page.locator(".cm-content").count()
            page.reload()
        elif until == "a reload":
            page.reload()
        elif until == "another visit":
            page.goto(f"{address}/{CHAPTER}.html")
        run()
        context.close()
    Replaced.longer = False


@pytest.mark.thorough
def test_to_run_all_cells_starts_python_again(live: LivePage) -> None:
    live.run("cell 2", "import sys\nsys.mine = getattr(sys, 'mine', 0) + 1\nprint(sys.mine)")
    live.run("cell 2")
    assert live.shown("cell 2").strip() == "2"
    live.run_all()
    assert live.shown("cell 2").strip() == "1"


@pytest.mark.parametrize(
    "kept",
    [
        '{"cells": {"0 a": 5}, "done": 5}',
        pytest.param('{"cells": null}', marks=pytest.mark.thorough),
        pytest.param("5", marks=pytest.mark.thorough),
    ],
)
def test_a_storage_of_any_shape_disables_nothing(
    page: Page, address: str, site: Path, kept: str
) -> None:
    page.goto(f"{address}/index.html")
    page.evaluate("kept => localStorage.setItem('live:/:regression/multi-step', kept)", kept)
    page.reload()
    page.get_by_role("button", name="Forget everything").click()
    page.locator(".progress [role=status]", has_text="Everything is forgotten.").wait_for()
    page.evaluate("kept => localStorage.setItem('live:/:regression/multi-step', kept)", kept)
    live = LivePage(page, address, site)
    assert live.run("cell 2", "print(1)").startswith("Your code")


def test_what_another_site_keeps_in_the_same_storage_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.evaluate("localStorage.setItem('live:/another/:regression/multi-step', '{}')")
    page.get_by_role("button", name="Forget everything").click()
    page.locator(".progress [role=status]", has_text="Everything is forgotten.").wait_for()
    assert page.evaluate("localStorage.length") == 1


def test_a_change_stays_with_its_cell_when_one_is_added_above(live: LivePage) -> None:
    live.write("cell 3", "mine")
    cells = [{"name": "what the page needs", "source": "1"}, *live.book["cells"]]
    newer = live.book | {"cells": cells}
    live.page.route("**/*.live.json*", lambda route: route.fulfill(json=newer))
    live.page.reload()
    # The page has its bars where they were, so it is the next one's that shows it.
    at = next(i for i, cell in enumerate(cells) if cell["name"] == "cell 3")
    live.page.evaluate("at => document.querySelector('#live-' + (at - 1)).id = 'live-' + at", at)
    live.press("cell 2", "Edit and run")
    live.page.locator(".cm-content", has_text="mine").wait_for()


def test_without_means_to_check_the_page_says_so(page: Page, address: str, site: Path) -> None:
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})")
    live = LivePage(page, address, site)
    live.press("cell 2", "Edit and run")
    live.top.locator(".live-said", has_text="nothing that it loads can be checked").wait_for()


@pytest.mark.parametrize(
    "button", ["Reset", pytest.param("Forget my changes", marks=pytest.mark.thorough)]
)
def test_what_is_taken_back_can_be_brought_back(live: LivePage, button: str) -> None:
    live.write("cell 3", "mine")
    top = button.startswith("Forget")
    bar = live.top if top else live.bar("cell 3")
    bar.get_by_role("button", name=button).click()
    assert not live.cell("cell 3").locator(".cm-content").count()
    bar.get_by_role("button", name="Undo").click()
    assert live.cell("cell 3").locator(".cm-content").inner_text() == "mine"
    live.page.reload()
    live.page.locator(".live-all", has_text="(with your changes)").wait_for()
    assert live.said(live.top) == "Your changes are kept. They appear once you press a button."
    live.press("cell 2", "Edit and run")
    live.cell("cell 3").locator(".cm-content", has_text="mine").wait_for()


def test_undo_is_still_offered_when_python_arrives(live: LivePage) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    live.page.route("**/_static/live/**/*.whl", hold)
    with live.page.expect_request("**/_static/live/**/*.whl"):
        live.write("cell 3", "mine")
    live.press("cell 3", "Reset")
    with live.page.expect_event("requestfinished", lambda asked: asked == held[0].request):
        held[0].continue_()
    live.press("cell 3", "Undo")
    assert live.cell("cell 3").locator(".cm-content").inner_text() == "mine"


@pytest.mark.thorough
def test_two_tabs_do_not_disturb_each_other(page: Page, address: str, site: Path) -> None:
    one, other = LivePage(page, address, site), LivePage(page.context.new_page(), address, site)
    for tab in (one, other):
        tab.press("cell 2", "Edit and run")
        tab.cell("cell 2").locator(".cm-content").wait_for()
    one.run("cell 3", "weights = 1")
    other.run("cell 4", "print(weights)")
    assert other.shown("cell 4").strip().startswith("[")
    third = LivePage(page.context.new_page(), address, site)
    third.press("cell 2", "Edit and run")
    for name, code in (("cell 3", "weights = 1"), ("cell 4", "print(weights)")):
        assert third.cell(name).locator(".cm-content").inner_text() == code
