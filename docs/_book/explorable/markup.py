"""An explorable figure in a page: its first state written out, all others in their own file."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from _book.figures.svg import adaptive_svg
from _book.formulas.mathml import mathml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WITHOUT_SCRIPT = "To move, this figure needs JavaScript. Here it shows {}."
ON_PAPER = "On the site this figure moves. Here it shows {}."
STATE, STILLS = "its most telling state", "some of the stops on the way"


def html(  # noqa: PLR0913  # all that a figure is made of
    name: str,
    alt: str,
    svg: str,
    stills: Sequence[dict[str, Any]],
    data: dict[str, Any],
    *,
    states: str,
) -> str:
    """Return the markup of a figure: its drawing, its texts, and its controls if it has `states`.

    `states` is the address of the file that `script` makes of the data. Where nothing moves, the
    `stills` of a walk take the place of the drawing.
    """
    prefix = f"{nodes.make_id(name)}-"
    beside = "".join(_stills(prefix, stills, data))
    starts = {control["name"]: control["start"] for control in data["controls"]}
    texts = "".join(_texts(data, starts))
    note = STILLS if stills else STATE
    if not states:
        texts = "".join(_lines(data, {})) if stills else texts
        shown = beside or adaptive_svg(svg, alt, prefix)
        return f'{shown}{texts}<p class="explorable-note">{ON_PAPER.format(note)}</p>'
    sliders = "".join(_control(prefix, control) for control in data["controls"])
    model = f' data-model="{data["model"]["kind"]}"' if data["model"] else ""
    return (
        f'<div class="explorable"{model} data-prefix="{prefix}" data-states="{states}">'
        f"{adaptive_svg(svg, alt, prefix)}\n"
        f'<form autocomplete="off">{sliders}'
        f'<p class="explorable-buttons">{_buttons(data["controls"])}</p></form>\n{beside}{texts}'
        f'<p class="explorable-note"><noscript>{WITHOUT_SCRIPT.format(note)}</noscript></p>'
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
        if control["play"] or control["walk"]
    ]
    walk = [
        f'<button type="button" data-walk="{number}" data-by="{by}" disabled>{text}</button> '
        for number, control in enumerate(controls)
        if control["walk"]
        for by, text in ((-1, "Back"), (1, "Next"))
    ]
    return "".join(walk + play) + '<button type="button" data-reset disabled>Start over</button>'


def frame(part: dict[str, Any], data: dict[str, Any], state: dict[str, int]) -> Any:
    counts = {control["name"]: len(control["texts"]) for control in data["controls"]}
    at = 0
    for name in part["by"]:
        at = at * counts[name] + state[name]
    return part["frames"][at]


def _texts(data: dict[str, Any], state: dict[str, int]) -> Iterator[str]:
    """Yield the texts of a state: values first, then the sentence."""
    values, others = [], []
    for part in data["parts"]:
        if part["kind"] not in {"text", "log"}:
            continue
        says = f'data-say="{part["id"]}">{escape(frame(part, data, state))}'
        if part["label"]:
            values.append(f"<div><dt>{part['label']}</dt><dd {says}</dd></div>")
        elif part["kind"] == "log":
            others.append(f'<pre tabindex="0" {says}</pre>')
        else:
            others.append(f"<p {says}</p>")
    if values:
        yield f"<dl>{''.join(values)}</dl>"
    yield from others
    yield from _lines(data, state)


def _lines(data: dict[str, Any], state: dict[str, int]) -> Iterator[str]:
    """Yield the lines of which some light up: with no state given, none."""
    for part in data["parts"]:
        if part["kind"] != "lines":
            continue
        lit = frame(part, data, state) if state else ()
        lines = (
            f'<li class="{way}" aria-current="{"step" if number in lit else "false"}">'
            f"{mathml(tex, 'inline')} <code>{escape(code)}</code></li>"
            for number, (way, tex, code) in enumerate(part["lines"])
        )
        yield f'<ol class="explorable-lines" data-say="{part["id"]}">{"".join(lines)}</ol>'


def _stills(prefix: str, stills: Sequence[dict[str, Any]], data: dict[str, Any]) -> Iterator[str]:
    """Yield the stops of a walk as pictures, each with its sentence."""
    pictures = []
    for number, still in enumerate(stills):
        svg = adaptive_svg(
            still["svg"], f"The same drawing at {still['title']}.", f"{prefix}{number}-"
        )
        (sentence,) = (part for part in data["parts"] if part["id"] == "sentence")
        pictures.append(f"<li>{svg}<p>{escape(frame(sentence, data, still['at']))}</p></li>")
    if pictures:
        yield f'<ol class="explorable-stills">{"".join(pictures)}</ol>'
