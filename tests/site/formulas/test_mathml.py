"""Formulas: their markup, and the font that they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from _book.formulas.mathml import mathml, with_signs
from bs4 import BeautifulSoup, Tag
from fonts import ranges, within

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def formula(tex: str) -> Tag:
    math = BeautifulSoup(mathml(tex, "block"), "html.parser").math
    assert math
    return math


def test_a_formula_carries_its_tex() -> None:
    math = formula("a <\n \\tfrac{1}{2}")
    assert math["alttext"] == "a < \\tfrac{1}{2}"
    annotation = math.select_one("semantics > annotation[encoding='application/x-tex']")
    assert annotation
    assert annotation.get_text() == "a < \\tfrac{1}{2}"


def test_a_symbol_may_have_the_colour_of_what_it_means() -> None:
    math = formula(r"\error{e_i^2} = (\data{t_i} - \prediction{\hat{p}_i})^2")
    coloured = {mark["class"][0]: mark.get_text() for mark in math.select("mstyle[class]")}
    assert coloured == {
        "meaning-error": "ei2",
        "meaning-data": "ti",
        "meaning-prediction": "p^i",
    }
    assert not math.select("[mathcolor]")
    assert math["alttext"] == r"{e_i^2} = ({t_i} - {\hat{p}_i})^2"  # for any TeX


@pytest.mark.parametrize("tex", [r"L^{\prime\prime}", r"L^{\prime\prime\prime}"])
def test_several_primes_are_not_raised_twice(tex: str) -> None:
    math = formula(tex)
    assert not math.select("msup")
    assert math.find("mo", string="\N{PRIME}" * tex.count("prime"))


def test_a_root_has_room_for_its_sign() -> None:
    (strut,) = formula(r"\sqrt{n}").select("msqrt > mspace")
    assert (strut["height"], strut["width"]) == ("0.75em", "0")


@pytest.mark.parametrize("tex", [r"\sigma'(z)", r"\sigma^{\prime}(z)"])
def test_a_prime_stands_beside_its_letter(tex: str) -> None:
    math = formula(tex)
    assert not math.find("msup")
    prime = math.find("mo", string="\N{PRIME}")
    assert prime
    assert prime["form"] == "postfix"
    assert prime.find_previous_sibling().get_text() == "\N{GREEK SMALL LETTER SIGMA}"  # type: ignore[union-attr]  # or the test fails


@pytest.mark.parametrize(
    ("tex", "signs"), [("(-z)", 1), ("a = -z", 1), ("a - z", 0), ("f(x) - z", 0)]
)
def test_a_minus_that_is_a_sign_is_told_from_one_that_subtracts(tex: str, signs: int) -> None:
    assert len(formula(tex).find_all("mo", form="prefix")) == signs


# Beside an operand a thin space, three eighteenths of TeX's quad; beside a bracket or a sign none.
@pytest.mark.parametrize(
    ("tex", "before", "after"),
    [
        (r"t_i \ln p_i", "0.167em", "0.167em"),
        (r"(1 - t) \ln (1 - p)", "0.167em", "0"),
        (r"-\ln \sum z", "0", "0.167em"),
        (r"\max(0, z)", "0", "0"),
        (r"\lambda_\max", "0", "0"),
    ],
)
def test_a_name_stands_apart_from_its_argument(tex: str, before: str, after: str) -> None:
    name = formula(tex).find(string=["ln", "max"])
    assert name
    assert name.parent
    assert (name.parent.name, name.parent["lspace"], name.parent["rspace"]) == ("mo", before, after)


def test_plus_or_minus_is_an_operator() -> None:
    sign = formula(r"w \pm h").find(string="\N{PLUS-MINUS SIGN}")
    assert sign
    assert sign.parent
    assert sign.parent.name == "mo"


def test_what_touches_a_formula_stays_in_its_line() -> None:
    math, block = mathml("x", "inline"), mathml("y", "block")
    assert with_signs(f"<p>so ({math}), and <em>{math}</em>. {block}, then</p>") == (
        f'<p>so <span class="unbroken">({math}),</span> and '
        f'<em><span class="unbroken">{math}</span></em>. {block}, then</p>'
    )


@pytest.mark.parametrize("tex", [r"\nosuchcommand{x}", r"\left( x", r"X^{\mathsf T}"])
def test_a_formula_that_cannot_be_read_is_refused(tex: str) -> None:
    with pytest.raises(ValueError, match=r"nosuchcommand|ExtraLeft|sans-serif"):
        mathml(tex, "inline")


def _italic(letter: str) -> str:
    """Return the letter that a browser shows for one that stands alone."""
    italics = [("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("\u03b1", "\u03c9", 0x1D6FC)]
    starts = [chr(start + ord(letter) - ord(a)) for a, z, start in italics if a <= letter <= z]
    return "\N{PLANCK CONSTANT}" if letter == "h" else "".join(starts) or letter


def test_the_font_has_every_character_of_the_formulas(pages: Pages, site: Path) -> None:
    has = ranges((site / "_static" / "formulas.css").read_text("utf-8"))[0]
    needed = set()
    for page in pages.values():
        for element in page.select("math :is(mi, mn, mo, mtext)"):
            text = element.get_text()
            needed |= {_italic(text)} if element.name == "mi" and len(text) == 1 else set(text)
    # An italic w and sigma, a sum, and the T of what is turned on its side.
    assert {"\U0001d464", "\U0001d70e", "∑", "\U0001d5b3"} <= needed
    assert not needed - has


def test_the_font_is_small_and_comes_with_the_style_sheet_and_its_licence(site: Path) -> None:
    static = site / "_static"
    font = (static / "stix-two-math.woff2").read_bytes()
    assert font in within((static / "all.css").read_text("utf-8"))
    assert len(font) <= 12_000
    assert "SIL OPEN FONT LICENSE" in (static / "OFL.txt").read_text("utf-8")
