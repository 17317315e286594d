"""What the outputs of a page follow from, beside its cells: core, figures, data and versions.

One digest for all pages: which page needs which part of the core would save seconds after a change
of the core, and a mistake in it would show an old number.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Below `docs`: what cells read, what they import, and what runs them.
FILES = (
    "[!_]*/*.csv",
    "[!_]*/*.json",
    "[!_]*/*.txt",
    "_figures/*.py",
    "_book/code_links/names.py",
    "_book/code_links/recorder.py",
    "_book/execution/environment.py",
    "_book/execution/kernel_client.py",
    "_book/execution/kernel/**/*",
    "_book/explorable/*.py",
)


def digest(parts: Iterable[bytes]) -> str:
    """Return one digest of some parts; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def environment_digest(docs: Path) -> str:
    """Return a digest of what all pages follow from."""
    # The names of these folders are those of the packages with their versions.
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    packages = {path.name for folder in folders for path in Path(folder).glob("*.dist-info")}
    versions = [sys.version, platform.platform(), *sorted(packages)]
    paths = {path for pattern in FILES for path in docs.glob(pattern)}
    return digest(
        [repr(versions).encode(), core_digest(docs.parent).encode(), *_named(docs, paths)]
    )


def core_digest(root: Path) -> str:
    """Return a digest of the core of a checkout, which its cells import."""
    return digest(_named(root, (root / "simplenn_core").rglob("*.py")))


def _named(folder: Path, paths: Iterable[Path]) -> Iterable[bytes]:
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        yield path.relative_to(folder).as_posix().encode()
        yield path.read_bytes()


def digests(env: BuildEnvironment) -> dict[str, str]:
    """Return what the outputs of each page with cells followed from when it was read."""
    found: dict[str, str] = env.__dict__.setdefault("digests_of_outputs", {})
    return found


def drop_page(_: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is gone, or will be read again."""
    digests(env).pop(page, None)
