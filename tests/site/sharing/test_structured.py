"""What the pages tell search engines of themselves agrees with the pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

LESSONS = ("regression", "classification", "training", "deeper")
Data = dict["Path", list[dict[str, Any]]]


@pytest.fixture(scope="module")
def data(pages: dict[Path, BeautifulSoup]) -> Data:
    """Return the data of each page that has some."""
    found = {}
    for path, page in pages.items():
        for script in page.select('script[type="application/ld+json"]'):
            read = json.loads(script.get_text())
            assert read["@context"] == "https://schema.org"
            found[path] = read["@graph"]
    assert len(found) >= 18
    return found


def test_what_is_said_of_a_page_is_what_the_page_says(
    data: Data, pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    for path, (it, *_) in data.items():
        page = pages[path]
        assert [it["description"]] == [m["content"] for m in page.select("meta[name=description]")]
        assert [it["url"]] == [link["href"] for link in page.select("link[rel=canonical]")]
        assert it["inLanguage"] == page.select("html")[0]["lang"]
        assert it["license"].endswith("/MIT.html")
        if path != site / "index.html":
            assert page.h1
            assert it["name"] == str(page.h1.contents[0])


def test_a_chapter_is_a_part_of_the_book_and_has_its_place_and_time(
    data: Data, pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    (book,) = data[site / "index.html"]
    assert book["@type"] == ["Book", "LearningResource"]
    assert book["name"] == "Simple Neural Networks in Python"
    places, times = {}, []
    for path, (it, *_) in data.items():
        if path.parent.name in LESSONS:
            assert it["@type"] == ["Chapter", "LearningResource"]
            assert it["isPartOf"] == {key: book[key] for key in ("@type", "@id", "name")}
            (time,) = pages[path].select("p.reading-time")
            assert it["timeRequired"] == f"PT{time.get_text().partition(' ')[0]}M"
            times.append(int(it["timeRequired"][2:-1]))
            places[it["position"]] = {key: it[key] for key in ("@type", "@id", "name")}
    assert [places[number] for number in range(1, 13)] == book["hasPart"]
    assert book["timeRequired"] == f"PT{sum(times)}M"


def test_every_page_shows_the_way_from_the_index(data: Data, site: Path) -> None:
    for path, (it, *rest) in data.items():
        if path == site / "index.html":
            assert not rest
            continue
        (trail,) = rest
        assert trail["@type"] == "BreadcrumbList"
        start, end = trail["itemListElement"]
        assert (start["position"], start["name"]) == (1, "Simple Neural Networks in Python")
        assert (end["position"], end["name"], end["item"]) == (2, it["name"], it["url"])


def test_no_data_can_end_their_script(data: Data) -> None:
    for path in data:
        text = path.read_text("utf-8")
        inside = text.partition('"application/ld+json">')[2].partition("</script>")[0]
        assert "<" not in inside
