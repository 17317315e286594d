"""The definitions that are shown where a term is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.definitions.tooltips import with_definitions

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages

LINK = (
    '<a class="reference internal" href="../glossary.html#term-{0}">'
    '<span class="xref std std-term">'
)


def test_each_definition_is_added_once_and_a_term_without_one_stays_a_link() -> None:
    body = LINK.format("bias") + LINK.format("weight") + LINK.format("bias")
    described, used = with_definitions(body, {"term-bias": "…"})
    assert used == ["term-bias"]
    assert described.count('#term-bias" aria-describedby="definition-of-term-bias">') == 2
    assert LINK.format("weight") in described


def test_every_linked_term_has_its_definition_from_the_glossary(pages: Pages, site: Path) -> None:
    glossary = pages[site / "reference" / "glossary.html"]
    told = 0
    for path, page in pages.items():
        links = [span.find_parent("a") for span in page.select("article a > span.std-term")]
        for link in links:
            assert link
            text = page.find(id=str(link.get("aria-describedby")), role="tooltip", hidden=True)
            assert text, f"{path.relative_to(site)}: {link}"
            term = glossary.find(id=str(link["href"]).partition("#")[2])
            assert term
            definition = term.find_next("dd")
            assert definition
            assert text.get_text() == " ".join(definition.get_text().split())
            told += 1
    assert told > 50
