"""Look at a published site, file by file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from _book.publishing import manifest as manifests
from _book.publishing.manifest import NAME, Manifest, Refused, differences, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

ADDED = (".nojekyll", "CNAME", ".git")  # for Pages, and by a clone of the published branch
_SECONDS = 60


def verify(place: str, against: Path | None) -> tuple[Manifest, list[str]]:
    """Return the manifest of a site, an address or a folder, and what is not as it says.

    With `against`, a manifest in a file, it is that one which the site has to be like.
    """
    remote = place.startswith(("https://", "http://"))
    said = _fetch(f"{place.rstrip('/')}/{NAME}") if remote else _read(Path(place) / NAME)
    if said is None:
        raise Refused(f"there is no {NAME} in {place}")
    content = said if against is None else _read(against)
    if content is None:
        raise Refused(f"there is no {against}")
    manifest = manifests.parse(content, str(against or f"{NAME} of {place}"))
    found = _of_address(place, manifest.all_files) if remote else _of_folder(Path(place))
    return manifest, differences(manifest.all_files, found)


def _of_folder(folder: Path) -> dict[str, str]:
    found = manifests.digests(folder)
    return {name: value for name, value in found.items() if name.split("/")[0] not in ADDED}


def _of_address(address: str, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file that is there; nobody can list what else is."""
    urls = [f"{address.rstrip('/')}/{quote(name)}" for name in names]
    with ThreadPoolExecutor(8) as pool:
        contents = list(pool.map(_fetch, urls))
    return {
        name: digest(content)
        for name, content in zip(names, contents, strict=True)
        if content is not None
    }


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fetch(url: str) -> bytes | None:
    try:
        with urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310  # http or https, see `verify`
            return bytes(answer.read())
    except HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return None
        raise Refused(f"{url} cannot be read: {error}") from error
    except OSError as error:
        raise Refused(f"{url} cannot be read: {error}") from error
