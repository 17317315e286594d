"""Look at a published site, file by file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from _book.publishing.manifest import (
    NAME,
    Manifest,
    PublishError,
    differences,
    digest,
    digests,
    parse,
)

ADDED = (".nojekyll", "CNAME", ".git")  # for Pages, and by a clone of the published branch


def verify(place: str, against: Path | None) -> tuple[Manifest, list[str]]:
    """Return the manifest of a site, an address or a folder, and what is not as it says.

    With `against`, a manifest in a file, it is that one which the site has to be like.
    """
    remote = place.startswith(("https://", "http://"))
    url = f"{place.rstrip('/')}/"
    path = against or Path(place, NAME)
    content = _fetch(url + NAME) if remote and not against else _read(path)
    if content is None:
        raise PublishError(f"there is no {against or f'{NAME} in {place}'}")
    manifest = parse(content, str(against or f"{NAME} of {place}"))
    if remote:  # nobody can list what else is there
        with ThreadPoolExecutor(8) as pool:
            names = {name: pool.submit(_fetch, url + quote(name)) for name in manifest.all_files}
        contents = {name: done.result() for name, done in names.items()}
        found = {name: digest(content) for name, content in contents.items() if content is not None}
    else:
        all_files = digests(Path(place)).items()
        found = {name: value for name, value in all_files if name.split("/")[0] not in ADDED}
    return manifest, differences(manifest.all_files, found)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fetch(url: str) -> bytes | None:
    try:
        with urlopen(url, timeout=60) as answer:  # noqa: S310  # http or https, see `verify`
            return bytes(answer.read())
    except (OSError, HTTPException) as error:  # a connection that breaks off is the latter
        if isinstance(error, HTTPError):
            error.close()
            if error.code == HTTPStatus.NOT_FOUND:
                return None
        raise PublishError(f"{url} cannot be read: {error}") from error
