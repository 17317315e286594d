"""A page as a reader prints it who has chosen the dark scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from live_page import LivePage
    from playwright.sync_api import Page

PRINTED = [
    "/regression/multi-step.html",
    "/regression/single-step.html",
    "/reference/original.html",
    "/index.html",
]
WIDTH = 720
# The editor draws the lines that are seen, and all of them as it is told that the page is printed;
# what stands in the page then, and what of it would be below an edge that cuts it off.
NOTED = """() => matchMedia("print").addEventListener("change", () => {
  const lines = [...document.querySelectorAll(".live-editor .cm-line")];
  const bottom = each => each.getBoundingClientRect().bottom;
  const cut = lines.filter(line => {
    for (let around = line.parentElement; around !== document.body; around = around.parentElement) {
      const ends = getComputedStyle(around).overflowY !== "visible" || around.matches(".cell");
      if (ends && bottom(line) > bottom(around) + 1) return true;
    }
    return false;
  });
  self.printed = [lines.map(line => line.textContent), cut.length];
})"""
FILLS = """() => [...document.querySelectorAll("svg.figure *")].map(part => {
  const {fill, stroke} = getComputedStyle(part);
  return `${fill} ${stroke}`;
})"""


@pytest.fixture
def paper(page: Page) -> Page:
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.add_init_script("localStorage.setItem('theme', 'dark')")
    page.emulate_media(media="print", color_scheme="dark")
    return page


@pytest.mark.parametrize("where", PRINTED)
def test_paper_shows_the_text_alone_and_all_of_it(paper: Page, address: str, where: str) -> None:
    paper.goto(address + where)
    colours = paper.evaluate(
        """() => ["html", "body", ".page", ".main", ".content", "article"].map(
             name => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    )
    assert set(colours) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert colours[1] == "rgb(255, 255, 255)"
    text = paper.locator("article p:not([class])").first
    assert text.evaluate("p => getComputedStyle(p).color") == "rgb(0, 0, 0)"
    around, shown, folded, hidden, cut, wide = paper.evaluate(
        """() => {
          const all = (kinds) => [...document.querySelectorAll(kinds)];
          const html = (elements) => elements.map(each => each.outerHTML);
          const around = all(
            `aside, header, footer, button:not(.predict-choice), input, select, .start,
             .headerlink, .back-to-top, .downloads, details:is(.log, .hide) > summary`);
          const folded = all( // paper has no buttons
            "article details > :not(summary, .live-bar, :has(> .live-bar:only-child))");
          return [
            around.length, html(around.filter(e => e.checkVisibility())),
            all("article details:not([open])").length, html(folded.filter(
              e => !e.checkVisibility() || !e.getBoundingClientRect().height)),
            html(all("article :is(pre, .formula, .table-wrapper, table)").filter(
              e => e.scrollWidth > e.clientWidth + 1)),
            document.documentElement.scrollWidth,
          ];
        }"""
    )
    assert around > 10
    assert shown == []
    assert folded >= (2 if where in PRINTED[:2] else 0)
    assert hidden == []
    assert cut == []
    assert wide <= WIDTH


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
        assert paper.locator(kind).first.evaluate(says) == "none"


def test_figures_have_the_colours_of_the_light_scheme_on_paper(paper: Page, address: str) -> None:
    paper.goto(address + PRINTED[0])
    printed = paper.evaluate(FILLS)
    paper.evaluate("document.body.dataset.theme = 'light'")
    paper.emulate_media(media="screen", color_scheme="light")
    assert printed == paper.evaluate(FILLS)


@pytest.mark.usefixtures("live_cells")
def test_a_long_line_of_the_reader_s_own_code_is_whole_on_paper(live: LivePage) -> None:
    page = live.page
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    live.write("cell 3", f"print({'1 + ' * 100}1)")
    page.emulate_media(media="print")
    wide = "e => e.scrollWidth > e.clientWidth"
    for part in (".cm-scroller", ".cm-content", ".cm-line"):
        assert not page.locator(f".live-editor {part}").first.evaluate(wide), part


@pytest.mark.thorough
@pytest.mark.usefixtures("live_cells")
@pytest.mark.parametrize("length", [200, 400])
def test_many_lines_of_the_reader_s_own_code_are_all_on_paper(live: LivePage, length: int) -> None:
    page = live.page
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    code = [f"line_{number} = {'1 + ' * (number % 40)}1" for number in range(length)]
    live.write("cell 3", "\n".join(code))
    page.evaluate(NOTED)
    page.emulate_media(media="print")
    page.wait_for_function("() => self.printed")
    assert page.evaluate("() => self.printed") == [code, 0]
