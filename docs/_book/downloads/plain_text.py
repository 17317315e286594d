"""The text of a chapter as plain Markdown, which reads well where no Sphinx has been at work."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from myst_nb.core.variables import format_plain_text
from pybtex.plugin import find_plugin
from sphinx.directives.code import LiteralInclude, LiteralIncludeReader
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
BREAK = "\f"  # where a cell of text must end
SOLUTION = "### Solution"
_PARTS = re.compile(
    r"""
    ^(?P<fence>:{3,}|`{3,})\{(?P<directive>[\w-]+)\}[ ]*(?P<argument>[^\n]*)\n
        (?P<options>(?::[\w-]+:[^\n]*\n)*)(?P<content>(?:[^\n]*\n)*?)(?P=fence)[ ]*$
    | ^(?P<block>`{3,}).*?^(?P=block)$ | `[^`]+`(?!`) | \$\$.*?\$\$ | \$[^$]+\$  # as they are
    | \{(?P<role>[a-z:]+)\}`(?P<text>[^`]+)`
    | \[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_OPTION = re.compile(r"^:([\w-]+): *(.*)$", re.MULTILINE)


class PlainText:
    """Turns what only Sphinx understands in the text of one chapter into plain Markdown."""

    def __init__(self, app: Sphinx, docname: str, executed: Path) -> None:
        self.app, self.docname = app, docname
        glued = executed.with_suffix(".glue.json")
        self.glued = json.loads(glued.read_text("utf-8")) if glued.exists() else {}
        domain: Any = app.env.get_domain("cite")
        self.entries = {entry.key: entry.formatted_entry for entry in domain.citations}
        self.cited: set[str] = set()

    def __call__(self, text: str) -> str:
        """Return `text` as plain Markdown."""
        return _PARTS.sub(self._part, text)

    def sources(self) -> str:
        """Return the works that were cited so far, as a list."""
        backend = find_plugin("pybtex.backends", "markdown")()
        cited = sorted((self.entries[key] for key in self.cited), key=lambda entry: entry.label)
        return "\n".join(
            f"- [{entry.label}] {' '.join(entry.text.render(backend).split())}" for entry in cited
        )

    def page(self, target: str = "") -> str:
        """Return the address of a page of the site, if it is known where the site will be."""
        path, mark, anchor = target.partition("#")
        here = posixpath.dirname(self.docname)
        name = posixpath.normpath(posixpath.join(here, path)) if path else self.docname
        base = self.app.config.html_baseurl.rstrip("/")
        if not base or Path(name).suffix not in {"", ".md"}:
            return ""
        return f"{base}/{self.app.builder.get_target_uri(name.removesuffix('.md'))}{mark}{anchor}"

    def link(self, text: str, target: str = "") -> str:
        """Return a link to a page of the site, or the bare text if it could lead nowhere."""
        address = target if "://" in target else self.page(target)
        return f"[{text}]({address})" if address else text

    def _part(self, match: re.Match[str]) -> str:
        if match["directive"]:
            return self._directive(match)
        if match["role"]:
            return self._role(match["role"], match["text"])
        return self.link(match["link"], match["target"]) if match["link"] else match[0]

    def _role(self, role: str, text: str) -> str:
        if role == "glue:text":
            key, _, form = text.partition(":")
            if key not in self.glued:
                return text  # reported when the page was read, and so are citations
            return str(format_plain_text(self.glued[key]["data"]["text/plain"], form or "s"))
        if role == "cite":
            keys = [key for part in text.split(",") if (key := part.strip()) in self.entries]
            self.cited.update(keys)
            return "[" + ", ".join(self.entries[key].label for key in keys) + "]"
        if role == "term":
            return text.partition(" <")[0]
        if role.startswith("py:"):
            return f"`{text.removeprefix('~')}`"
        LOGGER.error("no plain text for the role %r", role, location=(self.docname, None))
        return text

    def _directive(self, match: re.Match[str]) -> str:
        name, argument, content = match["directive"], match["argument"], match["content"]
        options = dict(_OPTION.findall(match["options"]))
        ends = {
            "exercise-start": f"{BREAK}### Exercise: {argument}",
            "exercise-end": "",
            "solution-start": f"{BREAK}{SOLUTION}",
            "solution-end": BREAK,
        }
        if name in ends:
            return ends[name]
        if name == "note":
            # A paragraph a line: within a formula, the sign of the quote would be part of it.
            paragraphs = (" ".join(part.split()) for part in self(content).split("\n\n"))
            return indent("**Note.** " + "\n\n".join(paragraphs), "> ", lambda _: True)
        if name == "literalinclude":
            path = Path(self.app.env.relfn2path(argument, self.docname)[1])
            read: Any = LiteralInclude.option_spec
            values = {option: read[option](value) for option, value in options.items()}
            code, _ = LiteralIncludeReader(path, values, self.app.config).read()
            return f"```python\n{code.rstrip()}\n```"
        if name == "explorable":
            figure = self.link("on the page of this chapter")
            return f"(The figure to move is {figure}. {self(content).strip()})"
        LOGGER.error("no plain text for the directive %r", name, location=(self.docname, None))
        return content
