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
KEYS = {
    "Control": "\ue009",
    "End": "\ue010",
    "Enter": "\ue007",
    "Home": "\ue011",
    "Shift": "\ue008",
}
# Where something is, in the window, which scrolls to it and draws it first.
SHOWN = """async (selector, index) => {
  const it = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility())[index];
  it.scrollIntoView({block: "center", behavior: "instant"});
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  const {x, y, width, height} = it.getBoundingClientRect();
  return {x, y, width, height};
}"""
WAIT = 20.0  # seconds that a thing may take on a busy machine


class Firefox:
    """One tab of a Firefox, and what its console has said."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._count = socket, 0
        self.errors: list[str] = []
        self.ask("session.new", capabilities={})
        (tab,) = self.ask("browsingContext.getTree")["contexts"]
        self.tab = tab["context"]
        self.ask("session.subscribe", events=["log.entryAdded", "network.responseCompleted"])

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
            self.errors.append(text)
        if response and response["status"] >= HTTPStatus.BAD_REQUEST:
            self.errors.append(f"{response['status']}: {response['url']}")

    def look_at(self, address: str, width: int, height: int = 900) -> None:
        """Open a page in a window of a size."""
        self._go("about:blank")  # what the page before was loading is broken off now
        self.errors.clear()
        self.ask("browsingContext.setViewport", context=self.tab,
                 viewport={"width": width, "height": height})  # fmt: skip
        self._go(address)

    def _go(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """Return what an expression of JavaScript comes to on the page, by way of JSON."""
        text = f"(async () => JSON.stringify(await ({expression}) ?? null))()"
        answer = self.ask("script.evaluate", expression=text, awaitPromise=True,
                          target={"context": self.tab})  # fmt: skip
        assert answer["type"] == "success", f"{expression}: {answer['exceptionDetails']['text']}"
        return json.loads(answer["result"]["value"])

    def wait(self, expression: str, seconds: float = WAIT) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"!!({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Press keys, such as "a" or "Control+a", one after the other, on what has the focus."""
        actions = []
        for chord in keys:
            values = [KEYS.get(key, key) for key in chord.split("+")]
            actions += [{"type": "keyDown", "value": value} for value in values]
            actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.ask("input.performActions", context=self.tab, actions=[source])

    def box(self, selector: str, index: int = 0) -> dict[str, float]:
        """Return where the window shows what a selector names, once it is there."""
        box: dict[str, float] = self.run(f"({SHOWN})({json.dumps(selector)}, {index})")
        return box

    def click(self, selector: str) -> None:
        """Press the middle of what a selector names with the mouse."""
        box = self.box(selector)
        x, y = (round(box[at] + box[size] / 2) for at, size in (("x", "width"), ("y", "height")))
        actions = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": "mouse", "actions": actions}
        self.ask("input.performActions", context=self.tab, actions=[source])

    def picture(self, box: dict[str, float]) -> bytes:
        """Return the PNG of a part of the window."""
        clip = {"type": "box"} | box
        shot = self.ask("browsingContext.captureScreenshot", context=self.tab, clip=clip)
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
                yield Firefox(socket)
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
