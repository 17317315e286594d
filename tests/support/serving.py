"""Serve a folder as Pages does: it compresses text, and has a page for what is not there."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".txt", ".xml", ".md", ".ipynb", ".wasm",
        ".webmanifest")  # fmt: skip


@cache
def compressed(path: Path) -> bytes:
    """Return what of a file goes over the wire."""
    content = path.read_bytes()
    return gzip.compress(content, 6, mtime=0) if path.suffix in TEXT else content


class Pages(SimpleHTTPRequestHandler):
    """Answers GET alone, with the headers that count for how fast a page is."""

    protocol_version = "HTTP/1.1"  # one connection for many files, as browsers expect

    def do_GET(self) -> None:
        """Send a file, the page of a folder, or the page for what is not there."""
        path, status = Path(self.translate_path(self.path)), HTTPStatus.OK
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            path, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        there = path.is_file()
        content = self.content(path) if there else b""
        self.send_response(status)
        self.send_header(
            "Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream"
        )
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if there and path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.send(content)

    def content(self, path: Path) -> bytes:
        """Return what of a file goes over the wire."""
        return compressed(path)

    def send(self, content: bytes) -> None:
        """Send the content of a file."""
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


class Watched(Pages):
    """Puts a script before all of a page, which keeps in `faults` what goes wrong in it."""

    watch = b"""<head><script>
      self.faults = [];
      console.error = (...said) => faults.push(said.join(" "));
      for (const kind of ["error", "unhandledrejection", "securitypolicyviolation"])
        addEventListener(kind, (event) => faults.push(`${kind}: ${event.message ?? event.reason
          ?? event.blockedURI ?? event.target.src ?? event.target.href}`), true);
    </script>"""

    def content(self, path: Path) -> bytes:
        """Return a page with the script in it."""
        if path.suffix != ".html":
            return compressed(path)
        return gzip.compress(path.read_bytes().replace(b"<head>", self.watch, 1), 1)


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = Pages) -> Iterator[str]:
    """Serve a folder, on this machine alone; yield its address, without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:  # what fails meanwhile would otherwise leave a thread that never ends
            server.shutdown()
            thread.join()
