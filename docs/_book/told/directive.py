"""Told by scrolling: a figure that stays in view while paragraphs pass, each with a state of it.

Where a figure cannot stay, each paragraph has a small picture of its state.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from _book.explorable.directive import explorable
from _book.explorable.markup import frame, put
from _book.figures.inline import cut_to_axes, without_letters
from _book.figures.svg import adaptive_svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

_OPEN = "told-is-open"  # while the content of a `told` is read
_TENTHS = re.compile(r"(\.\d)\d+")


class told_step(nodes.General, nodes.Element):  # noqa: N801  # nodes are written like this
    """What is told of one state."""


class Told(SphinxDirective):
    """Four to six `at` blocks and, at the end, the explorable figure that they move."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.env.temp_data[_OPEN] = True
        content = self.parse_content_to_nodes()
        del self.env.temp_data[_OPEN]
        steps = [child for child in content if isinstance(child, told_step)]
        rest = content[len(steps) :]  # the figure, and its code
        figures = [figure for first in rest[:1] for figure in first.findall(explorable)]
        if not figures or content != [*steps, *rest[:2]]:
            raise self.error("what is told by scrolling is {at} blocks and, at the end, a figure")
        if not 4 <= len(steps) <= 6:
            raise self.error(f"expected four to six {{at}} blocks, not {len(steps)}")
        name, svg, data = (figures[0][part] for part in ("name", "svg", "data"))
        for number, step in enumerate(steps):
            try:
                state = read_state(step["wanted"], data["controls"])
                drawn = picture(svg, data, state, f"{name}-at{number}-")
            except ValueError as error:
                raise self.error(f"the explorable {name!r} {error}") from None
            begin = f'<div class="told-step" data-state="{list(state.values())}">{drawn}'
            tags = [nodes.raw("", tag, format="html") for tag in (begin, "</div>")]
            step[:] = [tags[0], *step.children, tags[1]]
        texts = nodes.container("", *(part for step in steps for part in step))
        texts["classes"] = ["told-steps"]
        figure, *code = rest
        told = nodes.container("", texts, figure, classes=["told"])
        self.set_source_info(told)
        return [told, *code]


class At(SphinxDirective):
    """What is told of the state in the argument, as ``rate=0.01, step=3``."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        if _OPEN not in self.env.temp_data:
            raise self.error("an {at} block stands in what is {told}")
        step = told_step("", *self.parse_content_to_nodes(), wanted=self.arguments[0])
        self.set_source_info(step)
        return [step]


def read_state(text: str, controls: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return the number of each control's state, that of its start where `text` names none."""
    wanted = dict(part.strip().partition("=")[::2] for part in text.split(","))
    state = {}
    for control in controls:
        value = wanted.pop(control["name"], control["texts"][control["start"]])
        if value not in control["texts"]:
            raise ValueError(f"has no state {control['name']}={value}")
        state[control["name"]] = control["texts"].index(value)
    if wanted:
        raise ValueError(f"has no control {', '.join(wanted)}, expected {', '.join(state)}")
    return state


def picture(svg: str, data: dict[str, Any], state: dict[str, int], prefix: str) -> str:
    """Return the drawing in a state, small; what is read out is the state, and what it says."""
    drawing = put(without_letters(svg), data, state)
    cut_to_axes(drawing)
    at = [f"{each['label']} {each['texts'][state[each['name']]]}" for each in data["controls"]]
    (sentence,) = (part for part in data["parts"] if part["id"] == "sentence")
    alt = f"The figure at {', '.join(at)}. {frame(sentence, data, state)}"
    small = _TENTHS.sub(r"\1", ET.tostring(drawing, encoding="unicode"))
    return adaptive_svg(small, alt, prefix).replace('class="figure"', 'class="told-picture"', 1)


def setup(app: Sphinx) -> None:
    app.add_directive("told", Told)
    app.add_directive("at", At)
    app.add_css_file("told.css")
