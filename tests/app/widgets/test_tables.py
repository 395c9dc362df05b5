"""Tables: headings in two lines, columns that fit, and what is left out for want of room."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from app.labs.activations import readings as activations
from app.labs.descent import readings as descent
from app.widgets.reading import ReadingView, in_two_lines
from app.words.reading import Reading
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from tests.cases.signals import activations as signals
from tests.patience import SOON


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
    view.show_reading(Reading((), ("Aaaa", "Bbbb"), (("1", "2"),)))
    wide = [view.table.columnWidth(c) for c in range(2)]
    view.setMinimumWidth(40)
    view.resize(60, 200)
    qtbot.waitUntil(lambda: view.table.viewport().width() < 70, timeout=SOON)
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


def test_a_pages_table_has_what_the_page_is_about_measure_by_measure():
    spec = signals.SPEC
    frame = signals.frame()
    whole = activations.activations(spec, frame)
    assert len(whole.headers) == 1 + 2 * 8, "the command prints all"
    side = dataclasses.replace(frame.a, dead=np.zeros(4))
    four = dataclasses.replace(frame, a=side, b=side, c=side, d=side)
    forward = activations.activations(spec, four, page="forward")
    stds = [f"{name} std" for name in "ABCD"]
    assert forward.headers == ("Layer", *stds, *(f"{name} saturated" for name in "ABCD"))
    assert [row[0] for row in forward.rows] == ["4", "3", "2", "1", "input"], (
        "what arrives is first"
    )
    assert forward.rows[-1][1:] == ("1", "1", "1", "1", "", "", "", "")
    back = activations.activations(spec, frame, page="backward")
    assert back.headers[1:] == (
        "A median |dL/dz|", "B median |dL/dz|", "A RMS dL/dz", "B RMS dL/dz"
    )  # fmt: skip
    assert [row[0] for row in back.rows] == ["1", "2", "3", "4"]
    weights = activations.activations(spec, four, page="weights")
    assert weights.headers[-1] == "D RMS dL/dW"
    for one in (whole, forward, back, weights):
        assert len({len(row) for row in (*one.rows, one.headers)}) == 1


def column(view: ReadingView, name: str) -> tuple[int, int]:
    """Its left and its right end, in pixels of what is seen without scrolling."""
    names = [text.replace("\n", " ") for text in table_of(view)]
    left = view.table.columnViewportPosition(names.index(name))
    return left, left + view.table.columnWidth(names.index(name))


@pytest.fixture
def race() -> tuple[DescentSpec, DescentFrame]:
    spec = DescentSpec()
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    return spec, frame


NARROW = 377
"""What the window of 1280 x 800 leaves for the table beside the surface."""


def told(
    spec: DescentSpec, frame: DescentFrame
) -> tuple[Callable[[], Reading], Callable[[], Reading]]:
    whole = partial(descent.descent, spec, frame)
    return whole, partial(whole, narrow=True)


def test_a_race_is_told_without_scrolling_in_a_narrow_table(qtbot, race):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(NARROW, 400)
    view.show()
    view.show_either(*told(*race))
    for name in ("Optimizer", "Where it is", "Loss", "Distance", "Arrived at"):
        assert column(view, name)[1] <= view.table.viewport().width(), name
    assert column(view, "Evals.")[1] <= view.table.viewport().width() + 8, "its digits are seen"
    for k in range(1, view.table.columnCount()):
        assert view.table.columnWidth(k) >= view.table.sizeHintForColumn(k), "no number is cut off"


def test_a_wide_table_and_the_tool_tip_tell_what_a_narrow_one_cannot(qtbot, race):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(NARROW, 400)
    view.show()
    whole, narrow = told(*race)
    view.show_either(whole, narrow)
    loss = table_of(view).index("Loss")
    adam = next(k for k, row in enumerate(whole().rows) if row[0] == "Adam")
    item = view.table.item(adam, loss)
    assert item is not None
    assert item.text() == narrow().rows[adam][loss] != whole().rows[adam][loss]
    assert f"Loss: {whole().rows[adam][loss]}" in view.tip(adam)
    assert "Position: (" in view.tip(adam)
    assert view.tip(-1) == ""
    view.resize(900, 400)
    assert item.text() == whole().rows[adam][loss], "at once, not with the next frame"


def test_a_name_gives_way_to_the_columns_that_shall_be_seen(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    row = ("a competitor of a very long name", "12345678", "87654321")
    view.show_reading(Reading((), ("Name", "A", "B"), (row,), 3))
    assert column(view, "B")[1] <= view.table.viewport().width()
    assert column(view, "Name")[1] < view.table.sizeHintForColumn(0)
    assert row[0] in view.tip(0)
    view.show_reading(Reading((), ("Other", "A", "B"), (row,)))
    assert column(view, "Other")[1] >= view.table.sizeHintForColumn(0), "only where it is asked for"


def test_a_number_that_is_wider_in_as_many_signs_widens_its_column(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.setMinimumWidth(40)
    view.resize(60, 200)  # without room to spare
    view.show()
    for text in ("7.89e-31", "0.000849"):
        view.show_reading(Reading((), ("Loss",), ((text,),)))
    assert view.table.columnWidth(0) >= view.table.sizeHintForColumn(0)


def test_where_no_minimum_is_known_a_narrow_table_leaves_out_how_far_it_is():
    spec = DescentSpec().adapt(
        surface="saddle", optimizers="gd,momentum", learning_rate=0.1, start_y=1e-6, steps=80
    )
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    left = int((np.abs(frame.positions[0]) > 2).any(axis=1).argmax())
    whole, narrow = (tell() for tell in told(spec, frame))
    assert {"Distance", "Arrived at"} <= set(whole.headers)
    assert not {"Distance", "Arrived at"} & set(narrow.headers)
    assert set(narrow.headers) <= set(whole.headers)
    assert narrow.rows[0][1] == f"outside since {left}"
    assert whole.rows[0][1] == f"outside the drawn domain since step {left}"
    assert whole.rows[1][1].startswith("outside the drawn domain since step ")
    assert narrow.rows[1][1] == whole.rows[1][1].replace("the drawn domain since step", "since")
    before = descent.descent(spec, frame, left - 1)
    assert before.rows[0][1] == "moving"


def test_the_names_stay_in_sight_while_the_rest_is_scrolled(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(260, 200)
    view.show()
    headers = ("Optimizer", *(f"Column {k}" for k in range(9)))
    view.show_reading(Reading((), headers, (("Adam β₁=0.5", *("1.62e+105",) * 9),), 2))
    qtbot.waitUntil(lambda: view._names.isVisible(), timeout=SOON)
    view.table.horizontalScrollBar().setValue(view.table.horizontalScrollBar().maximum())
    assert view._names.geometry().left() <= view.table.frameWidth()
    assert view._names.isColumnHidden(1)
    assert not view._names.isColumnHidden(0)
    view.resize(1600, 200)
    qtbot.waitUntil(lambda: not view._names.isVisible(), timeout=SOON)


def test_an_exponent_is_never_cut_and_a_column_shrinks_back(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(700, 200)
    view.show()

    def width() -> int:
        return view.table.columnWidth(1)

    view.show_reading(Reading((), ("Optimizer", "Loss"), (("GD", "0.0008491"),)))
    first = width()
    view.show_reading(Reading((), ("Optimizer", "Loss"), (("GD", "1.62e+105"),)))
    assert width() >= view.table.fontMetrics().horizontalAdvance("1.62e+105")
    view.show_reading(Reading((), ("Optimizer", "Loss"), (("GD", "0.00084918881234567"),)))
    assert width() > first
    view.show_reading(Reading((), ("Optimizer", "Loss"), (("GD", "0.0008491"),)))
    qtbot.waitUntil(lambda: width() == first, timeout=SOON)


def test_headings_explain_themselves(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.explain({"Loss": "f where it is"})
    view.show_reading(Reading((), ("Optimizer", "Loss"), (("GD", "1"),)))
    heading = view.table.horizontalHeaderItem(1)
    assert heading is not None
    assert heading.toolTip() == "f where it is"


def test_a_reading_without_columns_has_no_empty_table(qtbot):
    view = ReadingView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    view.show_reading(Reading(("One sentence.",), (), ()))
    assert not view.table.isVisible()
    assert view.minimumSizeHint().height() < view.fontMetrics().height() * 4
    view.show_reading(Reading(("One sentence.",), ("a", "b"), (("1", "2"),)))
    assert view.table.isVisible()
    assert view.table.columnCount() == 2
