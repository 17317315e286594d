"""Serve a folder as a host of static pages does: compressed, with a page for what is not there."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO | IO[bytes] | None:  # type: ignore[override]
        """Send the headers of a file and return its content, compressed where that helps."""
        path = self.translate_path(self.path)
        kind = self.guess_type(path if not path.endswith("/") else path + "index.html")
        compress = kind.startswith(_TEXT) and "gzip" in self.headers.get("Accept-Encoding", "")
        if not compress:
            return super().send_head()
        try:
            with open(path + "index.html" if path.endswith("/") else path, "rb") as file:  # noqa: PTH123
                content = gzip.compress(file.read(), 6)
        except OSError:
            return super().send_head()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        return BytesIO(content)

    def send_error(self, code: int, *args: Any, **options: Any) -> None:
        """Answer with the site's own page where there is nothing."""
        path = f"{self.directory}/404.html"
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                content = file.read()
        except OSError:
            super().send_error(code, *args, **options)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder` on this machine alone, for as long as the block runs; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
