"""What takes part in a build is pinned: packages by their checksums, actions by their commits."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.specifiers import SpecifierSet

Pins = dict[str, list[Requirement]]
PINNED = re.compile(r"(\S.*) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, str]:
    """Return the files of pins by their groups."""
    return {path.stem: path.read_text("utf-8") for path in root.glob("requirements/*.txt")}


@pytest.fixture(scope="module")
def pins(files: dict[str, str]) -> Pins:
    return {
        group: [Requirement(found[1]) for found in PINNED.finditer(text)]
        for group, text in files.items()
    }


def test_each_line_is_a_pin_with_its_hashes(root: Path, files: dict[str, str]) -> None:
    groups = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    for group, text in files.items():
        others = [entry["include-group"] for entry in groups[group] if isinstance(entry, dict)]
        others = others if group != "oldest" else []  # has another NumPy than those
        expected = ["# Written by `nox -s lock`.", *(f"-r {other}.txt" for other in others)]
        assert PINNED.sub("", text).splitlines() == expected, group


def test_one_version_of_each_serves_all_pythons(pins: Pins) -> None:
    versions: dict[str, SpecifierSet] = {}
    for group, requirements in pins.items():
        for requirement in requirements:
            assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
            if group != "oldest":
                said = versions.setdefault(requirement.name, requirement.specifier)
                assert requirement.specifier == said, f"{requirement} in {group}"


def in_reach(root: Path, group: str, pins: Pins) -> list[Requirement]:
    """Return the pins of a group and of all that its file names."""
    text = (root / "requirements" / f"{group}.txt").read_text("utf-8")
    others = re.findall(r"^-r (.*)\.txt$", text, re.MULTILINE)
    return pins[group] + [pin for other in others for pin in in_reach(root, other, pins)]


def test_what_a_group_asks_for_is_in_its_pins(root: Path, pins: Pins) -> None:
    groups = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
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


def test_the_oldest_numpy_is_the_one_that_the_core_names(root: Path, pins: Pins) -> None:
    (core,) = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    oldest = [pin for pin in pins["oldest"] if pin.name == "numpy"]
    (said,) = Requirement(core).specifier
    assert f"{oldest[0].specifier}".startswith(f"=={said.version}.")
    for version in ("3.11", "3.12", "3.13", "3.14"):
        environment = {"python_version": version, "python_full_version": f"{version}.0"}
        suits = [pin for pin in oldest if pin.marker is None or pin.marker.evaluate(environment)]
        assert len(suits) == 1, version


def test_every_action_is_pinned_and_one_job_alone_can_write(root: Path) -> None:
    writes = []
    for path in (root / ".github" / "workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        for line in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
        writes += re.findall(r"[\w-]+: write(?:-all)?", text)
        assert "\npermissions:\n  contents: read\n" in text
    assert writes == ["contents: write"]


def test_the_citation_names_the_version_of_the_core(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (root / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {project['version']}\n" in citation


def test_every_lock_file_is_renewed_by_dependabot(root: Path) -> None:
    said = (root / ".github" / "dependabot.yml").read_text("utf-8")
    locks = [*root.glob("docs/**/package-lock.json"), *root.glob("tests/**/package-lock.json")]
    assert len(locks) == 2
    for lock in locks:
        assert f" /{lock.parent.relative_to(root).as_posix()}\n" in said
