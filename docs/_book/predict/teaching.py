"""The pages for those who teach: what each chapter asks, what is right, hints, known mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import is_exercise_node, solution_node

from _book.mistakes.directive import mistake
from _book.predict.directive import prediction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_LISTS = nodes.bullet_list, nodes.enumerated_list
_TEXT = nodes.paragraph, nodes.math_block, nodes.literal_block, *_LISTS


class teaching(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The place of the lists, which are known once all chapters are read."""


class Teaching(SphinxDirective):
    """All questions and exercises of some parts of the book, by chapter."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Leave the place open; the page changes with any of the chapters."""
        self.env.note_reread()
        return [teaching(parts=self.arguments[0].split())]


class FillTeaching(SphinxPostTransform):
    """List what the chapters ask."""

    default_priority = 3  # before the predictions and the references of a page are written

    def run(self, **_: Any) -> None:
        for place in list(self.document.findall(teaching)):
            pages = self.env.toctree_includes[self.config.root_doc]  # in the order of the book
            chapters = [page for page in pages if page.partition("/")[0] in place["parts"]]
            place.replace_self([self.chapter(page) for page in chapters])

    def chapter(self, page: str) -> nodes.section:
        """Return the list of one chapter."""
        doctree = self.env.get_doctree(page)
        address = self.app.builder.get_relative_uri(self.env.docname, page)
        title = next(doctree.findall(nodes.title)).astext()
        made = nodes.section(
            "", nodes.title("", "", _link(address, title)), ids=[nodes.make_id(page)]
        )
        for asked in doctree.findall(prediction):
            if asked["covers"]:
                made += _question(asked, f"{address}#predict-{asked['key']}")
        solutions = {each["target_label"]: each for each in doctree.findall(solution_node)}
        for node in doctree.findall(nodes.Element):
            if is_exercise_node(node):
                solution = f"{address}#{solutions[node['label']]['ids'][0]}"
                made += _exercise(node, f"{address}#{node['label']}", solution)
            elif isinstance(node, mistake):
                made += _mistake(node)
        return made


def _link(address: str, text: str) -> nodes.reference:
    return nodes.reference("", text, refuri=address, internal=True)


def _copy(node: nodes.Node) -> nodes.Node:
    """Return a copy whose links, which lead elsewhere from another page, are words in italics.

    Those to the glossary are plain words; those to the bibliography and to other sites stay.
    """
    copied = node.deepcopy()
    for link in [*copied.findall(pending_xref), *copied.findall(nodes.reference)]:
        if "://" in link.get("refuri", "") or link.get("refdomain") == "cite":
            continue
        is_title = isinstance(link, nodes.reference) or link.get("reftype") == "myst"
        link.replace_self(nodes.emphasis("", "", *link.children) if is_title else link.children)
    for named in copied.findall(nodes.Element):
        named["ids"], named["names"] = [], []
    return copied


def _asked(by: prediction) -> list[nodes.Node]:
    return [each for each in by.to_read() if isinstance(each, nodes.paragraph)]


def _question(asked: prediction, address: str) -> list[nodes.Node]:
    first, *more = map(_copy, _asked(asked))
    link = nodes.strong("", "", _link(address, "Prediction"))
    titled = nodes.paragraph("", "", link, nodes.Text(": "), *first.children)
    return [titled, *more, _answers(asked)]


def _answers(asked: prediction) -> nodes.Node:
    """Return a list of the answers, each with what is said of it; the right one is bold."""
    answer = asked["answer"]
    items = []
    if isinstance(answer, dict):
        right = nodes.paragraph("", "", nodes.strong("", "", *_copy(asked.children[-1]).children))
        items.append(nodes.list_item("", right))
        for mistake, item in zip(answer["mistakes"], asked.children[-2].children, strict=True):
            first, *more = map(_copy, item.children)
            number = "" if isinstance(mistake, list) else f"{mistake:.4g}: "
            number = number.replace("-", "\N{MINUS SIGN}")
            said = nodes.paragraph("", number, *first.children)
            items.append(nodes.list_item("", said, *more))
    else:
        ordered = isinstance(answer, list)
        written: Any = asked.children[-1].children
        for index in answer if ordered else range(len(written)):
            first, *more = map(_copy, written[index].children)
            choice = nodes.strong if ordered or index == answer else nodes.inline
            said = nodes.paragraph("", "", choice("", "", *first.children))
            items.append(nodes.list_item("", said, *more))
    return (nodes.enumerated_list if isinstance(answer, list) else nodes.bullet_list)("", *items)


def _exercise(exercise: nodes.Element, address: str, solution: str) -> Iterator[nodes.Node]:
    title, *content = exercise.children
    name = title.astext().removeprefix("Exercise").strip()
    link = nodes.strong("", "", _link(address, f"Exercise: {name}"))
    yield nodes.paragraph(
        "", "", link, nodes.Text(" ("), _link(solution, "solution"), nodes.Text(")")
    )
    parts = [
        part
        for each in content
        for part in ([each], each.children)[isinstance(each, nodes.section)]
    ]
    for part in parts:
        if isinstance(part, prediction):
            yield from map(_copy, _asked(part))
            yield _answers(part)
        elif isinstance(part, nodes.admonition):
            hint, *says = map(_copy, part.children)
            yield nodes.paragraph("", "", nodes.emphasis("", hint.astext()))
            yield from says
        elif isinstance(part, _TEXT):
            yield _copy(part)
        elif isinstance(part, nodes.container) and part.get("nb_element") == "cell_code":
            code = next(part.findall(nodes.literal_block)).astext()
            yield nodes.literal_block(code, code, language="python")


def _mistake(known: mistake) -> list[nodes.Node]:
    program = nodes.literal_block(known["program"], known["program"], language="python")
    says = nodes.paragraph("", "The check says:")
    said = nodes.literal_block(known["said"], known["said"], language="none", classes=["said"])
    title = nodes.paragraph("", "", nodes.emphasis("", "A known mistake"))
    return [title, program, says, said, *map(_copy, known.children)]


def setup(app: Sphinx) -> None:
    app.add_node(teaching)
    app.add_directive("teaching", Teaching)
    app.add_post_transform(FillTeaching)
