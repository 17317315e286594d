"""The licences of what a site with live cells ships: of the wheels, and of the packages of npm."""

from __future__ import annotations

import email
import io
import json
import zipfile
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

Licence: TypeAlias = dict[str, str]
# In the folder of npm's packages, but no part of what is served.
NOT_SHIPPED = ("esbuild", "ws")
_CLASSIFIER = "License :: OSI Approved :: "


def of_wheel(wheel: bytes) -> Licence:
    """Return name, version, licence and text of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" in name]
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        about = email.message_from_bytes(archive.read(metadata))
        classifiers = about.get_all("Classifier", [])
        known = [name.removeprefix(_CLASSIFIER) for name in classifiers if _CLASSIFIER in name]
        texts = [archive.read(name).decode() for name in names if "LICEN" in name.upper()]
    licence = about.get("License-Expression") or ", ".join(known) or about["License"]
    return _entry(about["Name"], about["Version"], licence, texts)


def of_packages(packages: Path) -> list[Licence]:
    """Return the same of each package in a folder of npm's that is shipped."""
    found = []
    for path in sorted([*packages.glob("*/package.json"), *packages.glob("@*/*/package.json")]):
        about = json.loads(path.read_text("utf-8"))
        if path.parent.name not in NOT_SHIPPED and path.parent.parent.name != "@esbuild":
            texts = [text.read_text("utf-8") for text in path.parent.glob("LICEN*")]
            found.append(_entry(about["name"], about["version"], about["license"], texts))
    return found


def _entry(name: str, version: str, licence: str, texts: list[str]) -> Licence:
    return {"name": name, "version": version, "licence": licence, "text": "\n".join(texts)}
