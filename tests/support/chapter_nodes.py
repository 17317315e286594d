"""The nodes that the chapter on automatic differentiation builds, as its cells define them."""

from __future__ import annotations

import linecache
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
NEEDED = "class Node", "def add", "Node.__add__", "def in_order", "def backward", "def matmul"


def cells() -> list[str]:
    """Return the cells of the chapter that make a node, and all that it can do."""
    found = _cells(r"(?!:tags|---)")
    return [cell for cell in found if any(name in cell for name in (*NEEDED, "Node.backward"))]


def _cells(head: str) -> list[str]:
    text = (DOCS / "deeper" / "autodiff.md").read_text("utf-8")
    fence = rf"^```\{{code-cell\}} ipython3\n{head}(.*?)^```"
    return re.findall(fence, text, re.MULTILINE | re.DOTALL)


def names() -> dict[str, Any]:
    """Return what these cells define; as in a notebook, Python finds the source of each."""
    imports = _cells(r":tags: \[hide-input\]\n\n")[0]
    code, made = "\n".join([imports, *cells()]), dict[str, Any]()
    linecache.cache["<autodiff>"] = len(code), None, code.splitlines(keepends=True), "<autodiff>"
    exec(compile(code, "<autodiff>", "exec"), made)  # noqa: S102  # our own chapter
    return made
