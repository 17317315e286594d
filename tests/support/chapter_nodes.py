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
    text = (DOCS / "deeper" / "autodiff.md").read_text("utf-8")
    found = re.findall(
        r"^```\{code-cell\} ipython3\n(?!:tags|---)(.*?)^```", text, re.MULTILINE | re.DOTALL
    )
    return [cell for cell in found if any(name in cell for name in (*NEEDED, "Node.backward"))]


def names() -> dict[str, Any]:
    """Return what these cells define; as in a notebook, Python finds the source of each."""
    code, made = "\n".join(cells()), dict[str, Any]()
    linecache.cache["<autodiff>"] = len(code), None, code.splitlines(keepends=True), "<autodiff>"
    exec(compile(code, "<autodiff>", "exec"), made)  # noqa: S102  # our own chapter
    return made
