"""What makes the pages comfortable to read: formulas, definitions, columns, motion, colours."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from blocked_storage import STORAGE
from PIL import Image
from views import PHONE, UNCOVER, settle

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page

FORMULAS = "/regression/single-step.html"
TERMS = "/classification/sigmoid.html"
CHAPTER = "/regression/ols.html"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
THOROUGH = pytest.mark.thorough

on_a_phone = pytest.mark.parametrize("page", [PHONE], indirect=True)
with_clipboard = pytest.mark.parametrize("page", [CLIPBOARD], indirect=True)
without_script = pytest.mark.parametrize(
    "page", [{**PHONE, "java_script_enabled": False}], indirect=True
)


def edges(element: ElementHandle) -> list[bool]:
    """Say of both ends of what is shown, but for a pixel or two, whether a shade lies there."""
    picture = np.asarray(Image.open(BytesIO(element.screenshot())).convert("L"), dtype=float)
    paper = np.median(picture)
    return [bool(np.median(picture[:, column]) < paper - 20) for column in (2, -3)]


def pasted(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@with_clipboard
def test_the_tex_of_a_displayed_formula_is_copied_by_keyboard(page: Page, address: str) -> None:
    page.goto(address + FORMULAS)
    formula = page.locator(".formula").first
    button = page.locator(".formula-frame button").first
    assert button.evaluate("b => getComputedStyle(b).opacity") == "0"
    formula.focus()
    assert button.evaluate("b => getComputedStyle(b).opacity") == "1"
    page.keyboard.press("Tab")
    assert button.evaluate("b => b === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="TeX copied").wait_for(state="attached")
    assert pasted(page) == formula.locator("annotation").text_content()
    assert "\\" in pasted(page)  # commands of TeX, not what is seen


@on_a_phone
def test_the_button_of_a_formula_comes_with_a_tap(page: Page, address: str) -> None:
    page.goto(address + FORMULAS)
    settle(page)  # or what is tapped may still move
    page.locator(".formula").first.tap()
    button = page.locator(".formula-frame button").first
    assert button.evaluate("b => getComputedStyle(b).opacity") == "1"


@on_a_phone
@pytest.mark.parametrize("where", ["reference/names", "deeper/where-next"])
def test_the_column_to_read_stands_below_the_others_on_a_phone(
    page: Page, address: str, where: str
) -> None:
    page.goto(f"{address}/{where}.html")
    settle(page)
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".table-wrapper.last-below tr")].map(row => {
          const cells = [...row.children].map(cell => cell.getBoundingClientRect());
          const last = cells.pop();
          return [last.top - Math.max(...cells.map(cell => cell.bottom)), last.right - innerWidth];
        })"""
    )
    assert len(rows) > 3
    for below, beyond in rows:
        assert below >= -1
        assert beyond <= 0


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True)
def test_what_a_check_says_is_not_cut_in_the_lists_for_teachers(page: Page, address: str) -> None:
    page.goto(f"{address}/reference/teaching-more.html")
    settle(page)
    beyond = page.locator(".said pre").evaluate_all(
        "all => all.map(each => each.scrollWidth - each.clientWidth)"
    )
    assert len(beyond) > 20
    assert max(beyond) <= 0


def test_no_gap_follows_a_root(page: Page, address: str) -> None:
    page.goto(f"{address}/training/momentum.html")
    settle(page)
    gaps = page.evaluate(
        """() => [...document.querySelectorAll("msqrt")].map(root => [root, root.lastElementChild])
          .map(pair => pair.map(each => each.getBoundingClientRect().right))
          .map(([root, last]) => root - last)"""
    )
    assert len(gaps) > 10
    assert max(map(abs, gaps)) < 1


@on_a_phone
@pytest.mark.parametrize("kind", ["div.cell_input pre", "div.cell_output pre"])
def test_what_goes_on_beyond_the_edge_of_a_phone_has_a_shade_there(
    page: Page, address: str, kind: str
) -> None:
    page.goto(f"{address}/classification/multi-step.html")
    settle(page)
    page.evaluate(UNCOVER)
    found = page.evaluate_handle(
        """kind => [...document.querySelectorAll(kind)]
          .find(it => it.checkVisibility() && it.scrollWidth > it.clientWidth + 40)""",
        kind,
    )
    wide = found.as_element()
    assert wide
    assert edges(wide) == [False, True]
    wide.evaluate("it => it.scrollTo({left: it.scrollWidth, behavior: 'instant'})")
    assert edges(wide) == [True, False]


@with_clipboard
def test_a_selection_is_copied_with_its_formulas_as_tex(page: Page, address: str) -> None:
    page.goto(address + FORMULAS)
    first, displayed, after = page.evaluate(
        """() => {
          const frame = document.querySelector(".math-wrapper");
          const before = frame.previousElementSibling, after = frame.nextElementSibling;
          const start = before.querySelector("math mi").firstChild;
          getSelection().setBaseAndExtent(start, 0, after, 1);
          const tex = (element) => element.querySelector("annotation").textContent;
          return [tex(before), tex(frame), after.innerText];
        }"""
    )
    page.keyboard.press("Control+c")
    assert pasted(page).startswith(f"${first}$")
    assert f"$${displayed}$$" in pasted(page)
    assert pasted(page).split("\n")[-1][:4] == after[:4]
    assert "Copy TeX" not in pasted(page)


SHIFTS = """
  window.shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""
SHOWN = """async () => {
  await document.fonts.ready;
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.parametrize("where", [FORMULAS, "/training/gradient-check.html"])
def test_nothing_moves_when_the_fonts_arrive(newcomer: Page, address: str, where: str) -> None:
    page = newcomer
    slow = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    page.set_viewport_size({"width": 360, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(address + where)
    page.evaluate(SHOWN)
    assert page.evaluate("document.fonts.check('16px Formulas', '\N{MATHEMATICAL ITALIC SMALL W}')")
    assert page.evaluate("window.shift") <= 0.01


@pytest.mark.parametrize(
    ("target", "motion"),
    [
        ("/deeper/hidden-layer.html#exercises", "no-preference"),
        ("/reference/api.html#simplenn_core.with_bias", "reduce"),
        pytest.param("/deeper/hidden-layer.html#exercises", "reduce", marks=THOROUGH),
        pytest.param(
            "/reference/api.html#simplenn_core.with_bias", "no-preference", marks=THOROUGH
        ),
    ],
)
def test_a_link_to_a_part_leads_there_though_parts_are_laid_out_later(
    page: Page, address: str, target: str, motion: Literal["no-preference", "reduce"]
) -> None:
    page.emulate_media(reduced_motion=motion)
    path, mark, name = target.partition("#")
    arrived = """name => {
      const {top} = document.getElementById(name).getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    }"""
    page.goto(address + target)
    page.wait_for_function(arrived, arg=name)
    page.goto(address + path)
    page.evaluate("hash => { location.hash = hash; }", mark + name)  # at once, as a search may
    page.wait_for_function(arrived, arg=name)


def test_who_loads_a_page_again_is_where_they_were(page: Page, address: str) -> None:
    there = (
        """() => Math.abs(document.querySelector("#exercises").getBoundingClientRect().y) < 100"""
    )
    page.goto(f"{address}/deeper/hidden-layer.html")
    settle(page, covered=True)
    long = page.evaluate("document.documentElement.scrollHeight")
    for asked in page.locator(".predict:not(.exercise *)").all()[:2]:
        asked.get_by_role("button", name="Show the answer").click()
    assert page.evaluate("document.documentElement.scrollHeight") > long + 500
    page.locator("#exercises").evaluate("part => part.scrollIntoView()")  # which takes its time
    page.wait_for_function(there)
    page.reload()
    page.wait_for_function(there)
    settle(page, covered=True)
    page.wait_for_function(there)


LINK = "article a[aria-describedby][href$='#term-sigmoid']"
DEFINITION = ".definitions p:visible"


def test_a_term_is_explained_on_hover_until_the_pointer_leaves(page: Page, address: str) -> None:
    page.goto(address + TERMS)
    link, definition = page.locator(LINK).first, page.locator(DEFINITION)
    assert definition.count() == 0
    link.hover()
    definition.wait_for()
    assert definition.get_attribute("id") == link.get_attribute("aria-describedby")
    assert definition.inner_text().startswith("The S-shaped curve")
    definition.hover()  # the pointer may go there, to read or to select
    page.wait_for_timeout(300)  # longer than the time to move it there
    assert definition.count() == 1
    page.mouse.move(5, 5)
    definition.wait_for(state="hidden")


def test_a_term_is_explained_on_focus_until_escape(page: Page, address: str) -> None:
    page.goto(address + TERMS)
    link, definition = page.locator(LINK).first, page.locator(DEFINITION)
    page.keyboard.press("Tab")  # from here on, the browser knows a reader with a keyboard
    link.focus()
    definition.wait_for()
    term, text = link.bounding_box(), definition.bounding_box()
    assert term
    assert text
    assert text["y"] + text["height"] <= term["y"] or text["y"] >= term["y"] + term["height"]
    page.keyboard.press("Escape")
    assert definition.count() == 0
    assert link.evaluate("link => link === document.activeElement")


@on_a_phone
def test_a_tap_on_a_term_follows_its_link(page: Page, address: str) -> None:
    page.goto(address + TERMS)
    page.locator(LINK).first.tap()
    page.wait_for_url("**/reference/glossary.html#term-sigmoid")


def test_no_definition_reaches_over_the_edge(page: Page, address: str) -> None:
    page.goto(address + "/deeper/real-data.html")
    page.keyboard.press("Tab")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = page.evaluate(
            """link => [...document.querySelectorAll(link)].filter(e => e.checkVisibility())
              .map(each => {
                each.focus();
                const text = document.querySelector(".definitions p:not([hidden])");
                const {left, right} = text.getBoundingClientRect();
                return [left, right, document.documentElement.scrollWidth];
              })""",
            "article a[aria-describedby]",
        )
        assert len(boxes) > 10
        assert all(left >= 0 and right <= width >= wide for left, right, wide in boxes), boxes


# What stands in the margin and meets something else there, or the edge of the window.
MEETS = """() => {
  const beside = [...document.querySelectorAll(".margin")]
    .filter(each => getComputedStyle(each).position === "absolute" && each.checkVisibility());
  const others = [...beside, ...document.querySelectorAll("article section > :not(section)")];
  const meets = (a, b) =>
    a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right;
  return [beside.length, beside.filter(each => {
    const box = each.getBoundingClientRect();
    return box.right > innerWidth || others.some(other =>
      other !== each && !other.contains(each) && meets(box, other.getBoundingClientRect()));
  }).map(each => each.textContent)];
}"""


@pytest.mark.parametrize(
    "chapter",
    [
        "regression/single-step",
        "training/momentum",
        pytest.param("deeper/depth", marks=THOROUGH),
    ],
)
def test_what_stands_in_the_margin_has_room_there(page: Page, address: str, chapter: str) -> None:
    page.goto(f"{address}/{chapter}.html")
    settle(page)
    for width in (1314, 1330, 1560, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        count, met = page.evaluate(MEETS)
        assert count >= 2
        assert met == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(MEETS) == [0, []]


def test_the_list_of_pages_begins_near_the_entry_of_the_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto(f"{address}/deeper/where-next.html")
    page.wait_for_function("document.querySelector('.sidebar-scroll').scrollTop > 0")
    entry = page.locator(".current-page > a").bounding_box()
    assert entry
    assert 0 <= entry["y"] <= 700 - entry["height"]


COLUMN = ".sidebar-drawer"
ENTRIES = ("Does it reach the least-squares line?", "The best line")  # a page, and a part of this


@on_a_phone
@pytest.mark.parametrize("entry", ENTRIES)
def test_the_column_is_opened_by_keyboard_on_a_narrow_screen(
    page: Page, address: str, entry: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + CHAPTER)
    inside = page.locator(COLUMN).get_by_role("link", name=entry)
    button = page.get_by_role("button", name="All pages")
    assert inside.count() == 0  # nor does a screen reader find it there
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    inside.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator(COLUMN).locator(":focus").count() == 1
    box = inside.bounding_box()
    assert box
    assert 0 <= box["x"] <= 360 - box["width"]
    page.keyboard.press("Escape")
    inside.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    inside.wait_for()


@without_script
def test_without_a_script_the_column_opens_and_no_button_does_nothing(
    page: Page, address: str
) -> None:
    page.goto(address + FORMULAS)
    assert page.locator(".formula").count() >= 1
    assert page.locator(".formula-frame button").count() == 0
    page.goto(address + CHAPTER)
    page.locator("#__navigation").press("Space")
    for entry in ENTRIES:
        page.locator(COLUMN).get_by_role("link", name=entry).wait_for()


def test_the_first_key_leads_past_the_list_of_pages(page: Page, address: str) -> None:
    page.goto(address + CHAPTER)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().strip() == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("article :focus").count() == 1


def test_nothing_glides_for_readers_whom_movement_disturbs(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + CHAPTER)
    longest = """() => Math.max(...[...document.querySelectorAll("*")].flatMap(e => {
      const style = getComputedStyle(e);
      return `${style.transitionDuration}, ${style.transitionDelay}, ${style.animationDuration}`
        .split(", ").map(parseFloat);
    }))"""
    assert page.evaluate(longest) <= 0.001
    smooth = "() => getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(smooth) == "auto"
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(longest) > 0.1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_take_the_colours_that_a_reader_forces(
    page: Page, address: str, theme: str
) -> None:
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(address + CHAPTER)
    text = page.locator("article p").first.evaluate("p => getComputedStyle(p).color")
    label = page.locator("svg.figure text[style*=figure-01]").first
    assert label.evaluate("t => getComputedStyle(t).fill") == text
    sign = "form => getComputedStyle(form, '::before').backgroundColor"
    assert page.locator(".sidebar-search-container").evaluate(sign) == text
    slider = page.locator(".explorable input").first.bounding_box()
    assert slider
    assert slider["height"] >= 24
    grid = page.locator("svg.figure path[style*=figure-02]").first
    red, green, blue, *_ = grid.evaluate(
        "p => getComputedStyle(p).stroke.match(/[\\d.]+/g).map(Number)"
    )
    assert red == green == blue  # a shade of the text's black and white, not a colour
    page.goto(address + "/index.html")
    start = page.locator("a.start").evaluate("a => getComputedStyle(a).borderTopStyle")
    assert start == "solid"  # which a browser draws in the reader's colour


@pytest.mark.parametrize("kind", STORAGE)
def test_all_scripts_work_where_the_storage_is_blocked(page: Page, address: str, kind: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(STORAGE[kind])
    page.goto(address + TERMS)
    page.locator("button.copybtn").nth(5).wait_for(state="attached")
    assert page.locator(".formula-frame button").count() > 0
    body = page.locator("body")
    assert body.get_attribute("data-theme") == "auto"
    page.locator(".theme-toggle:visible").first.click()
    assert body.get_attribute("data-theme") != "auto"
    page.locator(LINK).first.hover()
    page.locator(DEFINITION).wait_for()
    assert faults == []


@pytest.mark.parametrize("where", [CHAPTER, "/training/learning-rate.html"])
def test_no_line_begins_with_the_sign_after_a_formula(page: Page, address: str, where: str) -> None:
    page.goto(address + where)
    for width in (320, 390, 640, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        pairs = page.evaluate(
            """() => [...document.querySelectorAll("math[display=inline]")].flatMap(math => {
              const after = math.nextSibling;
              if (!/^[,.;:)]/.test(after?.data ?? "") || !math.checkVisibility()) return [];
              const sign = document.createRange();
              sign.setStart(after, 0);
              sign.setEnd(after, 1);
              const [formula, {left}] = [math, sign].map(each => each.getBoundingClientRect());
              return [[math.getAttribute("alttext"), left - formula.right]];
            })"""
        )
        assert len(pairs) >= 2
        assert [tex for tex, gap in pairs if abs(gap) > 2] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_of_twice_the_size_fits_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "/index.html")
    page.add_style_tag(content="html { font-size: 32px !important }")
    bar, title = (
        page.locator(name).bounding_box() for name in (".mobile-header", ".header-center .brand")
    )
    assert bar
    assert title
    assert bar["y"] <= title["y"]
    assert title["y"] + title["height"] <= bar["y"] + bar["height"]
    pieces = page.locator("article h1").evaluate(
        """h1 => [...h1.firstChild.data.matchAll(/\\S+/g)].map(({0: word, index}) => {
          const range = document.createRange();
          range.setStart(h1.firstChild, index);
          range.setEnd(h1.firstChild, index + word.length);
          return [word, range.getClientRects().length];
        })"""
    )
    assert [word for word, lines in pieces if lines > 1] == []


MIDDLES = """() => {
  const middle = (box) => (box.left + box.right) / 2;
  const [text] = document.querySelectorAll("article section section > p");
  const {left} = text.getBoundingClientRect();
  const column = left + parseFloat(getComputedStyle(text).maxInlineSize) / 2;
  return [...document.querySelectorAll("section > div .formula-frame math[display=block]")]
    .map(math => middle(math.getBoundingClientRect()) - column);
}"""
LEFTS = """() => [...document.querySelectorAll("article section section > :is(p, div, figure)")]
  .flatMap(each => [each, ...each.querySelectorAll(":scope > :is(table, svg)")])
  .filter(each => each.checkVisibility() && !each.matches(".beside, .math-wrapper"))
  .map(each => each.getBoundingClientRect().left)"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_formulas_stand_in_the_middle_of_the_text_and_tables_at_its_edge(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/classification/single-step.html")
    settle(page)
    apart = page.evaluate(MIDDLES)
    assert len(apart) >= 2
    assert all(abs(each) <= 8 for each in apart), apart
    lefts = page.evaluate(LEFTS)
    assert max(lefts) - min(lefts) <= 2, lefts
