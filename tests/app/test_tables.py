"""Tables: headings in two lines, columns that fit, and what is left out for want of room."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app import readings
from app.reading import Reading
from app.widgets.reading import ReadingView, in_two_lines
from tests.app import frames


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Layer", "Layer"),
        ("A std", "A\nstd"),
        ("A std of dL/dh", "A std\nof dL/dh"),
        ("Where it is", "Where\nit is"),
        ("", ""),
    ],
)
def test_a_heading_is_broken_where_it_becomes_narrowest(text, lines):
    assert in_two_lines(text) == lines
    assert in_two_lines(text).replace("\n", " ") == text


def table_of(view: ReadingView) -> list[str]:
    items = (view.table.horizontalHeaderItem(c) for c in range(view.table.columnCount()))
    return [item.text() for item in items if item is not None]


def test_many_columns_have_headings_of_two_lines_and_few_one(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    few = Reading((), ("First column", "Second one"), (("1", "2"),))
    many = Reading((), tuple(f"Column number {i}" for i in range(9)), (("1",) * 9,))
    view.show_reading(few)
    assert table_of(view) == list(few.headers)
    view.show_reading(many)
    assert all("\n" in text for text in table_of(view))


def test_columns_stand_apart_where_there_is_room_and_close_up_where_not(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.show()
    view.show_reading(Reading((), ("A", "B"), (("1", "2"),)))
    wide = [view.table.columnWidth(c) for c in range(2)]
    view.setMinimumWidth(40)
    view.resize(60, 200)
    qtbot.waitUntil(lambda: view.table.viewport().width() < 70, timeout=2000)
    narrow = [view.table.columnWidth(c) for c in range(2)]
    assert all(a > b for a, b in zip(wide, narrow, strict=True))


def test_a_splitter_leaves_the_sentences_and_two_rows(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(300, 100)
    view.show()
    rows = tuple((str(i), "x") for i in range(20))
    view.show_reading(Reading(("a sentence that needs some lines " * 8,), ("A", "B"), rows))
    needed = view.sentences.heightForWidth(view.width())
    least = view.minimumSizeHint().height()
    assert least >= needed + 2 * view.table.verticalHeader().defaultSectionSize()
    assert least < needed + 6 * view.table.verticalHeader().defaultSectionSize()


def test_of_many_sides_the_table_keeps_what_tells_most():
    spec = frames.ACTIVATIONS
    frame = frames.activations()
    whole = readings.activations(spec, frame)
    assert len(whole.headers) == 1 + 2 * 6
    side = dataclasses.replace(frame.a, dead=np.zeros(4))
    four = dataclasses.replace(frame, a=side, b=side, c=side, d=side)
    narrow = readings.activations(spec, four, narrow=True)
    assert narrow.headers[:4] == ("Layer", "A std", "A saturated", "A RMS dL/dz")
    assert len(narrow.headers) == 1 + 4 * 3
    assert len({len(row) for row in (*narrow.rows, narrow.headers)}) == 1
    three = dataclasses.replace(four, d=None)
    assert "A median |dL/dz|" in readings.activations(spec, three, narrow=True).headers
    assert "A std of dL/dh" not in readings.activations(spec, three, narrow=True).headers
    assert len(readings.activations(spec, four).headers) == 1 + 4 * 6, "the command prints all"
