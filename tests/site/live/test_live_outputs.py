"""What a cell shows, and how much of it."""

from __future__ import annotations

import pytest
from _book.live.worker.live_outputs import CHARACTERS, LINES, Shown


@pytest.fixture
def sent() -> list[tuple[object, ...]]:
    return []


@pytest.fixture
def shown(sent: list[tuple[object, ...]]) -> Shown:
    shown = Shown(lambda *each: sent.append(each))
    shown.begin("cell 1")
    return shown


def test_no_more_lines_are_sent_than_a_page_shows(
    shown: Shown, sent: list[tuple[object, ...]]
) -> None:
    with shown.streams():
        for number in range(LINES + 3):
            print(number)  # noqa: T201  # what a cell does
    text = "".join(str(each[-1]) for each in sent if each[:2] == ("text", "stdout"))
    assert text.splitlines() == [str(number) for number in range(LINES)]
    assert sent[-1] == ("note", "and 3 more lines that the page does not show")


def test_a_long_line_is_cut(shown: Shown, sent: list[tuple[object, ...]]) -> None:
    with shown.streams():
        print("x" * (CHARACTERS + 9))  # noqa: T201  # what a cell does
    assert sent[0] == ("text", "stdout", "x" * CHARACTERS)


def test_values_are_shown_as_a_notebook_shows_them(
    shown: Shown, sent: list[tuple[object, ...]]
) -> None:
    class Bold:
        def _repr_html_(self) -> str:
            return "<b>bold</b>"

    for value in (None, 1, Bold()):
        shown.value(value)
    assert sent == [("text", "value", "1\n"), ("html", "<b>bold</b>")]


def test_an_error_tells_the_line_of_the_cell_and_none_of_ours(
    shown: Shown, sent: list[tuple[object, ...]]
) -> None:
    try:
        exec(compile("\n1 / 0", "<cell 1>", "exec"))  # noqa: S102  # a cell
    except ZeroDivisionError as error:
        shown.error(error)
    ((kind, line, text),) = sent
    assert (kind, line) == ("error", 2)
    assert "Line 2 of this cell" in str(text)
    assert "test_live_outputs" not in str(text)


def test_exit_and_a_lack_of_memory_are_said_in_words(
    shown: Shown, sent: list[tuple[object, ...]]
) -> None:
    shown.error(SystemExit())
    shown.error(MemoryError())
    assert [each[0] for each in sent] == ["note", "note", "error"]
    assert "exit()" in str(sent[0][1])
    assert "memory is used up" in str(sent[1][1])
