"""How long a chapter takes, counted in the build and shown below its title.

Reading, straight through: 200 words a minute, and a line of code, folded or not, counts as ten
words, a formula on lines of its own as twenty. Outputs, folded asides and the choices of a
prediction are not counted.
Exercises: three minutes each, and half a minute for each line of code in the solution. The tests
have what readers needed.
"""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

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
WORDS_A_MINUTE = 200
WORDS_A_LINE = 10  # of code
WORDS_A_FORMULA = 20  # on lines of its own; in a line of text it is one word
MINUTES_AN_EXERCISE = 3
MINUTES_A_LINE = 0.5  # of a solution
_PASSED_OVER = (nodes.comment, nodes.raw, solution_node, mistake)


def lines_of_code(node: nodes.Node) -> int:
    """Count the lines of the cells in a part of a page, without their outputs."""
    return sum(
        sum(bool(line.strip()) for line in block.astext().splitlines())
        for block in node.findall(nodes.literal_block)
        if isinstance(block.parent, nodes.Element) and "cell_input" in block.parent["classes"]
    )


def words(node: nodes.Node) -> int:
    """Count what there is to read in a part of a page, in words."""
    if isinstance(node, nodes.Text):
        return len(node.astext().split())
    folded = isinstance(node, nodes.admonition) and "dropdown" in node["classes"]
    exercises = isinstance(node, nodes.section) and "exercises" in node["names"]
    if folded or exercises or isinstance(node, _PASSED_OVER):
        return 0
    if isinstance(node, nodes.math | nodes.math_block):
        return WORDS_A_FORMULA if isinstance(node, nodes.math_block) else 1
    if isinstance(node, prediction):
        return sum(words(each) for each in node.to_read() if isinstance(each, nodes.paragraph))
    if isinstance(node, nodes.literal_block):
        return WORDS_A_LINE * lines_of_code(node)
    return sum(map(words, node.children))


def count(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the minutes that a chapter takes: to read it, and to do its exercises."""
    page = app.env.docname
    if is_chapter(app, page):
        reading = max(1, round(words(doctree) / WORDS_A_MINUTE))
        solutions = list(doctree.findall(solution_node))
        exercises = MINUTES_AN_EXERCISE * len(solutions)
        exercises += round(MINUTES_A_LINE * sum(map(lines_of_code, solutions)))
        app.env.metadata[page]["minutes"] = reading, exercises


def minutes(env: BuildEnvironment, page: str = "*") -> list[tuple[int, int]]:
    """Return both numbers of minutes for each chapter whose name is like `page`."""
    return [
        of["minutes"]
        for name, of in sorted(env.metadata.items())
        if "minutes" in of and fnmatch(name, page)
    ]


class minutes_of(nodes.Inline, nodes.Element):  # noqa: N801  # nodes are written like this
    """A number that is known once all chapters are read."""


class Minutes(SphinxRole):
    """The minutes to read the shortest or longest chapter, or to work through all like this."""

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
        for reading, exercises in minutes(self.env, self.env.docname):
            says = f"{reading} minute{'s' * (reading > 1)} to read"
            says += f", {exercises} for the exercises" * (exercises > 0)
            put_at_head(self.document, nodes.paragraph("", says, classes=["reading-time"]))

    def number(self, node: minutes_of) -> str:
        """Return the number, or say that there is none."""
        ends = {"shortest": min, "longest": max}
        found = minutes(self.env, "*" if node["what"] in ends else node["what"])
        if not found:
            LOGGER.error("no chapter is like %r", node["what"], location=node)
            return "no"
        return str(ends[node["what"]](found)[0] if node["what"] in ends else sum(map(sum, found)))


def setup(app: Sphinx) -> None:
    app.add_role("minutes", Minutes())
    app.add_node(minutes_of)
    app.add_post_transform(ShowMinutes)
    app.connect("doctree-read", count)
