"""Look at a published site, file by file."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

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
# What a host may cost whoever looks at it.
BYTES = 100_000_000  # of a file; Pages takes none that is larger
SECONDS = 1800  # for all files, which are some 40 MB


class _SameOrigin(HTTPRedirectHandler):
    """Goes wherever the site says, but never to another."""

    def redirect_request(self, req: Request, *rest: Any) -> Request | None:
        """Refuse to ask what is not of the site, perhaps something of this very machine."""
        url = rest[-1]
        if urlsplit(url)[:2] != urlsplit(req.full_url)[:2]:
            raise PublishError(f"{req.full_url} leads to another site: {url}")
        return super().redirect_request(req, *rest)


def verify(place: str, against: Path | None) -> tuple[Manifest, list[str]]:
    """Return the manifest of a site, an address or a folder, and what is not as it says.

    With `against`, a manifest in a file, it is that one which the site has to be like.
    """
    remote = place.startswith(("https://", "http://"))
    # As a browser shows it, perhaps.
    url = re.sub(r"/*(/index\.html)?([?#].*)?$", "/", place, count=1)
    path = against or Path(place, NAME)
    end = time.monotonic() + SECONDS
    content = _fetch(url + NAME, end) if remote and not against else _read(path)
    if content is None:
        raise PublishError(f"there is no {against or f'{NAME} in {place}'}")
    manifest = parse(content, str(against or f"{NAME} of {place}"))
    if remote:  # nobody can list what else is there
        urls = [url + quote(name) for name in manifest.all_files]
        with ThreadPoolExecutor(8) as pool:  # `map` gives up all the others where one fails
            values = [*pool.map(partial(_digest, end=end), urls)]
        pairs = zip(manifest.all_files, values, strict=True)
        found = {name: value for name, value in pairs if value is not None}
    else:
        all_files = digests(Path(place)).items()
        found = {name: value for name, value in all_files if name.split("/")[0] not in ADDED}
    return manifest, differences(manifest.all_files, found)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(url: str, end: float) -> str | None:
    content = _fetch(url, end)
    return None if content is None else digest(content)


def _fetch(url: str, end: float) -> bytes | None:
    content = bytearray()
    endless = PublishError(f"{url} is too long, or the site too slow, to be looked at")
    if time.monotonic() > end:  # many files that are not there take their time too
        raise endless
    try:
        with build_opener(_SameOrigin).open(url, timeout=60) as answer:  # http(s), see `verify`
            while piece := answer.read1(1_000_000):
                content += piece
                if len(content) > BYTES or time.monotonic() > end:
                    raise endless
            if answer.length:
                raise IncompleteRead(bytes(content), answer.length)
            return bytes(content)
    except (OSError, HTTPException, ValueError) as error:  # a broken connection, no address
        if isinstance(error, HTTPError):
            error.close()
            if error.code == HTTPStatus.NOT_FOUND:
                return None
        raise PublishError(f"{url} cannot be read: {error}") from error
