"""Pin the newest that suits all Pythons and systems, with hashes: `nox -s lock` runs this.

A file for each group of dependencies in pyproject.toml, which leaves out what those that it
includes pin already, and names them. With ``--keep`` no version changes that is pinned now.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PINS = Path(__file__).parent
ROOT = PINS.parent
PIN = re.compile(r"^\S.*(?:\n    --hash=.*)+\n", re.MULTILINE)
HEADER = "# Written by `nox -s lock`.\n"
# What `bench` compares with is not pinned: gigabytes, and none of it has to be there.
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
del GROUPS["bench"]


def pins(output: Path, *what: str) -> list[str]:
    """Return the pins of a set of requirements."""
    # One version for all Pythons, so that a page does not depend on which of them built it.
    suit = ("--universal", "--python-version=3.11", "--fork-strategy=fewest")
    said = (
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--quiet",
        f"--output-file={output}",
    )
    subprocess.run(["uv", "pip", "compile", *what, *suit, *said], check=True, cwd=ROOT)
    return PIN.findall(output.read_text("utf-8"))


def included(group: str) -> list[str]:
    """Return the groups whose files a group needs besides its own; another NumPy suits none."""
    if group == "oldest":
        return []
    return [entry["include-group"] for entry in GROUPS[group] if isinstance(entry, dict)]


def base(group: str, found: dict[str, list[str]]) -> set[str]:
    """Return the pins of all groups that a group includes."""
    return {pin for other in included(group) for pin in found[other]}


def main() -> None:
    """Pin all groups at once, for one version of each, then one by one."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        together, old = work / "together.txt", work / "old.txt"
        now = [path.read_text("utf-8") for path in PINS.glob("*.txt") if path.stem != "oldest"]
        kept = {pin for text in now for pin in PIN.findall(text)} if "--keep" in sys.argv else ()
        old.write_text("".join(sorted(kept)), "utf-8")
        all_groups = (f"--group={group}" for group in GROUPS if group != "oldest")
        pins(together, "pyproject.toml", *all_groups, f"--constraints={old}")
        found = {}
        for group in GROUPS:
            # The oldest NumPy is not that of the others.
            what = ("pyproject.toml",) if group == "oldest" else (f"--constraints={together}",)
            found[group] = pins(work / f"{group}.txt", *what, f"--group={group}")
        for path in PINS.glob("*.txt"):
            path.unlink()
        for group in GROUPS:
            names = "".join(f"-r {other}.txt\n" for other in included(group))
            own = (pin for pin in found[group] if pin not in base(group, found))
            (PINS / f"{group}.txt").write_text(HEADER + names + "".join(own), "utf-8")


if __name__ == "__main__":
    main()
