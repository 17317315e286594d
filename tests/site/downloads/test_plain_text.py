"""Text that only Sphinx understands, as plain Markdown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from _book.downloads.plain_text import BREAK, PlainText


def plain_text(base: str = "https://a.org/book/") -> PlainText:
    entry = SimpleNamespace(label="Gau09")
    citations = [SimpleNamespace(key="gauss1809", formatted_entry=entry)]
    app: Any = SimpleNamespace(
        outdir="/no/such/site",
        config=SimpleNamespace(html_baseurl=base),
        builder=SimpleNamespace(get_target_uri=lambda name: f"{name}.html"),
        env=SimpleNamespace(get_domain=lambda _: SimpleNamespace(citations=citations)),
    )
    return PlainText(app, "regression/single-step")


@pytest.mark.parametrize(
    ("base", "target", "link"),
    [
        ("", "ols.md#the-best-line", "here"),
        ("", "#below", "here"),
        ("", "https://a.org/b", "[here](https://a.org/b)"),
        ("https://a.org/book/", "ols.md#x", "[here](https://a.org/book/regression/ols.html#x)"),
        ("https://a.org", "../index.md", "[here](https://a.org/index.html)"),
        ("https://a.org", "#below", "[here](https://a.org/regression/single-step.html#below)"),
        ("https://a.org", "outputs.json", "here"),
    ],
)
def test_a_link_leads_to_the_site_where_its_address_is_known(
    base: str, target: str, link: str
) -> None:
    assert plain_text(base)(f"see [here]({target})") == f"see {link}"


PROSE = {
    # Roles and links, wherever they stand.
    "{term}`weight`": "weight",
    "{term}`weights <weight>` of {cite}`gauss1809`.": "weights of [Gau09].",
    "All {error}`errors` are $\\error{e_i} = t_{i}$.": "All errors are ${e_i} = t_{i}$.",
    "{py:func}`~simplenn_core.train`": "`simplenn_core.train`",
    "# The {term}`bias`\n\n- a {term}`step`\n- *two {term}`steps <step>`*": (
        "# The bias\n\n- a step\n- *two steps*"
    ),
    "> As {term}`a`\n> [says\n> b](ols.md).": (
        "> As a\n> [says\n> b](https://a.org/book/regression/ols.html)."
    ),
    "| a {term}`b` | $c$ |\n|---|---|\n| [d](#e) | `f` |": (
        "| a b | $c$ |\n|---|---|\n| [d](https://a.org/book/regression/single-step.html#e) | `f` |"
    ),
    "[`code` of {term}`a`](ols.md)": "[`code` of a](https://a.org/book/regression/ols.html)",
    "It costs \\$5 for {term}`a` and \\$6.": "It costs \\$5 for a and \\$6.",
    "$5, {term}`a`, and 6 dollars": "$5, a, and 6 dollars",
    "A stray ` here\n\nand {term}`a` `b`": "A stray ` here\n\nand a `b`",
    # What is none, though it looks like one.
    "![alt](pic.png)": "![alt](pic.png)",
    "`{term}`": "`{term}`",
    "`` {term}`a` ``": "`` {term}`a` ``",
    "`[a](b.md)` and $[a](b)$": "`[a](b.md)` and $[a](b)$",
    "\\{term}`a` and \\[a](b.md)": "\\{term}`a` and \\[a](b.md)",
    "x[0](1 + y) is $x_{[0]}(1)$": "x[0](1 + y) is $x_{[0]}(1)$",
    "$$\n[a](b.md)\n$$\n\n{term}`c`": "$$\n[a](b.md)\n$$\n\nc",
    "```python\n{term}`a`[b](c.md)\n```\n{term}`d`": "```python\n{term}`a`[b](c.md)\n```\nd",
    "<b>[a](b.md)</b>": "<b>[a](https://a.org/book/regression/b.html)</b>",
    'He says "no" -- [twice] (so)': 'He says "no" -- [twice] (so)',
    # What says something to Sphinx alone.
    "{.subtitle}\n(place)=\n# A\n\n% a note\nb": "# A\n\nb",
    "": "",
    "a  \nb\n": "a  \nb\n",
}


@pytest.mark.parametrize("source", PROSE)
def test_what_myst_takes_for_its_own_is_replaced_and_nothing_else(source: str) -> None:
    assert plain_text()(source) == PROSE[source]


DIRECTIVES = {
    ":::{admonition} Aside: a slip\n:class: dropdown\nOne line,\nthen another.\n:::": (
        "<details><summary>Aside: a slip</summary>\n\nOne line,\nthen another.\n\n</details>"
    ),
    "::::{admonition} A hint\n:class: dropdown\n\nTry:\n\n```python\na = __\nb = 2\n```\n::::": (
        "<details><summary>A hint</summary>\n\nTry:\n\n```python\na = __\nb = 2\n```\n\n</details>"
    ),
    ":::{predict} key\nIs it $a$?\n\n- {term}`Yes`\n\n  So it is.\n- No\n\n  It is not.\n:::": (
        "**Before you go on:** Is it $a$?\n\n- Yes\n- No"
    ),
    ":::{predict} key\n:covers: 0\n:answer: 3\nHow many?\n\n- Too few.\n:::": (
        "**Your answer:** How many?"
    ),
    ":::{note}\nSee {term}`a`,\nand $b$.\n\nc\n:::\n\nd": (
        "> **Note.** See a, and $b$.\n> \n> c\n\nd"
    ),
    ":::::{exercise-start} Do it\n:label: t\n:::::\n\nNow": f"{BREAK}### Exercise: Do it\n\nNow",
    ":::::{solution-start} t\n:class: dropdown\n:::::\nb": f"{BREAK}### Solution\nb",
    ":::::{solution-end}\n:::::": BREAK,
    "```{explorable} figure\nMove {term}`it`.\n```": (
        "(The figure that moves is [on the page of this chapter]"
        "(https://a.org/book/regression/single-step.html). Move it.)"
    ),
}


@pytest.mark.parametrize("source", DIRECTIVES)
def test_directives_become_markdown(source: str) -> None:
    assert plain_text()(source) == DIRECTIVES[source]


@pytest.mark.parametrize("source", ["{numref}`a`", "```{tabs}\na\n```"])
def test_what_has_no_plain_text_is_reported(source: str, caplog: pytest.LogCaptureFixture) -> None:
    assert plain_text()(source).strip() == "a"
    assert "no plain text for the" in caplog.text
