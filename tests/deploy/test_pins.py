"""What takes part in a build is pinned, and what is said of it in two places is the same."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from pathlib import Path

Pins = dict[str, list[Requirement]]
PIN = re.compile(r"^(\S.*) \\$", re.MULTILINE)  # the lines that follow are its hashes


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pins(root: Path) -> Pins:
    files = {path.stem: path.read_text("utf-8") for path in root.glob("requirements/*.txt")}
    return {group: [*map(Requirement, PIN.findall(text))] for group, text in files.items()}


def in_reach(root: Path, group: str, pins: Pins) -> list[Requirement]:
    """Return the pins of a group and of all that its file names."""
    text = (root / "requirements" / f"{group}.txt").read_text("utf-8")
    others = re.findall(r"^-r (.*)\.txt$", text, re.MULTILINE)
    return pins[group] + [pin for other in others for pin in in_reach(root, other, pins)]


def test_what_a_group_asks_for_is_in_its_pins(
    root: Path, project: dict[str, Any], pins: Pins
) -> None:
    groups = {**project["dependency-groups"]}
    del groups["bench"]  # libraries to compare with, gigabytes of them, and none has to be there
    assert groups.keys() == pins.keys()
    for group, lines in groups.items():
        for line in lines:
            if not isinstance(line, str):
                continue  # another group, which is looked at by itself
            wanted = Requirement(line)
            found = [pin for pin in in_reach(root, group, pins) if pin.name == wanted.name]
            assert found, f"{line} of {group}: run `nox -s lock`"
            for pin in found:
                (specifier,) = pin.specifier
                fits = wanted.specifier.contains(specifier.version)
                assert fits or group == "oldest", f"{line} of {group}: run `nox -s lock`"


def test_what_a_package_is_built_with_is_pinned_too(root: Path, pins: Pins) -> None:
    assert {pin.name for pin in pins["build"]} >= {"setuptools", "wheel"}
    text = (root / "noxfile.py").read_text("utf-8")
    for tool in ("UV", "PIP"):  # uv compares the hashes there as well
        assert f'session.env["{tool}_BUILD_CONSTRAINT"] = ' in text


def test_the_oldest_numpy_is_the_one_that_the_core_names(
    project: dict[str, Any], pins: Pins
) -> None:
    (core,) = project["project"]["dependencies"]
    oldest = [pin for pin in pins["oldest"] if pin.name == "numpy"]
    (said,) = Requirement(core).specifier
    assert f"{oldest[0].specifier}".startswith(f"=={said.version}.")
    for version in ("3.11", "3.12", "3.13", "3.14"):
        environment = {"python_version": version, "python_full_version": f"{version}.0"}
        suits = [pin for pin in oldest if pin.marker is None or pin.marker.evaluate(environment)]
        assert len(suits) == 1, version


def test_one_job_alone_can_write(root: Path) -> None:
    texts = [path.read_text("utf-8") for path in root.glob(".github/workflows/*.yml")]
    assert all("\npermissions:\n  contents: read\n" in text for text in texts)
    assert re.findall(r"[\w-]+: write(?:-all)?", "".join(texts)) == ["contents: write"]


def test_the_citation_names_the_version_of_the_core(root: Path, project: dict[str, Any]) -> None:
    citation = (root / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {project['project']['version']}\n" in citation


def test_every_lock_file_is_renewed_by_dependabot(root: Path) -> None:
    said = (root / ".github" / "dependabot.yml").read_text("utf-8")
    locks = [*root.glob("docs/**/package-lock.json"), *root.glob("tests/**/package-lock.json")]
    assert len(locks) == 2
    for lock in locks:
        assert f" /{lock.parent.relative_to(root).as_posix()}\n" in said
