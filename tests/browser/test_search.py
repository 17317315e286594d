"""The search of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from blocked_storage import STORAGE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def found(page: Page, address: str, words: str) -> list[str]:
    """Return the pages that a search finds, best first, each once."""
    page.goto(f"{address}/search.html?q={quote(words)}")
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


# What is looked for, how it stands in the text, and which pages come first.
WORDS: list[tuple[str, str, set[str]]] = [
    ("eigenvalue", "eigenvalues?", {"training/learning-rate.html"}),
    ("sigmoid_derivative", "sigmoid_derivative", {"reference/api.html"}),
    ("simplenn_core.sigmoid_derivative", "sigmoid_derivative", {"reference/api.html"}),
    ("np.linspace", "linspace", set()),
    ("learning_rate", "learning_rate", set()),
]
# As they stand in outputs, in tables and in the text; whole numbers, and parts of what is cited.
NUMBERS = ("0.010479", "3.55", "0.01", "0.9", "569", "1986", "1,797")


def test_words_and_names_in_code_are_found_where_they_stand(
    page: Page, address: str, site: Path
) -> None:
    for words, pattern, best in WORDS:
        results = found(page, address, words)
        assert len(results) >= 4, words
        assert set(results) == having(site, pattern), words
        assert best <= set(results[:4]), words
        status = page.get_by_role("status").filter(has_text="Search finished, found ")
        assert status.count() == 1, words


def test_numbers_are_found_where_they_stand(page: Page, address: str, site: Path) -> None:
    for number in NUMBERS:
        standing = having(site, rf"(?<![\d.]){re.escape(number)}(?!\.?\d)")
        assert standing, number
        assert standing <= set(found(page, address, number)), number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("sigmiod", "sigmoid", marks=pytest.mark.thorough),
        ("gradeint", "gradient"),
        pytest.param("lerning_rate", "learning_rate", marks=pytest.mark.thorough),
        ("np.linspcae", "np.linspace"),
        pytest.param("Standradise features", "standardise features", marks=pytest.mark.thorough),
        ("gradeint descnet", "gradient descent"),
    ],
)
def test_a_typing_error_is_answered_by_the_word_that_was_meant(
    page: Page, address: str, typed: str, meant: str
) -> None:
    assert found(page, address, typed) == []
    offer = page.get_by_role("status").get_by_role("link")
    assert offer.inner_text() == meant
    offer.click()
    page.get_by_role("status").filter(has_text="Search finished, found ").wait_for()
    assert page.get_by_label("Words to look for").input_value() == meant


def test_what_is_near_to_no_word_is_answered_by_none(page: Page, address: str) -> None:
    for words in ("xyzzy", "0.123456", "12345678", "__proto__", "qwertyuiopasdf"):
        assert found(page, address, words) == [], words
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("status").get_by_role("link").count() == 0, words


def test_a_search_without_a_result_says_what_to_do(page: Page, address: str) -> None:
    assert found(page, address, "xyzzy") == []
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
    found(page, address, "eigenvalue")
    field = page.get_by_label("Words to look for")
    assert field.input_value() == "eigenvalue"
    field.fill("sigmoid")
    field.press("Enter")
    page.wait_for_url(f"{address}/search.html?q=sigmoid")
    page.locator(".search-summary:not(:empty)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("kind", STORAGE)
def test_the_search_works_where_the_storage_is_blocked(page: Page, address: str, kind: str) -> None:
    page.add_init_script(STORAGE[kind])
    assert "training/learning-rate.html" in found(page, address, "eigenvalue")


def test_the_search_works_without_a_server(page: Page, site: Path) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{message.text} {message.location['url']}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    results = found(page, site.as_uri(), "eigenvalue")
    assert "training/learning-rate.html" in results
    page.locator("#search-results a[href='training/learning-rate.html']").click()
    page.wait_for_url("**/training/learning-rate.html*")
    # Chromium gives no font to a page from a disk, which has that of the system then.
    assert [fault for fault in faults if ".woff2" not in fault] == []


def test_without_a_server_the_root_of_the_word_is_offered(page: Page, site: Path) -> None:
    assert found(page, site.as_uri(), "sigmiod") == []
    assert page.get_by_role("status").get_by_role("link").inner_text() == "sigmoid"


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_the_search_says_that_it_needs_a_script(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=eigenvalue")
    assert "JavaScript" in page.locator("article .error").inner_text()
    assert page.locator("article .error").is_visible()
    assert not page.get_by_label("Words to look for").is_visible()
    assert page.locator(".search-help").is_visible()
