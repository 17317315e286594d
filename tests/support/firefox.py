"""Firefox by WebDriver BiDi, over its own websocket: as much of it as the tests need.

Playwright drives a Firefox of its own alone, not the one that is installed.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import time
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from driven import SCRIPTED, WAIT, Driven
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

SETTINGS = {
    "app.normandy.enabled": False,  # no requests of its own
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class Firefox(Driven):
    """One tab of a Firefox, and what its console has said."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._count = socket, 0
        self._errors: list[str] = []
        self.ask("session.new", capabilities={})
        (tab,) = self.ask("browsingContext.getTree")["contexts"]
        self.tab = tab["context"]
        self.ask("session.subscribe", events=["log.entryAdded", "network.responseCompleted"])

    @property
    def errors(self) -> list[str]:
        """Return what the console has said since the page was opened."""
        return self._errors

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to a command; what the console says meanwhile is kept."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=3 * WAIT))
            if message.get("type") == "event":
                self._keep(**message["params"])
            elif message.get("id") == self._count:
                if message["type"] == "error":
                    raise AssertionError(f"{method}: {message['message']}")
                return dict(message["result"])

    def _keep(self, level: str = "", text: str = "", response: Any = None, **_: Any) -> None:
        if level == "error":
            self._errors.append(text)
        if response and response["status"] >= HTTPStatus.BAD_REQUEST:
            self._errors.append(f"{response['status']}: {response['url']}")

    def look_at(
        self, address: str, width: int, height: int = 900, *, scripted: bool = True
    ) -> None:
        """Open a page in a window of a size."""
        self._go("about:blank")  # what the page before was loading is broken off now
        self._errors.clear()
        self.ask("browsingContext.setViewport", context=self.tab,
                 viewport={"width": width, "height": height})  # fmt: skip
        self._go(address)
        if scripted:
            self.wait(SCRIPTED)

    def _go(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, promise: str) -> str:
        """Return the text that a promise of JavaScript comes to."""
        answer = self.ask("script.evaluate", expression=promise, awaitPromise=True,
                          target={"context": self.tab})  # fmt: skip
        assert answer["type"] == "success", f"{promise}: {answer['exceptionDetails']['text']}"
        return str(answer["result"]["value"])

    def act(self, source: dict[str, Any]) -> None:
        """Do what WebDriver calls a source of actions."""
        self.ask("input.performActions", context=self.tab, actions=[source])

    def screenshot(self) -> bytes:
        """Return the PNG of what the window shows."""
        shot = self.ask("browsingContext.captureScreenshot", context=self.tab)
        return base64.b64decode(shot["data"])


@contextmanager
def started(program: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox without a window; yield it, and end it."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});"
             for name, value in SETTINGS.items()]  # fmt: skip
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command = [program, "--headless", "--remote-debugging-port=0", "--profile", str(profile)]
    said = profile / "said.txt"
    with (
        said.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as process,
    ):
        try:
            with connect(f"{_address(said)}/session", max_size=None) as socket:
                firefox = Firefox(socket)
                firefox.program = process.pid
                yield firefox
        finally:
            process.terminate()


def _address(said: Path) -> str:
    """Return the address that a Firefox listens at, once it says so."""
    end = time.monotonic() + 3 * WAIT
    while time.monotonic() < end:
        if match := re.search(r"BiDi listening on (ws://\S+)\n", said.read_text("utf-8")):
            return match[1]
        time.sleep(0.05)
    raise AssertionError(f"Firefox does not listen: {said.read_text('utf-8')}")
