"""What a cell shows, and how much of it."""

from __future__ import annotations

import sys

import pytest
from _book.live.worker.live_outputs import CHARACTERS, LINES, Shown

Sent = list[tuple[object, ...]]


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def shown(sent: Sent) -> Shown:
    shown = Shown(lambda *each: sent.append(each))
    shown.begin("cell 1")
    return shown


def test_no_more_is_sent_than_a_page_shows(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        sys.stdout.write("x" * (CHARACTERS + 9))
        sys.stdout.write("a line\n" * 3)
    note = ("note", "and 3 more lines that the page does not show")
    assert sent == [("text", "stdout", "x" * CHARACTERS), note]
    shown.begin("cell 1")
    with shown.streams():
        for number in range(LINES + 1):
            sys.stdout.write(f"{number}\n")
    assert "".join(str(each[-1]) for each in sent[2:-1]).splitlines()[-1] == str(LINES - 1)
    assert sent[-1] == ("note", "and 1 more line that the page does not show")


def test_values_are_shown_as_a_notebook_shows_them(shown: Shown, sent: Sent) -> None:
    class Bold:
        def _repr_html_(self) -> str:
            return "<b>bold</b>"

    for value in (None, 1, Bold()):
        shown.value(value)
    assert sent == [("text", "value", "1\n"), ("html", "<b>bold</b>")]


def test_an_error_tells_the_line_of_the_cell_and_none_of_ours(shown: Shown, sent: Sent) -> None:
    try:
        exec(compile("\n1 / 0", "<cell 1>", "exec"))  # noqa: S102  # a cell
    except ZeroDivisionError as error:
        shown.error(error)
    ((kind, line, text),) = sent
    assert (kind, line) == ("error", 2)
    assert "Line 2 of this cell" in str(text)
    assert "test_live_outputs" not in str(text)


def test_exit_and_a_lack_of_memory_are_said_in_words(shown: Shown, sent: Sent) -> None:
    shown.error(SystemExit())
    shown.error(MemoryError())
    assert [each[0] for each in sent] == ["note", "note", "error"]
    assert "exit()" in str(sent[0][1])
    assert "memory is used up" in str(sent[1][1])
