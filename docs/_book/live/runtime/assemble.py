"""Assemble what the live cells need: a Python for the browser, and the two scripts that use it.

Usage: ``python -m _book.live.runtime.assemble OUTPUT``. What is loaded is kept in a cache, so that
it is loaded once. Pyodide and its list of wheels come from npm; the wheels from the folder that
``LIVE_WHEELS`` names, or from Pyodide's own distribution. Each is checked against that list.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from functools import partial
from http.client import HTTPException
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import platformdirs

from _book.live.runtime.shipped import of_npm, of_python
from _book.live.runtime.trim import UNUSED
from _book.publishing.manifest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
# Asked when the runtime is assembled, never by a page.
DISTRIBUTION = "https://cdn.jsdelivr.net/pyodide/v{}/full/{}"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
LIBRARY, LOCK = "python_stdlib.zip", "pyodide-lock.json"
BUNDLE = (
    "--bundle",
    "--format=esm",
    "--minify",
    "--target=es2022",
    # Texts that a script brings along: modules of Python, and a file without an ending.
    "--loader:.py=text",
    "--loader:=text",
    "--entry-names=[name]",
    "--log-level=warning",
)
FAILURES = (OSError, ValueError, HTTPException, BadZipFile, subprocess.CalledProcessError)
NOT_TO_BE_HAD = 3  # the exit code; a site can be built without it


def cached(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return what `make` fills a folder with; it is there whole or not at all."""
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            new = Path(name) / "new"
            new.mkdir()
            make(new)
            with contextlib.suppress(OSError):  # another run was quicker, with the same result
                new.rename(folder)
    return folder


def install(cache: Path) -> Path:
    """Install the packages of npm that package-lock.json names; return their folder."""
    lock = HERE / "package-lock.json"

    def make(folder: Path) -> None:
        for path in (HERE / "package.json", lock):
            shutil.copy(path, folder)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        _run("npm", "ci", "--prefix", str(folder), "--fetch-retries=1", *options)

    return cached(cache / f"packages-{digest(lock.read_bytes())[:16]}", make) / "node_modules"


def runtime(cache: Path, packages: Path) -> Path:
    """Return the folder of the Python, made if it is not there."""
    ours = [HERE / name for name in ("trim.py", "trim.mjs", "shipped.py", "assemble.py")]
    recipe = b"".join(map(Path.read_bytes, [packages / "pyodide" / LOCK, *ours]))
    return cached(cache / f"pyodide-{digest(recipe)[:16]}", partial(_make, packages))


def _make(packages: Path, work: Path) -> None:
    official = packages / "pyodide"
    lock = json.loads((official / LOCK).read_text("utf-8"))
    needed = dict(_needed(lock["packages"], "matplotlib"))
    texts = of_npm(packages)
    shutil.copy(official / LIBRARY, work)
    for wheel in needed.values():
        path = work / wheel["file_name"]
        path.write_bytes(official_wheel(wheel, lock["info"]["version"]))
        texts += map(of_python, distributions(path=[str(path)]))
    _run("node", str(HERE / "trim.mjs"), str(official), str(work))
    for key, wheel in needed.items():
        kept = [name for name in wheel["depends"] if name in needed]
        small = (work / wheel["file_name"]).read_bytes()
        needed[key] = wheel | {"depends": kept, "sha256": digest(small)}
    for name in CORE:
        shutil.copy(official / name, work / name)
    (work / LOCK).write_text(json.dumps(lock | {"packages": needed}), "utf-8")
    (work / "licences.json").write_text(json.dumps(texts), "utf-8")


def _needed(packages: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield name, packages[name]
    for other in packages[name]["depends"]:
        if other not in UNUSED:
            yield from _needed(packages, other)


def official_wheel(wheel: dict[str, Any], version: str) -> bytes:
    """Return a wheel of the distribution, if it is the one that the official list means."""
    name = wheel["file_name"]
    place = DISTRIBUTION.format(version, name)
    if folder := os.environ.get("LIVE_WHEELS"):
        place = (Path(folder) / name).resolve().as_uri()
    print(f"Loading {place}", file=sys.stderr)
    with urllib.request.urlopen(place, timeout=30) as answer:  # noqa: S310  # https, or a file
        content: bytes = answer.read()
    if digest(content) != wheel["sha256"]:
        raise ValueError(
            f"{place} has the SHA-256 {digest(content)}, expected {wheel['sha256']} by the list"
        )
    return content


def _run(program: str, *arguments: str, **exported: str) -> None:
    command = [shutil.which(program) or program, *arguments]
    subprocess.run(command, check=True, env=os.environ | exported)


def bundle(packages: Path, output: Path) -> None:
    """Make one script of each of the two, with the packages that it imports."""
    (program,) = (packages / "@esbuild").glob("*/**/esbuild*")
    entries = [str(HERE.parent / name) for name in ("page/page.js", "worker/worker.js")]
    _run(str(program), *entries, *BUNDLE, f"--outdir={output}", NODE_PATH=str(packages))


def main(output: Path) -> int:
    """Assemble all in `output`; where that fails, say why and leave nothing there."""
    output = output.resolve()
    if output.exists() and not (output / "python").is_dir():
        sys.exit(f"{output} is no Python for live cells, and is not replaced by one.")
    output.parent.mkdir(parents=True, exist_ok=True)
    user = platformdirs.user_cache_path("simple-neural-networks")
    cache = Path(os.environ.get("LIVE_CACHE") or user)
    with tempfile.TemporaryDirectory(dir=output.parent) as name:
        new = Path(name) / "new"
        if output.exists():
            output.rename(Path(name) / "old")
        try:
            cache.mkdir(parents=True, exist_ok=True)
            packages = install(cache)
            shutil.copytree(runtime(cache, packages), new / "python")
            bundle(packages, new / "code")
        except FAILURES as error:
            print(f"The Python for the live cells cannot be assembled: {error}", file=sys.stderr)
            return NOT_TO_BE_HAD
        new.rename(output)
    size = sum(path.stat().st_size for path in (output / "python").iterdir())
    print(f"The Python for the live cells is in {output}: {size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
