"""What makes the pages comfortable to read, in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FORMULAS = "/regression/single-step.html"


@pytest.fixture
def clipboard(browser: Browser, address: str) -> Iterator[Page]:
    """Return a page that may use the clipboard."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield context.new_page()
    context.close()


def pasted(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_tex_of_a_displayed_formula_is_copied_by_keyboard(
    clipboard: Page, address: str
) -> None:
    page = clipboard
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


def test_the_button_of_a_formula_comes_with_a_tap(browser: Browser, address: str) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + FORMULAS)
    page.locator(".formula").first.tap()
    button = page.locator(".formula-frame button").first
    assert button.evaluate("b => getComputedStyle(b).opacity") == "1"
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    context.close()


def test_a_selection_is_copied_with_its_formulas_as_tex(clipboard: Page, address: str) -> None:
    page = clipboard
    page.goto(address + FORMULAS)
    page.evaluate(
        """() => {
          const frame = document.querySelector(".math-wrapper");
          const before = frame.previousElementSibling.querySelector("math mi").firstChild;
          const after = frame.nextElementSibling;
          getSelection().setBaseAndExtent(before, 0, after, 1);
        }"""
    )
    page.keyboard.press("Control+c")
    first, after = page.evaluate(
        """() => {
          const frame = document.querySelector(".math-wrapper");
          const tex = (element) => element.querySelector("annotation").textContent;
          return [tex(frame.previousElementSibling), frame.nextElementSibling.innerText];
        }"""
    )
    displayed = page.locator(".math-wrapper annotation").first.text_content()
    assert pasted(page).startswith(f"${first}$")
    assert f"$${displayed}$$" in pasted(page)
    assert pasted(page).split("\n")[-1][:4] == after[:4]
    assert "Copy TeX" not in pasted(page)


def test_without_a_script_there_is_no_button_that_does_nothing(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + FORMULAS)
    assert page.locator(".formula").count() >= 1
    assert page.locator(".formula-frame button").count() == 0
    context.close()


SHIFTS = """
  window.shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("where", [FORMULAS, "/training/gradient-check.html"])
def test_nothing_moves_when_the_font_of_the_formulas_arrives(
    page: Page, address: str, where: str
) -> None:
    slow = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    page.set_viewport_size({"width": 360, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(address + where)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px Formulas', '\N{MATHEMATICAL ITALIC SMALL W}')")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") <= 0.01


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
@pytest.mark.parametrize(
    "target",
    ["/deeper/hidden-layer.html#exercises", "/reference/api.html#simplenn_core.with_bias"],
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


TERMS = "/classification/sigmoid.html"
LINK = "article a[aria-describedby]"
DEFINITION = ".definitions p:visible"


def test_a_term_is_explained_on_hover_until_the_pointer_leaves(page: Page, address: str) -> None:
    page.goto(address + TERMS)
    link, definition = page.locator(LINK).first, page.locator(DEFINITION)
    assert definition.count() == 0
    link.hover()
    definition.wait_for()
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert definition.inner_text() == described.inner_text()
    assert definition.inner_text().startswith("The S-shaped curve")
    definition.hover()  # the pointer may go there, to read or to select
    page.wait_for_timeout(500)
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


def test_a_tap_on_a_term_follows_its_link(browser: Browser, address: str) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + TERMS)
    page.locator(LINK).first.tap()
    page.wait_for_url("**/reference/glossary.html#term-sigmoid")
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_definition_reaches_over_the_edge(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "/deeper/real-data.html")
    page.keyboard.press("Tab")
    links = page.locator(LINK)
    assert links.count() > 10
    for link in links.all():
        if not link.is_visible():  # in a folded solution
            continue
        link.focus()
        box = page.locator(DEFINITION).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


PRINTED = [
    "/regression/multi-step.html",
    "/regression/single-step.html",
    "/reference/original.html",
    "/index.html",
]


@pytest.fixture
def paper(browser: Browser, address: str) -> Iterator[Page]:
    """Return a page as a reader prints it who has chosen the dark scheme."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 720, "height": 1000})
    page = context.new_page()
    page.goto(address)
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    context.close()


@pytest.mark.parametrize("where", PRINTED)
def test_paper_is_white_and_shows_the_text_alone(paper: Page, address: str, where: str) -> None:
    paper.goto(address + where)
    colours = paper.evaluate(
        """() => ["html", "body", ".page", ".main", ".content", "article"].map(
             name => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )
    assert set(colours) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert colours[1] == "rgb(255, 255, 255)"
    text = paper.locator("article p:not([class])").first
    assert text.evaluate("p => getComputedStyle(p).color") == "rgb(0, 0, 0)"
    around = "aside, header, footer, button, input, select, .start, .headerlink, .back-to-top"
    assert paper.locator(around).count() > 10
    assert [
        e.evaluate("e => e.outerHTML") for e in paper.locator(around).all() if e.is_visible()
    ] == []


@pytest.mark.parametrize("where", PRINTED[:2])
def test_nothing_is_folded_on_paper(paper: Page, address: str, where: str) -> None:
    paper.goto(address + where)
    folded = paper.locator("article details:not([open])")
    assert folded.count() >= 2
    for details in folded.all():
        content = details.locator("> :not(summary, .live-bar)")  # paper has no buttons
        assert all(part.evaluate("e => e.checkVisibility()") for part in content.all())
        assert all((part.bounding_box() or {"height": 0})["height"] > 0 for part in content.all())


@pytest.mark.parametrize("where", PRINTED)
def test_nothing_is_cut_off_on_paper(paper: Page, address: str, where: str) -> None:
    paper.goto(address + where)
    cut = paper.evaluate(
        """() => [...document.querySelectorAll("article :is(pre, .formula, .table-wrapper, table)")]
             .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
    )
    assert cut == []
    assert paper.evaluate("document.documentElement.scrollWidth") <= 720


def test_links_that_leave_the_site_say_where_they_lead_on_paper(paper: Page, address: str) -> None:
    says = "a => getComputedStyle(a, '::after').content"
    paper.goto(address + PRINTED[0])
    paper.evaluate(
        """document.querySelector("article p").innerHTML =
             '<a class="reference external" href="https://example.org/">an example</a>'"""
    )
    external = paper.locator("article p a.external").first
    assert "https://example.org/" in external.evaluate(says)
    for kind in ("article a.internal", "article .highlight a.name"):
        link = paper.locator(kind).first
        assert link.evaluate(says) == "none"


def test_figures_have_the_colours_of_the_light_scheme_on_paper(
    paper: Page, page: Page, address: str
) -> None:
    colours = """() => [...document.querySelectorAll("svg.figure *")].map(part => {
      const {fill, stroke} = getComputedStyle(part);
      return `${fill} ${stroke}`;
    })"""
    page.emulate_media(color_scheme="light")
    for each in (paper, page):
        each.goto(address + PRINTED[0])
    assert paper.evaluate(colours) == page.evaluate(colours)


@pytest.fixture
def phone(page: Page, address: str) -> Page:
    """Return a chapter as a telephone shows it."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + CHAPTER)
    return page


WIDTHS = [360, 1100, 1400]  # a telephone; the chapters beside the text; the page's contents as well
CHAPTER = "/regression/ols.html"


@pytest.mark.parametrize("where", [CHAPTER, "/reference/api.html", "/reference/original.html"])
def test_what_scrolls_is_reached_by_keyboard(page: Page, address: str, where: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + where)
    scrolls, unreached = page.evaluate(
        """() => {
          const scrolls = [...document.querySelectorAll("article *")].filter(e =>
            e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth &&
            ["auto", "scroll"].includes(getComputedStyle(e).overflowX));
          return [scrolls.length, scrolls.filter(e => e.tabIndex < 0).map(e => e.outerHTML)];
        }"""
    )
    assert scrolls > 0
    assert unreached == []


FOCUS = """() => {
  const box = document.activeElement, style = getComputedStyle(box);
  const {left, right} = box.getBoundingClientRect();
  return {
    name: box.id || box.className || box.tagName,
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.checkVisibility({visibilityProperty: true}) && right > 0 && left < innerWidth,
  };
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_always_be_seen(page: Page, address: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address + CHAPTER)
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outline"], focus
        assert focus["seen"], focus
        names.append(focus["name"])
    assert len(set(names)) > 5


COLUMNS = [
    (".sidebar-drawer", "All pages", "__navigation", "Does it reach the least-squares line?"),
    (".toc-drawer", "On this page", "__toc", "The best line"),
]


@pytest.mark.parametrize(("column", "name", "_box", "link"), COLUMNS)
def test_the_columns_are_opened_by_keyboard_on_a_narrow_screen(
    phone: Page, column: str, name: str, _box: str, link: str
) -> None:
    inside = phone.locator(column).get_by_role("link", name=link)
    button = phone.get_by_role("button", name=name)
    assert inside.count() == 0  # nor does a screen reader find it there
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    inside.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    assert phone.locator(column).locator(":focus").count() == 1
    phone.wait_for_timeout(400)  # it slides in
    box = inside.bounding_box()
    assert box
    assert 0 <= box["x"] <= 360 - box["width"]
    phone.keyboard.press("Escape")
    inside.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    inside.wait_for()


@pytest.mark.parametrize(("column", "_name", "box", "link"), COLUMNS)
def test_the_columns_are_opened_by_keyboard_without_a_script(
    browser: Browser, address: str, column: str, _name: str, box: str, link: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + CHAPTER)
    page.locator(f"#{box}").press("Space")
    page.locator(column).get_by_role("link", name=link).wait_for()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_pressed_is_as_large_as_a_finger_needs(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + CHAPTER)
    page.evaluate("for (const box of document.querySelectorAll('.sidebar-toggle')) box.click()")
    pressed = """aside a, aside input:not([type=hidden]), button, summary, .mobile-header a,
      .mobile-header label, .content-icon-container label, .related-pages a"""
    small = page.evaluate(
        """(pressed) => [...document.querySelectorAll(pressed)]
             .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)
             .filter(e => Math.min(e.getBoundingClientRect().width,
                                   e.getBoundingClientRect().height) < 24)
             .map(e => e.outerHTML)""",
        pressed,
    )
    assert page.locator(pressed).count() > 40
    assert small == []


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
    page.goto(address)
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(address + CHAPTER)
    text = page.locator("article p").first.evaluate("p => getComputedStyle(p).color")
    drawn = "t => getComputedStyle(t).fill"
    label = page.locator("svg.figure text[style*=figure-01]").first
    assert label.evaluate(drawn) == text
    slider = page.locator(".explorable input").first.bounding_box()
    assert slider
    assert slider["height"] >= 24


@pytest.fixture
def search(page: Page, address: str) -> tuple[Page, str]:
    """Return a page, and where the search is."""
    return page, f"{address}/search.html"


def found(page: Page, search: str, words: str) -> list[str]:
    """Return the pages that a search finds, best first, each once."""
    page.goto(f"{search}?q={quote(words)}")
    page.locator(".search-summary:not(:empty)").wait_for()
    links = page.locator("#search-results li > a").all()
    pages = [str(link.get_attribute("href")).partition("#")[0] for link in links]
    return list(dict.fromkeys(pages))


def having(site: Path, pattern: str) -> set[str]:
    """Return the pages whose text has a word."""
    found = set()
    for path in site.glob("*/*.html"):
        _, _, article = path.read_text("utf-8").partition('role="main"')
        article, _, _ = article.partition("</article>")
        text = re.sub(r'<script.*?</script>|<div class="definitions">.*|<[^>]*>', "", article,
                      flags=re.DOTALL)  # fmt: skip
        if re.search(rf"(?i)(?<!\w){pattern}(?!\w)", text):
            found.add(path.relative_to(site).as_posix())
    return found


@pytest.mark.parametrize(
    ("words", "pattern", "best"),
    [
        ("eigenvalue", "eigenvalues?", {"training/learning-rate.html"}),
        ("sigmoid_derivative", "sigmoid_derivative", {"reference/api.html"}),
        ("simplenn_core.sigmoid_derivative", "sigmoid_derivative", {"reference/api.html"}),
        ("np.linspace", "linspace", set()),
        ("learning_rate", "learning_rate", set()),
    ],
)
def test_words_and_names_in_code_are_found_where_they_stand(
    search: tuple[Page, str], site: Path, words: str, pattern: str, best: set[str]
) -> None:
    page, address = search
    results = found(page, address, words)
    assert len(results) >= 4
    assert set(results) == having(site, pattern)
    assert best <= set(results[:4])
    status = page.get_by_role("status").filter(has_text="Search finished, found ")
    assert status.count() == 1


def test_a_search_without_a_result_says_what_to_do(page: Page, address: str) -> None:
    assert found(page, f"{address}/search.html", "xyzzy") == []
    assert "Try fewer" in page.get_by_role("status").inner_text()
    help_ = page.locator(".search-help a")
    assert help_.count() == 5
    for link in help_.all():
        target = address + "/" + str(link.get_attribute("href"))
        assert page.request.get(target).ok
    help_.first.click()
    page.get_by_role("status").filter(has_text="found").wait_for()


def test_the_search_can_be_repeated_on_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    found(page, f"{address}/search.html", "eigenvalue")
    field = page.get_by_label("Words to look for")
    assert field.input_value() == "eigenvalue"
    field.fill("sigmoid")
    field.press("Enter")
    page.wait_for_url(f"{address}/search.html?q=sigmoid")
    page.locator(".search-summary:not(:empty)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_search_works_without_a_server(page: Page, site: Path) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    results = found(page, (site / "search.html").as_uri(), "eigenvalue")
    assert "training/learning-rate.html" in results
    page.wait_for_timeout(300)
    assert faults == []
    page.locator("#search-results a[href='training/learning-rate.html']").click()
    page.wait_for_url("**/training/learning-rate.html*")


def test_the_search_says_that_it_needs_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search.html?q=eigenvalue")
    assert "JavaScript" in page.locator("article .error").inner_text()
    assert page.locator("article .error").is_visible()
    assert not page.get_by_label("Words to look for").is_visible()
    assert page.locator(".search-help").is_visible()
    context.close()
