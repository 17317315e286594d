"""What becomes of its storage in a browser whose reader allows it to keep nothing."""

from __future__ import annotations

# Scripts to run before those of a page; Firefox knows both ways.
STORAGE = {
    "throws": """Object.defineProperty(self, "localStorage", {
      configurable: true,
      get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
    })""",
    "null": "Object.defineProperty(self, 'localStorage', {configurable: true, value: null})",
}
