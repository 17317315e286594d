"""How long a chapter takes, counted in the build and shown below its title.

Two ways of reading, straight through and closely, with every formula followed and every guess made,
and the exercises: three minutes each, and 36 seconds for each line of code in the solution.
Outputs, folded asides and the choices of a prediction are not counted. The seconds of a close
reading are those that fit what readers needed best, who are in the tests.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx_exercise.nodes import solution_node

from _book import is_chapter
from _book.figures.card import put_at_head
from _book.mistakes.directive import mistake
from _book.predict.directive import prediction

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
A_WORD = 60 / 200  # seconds
_WORD = re.compile(r"\w")  # what is left of a sentence behind a formula may be a full stop only
_LETTER = re.compile(r"[A-Za-z]|\\[a-z]+")  # one letter, if Greek by its name, reads like a word


class Pace(NamedTuple):
    """Seconds beside those for words: a line of code, a formula, one within a line, a guess."""

    line: float
    formula: float
    symbols: float
    guess: float


STRAIGHT_THROUGH = Pace(line=3, formula=6, symbols=0.3, guess=0)
CLOSELY = Pace(line=6, formula=40, symbols=2.3, guess=40)
MINUTES_AN_EXERCISE = 3
MINUTES_A_LINE = 0.6  # of a solution
_PASSED_OVER = (nodes.comment, nodes.raw, solution_node, mistake)


def lines_of_code(node: nodes.Node) -> int:
    """Count the lines of the cells in a part of a page, without their outputs."""
    return sum(
        sum(bool(line.strip()) for line in block.astext().splitlines())
        for block in node.findall(nodes.literal_block)
        if isinstance(block.parent, nodes.Element) and "cell_input" in block.parent["classes"]
    )


def seconds(node: nodes.Node, pace: Pace) -> float:
    """Count how long a part of a page takes to read."""
    if isinstance(node, nodes.Text):
        return sum(map(bool, map(_WORD.search, node.astext().split()))) * A_WORD
    folded = isinstance(node, nodes.admonition) and "dropdown" in node["classes"]
    exercises = isinstance(node, nodes.section) and "exercises" in node["names"]
    if folded or exercises or isinstance(node, _PASSED_OVER):
        return 0
    if isinstance(node, nodes.math | nodes.math_block):
        symbols = A_WORD if _LETTER.fullmatch(node.astext().strip()) else pace.symbols
        return pace.formula if isinstance(node, nodes.math_block) else symbols
    if isinstance(node, nodes.literal_block):
        return pace.line * lines_of_code(node)
    if isinstance(node, prediction):
        asked = (each for each in node.to_read() if isinstance(each, nodes.paragraph))
        return pace.guess + sum(seconds(each, pace) for each in asked)
    return sum(seconds(child, pace) for child in node.children)


def count(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the minutes that a chapter takes: to read it, closely, and to do its exercises."""
    page = app.env.docname
    if is_chapter(app, page):
        paces = STRAIGHT_THROUGH, CLOSELY
        reading = (max(1, round(seconds(doctree, pace) / 60)) for pace in paces)
        solutions = list(doctree.findall(solution_node))
        exercises = MINUTES_AN_EXERCISE * len(solutions)
        exercises += round(MINUTES_A_LINE * sum(map(lines_of_code, solutions)))
        app.env.metadata[page]["minutes"] = *reading, exercises


def minutes(env: BuildEnvironment, page: str = "*") -> list[tuple[int, int, int]]:
    """Return the three numbers of minutes for each chapter whose name is like `page`."""
    return [
        of["minutes"]
        for name, of in sorted(env.metadata.items())
        if "minutes" in of and fnmatch(name, page)
    ]


def in_hours(minutes: int) -> str:
    """Say how long something takes, to a quarter of an hour."""
    hours, quarters = divmod(round(minutes / 15), 4)
    if not hours:
        return f"about {minutes} minutes"
    rest = ("", " and a quarter", " and a half", " and three quarters")[quarters]
    in_words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    number = in_words[hours - 1] if hours <= len(in_words) else str(hours)
    return f"about {number}{rest} {'hour' if hours == 1 and not quarters else 'hours'}"


class minutes_of(nodes.Inline, nodes.Element):  # noqa: N801  # nodes are written like this
    """A number that is known once all chapters are read."""


# What a page may ask for: the least or the most of one of the three numbers.
_ENDS = {"shortest": (min, 0), "longest": (max, 0), "closest": (max, 1), "exercises": (max, 2)}


class Minutes(SphinxRole):
    """One of those minutes, or the hours to work through all chapters whose names are like this."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        node = minutes_of(what=self.text)
        self.set_source_info(node)
        return [node], []


class ShowMinutes(SphinxPostTransform):
    """Write the minutes below the title of a chapter, and where a page asks for them."""

    default_priority = 20

    def run(self, **_: Any) -> None:
        for node in list(self.document.findall(minutes_of)):
            node.replace_self(nodes.Text(self.number(node)))
        for straight, closely, exercises in minutes(self.env, self.env.docname):
            says = f"{straight} to {closely} minutes to read"
            says += f", {exercises} for the exercises" * (exercises > 0)
            put_at_head(self.document, nodes.paragraph("", says, classes=["reading-time"]))

    def number(self, node: minutes_of) -> str:
        """Return the number, or say that there is none."""
        what = node["what"]
        found = minutes(self.env, "*" if what in _ENDS else what)
        if not found:
            LOGGER.error("no chapter is like %r", what, location=node)
            return "no"
        if what in _ENDS:
            end, of = _ENDS[what]
            return str(end(each[of] for each in found))
        return in_hours(sum(closely + exercises for _, closely, exercises in found))


def setup(app: Sphinx) -> None:
    app.add_role("minutes", Minutes())
    app.add_node(minutes_of)
    app.add_post_transform(ShowMinutes)
    app.connect("doctree-read", count)
