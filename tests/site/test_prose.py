"""What prose may not do: quote a number that nobody computed, use a term unexplained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from site_pages import prose

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Chapters

# Code, formulas, roles and links are no prose; {glue} is how computed numbers get there.
NO_PROSE = re.compile(
    r"""
    ^(?P<fence>`{3,}).*?^(?P=fence)$      # a block of code or a directive
    | ^:::+.*?$ | ^:\w+:.*?$              # the frame of an exercise
    | \$\$.*?\$\$ | \$[^$]+\$             # a formula
    | \{[a-z:]+\}`[^`]*` | `[^`]*`        # a role, or code in the text
    | \[[^\]]*\]\([^)]*\)                # a link
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# A decimal number, a power of ten, or a thousand and more.
TYPED = re.compile(r"(?<![\w.])-?\d+(?:\.\d+(?:e-?\d+)?|e-?\d+|(?:,\d{3})+)(?![\w])")

# Inputs and definitions that the reader sees in the code beside them, or that are so by convention.
ALLOWED = {
    "index.md": {"3.11"},  # a version of Python
    "regression/ols.md": {"2.5"},  # the intercept that the original data were drawn with
    # The notebook's rate and what it rounds to, and exercises to do with pencil and paper.
    "regression/single-step.md": {"0.01", "0.1", "0.9", "0.3", "1.3", "2.7", "2.9"},
    "classification/single-step.md": {"1.25"},  # a rate to try
    "classification/multi-step.md": {"1,000"},  # a number of updates, and a rate to try
    "reference/original.md": {"0.01", "1,001", "9,999"},
    "training/gradient-check.md": {"0.5", "9,999"},  # a rate to try, and a number of updates
    "training/softmax.md": {"1,200", "1,797"},  # numbers of pictures
    # Numbers of pictures and of updates, a rate, and a share to reach.
    "training/mini-batches.md": {"0.008", "0.6", "1,000", "1,200", "10,000"},
    "training/momentum.md": {"0.01"},  # the notebook's rate
    "training/learning-rate.md": {"0.01", "0.02"},  # rates to try
    "training/standardise.md": {"3.555"},  # where rounding turns
    "deeper/hidden-layer.md": {"2,000"},  # number of updates
    "deeper/overfitting.md": {"0.01"},  # a decay to try
    "deeper/libraries.md": {"0.01"},  # the notebook's rate
}
# A letter that stands for a number: no word (a, I), shape (S, V), initial or part of a word.
UPRIGHT = re.compile(
    r"(?<![\w\u2019'.^-])(?![aAISV])[A-Za-z\u03b1-\u03c9](?![\w\u2019'-]|\. [A-Z])"
)

ALSO_OF_EVERY_DAY = "bias delta error feature label layer prediction record step target unit weight"


def typed_numbers(text: str) -> list[str]:
    """Return the numbers in prose that look like results."""
    return TYPED.findall(NO_PROSE.sub(" ", text))


def upright_letters(text: str) -> list[str]:
    """Return the letters that stand for numbers in prose and are not set as in formulas."""
    return UPRIGHT.findall(re.sub(r"\*[^*\n]+\*", "*", NO_PROSE.sub("$", text)))


def test_no_result_is_typed_by_hand(chapters: Chapters) -> None:
    typed = {
        name: sorted(set(typed_numbers(prose(chapter))) - ALLOWED.get(name, set()))
        for name, chapter in chapters.items()
    }
    assert not {name: numbers for name, numbers in typed.items() if numbers}


def test_what_a_cell_hands_to_the_text_is_used_there(chapters: Chapters, root: Path) -> None:
    for name in chapters:
        text = (root / "docs" / name).read_text("utf-8")
        glued = re.findall(r'\bglue\("([^"{}]+)"', text)
        used = {each: re.findall(rf"(?<![\w-]){each}(?![\w-])", text)[1:] for each in glued}
        unused = [each for each, places in used.items() if not places]
        assert not unused, name


def test_the_allow_list_allows_nothing_that_is_not_there(chapters: Chapters) -> None:
    for name, allowed in ALLOWED.items():
        assert allowed <= set(typed_numbers(prose(chapters[name]))), name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The error is 47.68 after one step.", ["47.68"]),
        ("It ends at 3.27e-05, and took 1,234 steps.", ["3.27e-05", "1,234"]),
        ("It fell by -0.5 at once.", ["-0.5"]),
        ("Five points, 51 steps, cell 33, {glue:text}`mse:.2f`, $x = 0.5$, `0.25`.", []),
        ("```python\nx = 1.5\n```\n$$\n2.5\n$$\n[here](a-1.5.md)", []),
    ],
)
def test_the_scan_finds_typed_results_and_nothing_else(text: str, found: list[str]) -> None:
    assert typed_numbers(text) == found


@pytest.fixture(scope="module")
def terms(root: Path) -> list[str]:
    glossary = (root / "docs" / "reference" / "glossary.md").read_text("utf-8")
    return re.findall(r"^(\S.*)\n    \S", glossary, re.MULTILINE)


def test_every_term_of_the_glossary_is_linked_from_a_lesson(
    lessons: Chapters, terms: list[str]
) -> None:
    assert len(terms) > 40
    text = "\n".join(map(prose, lessons.values()))
    linked = {m[2] or m[1] for m in re.finditer(r"\{term\}`([^`<]+?)(?: <([^>]+)>)?`", text)}
    assert linked == set(terms)


def test_a_lesson_links_a_term_where_it_first_uses_it(lessons: Chapters, terms: list[str]) -> None:
    plain = {*ALSO_OF_EVERY_DAY.split()}
    missing = []
    for name, chapter in lessons.items():
        text = prose(chapter)
        words = NO_PROSE.sub(
            " ", re.sub(r"^#.*$|^\{\.subtitle\}\n.*$", "", text, flags=re.MULTILINE)
        )
        for term in sorted(set(terms) - plain, key=len, reverse=True):
            # The longer ones first, and then gone: "gradient descent" is no use of "gradient".
            words, used = re.subn(rf"(?<![\w-]){re.escape(term)}(?![\w-])", " ", words)
            if used and f"`{term}`" not in text and f"<{term}>`" not in text:
                missing.append(f"{name} does not link {term!r}")
    assert not missing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The $z$ of one unit, `x`, and I add a row: an S-shaped curve.", []),
        ("The z of one unit grows with β, and x too.", ["z", "β", "x"]),
        ("The *h* of a heading, and *slope · x*, by G. Holzer, the unit's sum.", []),
    ],
)
def test_the_scan_finds_letters_that_stand_alone(text: str, found: list[str]) -> None:
    assert upright_letters(text) == found


def test_a_letter_has_one_shape_in_a_sentence_and_in_its_formula(lessons: Chapters) -> None:
    upright = {name: upright_letters(prose(chapter)) for name, chapter in lessons.items()}
    assert not {name: letters for name, letters in upright.items() if letters}
