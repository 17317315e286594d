"""Look whether sites are the same to the last byte, and show the first difference."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING
from zipfile import ZipFile

from _book.publishing import manifest as manifests
from _book.publishing.manifest import Refused, differences, digest

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN = 300  # characters of a line


def compare(first: Path, *others: Path) -> None:
    """Refuse what differs; of sites made with different Pythons, but for what names them."""
    python = manifests.of_folder(first).versions["python"]
    for other in others:
        aside = python != manifests.of_folder(other).versions["python"]
        one, two = _contents(first, aside=aside), _contents(other, aside=aside)
        digests = [{name: digest(content) for name, content in all_.items()} for all_ in (one, two)]
        if wrong := differences(*digests):
            name = wrong[0].partition(": ")[2]
            raise Refused(
                f"{len(wrong)} files of {first} and {other} differ, of {len(one)}; the first:\n"
                f"{wrong[0]}\n{_first_difference(one.get(name, b''), two.get(name, b''))}"
            )
        print(
            f"0 files of {first} and {other} differ, of {len(one)}"
            + (", but for what names the version of Python" if aside else "")
        )


def _contents(site: Path, *, aside: bool) -> dict[str, bytes]:
    """Return what is in each file; with `aside`, as if no version of Python were named."""
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    if not aside:
        return found
    del found[manifests.NAME]  # with the version, the checksums of all pages that name it
    for name in [name for name in found if name.endswith(".epub")]:
        del found[name]
        with ZipFile(site / name) as book:  # packed pages, which name it too
            found |= {f"{name}/{page}": book.read(page) for page in book.namelist()}
    python = f"Python {manifests.of_folder(site).versions['python']}".encode()
    return {name: content.replace(python, b"Python") for name, content in found.items()}


def _first_difference(one: bytes, other: bytes) -> str:
    pairs = zip_longest(one.splitlines(), other.splitlines())
    for number, (a, b) in enumerate(pairs, 1):
        if a != b:
            return f"line {number}:\n- {str(a)[:_SHOWN]}\n+ {str(b)[:_SHOWN]}"
    return "they differ in the ends of their lines"
