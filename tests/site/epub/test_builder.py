"""The whole book as one file."""

from __future__ import annotations

import posixpath
import re
import tomllib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from _book.epub.builder import Book, as_epub_page
from _book.sharing.sharing import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_pages import Chapters, Pages

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def book(site: Path) -> Iterator[ZipFile]:
    with ZipFile(site / "simple-neural-networks-in-python.epub") as opened:
        yield opened


@pytest.fixture(scope="module")
def book_pages(book: ZipFile) -> dict[str, ET.Element]:
    """Return each page of the book, read as XML: what is no XML has no pages in a reader."""
    names = [name for name in book.namelist() if name.endswith(".xhtml")]
    return {name: ET.fromstring(book.read(name)) for name in names}  # noqa: S314  # built here


def test_the_archive_is_whole_and_begins_with_its_type(book: ZipFile) -> None:
    assert book.testzip() is None
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert book.read(first) == b"application/epub+zip"
    assert len({info.date_time for info in book.infolist()}) == 1
    assert len({info.filename for info in book.infolist()}) == len(book.infolist())


def test_every_link_within_the_book_leads_somewhere(book_pages: dict[str, ET.Element]) -> None:
    places = {
        f"{name}#{element.attrib['id']}"
        for name, page in book_pages.items()
        for element in page.iter()
        if "id" in element.attrib
    } | {f"{name}#" for name in book_pages}
    for name, page in book_pages.items():
        for link in page.iter(f"{XHTML}a"):
            address = urlsplit(link.attrib.get("href", ""))
            if address.scheme or not (address.path or address.fragment):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address.path))
            target = path if address.path else name
            if target.endswith(".xhtml"):
                assert f"{target}#{address.fragment}" in places, name


def test_every_page_of_the_site_is_in_the_book_and_in_its_order(
    book: ZipFile, pages: Pages, lessons: Chapters, site: Path
) -> None:
    names = {path.relative_to(site).with_suffix(".xhtml").as_posix() for path in pages}
    content = ET.fromstring(book.read("content.opf"))  # noqa: S314  # built here
    items = {item.attrib["id"]: item.attrib["href"] for item in content.iter(f"{OPF}item")}
    order = [items[item.attrib["idref"]] for item in content.iter(f"{OPF}itemref")]
    # A book has neither a search nor a page for what is not there.
    assert names - {"search.xhtml", "404.xhtml"} <= set(order)
    assert order[: 1 + len(lessons)] == ["index.xhtml", *(f"{name}.xhtml" for name in lessons)]
    contents = book.read("nav.xhtml").decode()
    assert all(f'"{name}"' in contents for name in order if not name.startswith("genindex"))


def test_the_book_says_what_it_is(book: ZipFile, root: Path) -> None:
    content = ET.fromstring(book.read("content.opf"))  # noqa: S314  # built here
    said = {name: content.findtext(f".//{DC}{name}") for name in ("title", "language", "date")}
    assert said["title"] == "Simple Neural Networks in Python"
    assert said["language"] == "en"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["date"] or "")
    assert str(content.findtext(f".//{DC}identifier")).startswith("urn:uuid:")
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f'<meta property="ibooks:version">{version}</meta>' in book.read("content.opf").decode()


def test_the_book_has_a_picture_for_the_shelf(book: ZipFile) -> None:
    content = ET.fromstring(book.read("content.opf"))  # noqa: S314  # built here
    (cover,) = content.iterfind(f".//{OPF}item[@properties='cover-image']")
    named = content.find(f".//{OPF}meta[@name='cover']")
    assert named is not None
    assert named.attrib["content"] == cover.attrib["id"]
    assert cover.attrib["media-type"] == "image/png"
    assert book.read(cover.attrib["href"]).startswith(b"\x89PNG")


def test_no_page_of_the_book_has_a_script_or_loads_anything(
    book: ZipFile, book_pages: dict[str, ET.Element]
) -> None:
    files = set(book.namelist())
    assert not [name for name in files if name.endswith((".js", ".json"))]
    for name, page in book_pages.items():
        for element in page.iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in {"script", "iframe", "form", "input", "button", "noscript"}, name
            assert not [key for key in element.attrib if key.startswith("on")], name
            assert "tabindex" not in element.attrib, name
            for address in filter(None, (element.get("href"), element.get("src"))):
                url = urlsplit(address)
                if tag == "a" and url.netloc:
                    continue  # a link that leaves the book, which a reader follows or not
                found = posixpath.normpath(posixpath.join(posixpath.dirname(name), url.path))
                assert not url.path or found in files, f"{name} leads to {address}"
                assert not url.netloc, f"{name} loads {address}"
        assert "var(--" not in ET.tostring(page, "unicode"), name


def test_the_drawings_and_formulas_of_the_site_are_in_the_book(
    book: ZipFile, book_pages: dict[str, ET.Element], pages: Pages, site: Path
) -> None:
    content = book.read("content.opf").decode()
    for path, page in pages.items():
        name = path.relative_to(site).with_suffix(".xhtml").as_posix()
        if name not in book_pages:
            continue
        drawings = [svg for svg in book_pages[name].iter(f"{SVG}svg") if svg.get("class")]
        # Of a walk, the book has its stops in place of the drawing that moves.
        moving = page.select(".explorable:has(> .explorable-stills) > svg.figure")
        shown = page.select("svg:is(.figure, .told-picture)")
        assert len(drawings) == len(shown) - len(moving), name
        assert all(svg.get("aria-label") for svg in drawings)
        for tag, kind in (("math", "mathml"), ("svg", "svg")):
            has = any(element.tag.endswith("}" + tag) for element in book_pages[name].iter())
            item = re.search(rf'<item [^>]*href="{name}"[^>]*>', content)
            assert item
            assert (kind in item[0].partition("properties=")[2]) == has, item[0]


def test_the_book_is_linked_from_the_index_page_and_not_from_itself(
    book: ZipFile, pages: Pages, site: Path
) -> None:
    links = [
        (path.name, str(link["href"]))
        for path, page in pages.items()
        for link in page.select("article a[href$='.epub']")
    ]
    assert links == [("index.html", "simple-neural-networks-in-python.epub")]
    assert ".epub" not in book.read("index.xhtml").decode()
    assert (site / links[0][1]).is_file()


@pytest.mark.parametrize(
    ("told", "year"),
    [("0", 1980), ("1", 1980), ("315532799", 1980), ("315532800", 1980), ("1767225600", 2026)],
)
def test_an_archive_bears_the_date_that_it_is_told_or_the_first_that_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, year: int
) -> None:
    book: Any = Book.__new__(Book)
    book.outdir, book.files = tmp_path, ["page.xhtml"]
    book.config = SimpleNamespace(epub_basename="book")
    names = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", "page.xhtml"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    book.build_epub()
    with ZipFile(tmp_path / "book.epub") as archive:
        dates = {info.filename: info.date_time for info in archive.infolist()}
    assert dates == dict.fromkeys(names, (year, 1, 1, 0, 0, 0))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ('<a href="../a.html#b">', '<a href="../a.xhtml#b">'),
        ('<a href="https://a.org/b.html">', '<a href="https://a.org/b.html">'),
        ("<summary>and 3 more</summary>", "<summary>and 3 more</summary>"),
        ('<pre tabindex="0">x</pre>', "<pre>x</pre>"),
        (
            '<svg class="figure">',
            f'<svg {NAMESPACES} class="figure">',
        ),
        ('<svg viewBox="0" xmlns="s">', '<svg viewBox="0" xmlns="s">'),
    ],
)
def test_a_page_becomes_a_page_of_a_book(text: str, changed: str) -> None:
    assert as_epub_page(text) == changed
