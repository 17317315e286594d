"""What all pages with live cells share: Python for browsers, the scripts, the core as a wheel."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from _book.downloads.core_wheel import core_wheel

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PLACE = "_static/live"
_SITE = "site_with_live_cells"
Sum: TypeAlias = "tuple[int, str]"  # size and SHA-256


@dataclass(frozen=True)
class Site:
    """Where the parts are, as seen from the root of the site, and what is in them."""

    files: dict[str, Sum]  # of the Python
    python: str  # a folder, with a slash at its end
    code: str  # the script of the pages
    core: str  # the address of the wheel
    core_sum: Sum
    modules: frozenset[str]  # what cells can import besides the standard library
    licences: list[dict[str, str]]


def sum_of(path: Path) -> Sum:
    """Return the size of a file and its SHA-256."""
    content = path.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


def sums_of(folder: Path) -> dict[str, Sum]:
    return {path.name: sum_of(path) for path in sorted(folder.iterdir())}


def site_of(app: Sphinx) -> Site | None:
    """Return what has been put into the site, if anything has."""
    return getattr(app, _SITE, None)


def put(app: Sphinx, folder: Path) -> None:
    """Put what `nox -s live-runtime` has left in `folder` into the site."""
    python, code = folder / "python", folder / "code"
    files = sums_of(python)
    lock = json.loads((python / "pyodide-lock.json").read_text("utf-8"))
    provided = {name for package in lock["packages"].values() for name in package["imports"]}
    place = Path(app.outdir) / PLACE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    address = f"{PLACE}/python-{short_digest(files)}/"
    shutil.copytree(python, Path(app.outdir) / address)
    scripts = short_digest(sums_of(code))
    shutil.copytree(code, place / f"code-{scripts}")
    wheel = core_wheel(app)
    site = Site(
        files=files,
        python=address,
        code=f"{PLACE}/code-{scripts}/page.js",
        core=f"{wheel.name}?{short_digest(sum_of(wheel))}",  # no other that a browser has kept
        core_sum=sum_of(wheel),
        modules=frozenset(provided | {"simplenn_core"}),
        licences=json.loads((python / "licences.json").read_text("utf-8")),
    )
    setattr(app, _SITE, site)


def short_digest(content: Any) -> str:
    """Return what is another whenever `content` is another: part of a name, a cache key."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]
