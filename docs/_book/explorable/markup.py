"""An explorable figure in a page: its first state written out, all others in their own file."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from _book.figures.svg import adaptive_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

WITHOUT_SCRIPT = "To move, this figure needs JavaScript. Here it shows its most telling state."

ON_PAPER = "On the site this figure moves. Here it shows its most telling state."


def html(name: str, alt: str, svg: str, data: dict[str, Any], *, states: str) -> str:
    """Return the markup of a figure: its drawing, its texts, and its controls if it has `states`.

    `states` is the address of the file that `script` makes of the data.
    """
    prefix = f"{nodes.make_id(name)}-"
    svg = adaptive_svg(svg, alt, prefix)
    texts = "".join(_texts(data))
    if not states:
        return f'{svg}{texts}<p class="explorable-note">{ON_PAPER}</p>'
    sliders = "".join(_control(prefix, control) for control in data["controls"])
    model = f' data-model="{data["model"]["kind"]}"' if data["model"] else ""
    return (
        f'<div class="explorable"{model} data-prefix="{prefix}" data-states="{states}">{svg}\n'
        f'<form autocomplete="off">{sliders}'
        f'<p class="explorable-buttons">{_buttons(data["controls"])}</p></form>\n{texts}'
        f'<p class="explorable-note"><noscript>{WITHOUT_SCRIPT}</noscript></p>'
        f'<p class="explorable-status" role="status"></p></div>'
    )


def script(name: str, data: dict[str, Any]) -> str:
    """Return the states as a script, which a page on disk may load, where it may fetch nothing."""
    states = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return f'(globalThis.explorableStates ??= {{}})["{nodes.make_id(name)}-"] = {states};\n'


def _control(prefix: str, control: dict[str, Any]) -> str:
    key, text = f"{prefix}{control['name']}", escape(control["texts"][control["start"]])
    return (
        f'<p><label for="{key}">{escape(control["label"])}</label>'
        f'<output for="{key}">{text}</output>'
        f'<input type="range" id="{key}" min="0" max="{len(control["texts"]) - 1}" '
        f'value="{control["start"]}" aria-valuetext="{text}" disabled></p>'
    )


def _buttons(controls: list[dict[str, Any]]) -> str:
    play = [
        f'<button type="button" data-play="{number}" disabled>Play</button> '
        for number, control in enumerate(controls)
        if control["play"]
    ]
    walk = [
        f'<button type="button" data-walk="{number}" data-by="{by}" disabled>{text}</button> '
        for number, control in enumerate(controls)
        if control["walk"]
        for by, text in ((-1, "Back"), (1, "Next"))
    ]
    return "".join(walk + play) + '<button type="button" data-reset disabled>Start over</button>'


def _texts(data: dict[str, Any]) -> Iterator[str]:
    """Yield the texts of the state that the figure starts in: values first, then the sentence."""
    starts = {control["name"]: control["start"] for control in data["controls"]}
    counts = {control["name"]: len(control["texts"]) for control in data["controls"]}
    values, others = [], []
    for part in data["parts"]:
        if part["kind"] not in {"text", "log"}:
            continue
        at = 0
        for name in part["by"]:
            at = at * counts[name] + starts[name]
        says = f'data-say="{part["id"]}">{escape(part["frames"][at])}'
        if part["label"]:
            values.append(f"<div><dt>{part['label']}</dt><dd {says}</dd></div>")
        elif part["kind"] == "log":
            others.append(f'<pre tabindex="0" {says}</pre>')
        else:
            others.append(f"<p {says}</p>")
    if values:
        yield f"<dl>{''.join(values)}</dl>"
    yield from others
