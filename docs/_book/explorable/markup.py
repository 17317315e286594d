"""An explorable figure in a page: its first state written out, all others in their own file."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils import nodes

from _book.figures.inline import SVG, parsed
from _book.figures.svg import adaptive_svg
from _book.formulas.mathml import mathml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WITHOUT_SCRIPT = "This figure needs JavaScript to move. Here it shows {}."
ON_PAPER = "On the site this figure moves. Here it shows {}."
STATE, STILLS = "its most telling state", "some of the stops on the way"


def html(name: str, alt: str, svg: str, data: dict[str, Any], *, states: str) -> str:
    """Return the markup of a figure: its drawing, its texts, and its controls if it has `states`.

    `states` is the address of the file that `script` makes of the data. Where nothing moves, some
    stops of a walk take the place of the drawing.
    """
    prefix = f"{nodes.make_id(name)}-"
    starts = {control["name"]: control["start"] for control in data["controls"]}
    beside = "".join(_stills(prefix, svg, data, starts))
    texts = "".join(_texts(data, starts))
    note = STILLS if beside else STATE
    if not states:
        texts = "".join(_lines(data, {})) if beside else texts
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
    """Return what a part of a figure shows in a state."""
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
            longest = escape(max(part["frames"], key=len))
            others.append(f'<p data-longest="{longest}" {says}</p>')
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


def _stills(prefix: str, svg: str, data: dict[str, Any], starts: dict[str, int]) -> Iterator[str]:
    """Yield the stops of a walk as pictures, each with its sentence."""
    stops = [(control, stop) for control in data["controls"] for stop in control["walk"]]
    pictures = []
    for number, (control, stop) in enumerate(stops):
        state = starts | {control["name"]: stop}
        drawn = ET.tostring(put(parsed(svg), data, state), encoding="unicode")
        alt = f"The same drawing at {control['texts'][stop]}."
        (sentence,) = (part for part in data["parts"] if part["id"] == "sentence")
        picture = adaptive_svg(drawn, alt, f"{prefix}{number}-")
        pictures.append(f"<li>{picture}<p>{escape(frame(sentence, data, state))}</p></li>")
    if pictures:
        yield f'<ol class="explorable-stills">{"".join(pictures)}</ol>'


def put(drawing: ET.Element, data: dict[str, Any], state: dict[str, int]) -> ET.Element:
    """Return the drawing of a figure once its parts were put into a state, as explorable.js does.

    Texts are written where the drawing has any.
    """
    if data["model"]:
        raise ValueError("has a model, of which no small picture is drawn")
    moving = {group.get("id"): group for group in drawing.iter(f"{SVG}g")}
    for part in data["parts"]:
        shown = frame(part, data, state)
        if part["kind"] == "points":
            upto = 2 * (state[part["upto"]] + 1) if part["upto"] else None
            _place(moving[part["id"]], shown[:upto])
        elif part["kind"] == "surface":
            _shade(moving, part, shown)
        elif part["kind"] == "label":
            for text in moving[part["id"]].iter(f"{SVG}text"):
                text.text = shown
    return drawing


def _shade(groups: dict[str | None, ET.Element], part: dict[str, Any], shades: str) -> None:
    """Draw the cells of a grid as boxes of their shades, of which the first is no colour."""
    xs, ys = part["corners"]
    boxes: dict[str, str] = {}
    for at, shade in enumerate(shades):
        i, j = divmod(at, len(xs) - 1)
        left, right, low, high = xs[j], xs[j + 1], ys[i], ys[i + 1]
        box = f"M {left} {low} L {right} {low} L {right} {high} L {left} {high} z "
        boxes[shade] = boxes.get(shade, "") + box
    for level, shade in enumerate("123456789a", start=1):
        for path in groups[f"{part['id']}-{level}"].findall(f"{SVG}path"):
            path.set("d", boxes.get(shade, ""))


def _place(group: ET.Element, points: Sequence[float | None]) -> None:
    """Draw the line and the markers of `group` at `points`."""
    drawn, letter = "", "M"
    pairs = list(zip(points[::2], points[1::2], strict=True))
    for x, y in pairs:
        gap = x is None or y is None
        drawn += "" if gap else f"{letter}{x} {y}"
        letter = "M" if gap else "L"
    for line in group.findall(f"{SVG}path"):
        line.set("d", drawn)
    markers = [(parent, use) for parent in group.iter() for use in parent.findall(f"{SVG}use")]
    for parent, use in markers:
        parent.remove(use)
    for parent, use in markers[:1]:
        at = [{"x": str(x), "y": str(y)} for x, y in pairs]
        parent.extend(ET.Element(use.tag, use.attrib | place) for place in at)
