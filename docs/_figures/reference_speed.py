"""What `nox -s bench` has measured, as the page on speed tells and draws it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np

from _figures.ledger import ledger

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Measurements = dict[str, dict[str, Any]]  # by the name of the contestant

RECORD = Path(__file__).parents[1] / "reference" / "speed.json"
CORE, LOOP = "simplenn_core", "bare NumPy loop"
TASKS = ("regression", "classification", "hidden layer")
SIZES = 10 ** np.arange(2, 8)


class Speed:
    """The measurements of one run."""

    def __init__(self, record: Path = RECORD) -> None:
        self.run: dict[str, Any] = json.loads(record.read_text("utf-8"))
        self.figures = [figure for figure in self.run["figures"] if not figure["missing"]]
        self.toy = {task: self.row("core, toy size", task) for task in TASKS}
        libraries = {task: self.row("core, toy size", f"{task}, libraries") for task in TASKS}
        self.libraries = {
            task: {name: found for name, found in row.items() if name != CORE}
            for task, row in libraries.items()
        }

    def row(self, section: str, name: str) -> Measurements:
        here = (f for f in self.figures if f["section"] == section and f["row"] == name)
        return {figure["name"]: figure for figure in here}

    def ratios(self, library: str) -> tuple[float, float]:
        """Return the smallest and the largest time of a library relative to the core's."""
        found = [row[library]["ratio"] for row in self.libraries.values() if library in row]
        return min(found), max(found)

    def growing(
        self, kind: str, columns: int, name: str, what: str = "seconds"
    ) -> NDArray[np.float64]:
        """Return a measurement for each size of the data."""
        rows = (
            self.row("core, growing", f"{kind}, {columns} columns, {size} values") for size in SIZES
        )
        return np.array([found[name][what] for found in rows])

    def versions(self) -> str:
        """Name the libraries with their versions."""
        written = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX"}
        of_the_build = {"sphinx", "myst-nb"}
        known = self.run["versions"].items()
        return ", ".join(
            f"{written.get(name, name)} {version}"
            for name, version in known
            if version and name not in of_the_build
        )

    def table(self) -> str:
        """Return a table of the steps at toy size for each task, as HTML."""
        heads = ["With", "Steps per second", "µs per step", "Relative time", "Relative to"]
        tables = [
            ledger(heads, self.compared(task), "ledger speed", task.capitalize()) for task in TASKS
        ]
        return "".join(tables)

    def compared(self, task: str) -> list[tuple[str, ...]]:
        """Return the rows of a task: its time beside the loop's, and others beside the core's."""
        return [
            (found["name"], *_times(found), of)
            for of, row in (("loop", self.toy[task]), ("core", self.libraries[task]))
            for found in row.values()
        ]

    def draw_libraries(self) -> None:
        """Draw the time of a step in each library, relative to the core's."""
        names = list(self.libraries["regression"])
        _, ax = plt.subplots(figsize=(5, 3.6))
        for i, (task, found) in enumerate(self.libraries.items()):
            places = np.arange(len(names)) + 0.26 * (i - 1)
            ratios = [found[name]["ratio"] for name in names]
            ax.plot(ratios, places, "os^"[i], color="C5", label=task)
        ax.axvline(1, color="C5", linestyle=":")
        ax.set(xscale="log", xlabel="relative to the core's time")
        ax.set(yticks=range(len(names)), yticklabels=names)
        ax.set_ylim(len(names) - 0.5, -0.5)
        place: dict[str, Any] = {"loc": "lower center", "bbox_to_anchor": (0.2, 1), "ncols": 3}
        ax.legend(columnspacing=1, handletextpad=0, **place)
        plt.show()

    def draw_growth(self) -> None:
        """Draw the time of a step against the size of the data."""
        _, ax = plt.subplots()
        lines = {
            "two products": "s--",
            f"{CORE}, regression": "o-",
            "PyTorch, regression": "x:",
        }
        for name, style in lines.items():
            ax.plot(SIZES, 1e3 * self.growing("float64", 100, name), style, color="C5", label=name)
        ax.set(xscale="log", yscale="log")
        ax.set(xlabel="values: rows times columns", ylabel="milliseconds per step")
        ax.legend()
        plt.show()

    def draw_overhead(self) -> None:
        """Draw the time of a step relative to its two products alone."""
        _, ax = plt.subplots(figsize=(5, 3.8))
        kinds = {("float64", 10): "o-", ("float64", 100): "s--", ("float32", 10): "x:",
                 ("float32", 100): "^-."}  # fmt: skip
        for (kind, columns), style in kinds.items():
            ratio = self.growing(kind, columns, f"{CORE}, regression", "ratio")
            # Where two lines coincide, a wide broken one lies on a thin whole one.
            (line,) = ax.plot(SIZES, ratio, style, color="C5", fillstyle="none")
            line.set_linewidth(1 if kind == "float64" else 2.5)
            line.set_label(f"{kind}, {columns} columns")
        ax.axhline(1, color="C5", linewidth=1)
        ax.set(xscale="log", xlabel="values: rows times columns")
        ax.set(ylabel="relative to the two products", ylim=(0.9, 3.2))
        ax.legend(loc="upper right")
        plt.show()


def _times(found: dict[str, Any]) -> list[str]:
    ratio = f"{found['ratio']:.2f} ({found['low']:.2f} to {found['high']:.2f})"
    return [f"{1 / found['seconds']:,.0f}", f"{1e6 * found['seconds']:,.2f}", ratio]
