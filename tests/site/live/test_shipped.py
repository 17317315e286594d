"""The licences of what a site with live cells ships."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from _book.live.runtime.shipped import of_packages, of_wheel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT\nLicense: other", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: other", "BSD License"),
        ("License: PSF", "PSF"),
    ],
)
def test_a_wheel_says_its_licence(said: str, licence: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("a-1.dist-info/METADATA", f"Name: a\nVersion: 1\n{said}\n")
        wheel.writestr("a-1.dist-info/LICENSE", "Do as you like.")
    expected = {"name": "a", "version": "1", "licence": licence, "text": "Do as you like."}
    assert of_wheel(file.getvalue()) == expected


def test_packages_of_npm_are_listed_but_for_the_tools(tmp_path: Path) -> None:
    for name in ("@codemirror/view", "esbuild", "@esbuild/linux-x64", "pyodide"):
        (tmp_path / name).mkdir(parents=True)
        about = {"name": name, "version": "1", "license": "MIT"}
        (tmp_path / name / "package.json").write_text(json.dumps(about))
    assert [each["name"] for each in of_packages(tmp_path)] == ["@codemirror/view", "pyodide"]
