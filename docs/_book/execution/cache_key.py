"""What the outputs of a page follow from, beside its cells: core, style, data and versions."""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
import sysconfig
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORE = "simplenn_core"
ALL = "*"
DATA = (".csv", ".json", ".txt")  # what cells read


def digest(parts: Iterable[bytes]) -> str:
    """Return one digest of some parts; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def of_all_pages(docs: Path) -> str:
    """Return a digest of what each page follows from: style, kernel, data and versions."""
    # The names of these folders are those of the packages with their versions.
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages = {path.name for folder in folders for path in Path(folder).glob("*.dist-info")}
    versions = [sys.version, platform.platform(), *sorted(packages)]
    data = [path for suffix in DATA for path in docs.glob(f"[!_]*/*{suffix}")]
    kernel = [
        path
        for path in (docs / "_book" / "execution" / "kernel").rglob("*")
        if path.suffix != ".pyc"
    ]
    files = sorted(path for path in (*data, *kernel) if path.is_file())
    return digest([repr(versions).encode(), *_named(docs, files)])


def of_core(modules: Iterable[str]) -> str:
    """Return a digest of some modules of the core, as they are now."""
    folder = _core()
    return digest(_named(folder, (folder / f"{name}.py" for name in sorted(modules))))


def modules_of(code: str) -> frozenset[str]:
    """Return the modules of the core that code needs, and all that these need in turn."""
    try:
        wanted = {*_imported(ast.parse(code))}
    except SyntaxError:  # a cell will say so
        wanted = {ALL}
    exported = _exported()
    if wanted - {*exported}:  # all names, or one that nobody knows
        wanted = {*exported}
    found: set[str] = set()
    left = {exported[name] for name in wanted}
    while left:
        module = left.pop()
        found.add(module)
        tree = ast.parse((_core() / f"{module}.py").read_bytes())
        left |= {exported[name] for name in _imported(tree)} - found
    return frozenset(found)


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield what code imports from the core: names, and modules with a dot before them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == CORE:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{CORE}."):
            yield (node.module or "").removeprefix(CORE)
        elif isinstance(node, ast.Import) and any(
            alias.name.partition(".")[0] == CORE for alias in node.names
        ):
            yield ALL


@cache
def _exported() -> dict[str, str]:
    """Return the module of each public name of the core, and of each module by itself."""
    modules = {f".{path.stem}": path.stem for path in _core().glob("*.py")}
    for node in ast.parse((_core() / "__init__.py").read_bytes()).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.removeprefix(f"{CORE}.")
            modules |= {alias.name: module for alias in node.names}
    return modules


@cache
def _core() -> Path:
    spec = find_spec(CORE)
    for folder in (spec and spec.submodule_search_locations) or ():
        return Path(folder)
    raise ModuleNotFoundError(f"{CORE} is not installed, and no page runs without it")


def _named(folder: Path, files: Iterable[Path]) -> Iterator[bytes]:
    for path in files:
        yield path.relative_to(folder).as_posix().encode()
        yield path.read_bytes() if path.is_file() else b"gone"
