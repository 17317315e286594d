"""Names in tables are broken between their words."""

from __future__ import annotations

from _book.page_frame.tables import with_joints

NAME = '<code><span class="pre">{}</span></code>'


def test_a_name_in_a_table_may_be_broken_between_its_words() -> None:
    name = NAME.format("slope=sigmoid_derivative(z)")
    broken = NAME.format("slope=<wbr/>sigmoid_<wbr/>derivative(<wbr/>z)")
    table = "<p>{0}</p><table><tr><td><p>{1} or\n{1}</p></td></tr></table><p>{0}</p>"
    assert with_joints(table.format(name, name)) == table.format(name, broken)


def test_numbers_and_dunders_stay_whole() -> None:
    for name in "0.25", "__init__", "(3, 1)":
        cell = f"<td>{NAME.format(name)}</td>"
        assert with_joints(cell) == cell
