"""The licences of what a site with live cells ships."""

from __future__ import annotations

import json
import zipfile
from importlib.metadata import distributions
from typing import TYPE_CHECKING

import pytest
from _book.live.runtime.shipped import of_npm, of_python

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
def test_a_wheel_says_its_licence(tmp_path: Path, said: str, licence: str) -> None:
    about = "a-1.dist-info"
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr(f"{about}/METADATA", f"Name: a\nVersion: 1\n{said}\n")
        wheel.writestr(f"{about}/LICENSE", "Do as you like.")
        wheel.writestr(f"{about}/RECORD", f"{about}/LICENSE,,\na/LICENSE.py,,\n")
    (found,) = map(of_python, distributions(path=[str(tmp_path / "a.whl")]))
    assert found == {"name": "a", "version": "1", "licence": licence, "text": "Do as you like."}


def test_packages_of_npm_are_listed_but_for_the_tools(tmp_path: Path) -> None:
    for name in ("@codemirror/view", "esbuild", "@esbuild/linux-x64", "pyodide"):
        (tmp_path / name).mkdir(parents=True)
        about = {"name": name, "version": "1", "license": "MIT"}
        (tmp_path / name / "package.json").write_text(json.dumps(about))
    assert [each["name"] for each in of_npm(tmp_path)] == ["@codemirror/view", "pyodide"]
