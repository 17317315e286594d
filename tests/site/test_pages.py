"""What holds for every page of the built site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import simplenn_core

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_every_internal_link_and_anchor_resolves(
    pages: Pages, identifiers: dict[Path, list[str]], site: Path, base: str
) -> None:
    broken, checked = [], 0
    # The links of the page for what is not there begin with the address of the site.
    prefix = urlsplit(base).path
    anchors = {path: set(found) for path, found in identifiers.items()}
    for path, page in pages.items():
        for link in page.find_all(href=True):
            url = urlsplit(str(link["href"]))
            if url.scheme or url.netloc:
                continue
            checked += 1
            folder = site if url.path.startswith(prefix) else path.parent
            where_to = unquote(url.path.removeprefix(prefix))
            target = (folder / where_to).resolve() if url.path else path
            where = f"{path.relative_to(site)}: {link['href']}"
            there = target.is_relative_to(site) and target.is_file()
            fragment = unquote(url.fragment)
            if not there or (fragment and fragment not in anchors.get(target, {fragment})):
                broken.append(where)
    assert checked > 100
    assert not broken


def test_every_picture_says_what_it_shows(pages: Pages, site: Path) -> None:
    pictures = [
        (path, picture, str(picture.get("alt") or picture.get("aria-label") or ""))
        for path, page in pages.items()
        for picture in page.select("main img, article img, svg.figure")
    ]
    assert len(pictures) >= 10
    assert not [f"{path.relative_to(site)}: {alt!r}" for path, _, alt in pictures if len(alt) < 20]


def test_every_figure_has_a_caption_and_axis_labels_as_text(pages: Pages) -> None:
    figures = [svg for page in pages.values() for svg in page.select("svg.figure")]
    assert figures
    for svg in figures:
        assert svg.find_parent(lambda tag: tag.name == "figure" and bool(tag.figcaption)), svg
        assert svg.find("text"), svg["aria-label"]


def test_no_page_shows_a_failure_or_a_numpy_scalar(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        text = page.get_text()
        for sign in (
            "Traceback (most recent call last)",
            "np.float64(",
            "<Figure size",
            " object at 0x",
        ):
            assert sign not in text, f"{path.relative_to(site)} shows {sign!r}"


def test_no_page_loads_anything_from_elsewhere(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        loads = page.select(
            "script[src], img[src], iframe, link[rel=stylesheet], link[rel=preload], source, object"
        )
        for element in loads:
            address = str(element.get("src") or element.get("href") or element.get("data") or "")
            assert not urlsplit(address).netloc, f"{path.relative_to(site)} loads {address}"


def test_no_style_sheet_or_script_loads_anything_from_elsewhere(site: Path) -> None:
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        text = path.read_text("utf-8")
        for sign in ("@import", "url(http", "url(//", 'fetch("http', 'importScripts("http'):
            assert sign not in text, f"{path.relative_to(site)} has {sign}"


def test_no_identifier_stands_twice_on_a_page(
    identifiers: dict[Path, list[str]], site: Path
) -> None:
    for path, found in identifiers.items():
        assert len(found) == len(set(found)), path.relative_to(site)


def test_every_public_name_is_on_the_api_page(
    identifiers: dict[Path, list[str]], site: Path
) -> None:
    names = {f"simplenn_core.{name}" for name in simplenn_core.__all__}
    assert names <= set(identifiers[site / "reference" / "api.html"])


def test_the_ledger_agrees_in_all_rows(pages: Pages, site: Path, root: Path) -> None:
    rows = pages[site / "reference" / "original.html"].select("table.ledger tbody tr")
    record = (root / "docs" / "reference" / "notebook-outputs.json").read_text("utf-8")
    printed = [str(output["cell"]) for output in json.loads(record)["outputs"]]
    assert [row.select("th")[0].get_text() for row in rows] == printed
    agree = [cell.get_text() for row in rows for cell in row.select("[data-label=Agrees]")]
    assert agree == ["yes"] * len(printed)
