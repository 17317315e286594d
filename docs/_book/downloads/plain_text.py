"""The text of a chapter as plain Markdown, which reads well where no Sphinx has been at work."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token
from mdit_py_plugins.myst_role.index import myst_role
from myst_nb.core.variables import format_plain_text
from myst_parser.parsers.mdit import create_md_parser
from pybtex.plugin import find_plugin
from sphinx.directives.code import LiteralInclude, LiteralIncludeReader
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
BREAK = "\f"  # where a cell of text must end
SOLUTION = "### Solution"
_LEAVES = {"code_block", "colon_fence", "fence", "html_block", "math_block", "math_block_label"}
_LEFT_OUT = {"attrs_block", "myst_block_break", "myst_line_comment", "myst_target"}
_DIRECTIVE = re.compile(r"\{([\w-]+)\} *(.*)")
_OPTIONS = re.compile(r"(?::[\w-]+:.*\n?)*")
_OPTION = re.compile(r"^:([\w-]+): *(.*)$", re.MULTILINE)
_BLANK_LINES = re.compile(r"(\n\s*\n)")


class PlainText:
    """Turns what only Sphinx understands in the text of one chapter into plain Markdown."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.docname = app, docname
        glued = Path(app.outdir).parent / "jupyter_execute" / f"{docname}.glue.json"
        self.glued = json.loads(glued.read_text("utf-8")) if glued.exists() else {}
        env: Any = app.env
        domain = env.get_domain("cite")
        self.entries = {entry.key: entry.formatted_entry for entry in domain.citations}
        self.cited: set[str] = set()
        self.parser = create_md_parser(env.myst_config, RendererHTML)
        self.parser.inline.ruler.at("myst_role", self._replace_role)
        self.parser.inline.ruler.at("link", self._replace_link)

    def __call__(self, text: str) -> str:
        """Return `text` as plain Markdown: what MyST takes for its own is replaced."""
        lines, blocks, at = text.split("\n"), list[Token](), 0
        self.parser.block.parse(text, self.parser, {}, blocks)
        parts = []
        for block in blocks:
            if block.type in _LEAVES | _LEFT_OUT and block.map:
                start, end = block.map
                parts += self._prose(lines[at:start])
                if found := _DIRECTIVE.fullmatch(block.info.strip()):
                    parts.append(self._directive(found[1], found[2], block.content))
                elif block.type in _LEAVES:
                    parts += lines[start:end]
                at = end
        return "\n".join(parts + self._prose(lines[at:]))

    def _prose(self, lines: list[str]) -> list[str]:
        """Return lines that are no directive and no code."""
        parts = _BLANK_LINES.split("\n".join(lines))
        for number, part in enumerate(parts):
            edits: list[tuple[int, int, str]] = []
            self.parser.inline.parse(part, self.parser, {"edits": edits}, [])
            for start, end, replacement in sorted(edits, reverse=True):
                parts[number] = parts[number][:start] + replacement + parts[number][end:]
        return "".join(parts).split("\n") if lines else []

    def _replace_role(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # a rule
        start = state.pos
        found: bool = myst_role(state, silent)
        if found and not silent:
            text = self._role(state.tokens[-1].meta["name"], state.tokens[-1].content)
            state.env["edits"].append((start, state.pos, text))
        return found

    def _replace_link(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # a rule
        start, number = state.pos, len(state.tokens)
        found = link(state, silent)
        if found and not silent:
            opening = next(each for each in state.tokens[number:] if each.type == "link_open")
            address = self.address(str(opening.attrs["href"]))
            end = state.md.helpers.parseLinkLabel(state, start)
            state.env["edits"] += [
                (start, start + 1, "[" if address else ""),
                (end, state.pos, f"]({address})" if address else ""),
            ]
        return found

    def sources(self) -> str:
        """Return the works that were cited so far, as a list."""
        backend = find_plugin("pybtex.backends", "markdown")()
        cited = sorted((self.entries[key] for key in self.cited), key=lambda entry: entry.label)
        return "\n".join(
            f"- [{entry.label}] {' '.join(entry.text.render(backend).split())}" for entry in cited
        )

    def address(self, target: str = "") -> str:
        """Return where a link leads, if it is known where the site will be."""
        if "://" in target:
            return target
        path, mark, anchor = target.partition("#")
        here = posixpath.dirname(self.docname)
        name = posixpath.normpath(posixpath.join(here, path)) if path else self.docname
        base = self.app.config.html_baseurl.rstrip("/")
        if not base or Path(name).suffix not in {"", ".md"}:
            return ""
        return f"{base}/{self.app.builder.get_target_uri(name.removesuffix('.md'))}{mark}{anchor}"

    def link(self, text: str, target: str = "") -> str:
        """Return a link to a page of the site, or the bare text if it could lead nowhere."""
        address = self.address(target)
        return f"[{text}]({address})" if address else text

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

    def _directive(self, name: str, argument: str, source: str) -> str:
        given = _OPTIONS.match(source)
        start = given.end() if given else 0
        options, content = dict(_OPTION.findall(source[:start])), source[start:]
        ends = {
            "exercise-start": f"{BREAK}### Exercise: {argument}",
            "exercise-end": "",
            "solution-start": f"{BREAK}{SOLUTION}",
            "solution-end": BREAK,
        }
        if name in ends:
            return ends[name]
        if name in {"note", "admonition"}:
            # A paragraph a line: within a formula, the sign of the quote would be part of it.
            paragraphs = (" ".join(part.split()) for part in self(content).split("\n\n"))
            title = argument.strip() if name == "admonition" else "Note"
            return indent(f"**{title}.** " + "\n\n".join(paragraphs), "> ", lambda _: True)
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
