"""What a cell shows, and how much of it."""

from __future__ import annotations

import sys
from unittest.mock import MagicMock

import pytest
from _book.live.worker.live_outputs import CHARACTERS, LINES, NO_SCRIPT, Shown
from matplotlib.figure import Figure

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


class Html:
    def __init__(self, html: str | None) -> None:
        self.html = html

    def _repr_html_(self) -> str | None:
        return self.html

    def __repr__(self) -> str:
        return "no HTML"


def test_html_that_lives_by_a_script_is_told_and_shown_as_text(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        for _ in range(LINES):
            shown.value(Html("<b>a</b><SCRIPT>play()</SCRIPT>"))
    assert sent[0] == ("note", NO_SCRIPT)
    assert ("text", "value", "no HTML\n") in sent
    assert {kind for kind, *_ in sent} == {"note", "text"}
    assert len(sent) <= LINES + 1


@pytest.mark.parametrize("value", [1, Html("<b>"), "y" * 1000])
def test_values_and_html_have_no_more_room_than_what_is_printed(
    shown: Shown, sent: Sent, value: object
) -> None:
    with shown.streams():
        for _ in range(LINES + 5):
            shown.value(value)
    texts = "".join(str(each[-1]) for each in sent[:-1])
    assert texts.count("\n") <= LINES
    assert len(texts) <= CHARACTERS
    kind, text = sent[-1]
    assert kind == "note"
    assert "more line" in str(text)


def test_one_large_value_is_cut_and_large_html_left_out(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        shown.value(Html("x" * CHARACTERS))
        shown.value("x" * CHARACTERS)
    (text, note) = sent
    assert text[:2] == ("text", "value")
    assert len(str(text[2])) == CHARACTERS
    assert note == ("note", "and 2 more lines that the page does not show")


def test_a_line_that_is_cut_is_told(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        sys.stdout.write("x" * (CHARACTERS + 9))
    assert sent[-1] == ("note", "and 9 more characters that the page does not show")


def test_an_error_is_cut_and_shown_after_whatever_was_printed(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        sys.stdout.write("\n" * LINES)
    shown.error(ValueError("y" * 2 * CHARACTERS))
    error, note = sent[-2:]
    assert error[0] == "error"
    assert len(str(error[2])) == CHARACTERS
    assert "more line" in str(note)


def test_no_more_figures_are_sent_than_a_page_shows(
    shown: Shown, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("_book.live.worker.live_outputs.FIGURES", 2)
    with shown.streams():
        for _ in range(3):
            shown.value(Figure())
    assert [each[0] for each in sent] == ["figure", "figure", "note"]
    assert sent[-1][1] == "and 1 more figure that the page does not show"


def test_a_line_is_there_before_the_cell_goes_on(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        for number in range(3):
            sys.stdout.write(f"line {number}\n")
            assert "".join(str(each[-1]) for each in sent).endswith(f"line {number}\n")
        assert len(sent) < 7


def test_warnings_stand_between_what_was_printed_before_and_after(shown: Shown, sent: Sent) -> None:
    with shown.streams():
        sys.stdout.write("before")
        sys.stderr.write("!")
        sys.stdout.write("after")
    assert sent == [
        ("text", "stdout", "before"),
        ("text", "stderr", "!"),
        ("text", "stdout", "after"),
    ]


def test_colours_of_a_terminal_are_left_out(shown: Shown, sent: Sent) -> None:
    shown.text("stdout", "\x1b[1;31mbold\x1b[0m\n")
    assert sent == [("text", "stdout", "bold\n")]


def test_values_are_shown_as_a_notebook_shows_them(shown: Shown, sent: Sent) -> None:
    for value in (None, 1, Html("<b>bold</b>"), Html(None), Html):
        shown.value(value)
    shown.value(MagicMock(name="any name"))
    assert sent[:3] == [
        ("text", "value", "1\n"),
        ("html", "<b>bold</b>\n"),
        ("text", "value", "no HTML\n"),
    ]
    assert "class" in str(sent[3])
    assert "any name" in str(sent[4])


def test_an_error_tells_the_line_of_the_cell_and_none_of_ours(shown: Shown, sent: Sent) -> None:
    try:
        exec(compile("\n1 / 0", "<cell 1>", "exec"))  # noqa: S102  # a cell
    except ZeroDivisionError as error:
        shown.error(error)
    *_, (kind, line, text) = sent
    assert (kind, line) == ("error", 2)
    assert "Line 2 of this cell" in str(text)
    assert "test_live_outputs" not in str(text)


def test_the_end_of_a_cell_by_itself_is_no_error(shown: Shown, sent: Sent) -> None:
    shown.error(SystemExit())
    assert sent == [("note", "The cell ended itself with exit().")]
