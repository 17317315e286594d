"""The licences of what a site ships: of packages of Python, in a wheel or installed, and of npm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from importlib.metadata import Distribution
    from pathlib import Path

Licence: TypeAlias = dict[str, str]  # name, version, licence and its text
# In the folder of npm's packages, but no part of what is served.
NOT_SHIPPED = ("esbuild", "ws")
_CLASSIFIER = "License :: OSI Approved :: "


def of_python(package: Distribution) -> Licence:
    """Return the licence of a package of Python."""
    about = package.metadata
    classifiers = about.get_all("Classifier", [])
    known = [name.removeprefix(_CLASSIFIER) for name in classifiers if _CLASSIFIER in name]
    said = [
        *about.get_all("License-Expression", []),
        ", ".join(known),
        *about.get_all("License", []),
    ]
    files = [path for path in package.files or () if ".dist-info/" in str(path)]
    texts = [path.read_text("utf-8") for path in files if "LICEN" in str(path).upper()]
    return _entry(about["Name"], about["Version"], next(filter(None, said)), texts)


def of_npm(packages: Path) -> list[Licence]:
    """Return the licence of each package in a folder of npm's that is shipped."""
    found = []
    for path in sorted([*packages.glob("*/package.json"), *packages.glob("@*/*/package.json")]):
        about = json.loads(path.read_text("utf-8"))
        if path.parent.name not in NOT_SHIPPED and path.parent.parent.name != "@esbuild":
            texts = [text.read_text("utf-8") for text in path.parent.glob("LICEN*")]
            found.append(_entry(about["name"], about["version"], about["license"], texts))
    return found


def _entry(name: str, version: str, licence: str, texts: list[str]) -> Licence:
    return {"name": name, "version": version, "licence": licence, "text": "\n".join(texts)}
