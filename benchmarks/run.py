"""Measure the speed of this project: print a table, and write it as JSON.

Usage: ``python benchmarks/run.py OUTPUT [SECTION ...]``, all sections if none is named.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import building
import growing
import toy

# A section is a module with a name, `SECTION`, and a function `measure` that yields figures.
SECTIONS = {module.SECTION: module.measure for module in (toy, growing, building)}
PACKAGES = ("numpy", "torch", "scikit-learn", "autograd", "jax", "sphinx", "myst-nb")


def conditions() -> dict[str, Any]:
    """Return when and on what the figures were measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "threads": int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in PACKAGES},
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")  # of Linux; other systems tell Python themselves
    if information.exists():
        for line in information.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def show(figure: dict[str, Any]) -> str:
    """Return one line of the table."""
    what = f"{figure['row']:<42} {figure['name']:<38}"
    if figure["missing"]:
        return f"{what} not measured: {figure['missing']}"
    if figure["section"] == building.SECTION:
        numbers = f"{figure['seconds']:>11.2f} s"
    else:
        numbers = f"{1e6 * figure['seconds']:>11.2f} µs {1 / figure['seconds']:>11,.0f} steps/s"
    if figure["ratio"] is None:
        return what + numbers
    spread = f"{figure['ratio']:>8.2f} ({figure['low']:.2f} to {figure['high']:.2f})"
    memory = "" if figure["vectors"] is None else f" {figure['vectors']:>7.1f} vectors"
    return f"{what}{numbers}{spread}{memory}"


def main(output: Path, sections: list[str]) -> None:
    """Measure the sections, one after the other; print as it goes, write at the end."""
    unknown = set(sections) - SECTIONS.keys()
    if unknown:
        raise SystemExit(f"no section {sorted(unknown)}, there are {list(SECTIONS)}")
    told = conditions()
    print(*(f"{name}: {value}" for name, value in told.items()), sep="\n")
    figures = []
    for section in sections or SECTIONS:
        print(f"\n{section}")
        for figure in SECTIONS[section]():
            figures.append(figure._asdict())
            print(show(figures[-1]), flush=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps({**told, "figures": figures}, indent=1) + "\n", "utf-8")
    print(f"\nWritten to {output}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
