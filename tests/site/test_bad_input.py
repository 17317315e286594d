"""What a build says of bad input, and that it leaves the last good site as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pytest
from small_site import CELL, build, copy_setup

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PAGE = "# A page\n\n"
LIMIT = "execution:\n  timeout: 1\n"
FIGURE = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()"
PREDICT = "\n:::{{predict}} {}\n{}What is it?\n\n- This\n\n  No.\n- That\n\n  Yes.\n:::\n"
GLUE = "from myst_nb import glue\n\nglue('sum', {}, display=False)"
CHECK = """print("Right" if x == 2 else f"Not yet: {x}")"""
CHECKED = CELL.format("x = 2\n```\n\n```{code-cell} ipython3\n" + CHECK)
ANSWER = "\n```{{code-cell}} ipython3\n:tags: [remove-cell, site-only, mistake]\n\n{}\n```\n"
MOVES = """\
:tags: [remove-cell, site-only]

import matplotlib.pyplot as plt
from _book.explorable.states import Control, Explorable
from myst_nb import glue

figure, axes = plt.subplots()
(dot,) = axes.plot([0], "o")
moves = Explorable(figure, rate=Control("rate", ["1", "2"]))
moves.move(dot, "rate", lambda i: (0, i))
moves.say("sentence", "rate", str)
glue("moves", moves.output())"""
AT = "\n:::{{at}} {}\nSo.\n:::\n"
SHOWN = "\n:::{explorable} moves\n:alt: A dot\nA dot.\n:::\n"


def told(*states: str, shown: str = SHOWN) -> str:
    """Return a page on which a figure with the rates 1 and 2 is told by scrolling."""
    steps = "".join(map(AT.format, states))
    return CELL.format(MOVES) + f"\n::::{{told}}{steps}{shown}::::\n"


ENDING = "\n:::{{promise}}\n- run\n- stop\n:::\n\n:::{{ending}}\n{}\nSo.\n:::\n"
MISTAKE = "\n:::{{mistake}}\n{}\n:::\n"

Build: TypeAlias = "tuple[Path, subprocess.CompletedProcess[str]]"

# A page with one fault, and what the build must say of it after the name of the page.
FAULTS = {
    "raises": (
        CELL.format("x = 1\nraise ValueError('so')"),
        [":11: ERROR: cell 1 failed in its line 2", "ValueError: so"],
    ),
    "stderr": (
        CELL.format("import sys\nprint('!', file=sys.stderr)"),
        [":11: ERROR: stderr was found"],
    ),
    "too-long": (
        CELL.format("import time\ntime.sleep(99)").replace("python3\n-", "python3\n" + LIMIT + "-"),
        [":12: ERROR: cell 1", "A cell timed out while it was being executed, after 1 seconds"],
    ),
    "false-assertion": (
        CELL.format("assert 1 == 2"),
        [":10: ERROR: cell 1 failed in its line 1", "AssertionError"],
    ),
    "two-statements": (
        CELL.format("x = 1\ny = 1; z = 2"),
        [":11: ERROR: cell 1 has two statements on a line"],
    ),
    "no-inventory": (
        CELL.format("import numpy as np\n\nnp.kaiser(1, 1)"),
        [":11: ERROR: no inventory says which page explains numpy.kaiser"],
    ),
    "no-alt": (CELL.format(FIGURE), [":11: ERROR: a figure without alt text"]),
    "training/no-plain-text": (
        CELL.format("x = 1") + "\n{abbr}`x (y)`\n\n```{tip}\nx\n```\n",
        [": ERROR: no plain text for the role 'abbr'", "no plain text for the directive 'tip'"],
    ),
    "no-glue": (
        CELL.format("x = 1") + "\n{glue:text}`gone:.2f`\n",
        [":13: WARNING: No key 'gone'"],
    ),
    "prediction-without-an-answer": (
        CELL.format("x = 1") + PREDICT.format("gone", ""),
        [":13: ERROR: no cell has glued the answer to the prediction 'gone'"],
    ),
    "prediction-with-two-answers": (
        CELL.format(GLUE.format("[1 < 2, 2 < 3]")) + PREDICT.format("sum", ""),
        [":15: ERROR: the prediction 'sum': expected 2 truth values, one of them true"],
    ),
    "prediction-without-words": (
        CELL.format(GLUE.format("[1 < 2, 3 < 2]"))
        + PREDICT.format("sum", "").replace("- That", "- $1$"),
        [":15: ERROR: the prediction 'sum': a choice needs words"],
    ),
    "mistake-without-a-cell": (
        CELL.format("x = 1") + MISTAKE.format("So."),
        [":13: ERROR: no cell tagged 'mistake' stands before this sentence"],
    ),
    "mistake-that-is-right": (
        CHECKED + ANSWER.format("x = 2") + MISTAKE.format("So."),
        [":20: ERROR: cell 3 failed in its line 1", "expected 'Not yet', the check says 'Right'"],
    ),
    "mistake-like-another": (
        CHECKED + 2 * (ANSWER.format("x = 3") + MISTAKE.format("So.")),
        [":33: ERROR: the check says the same of two mistakes: 'Not yet: 3'"],
    ),
    "mistake-without-a-check": (
        CELL.format("x = 1") + ANSWER.format("x = 2") + MISTAKE.format("So."),
        [":16: ERROR: cell 2 failed in its line 1", "no check stands before this answer"],
    ),
    "mistake-without-a-word": (
        CHECKED + ANSWER.format("x = 3") + MISTAKE.format(""),
        [":23: ERROR: a mistake needs a sentence"],
    ),
    "told-outside": (
        CELL.format("x = 1") + AT.format("rate=1"),
        [":13: ERROR: an {at} block stands in what is {told}"],
    ),
    "told-in-three": (
        told("rate=1", "rate=2", "rate=1"),
        [":24: ERROR: expected four to six {at} blocks, not 3"],
    ),
    "told-without-a-figure": (
        told(*"1212", shown="\nSo.\n"),
        [":24: ERROR: what is told by scrolling is {at} blocks and, at the end, a figure"],
    ),
    "told-of-no-state": (
        told("rate=1", "rate=2", "rate=3", "rate=1"),
        [":24: ERROR: the explorable 'moves' has no state rate=3"],
    ),
    "ending-without-now": (
        PAGE + ENDING.format(":start: figure=1: a dot"),
        [":9: ERROR: it shows a figure at the `start` and `now`, as `figure=2: a guess`"],
    ),
    "ending-without-a-figure": (
        CELL.format(MOVES)
        + SHOWN
        + ENDING.format(":start: figure=1, rate=3: a dot\n:now: figure=2: a dot"),
        [":34: ERROR: figure 1 has no state rate=3", ":34: ERROR: figure 2 is not there"],
    ),
    "no-page": (PAGE + "[gone](gone.md)\n", [":3: WARNING: 'myst' cross-reference target"]),
    "no-name": (PAGE + "{py:func}`gone`\n", [":3: WARNING: py:func reference target not found"]),
    "no-citation": (PAGE + "{cite}`n1900`\n", [':3: WARNING: could not find bibtex key "n1900"']),
    "no-term": (PAGE + "{term}`gone`\n", [":3: WARNING: term not in glossary: 'gone'"]),
    "no-definition": (
        PAGE + "```{glossary}\nword\n```\n",
        [":3: ERROR: the glossary does not define"],
    ),
    "no-formula": (PAGE + "$x^$\n", [":3: ERROR: cannot read the formula 'x^'"]),
    "no-chapter": (PAGE + "{minutes}`gone/*`\n", [":3: ERROR: no chapter is like 'gone/*'"]),
    "no-figure": (
        "---\ncard: 2\n---\n\n" + PAGE,
        [": ERROR: `card` names a figure of the page by its number, not 2"],
    ),
    "training/needs": (
        CELL.format("x = 1").replace("python3\n-", "python3\nneeds: training/gone\n-"),
        [": ERROR: it needs 'training/gone', which is no chapter before it"],
    ),
}


@pytest.fixture(scope="module")
def bad_build(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a site in which each page has one fault; return its folder and what was said.

    It is built where the shell exports what would hide some of them.
    """
    docs = copy_setup(root, tmp_path_factory.mktemp("bad"))
    for name, (page, _) in FAULTS.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / f"{name}.md").write_text(page, "utf-8")
    chapter = (root / "docs" / "deeper" / "real-data.md").read_text("utf-8")
    guard = chapter.partition("```{code-cell} ipython3\n")[2].partition("```")[0]
    without = "import sys\nsys.modules['sklearn'] = None\n" + guard.partition("\n\n")[2]
    (docs / "no-package.md").write_text(CELL.format(without), "utf-8")
    with (docs / "index.md").open("a", encoding="utf-8") as index:
        index.write("\n```{chapters} Nowhere\n```\n")
    site = docs.parent / "site"
    site.mkdir()
    (site / "build.json").touch()  # by which a site is known
    (site / "index.html").write_text("the last good site", "utf-8")
    return docs.parent, build(docs, PYTHONOPTIMIZE="2", PYTHONWARNINGS="ignore", MPLBACKEND="agg")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_with_its_place(bad_build: Build, name: str) -> None:
    _, result = bad_build
    place, *messages = FAULTS[name][1]
    assert f"{name}.md{place}" in result.stderr
    for message in messages:
        assert message in result.stderr


def test_a_list_of_chapters_that_has_no_toctree_is_reported(bad_build: Build) -> None:
    assert re.search(
        r"index\.md:\d+: ERROR: no toctree has the caption 'Nowhere'", bad_build[1].stderr
    )


def test_an_entry_of_the_bibliography_that_nobody_cites_is_reported(bad_build: Build) -> None:
    assert "references.bib:3: no page cites 'legendre1805'" in bad_build[1].stderr


def test_a_missing_package_is_reported_with_the_group_that_brings_it(bad_build: Build) -> None:
    assert "no-package.md:" in bad_build[1].stderr
    assert "it comes with the dependency group 'docs' of pyproject.toml" in bad_build[1].stderr


def test_a_failed_build_leaves_the_last_good_site_and_nothing_else(
    bad_build: Build,
) -> None:
    folder, result = bad_build
    assert result.returncode != 0
    assert "still holds the last good one" in result.stderr
    assert (folder / "site" / "index.html").read_text("utf-8") == "the last good site"
    assert [path.name for path in folder.glob("site*")] == ["site"]
