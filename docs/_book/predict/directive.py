"""Predictions: a question before a cell, whose answer stays covered until the reader has one.

The answer is not typed: a cell of the chapter glues it under the name of the question, see
:mod:`_book.predict.answers`.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _book.explorable.directive import explorable
from _book.live.buttons import live_markup
from _book.predict.answers import read_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

TITLE, IN_EXERCISE = "Before you go on:", "Your answer:"
_INVISIBLE = (nodes.comment, nodes.target, nodes.Invisible)
_NUMBER = """<p class="predict-number"><input type="text" inputmode="decimal" size="8"
 autocomplete="off" aria-label="Your prediction, a number" disabled>
<button type="button" data-commit disabled>Check</button></p>"""
_CHECK = '<p><button type="button" data-commit disabled>Check</button></p>'
_DRAW = "<p>Drag each point up or down, or use the arrow keys.</p>"
_LINES = """<svg viewBox="0 0 {} 100" preserveAspectRatio="none" aria-hidden="true">
<polyline class="predict-right"></polyline><polyline class="predict-said"></polyline></svg>"""
_HEIGHT = """<label><input type="range" min="{}" max="{}" step="any" aria-label="{}" disabled>
<span>{}</span></label>"""
_MOVE = """<span class="predict-move"><button type="button" data-move="-1" disabled>↑</button>
<button type="button" data-move="1" disabled>↓</button></span>"""
_FOOT = """<p class="predict-outcome" role="status"></p>
<p class="predict-more"><button type="button" data-show disabled>Show the answer</button></p>
</div>"""


class prediction(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """The paragraphs of a question, and a list of choices or of sentences on mistakes.

    Of a question for a number or a curve, its answer is the last paragraph.
    """

    def to_read(self) -> list[nodes.Node]:
        """Return what all readers read: the question, and its choices without what they say."""
        if isinstance(self["answer"], dict):
            return self.children[:-2]
        *question, choices = self.children
        items = [nodes.list_item("", item.children[0].deepcopy()) for item in choices.children]
        return [*question, nodes.bullet_list("", *items)]


class Predict(SphinxDirective):
    """Ask a question; the content ends with a list, whose items say something if one is chosen."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {
        "answer": directives.unchanged_required,
        "axes": directives.unchanged_required,  # of a curve: across | up
        "covers": int,
    }

    def run(self) -> list[nodes.Node]:
        key = self.arguments[0]
        *question, choices = self.parse_content_to_nodes() or [nodes.paragraph()]
        if not question or not isinstance(choices, nodes.bullet_list):
            raise self.error(f"the prediction {key!r} needs a question and, at its end, a list")
        try:
            text = retrieve_glue_data(self.state.document, key).data["text/plain"]
        except (RetrievalError, KeyError):
            raise self.error(f"no cell has glued the answer to the prediction {key!r}") from None
        try:
            answer = read_answer(text, len(choices))
        except ValueError as error:
            raise self.error(f"the prediction {key!r}: {error}") from None
        if not isinstance(answer, dict) and not all(map(_has_words, choices.children)):
            raise self.error(f"the prediction {key!r}: a choice needs words, by which it is heard")
        axes = [name.strip() for name in self.options.get("axes", "").split("|")]
        if isinstance(answer, dict) and (len(axes) == 2) != ("across" in answer):
            raise self.error(
                f"the prediction {key!r}: a curve, and no other, has :axes: across | up"
            )
        node = prediction(key=key, covers=self.options.get("covers", 1), answer=answer, axes=axes)
        node += [*question, choices]
        if isinstance(answer, dict):
            if "answer" not in self.options:
                raise self.error(f"the prediction {key!r} gives no choice: say its :answer:")
            children, _ = self.state.inline_text(self.options["answer"], self.lineno)
            node += nodes.paragraph("", "", *children)
        elif "answer" in self.options:
            raise self.error(f"the prediction {key!r} has choices, which say its answer")
        self.set_source_info(node)
        return [node]


def _has_words(item: nodes.Node) -> bool:
    """Return whether a choice says something besides formulas, which give a button no name."""
    texts = item.children[0].findall(nodes.Text) if item.children else []
    return any(not isinstance(text.parent, nodes.math) and text.strip() for text in texts)


class WritePredictions(SphinxPostTransform):
    """Write the questions of one page, and mark what would give the answers away."""

    default_priority = 4  # before anything is folded or drawn: what is covered is found by its kind

    def run(self, **_: Any) -> None:
        """Replace each question by its markup, or by plain text where nothing can be pressed."""
        for node in list(self.document.findall(prediction)):
            if self.app.builder.name == "html":
                cover(node)
                node.replace_self(list(_markup(node)))
            else:
                # The answer stands in the text that follows.
                titled = _titled(node, node.to_read())
                titled[0]["ids"].append(f"predict-{node['key']}")
                node.replace_self(titled)


def cover(node: prediction) -> None:
    """Mark as many paragraphs as the question says, and the outputs of the cells before them.

    A title counts as one of them and stays open, so covers may reach into the next section, and so
    does a paragraph of the class "uncovered", which says what the section is about.
    """
    key, left = node["key"], node["covers"]
    found: list[nodes.Element] = []
    for each in _following(node):
        # The code of a figure that moves says nothing without it; it is no cell of the chapter.
        its_code = "cell" in each["classes"] and any(found and found[-1].findall(explorable))
        if isinstance(each, prediction) or not (left or its_code):
            break
        if its_code:
            found.append(each)
        elif isinstance(each, nodes.title) or "uncovered" in each["classes"]:
            left -= 1
        elif _is_part(each, "cell_code"):
            outputs = each.findall(nodes.container)
            found += [part for part in outputs if _is_part(part, "cell_code_output")]
        else:
            found.append(each)
            left -= 1
    for each in found:
        each["classes"] += ["covered", f"covered-by-{key}"]


def _following(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what stands below a question, also in the next sections, with their titles."""
    siblings = node.parent.children
    for each in siblings[siblings.index(node) + 1 :]:
        if isinstance(each, nodes.section):
            title = next(each.findall(nodes.title))
            yield title
            yield from _following(title)
            return
        if isinstance(each, nodes.Element) and not isinstance(each, _INVISIBLE):
            yield each
    if isinstance(node.parent, nodes.section) and node.parent.parent:
        yield from _following(node.parent)


def _is_part(node: nodes.Node, kind: str) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == kind


def _markup(node: prediction) -> Iterator[nodes.Node]:
    answer = node["answer"]
    record = isinstance(answer, dict)
    texts = node.children[:-1] if record else node.children
    question, choices = texts[:-1], list(texts[-1].children)
    kind, form = "right", "<ul>"
    if isinstance(answer, list):
        kind, form = "order", '<ul class="predict-order">'
    elif record and "across" in answer:
        kind, form = "curve", _curve(answer, node["axes"]) + _CHECK + "<ul hidden>"
    elif record:
        kind, form = "number", _NUMBER + "<ul hidden>"
    data = {"id": f"predict-{node['key']}", "data-predict": node["key"]}
    data[f"data-{kind}"] = json.dumps(answer)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in data.items())
    yield _html(f'<div class="predict" role="group" aria-label="Your prediction"{attributes}>')
    yield from _titled(node, question)
    yield _html(form)
    for number, item in enumerate(choices):
        yield from _item(item, None if record else number, movable=kind == "order")
    yield _html("</ul>" + (_CHECK if kind == "order" else ""))
    if record:
        yield _html('<p class="predict-answer" hidden>')
        yield nodes.inline("", "", *node.children[-1].children)
        yield _html("</p>")
    yield _html(_FOOT)


def _curve(answer: dict[str, Any], axes: list[str]) -> str:
    """Return a slider for each height, and the lines between them."""
    (across, up), (low, high) = axes, answer["up"]
    heights = "".join(
        _HEIGHT.format(low, high, escape(f"{up} at {across} {place}"), escape(str(place)))
        for place in answer["across"]
    )
    scale = f'<p class="predict-up"><span>{high:g}</span><span>{low:g}</span></p>'
    drawn = f"<div>{_LINES.format(10 * len(answer['across']))}{heights}</div>"
    names = (f"<p>{escape(name)}</p>" for name in (up, across))
    return _DRAW + '<div class="predict-curve">{}{scale}{drawn}{}</div>'.format(
        *names, scale=scale, drawn=drawn
    )


def _item(item: nodes.Node, choice: int | None, *, movable: bool) -> Iterator[nodes.Node]:
    says = item.children
    yield _html("<li>" if choice is None else f'<li data-item="{choice}">')
    if choice is not None:
        first, *says = says
        yield _html(
            '<span class="predict-choice">'
            if movable
            else f'<button type="button" class="predict-choice" data-choice="{choice}" disabled>'
        )
        yield nodes.inline("", "", *first.children)
        yield _html("</span>" + _MOVE if movable else "</button>")
    yield _html('<div class="predict-says" hidden>')
    yield from says
    yield _html("</div></li>")


def _titled(node: prediction, question: list[nodes.Node]) -> list[Any]:
    first, *more = question
    title = TITLE if node["covers"] else IN_EXERCISE
    titled = nodes.paragraph("", "", nodes.strong("", title), nodes.Text(" "), *first.children)
    return [titled, *more]


def _html(text: str) -> live_markup:
    return live_markup(html=text + "\n")


def setup(app: Sphinx) -> None:
    app.add_node(prediction)
    app.add_directive("predict", Predict)
    app.add_post_transform(WritePredictions)
    app.add_css_file("predict.css")
    app.add_js_file("predict.js", loading_method="defer")  # see page_frame.bundle
