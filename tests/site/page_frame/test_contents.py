"""The parts of a page stand in the list of all pages, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_the_parts_of_a_page_stand_below_its_entry(pages: Pages, site: Path) -> None:
    found = 0
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        parts = [f"#{part['id']}" for part in page.select("article > section > section[id]")]
        lists = page.select(".toc-tree")
        assert len(lists) == bool(lists), name
        assert not page.select(".toc-drawer"), name
        if not lists:
            assert path.parent == site or path.parent.name == "reference", name
            continue
        found += 1
        assert lists[0].find_parent(class_="sidebar-tree"), name
        assert name == "index.html" or lists[0].find_parent(class_="current-page"), name
        linked = [link["href"] for link in lists[0].select("a")]
        assert [part for part in parts if part not in linked] == [], name
    assert found > 20
