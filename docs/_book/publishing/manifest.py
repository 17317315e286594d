"""The manifest of a site, ``build.json``: what it was built from, and the SHA-256 of each file."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "build.json"
_COMMIT = re.compile("[0-9a-f]{40,64}")
_DIGEST = re.compile("[0-9a-f]{64}")


class PublishError(Exception):
    """What was asked for is not done; the message says why, and what would help."""


class Manifest(NamedTuple):
    """What a site was built from, and what is in it."""

    commit: str | None  # None where the source was in no repository
    changed: bool  # the source was not quite that commit
    versions: dict[str, str]
    files: dict[str, str]  # SHA-256 in hexadecimal digits, by the path below the site
    seal: str  # SHA-256 of the manifest, and so of the site
    address: str | None = None  # where the site will be read; None where nobody said it

    @property
    def built_from(self) -> str:
        """Say commit and versions in a line."""
        versions = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        return f"commit {self.commit}{' and changes' if self.changed else ''}, with {versions}"

    @property
    def all_files(self) -> dict[str, str]:
        return self.files | {NAME: self.seal}


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return sha256(content).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below `folder`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not name.isprintable():
            raise PublishError(f"{name!r} in {folder} is no name of a file of a site")
        if path.is_symlink():
            raise PublishError(f"{path} is a link: a site has files of its own alone")
        if not (path.is_file() or path.is_dir()):  # who reads a pipe waits for ever
            raise PublishError(f"{path} is neither a file nor a folder")
        if path.is_file():
            found[name] = digest(path.read_bytes())
    return found


def write_manifest(site: Path, address: str | None) -> None:
    """Add to the manifest of a site, which Sphinx has begun, its address and all its files."""
    begun = json.loads((site / NAME).read_text("utf-8"))
    files = digests(site)
    del files[NAME]
    text = json.dumps(begun | {"address": address, "files": files}, indent=1, sort_keys=True)
    (site / NAME).write_text(f"{text}\n", "utf-8", newline="\n")


def parse(content: bytes, place: str) -> Manifest:
    """Return the manifest that was found at `place`."""
    try:
        manifest = Manifest(**json.loads(content), seal=digest(content))
        _require_harmless(manifest)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise PublishError(f"{place} is no manifest of a site: {error}") from error
    return manifest


def _require_harmless(manifest: Manifest) -> None:
    """Refuse what git would take for more than a commit, or a terminal for more than a text."""
    if not (manifest.commit is None or _COMMIT.fullmatch(manifest.commit)):
        raise ValueError(f"{manifest.commit!r} is no commit")
    versions = [text for item in manifest.versions.items() for text in item]
    if not "".join([*versions, manifest.address or ""]).isprintable():
        raise ValueError("its versions or its address hold what cannot be printed")
    for name, value in manifest.files.items():
        if not name.isprintable() or {"", ".", ".."}.intersection(name.split("/")):
            raise ValueError(f"{name!r} is no name of a file")
        if not _DIGEST.fullmatch(value):
            raise ValueError(f"{value!r} is no SHA-256")


def read_manifest(site: Path) -> Manifest:
    """Return the manifest of the site in a folder."""
    path = site / NAME
    if not path.is_file():
        raise PublishError(f"{path} is not there: build the site with `nox -s docs`")
    return parse(path.read_bytes(), str(path))


def read_verified_manifest(site: Path) -> Manifest:
    """Return the manifest of the site in a folder, once all files are as it says."""
    manifest = read_manifest(site)
    if wrong := differences(manifest.all_files, digests(site)):
        raise PublishError("\n".join([f"{site} is not as it was built:", *wrong]))
    return manifest


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return a line for each file that is not as expected."""
    missing = {f"missing: {name}" for name in expected.keys() - found.keys()}
    added = {f"not in the manifest: {name}" for name in found.keys() - expected.keys()}
    both = expected.keys() & found.keys()
    changed = {f"changed: {name}" for name in both if found[name] != expected[name]}
    return [*sorted(missing), *sorted(added), *sorted(changed)]


def _receipt(site: Path) -> Path:
    return site.with_name(f"{site.name}.passed")


def record_passed(site: Path) -> None:
    """Record that all tests have passed on the site in a folder, if it still is what it was."""
    _receipt(site).write_text(read_verified_manifest(site).seal, "utf-8")


def has_passed(site: Path, manifest: Manifest) -> bool:
    """Tell whether it is this very site that all tests have passed on."""
    receipt = _receipt(site)
    return receipt.is_file() and receipt.read_text("utf-8") == manifest.seal
