"""What a page loads: one small style sheet in the place of many, and one script, after the text.

Before it has every style sheet and the fonts of its first screen, a browser cannot paint what it
should; and each file more costs a reader with a slow line a journey there and back.
"""

from __future__ import annotations

import base64
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rcssmin import cssmin
from rjsmin import jsmin

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STYLE, SCRIPT = "_static/all.css", "_static/all.js"
# Of use on a page only where this stands in it: linked there alone.
RARE = {
    "_static/explorable-line.js": 'data-model="line"',
    "_static/explorable.js": 'class="explorable',
    "_static/live.js": 'class="live-',
    "_static/predict.js": 'class="predict"',
    "_static/progress.js": 'class="progress"',
}
_OF_THE_SEARCH = tuple(f"_static/{name}.js" for name in ("search", "searchtools", "language_data"))
_LATE = "clipboard"
_PARTS = "parts_of_bundles"
# What the notebooks and the theme bring for what no page here has: 500 rules for the colours of a
# terminal, others' advertisements. A rule is looked for behind another alone, not from each letter
# of a font on.
NOT_HERE = (
    r"-Color|admonition-todo|announcement|footnote-reference|furo-readthedocs|furo-sidebar-ad"
    r"|highlighttable|sd-|tag_(?:output|scroll)|toc-title|version(?:added|changed|removed)"
)
_RULES_NOT_HERE = re.compile(rf"(?<![^{{}}])[^{{}}]*[.#](?:{NOT_HERE})[^{{}}]*\{{[^{{}}]*\}}")
_VALUE = re.compile(r"(--(?:color|mystnb|sd|tabs|toc)-[\w-]+):[^;{}]*;?")  # of the theme and others
_FONT = re.compile(r"""url\("([^"/]+\.woff2)"\)""")
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_OTHER_FILE = re.compile(r"""@import|url\((?!["']?data:)""")


def replace_links(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Link to one file of each kind, written already, since the links hold its checksum."""
    parts, body = {}, context.get("body", "")
    for kind, bundle in (("css_files", STYLE), ("script_files", SCRIPT)):
        # When the library that they wait for comes last, the copy buttons are added in a task of
        # their own, 250 ms later.
        files = sorted(context[kind], key=lambda file: (_LATE in str(file.filename), file.priority))
        names = {file: str(file.filename) for file in files}
        # What a file is for is not on every page, but it is small, and loaded once for all.
        parts[bundle] = [name for name in names.values() if name not in (bundle, *RARE)]
        context[kind] = [
            file for file, name in names.items() if name == bundle or RARE.get(name, "\0") in body
        ]
    # A file of its own would come between the style sheet and the first words.
    icon = (app.confdir / app.config.html_favicon).read_text("utf-8")
    context["favicon_url"] = f"data:image/svg+xml,{quote(' '.join(icon.split()))}"
    if not hasattr(app, _PARTS):
        setattr(app, _PARTS, parts)
        _write(app, parts, finished=False)
    if parts != getattr(app, _PARTS):
        raise ValueError(f"{page} loads files of its own: let setup() add them for every page")


def write_again(app: Sphinx) -> None:
    """Write the files once more: some extensions finish theirs at the very end."""
    if hasattr(app, _PARTS):
        _write(app, getattr(app, _PARTS), finished=True)
        for path in filter(Path.is_file, map(app.outdir.joinpath, (*RARE, *_OF_THE_SEARCH))):
            path.write_text(_minified(path.read_text("utf-8")), "utf-8", newline="\n")


def _write(app: Sphinx, parts: dict[str, list[str]], *, finished: bool) -> None:
    for bundle, names in parts.items():
        paths = [path for path in map(app.outdir.joinpath, names) if finished or path.is_file()]
        if bundle == SCRIPT:  # one may end without a semicolon
            scripts = "\n;\n".join(path.read_text("utf-8") for path in paths)
            content = _minified(scripts)
        else:
            styles = _RULES_NOT_HERE.sub("", "\n".join(map(_style, paths)))
            style = str(cssmin(styles, keep_bang_comments=True))
            # The colours and sizes of those rules, which no other uses.
            used = {*re.findall(r"var\((--[\w-]+)", style)}
            style = _VALUE.sub(partial(_if_used, used), style)
            # The fonts come last: rules and fonts are packed better apart.
            content = "".join([_FONT_FACE.sub("", style), *_FONT_FACE.findall(style)])
        (app.outdir / bundle).write_text(content, "utf-8", newline="\n")


def _if_used(used: set[str], declared: re.Match[str]) -> str:
    return declared[0] if declared[1] in used else ""


def _minified(script: str) -> str:
    return str(jsmin(script, keep_bang_comments=True))


def _style(path: Path) -> str:
    def as_data_url(font: re.Match[str]) -> str:
        # A font that came later would move what has been read by then, and a page that is opened
        # from a folder may load none in some browsers.
        content = base64.b64encode((path.parent / font[1]).read_bytes()).decode()
        return f"url(data:font/woff2;base64,{content})"

    text = _FONT.sub(as_data_url, path.read_text("utf-8").removeprefix('@charset "UTF-8";'))
    if path.parent.name != Path(STYLE).parent.name and _OTHER_FILE.search(text):
        raise ValueError(f"{path.name} names another file, which would be looked for elsewhere")
    return text


def setup(app: Sphinx) -> None:
    app.add_css_file(STYLE.removeprefix("_static/"))
    app.add_js_file(SCRIPT.removeprefix("_static/"), loading_method="defer", priority=400)  # first
