"""What a page loads: one small style sheet in the place of many, and one script, after the text.

Before it has every style sheet and every script of the head, a browser paints nothing; and each
file more costs a reader with a slow line a journey there and back.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rcssmin import cssmin
from rjsmin import jsmin

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

STYLE, SCRIPT = "_static/all.css", "_static/all.js"
# For pages without a formula, whose font is a third of the weight of the other.
PLAIN, FORMULAS = "_static/plain.css", "_static/formulas.css"
# Of use on a page only where this stands in it: linked there alone.
RARE = {
    "_static/explorable.js": 'class="explorable',
    "_static/live.js": 'class="live-',
}
_PARTS = "parts_of_what_is_loaded"
# MyST-NB's 500 rules for the colours of a terminal, a third of all; no output here has such.
_TERMINAL = ".-Color"
_RULE = re.compile(r"([^{}]*)\{[^{}]*\}")
_FONT = re.compile(r"""url\("([^"/]+\.woff2)"\)""")
_OTHER_FILE = re.compile(r"""@import|url\((?!["']?data:)""")


def replace_links(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Link to one file of each kind, written already, since the links hold its checksum."""
    if app.builder.name == "epub":  # reads its pages from one file
        return
    parts, body = {}, context.get("body", "")
    style = STYLE if "<math" in body else PLAIN
    for kind, one in (("css_files", style), ("script_files", SCRIPT)):
        files = sorted(context[kind], key=lambda file: file.priority)
        names = {file: str(file.filename) for file in files}
        parts[one] = [
            (name, file.attributes.get("media") or "all")
            for file, name in names.items()
            if name not in (STYLE, PLAIN, SCRIPT, *RARE)
        ]
        context[kind] = [
            file for file, name in names.items() if name == one or RARE.get(name, "\0") in body
        ]
    parts[STYLE] = parts.pop(style)
    parts[PLAIN] = [(name, media) for name, media in parts[STYLE] if name != FORMULAS]
    # What a file is for is not on every page, but it is small, and loaded once for all.
    if parts != getattr(app, _PARTS, parts):
        raise ValueError(f"{page} loads files of its own: let setup() add them for every page")
    setattr(app, _PARTS, parts)
    _write(app, parts, finished=False)
    if page == "search":  # its own scripts need the others at once
        context["script_files"] = [_at_once(script) for script in context["script_files"]]


def write_again(app: Sphinx, error: Exception | None) -> None:
    """Write the files once more: some extensions finish theirs at the very end."""
    if not error and hasattr(app, _PARTS):
        _write(app, getattr(app, _PARTS), finished=True)


def _at_once(script: Any) -> Any:
    # A copy: the same record serves every page.
    attributes = {name: text for name, text in script.attributes.items() if name != "defer"}
    return type(script)(script.filename, priority=script.priority, **attributes)


def _write(app: Sphinx, parts: dict[str, list[tuple[str, str]]], *, finished: bool) -> None:
    for name_of_one, names in parts.items():
        one = Path(app.outdir) / name_of_one
        texts = []
        for name, media in names:
            texts.append(f"/* {name} */")
            path = Path(app.outdir) / name
            if not path.is_file() and not finished:
                continue
            text = path.read_text("utf-8").removeprefix('@charset "UTF-8";')
            # A font that came later would move what has been read by then.
            text = _FONT.sub(partial(_written_out, path.parent), text)
            if name_of_one != SCRIPT and path.parent != one.parent and _OTHER_FILE.search(text):
                raise ValueError(f"{name} names another file, which would be looked for elsewhere")
            texts.append(text if media == "all" else f"@media {media} {{\n{text}\n}}")
            if name_of_one == SCRIPT:
                texts.append(";")  # a script may end without one
        content = _small(name_of_one, "\n".join(texts))
        if not one.is_file() or one.read_text("utf-8") != content:
            one.write_text(content, "utf-8", newline="\n")


def _written_out(folder: Path, font: re.Match[str]) -> str:
    content = base64.b64encode((folder / font[1]).read_bytes()).decode()
    return f"url(data:font/woff2;base64,{content})"


@lru_cache(maxsize=4)  # the same for page after page
def _small(name: str, content: str) -> str:
    """Return a file without what no browser needs; who made it and the licence stay."""
    if name == SCRIPT:
        return str(jsmin(content, keep_bang_comments=True))
    text = _RULE.sub(lambda rule: "" if _TERMINAL in rule[1] else rule[0], content)
    return str(cssmin(text, keep_bang_comments=True))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the files, and take the others from each page after they have been added."""
    for style in (STYLE, PLAIN):
        app.add_css_file(style.removeprefix("_static/"))
    app.add_js_file(SCRIPT.removeprefix("_static/"), loading_method="defer", priority=400)  # first
    return {"parallel_read_safe": True, "parallel_write_safe": True}
