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

from _book.ending.directive import KEPT, PROMISE, joined, next_page
from _book.figures.meanings import IN_TEX, MEANINGS
from _book.predict.directive import IN_EXERCISE, TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

LOGGER = logging.getLogger(__name__)
BREAK = "\f"  # where a cell of text must end
SOLUTION = "### Solution"
_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})(?:\{(?P<directive>[\w-]+)\} *(?P<argument>.*)|.*)\n"
    r"(?P<content>(?:.*\n)*?)(?P=fence) *$",
    re.MULTILINE,
)
_OPTIONS = re.compile(r"(?::[\w-]+:.*\n?)*")
_OPTION = re.compile(r"^:([\w-]+): *(.*)$", re.MULTILINE)
# Lines of an attribute, a target or a comment: they say something to Sphinx alone.
_FOR_SPHINX = re.compile(r"^(?:\{[.#].*\}|\(.*\)=|%.*)(?:\n|$)", re.MULTILINE)
_BLANK_LINES = re.compile(r"(\n\s*\n)")
_SPAN = re.compile(
    r"""
    \\.                                                   # a sign that means itself
    | \{(?P<role>[\w:]+)\}`(?P<text>[^`]+)`
    | (?P<ticks>`+)[^`].*?(?<!`)(?P=ticks)(?!`)           # code
    | \$\$.*?\$\$ | \$[^$]+\$                             # a formula
    | (?<!!)\[(?P<label>(?:`[^`]*`|[^]`])*)\]\((?P<target>[^)\s]+)\)
    """,
    re.VERBOSE | re.DOTALL,
)


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
        self.promise: list[str] = []

    def __call__(self, text: str) -> str:
        """Return `text` as plain Markdown: what MyST takes for its own is replaced."""
        parts, at = [], 0
        for block in _BLOCK.finditer(text):
            parts.append(self._prose(text[at : block.start()]))
            is_code = block["directive"] is None
            parts.append(block[0] if is_code else self._directive(*block.groups()[1:]))
            at = block.end()
        return "".join([*parts, self._prose(text[at:])])

    def _prose(self, text: str) -> str:
        """Return text between directives and code, paragraph by paragraph."""
        paragraphs = _BLANK_LINES.split(_FOR_SPHINX.sub("", text))
        return "".join(_SPAN.sub(self._span, paragraph) for paragraph in paragraphs)

    def _span(self, found: re.Match[str]) -> str:
        if found["role"]:
            return self._role(found["role"], found["text"])
        if found["target"]:
            return self.link(_SPAN.sub(self._span, found["label"]), found["target"])
        return IN_TEX.sub(r"\2", found[0])

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
        if base and name.endswith(".csv"):
            return f"{base}/{name}"
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
        if role == "term" or role in MEANINGS:
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
            "mistake": "",  # told by the page, when it has checked an answer
        }
        if name in ends:
            return ends[name]
        written: dict[str, Callable[[dict[str, str], str], str]] = {
            "at": lambda _, content: self(content),
            "ending": self._ending,
            "margin": self._note,
            "predict": self._prediction,
            "promise": self._promise,
            "told": lambda _, content: self(content),
        }
        if name in written:
            return written[name](options, content)
        if name in {"note", "admonition"}:
            return self._aside(argument.strip() or "Note", options, content)
        if name == "literalinclude":
            path = Path(self.app.env.relfn2path(argument, self.docname)[1])
            read: Any = LiteralInclude.option_spec
            values = {option: read[option](value) for option, value in options.items()}
            code, _ = LiteralIncludeReader(path, values, self.app.config).read()
            return f"```python\n{code.rstrip()}\n```"
        if name == "explorable":
            figure = self.link("on the page of this chapter")
            return f"(The figure that moves is {figure}. {self(content).strip()})"
        LOGGER.error("no plain text for the directive %r", name, location=(self.docname, None))
        return content

    def _note(self, _options: dict[str, str], content: str) -> str:
        return indent(self(content).strip(), "> ", lambda _: True)

    def _promise(self, _options: dict[str, str], content: str) -> str:
        items = re.split(r"^- ", content, flags=re.MULTILINE)[1:]
        self.promise = [" ".join(item.split()) for item in items]
        return self(f"{PROMISE} {joined(self.promise)}")

    def _ending(self, _options: dict[str, str], content: str) -> str:
        """Return what a reader can do by now, and a link to the next chapter."""
        kept = "".join(f"- {item}\n" for item in self.promise)
        page = next_page(self.app.env, self.docname)
        link = self.link(
            self.app.env.titles[page].astext(), f"{'../' * self.docname.count('/')}{page}.md"
        )
        return self(f"### {KEPT}\n\n{kept}\n**Next:** {content.strip()}") + f"\n{link}"

    def _aside(self, title: str, options: dict[str, str], content: str) -> str:
        if "dropdown" in options.get("class", ""):
            folded = f"<summary>{title}</summary>\n\n{self(content).strip()}"
            return f"<details>{folded}\n\n</details>"
        # A paragraph a line: within a formula, the sign of the quote would be part of it.
        paragraphs = (" ".join(part.split()) for part in self(content).split("\n\n"))
        return indent(f"**{title}.** " + "\n\n".join(paragraphs), "> ", lambda _: True)

    def _prediction(self, options: dict[str, str], content: str) -> str:
        """Return a question with its choices alone: the answer stands in the text that follows."""
        title = IN_EXERCISE if options.get("covers") == "0" else TITLE
        question, *items = re.split(r"^- ", content, flags=re.MULTILINE)
        choices = [] if "answer" in options else [item.partition("\n\n")[0] for item in items]
        listed = "\n".join(f"- {choice.strip()}" for choice in choices)
        return self(f"**{title}** {question.strip()}\n\n{listed}".strip())
