"""A page in an engine that Playwright does not drive, as far as the tests need it."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

KEYS = {
    "Control": "\ue009",
    "End": "\ue010",
    "Enter": "\ue007",
    "Home": "\ue011",
    "Shift": "\ue008",
}
# Where something is, in the window, which scrolls to it and draws it first. What is drawn above it
# only then takes another height than was held for it: so it is waited for until it stands still.
SHOWN = """async (selector, index) => {
  const it = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility())[index];
  it.scrollIntoView({block: "center", behavior: "instant"});
  const place = () => {
    const {x, y, width, height} = it.getBoundingClientRect();
    return {x, y, width, height};
  };
  let before, still = 0;
  for (let frame = 0; frame < 60 && still < 4; frame++) {
    const now = JSON.stringify(place());
    still = now === before ? still + 1 : 0;
    before = now;
    await new Promise(requestAnimationFrame);
  }
  return place();
}"""
# The scripts of a page come after its first words, and the theme's last of all takes this away.
SCRIPTED = '!document.querySelector("html.no-js")'
WAIT = 20.0  # seconds that a thing may take on a busy machine
CLOCK = 100  # ticks a second, in which Linux counts
Actions = list[dict[str, Any]]


class Driven(ABC):
    """One window of `program`, by its number."""

    program = 0

    @property
    @abstractmethod
    def errors(self) -> list[str]:
        """Return what went wrong on the page."""

    @abstractmethod
    def look_at(
        self, address: str, width: int, height: int = 900, *, scripted: bool = True
    ) -> None:
        """Open a page in a window of a size, or as narrow as the engine lets a window be.

        Where it is `scripted`, wait until its scripts have run.
        """

    @abstractmethod
    def evaluate(self, promise: str) -> str:
        """Return the text that a promise of JavaScript comes to."""

    @abstractmethod
    def act(self, source: dict[str, Any]) -> None:
        """Do what WebDriver calls a source of actions."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """Return the PNG of what the window shows."""

    def run(self, expression: str) -> Any:
        """Return what an expression of JavaScript comes to, by way of JSON."""
        text = f"(async () => JSON.stringify(await ({expression}) ?? null))()"
        return json.loads(self.evaluate(text))

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
        self.act({"type": "key", "id": "keyboard", "actions": actions})

    def box(self, selector: str, index: int = 0) -> dict[str, float]:
        """Return where the window shows what a selector names, once it is there."""
        box: dict[str, float] = self.run(f"({SHOWN})({json.dumps(selector)}, {index})")
        return box

    def click(self, selector: str, across: float = 0.5) -> None:
        """Press what a selector names with the mouse, in its middle or at a part of its width."""
        box = self.box(selector)
        x, y = round(box["x"] + box["width"] * across), round(box["y"] + box["height"] / 2)
        actions = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.act({"type": "pointer", "id": "mouse", "actions": actions})

    def used(self, seconds: float) -> float:
        """Return how long, of some seconds from now, the browser and its parts keep a processor."""
        before = self._ticks()
        time.sleep(seconds)
        return (self._ticks() - before) / CLOCK

    def _ticks(self) -> int:
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended
                _, parent, *fields = path.read_text().rpartition(")")[2].split()
                found[int(path.parent.name)] = int(parent), int(fields[9]) + int(fields[10])
        family = {self.program}
        for _ in range(5):
            family |= {number for number, (parent, _) in found.items() if parent in family}
        return sum(ticks for number, (_, ticks) in found.items() if number in family)

    def picture(self, box: dict[str, float]) -> Image.Image:
        """Return what the window shows of a part of the page."""
        window = Image.open(BytesIO(self.screenshot())).convert("RGB")
        left, top = max(0, int(box["x"])), max(0, int(box["y"]))
        right = min(window.width, int(box["x"] + box["width"]))
        bottom = min(window.height, int(box["y"] + box["height"]))
        return window.crop((left, top, right, bottom))
