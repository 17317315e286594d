"""WebKit by WebDriver, in the small browser that comes with it: Safari's engine, not Safari."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

from driven import SCRIPTED, WAIT, Driven

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVER, DISPLAY = "WebKitWebDriver", "Xvfb"


def lacking() -> str:
    """Return the program that is not installed, if there is one."""
    found = {name: shutil.which(name) for name in (DRIVER, DISPLAY)} | {"MiniBrowser": _browser()}
    return next((name for name, path in found.items() if not path), "")


def _browser() -> str:
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    return str(found[-1]) if found else ""


class WebKit(Driven):
    """One window of it."""

    def __init__(self, address: str) -> None:
        self._address = address
        options = {"binary": _browser(), "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = self.ask("POST", "", capabilities=capabilities)
        self._address += f"/{session['sessionId']}"

    @property
    def errors(self) -> list[str]:
        """Return what the page has noted, see `Watched`: the driver keeps the console to itself."""
        return list(self.run("self.faults"))

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """Return the answer to a command."""
        content = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(f"{self._address}{path}", content, method=method)  # noqa: S310  # this machine
        try:
            with urllib.request.urlopen(request, timeout=3 * WAIT) as answer:  # noqa: S310  # likewise
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(f"{path}: {json.load(error)['value']['message']}") from error

    def look_at(
        self, address: str, width: int, height: int = 900, *, scripted: bool = True
    ) -> None:
        """Open a page in a window of a size, or as narrow as the engine lets a window be."""
        self.ask("POST", "/window/rect", width=width, height=height)
        self.ask("POST", "/url", url=address)
        if scripted:
            self.wait(SCRIPTED)

    def evaluate(self, promise: str) -> str:
        """Return the text that a promise of JavaScript comes to."""
        script = f"const done = arguments[0]; ({promise}).then(done, (e) => done('!' + e));"
        answer = str(self.ask("POST", "/execute/async", script=script, args=[]))
        assert not answer.startswith("!"), f"{promise}: {answer}"
        return answer

    def act(self, source: dict[str, Any]) -> None:
        """Do what WebDriver calls a source of actions."""
        self.ask("POST", "/actions", actions=[source])

    def screenshot(self) -> bytes:
        """Return the PNG of what the window shows."""
        return base64.b64decode(self.ask("GET", "/screenshot"))


@contextmanager
def started() -> Iterator[WebKit]:
    """Start it on a screen that nobody sees; yield it, and end it."""
    screen = [DISPLAY, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as display:
        assert display.stdout
        number = display.stdout.readline().strip()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        env = os.environ | {"DISPLAY": f":{number}", "LIBGL_ALWAYS_SOFTWARE": "1"}
        with subprocess.Popen([DRIVER, f"--port={port}"], env=env) as driver:
            try:
                _wait_for(port)
                webkit = WebKit(f"http://127.0.0.1:{port}/session")
                webkit.program = driver.pid
                yield webkit
                webkit.ask("DELETE", "")
            finally:
                driver.terminate()
                display.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{DRIVER} does not listen")
