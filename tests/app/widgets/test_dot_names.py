"""Names beside dots: apart from one another and from the dots, and placed anew where they move."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from app.widgets.dot_names import DOT, DotNames
from app.widgets.picture import Picture
from tests.patience import SOON


@pytest.fixture
def named(qtbot):
    """A picture with a dot in the middle, one on it, and one far from both."""
    picture = Picture("x", "y")
    qtbot.addWidget(picture)
    picture.names = DotNames()
    picture.plot.addItem(picture.names, ignoreBounds=True)
    picture.show_range(x=(0, 10), y=(0, 10), padding=0)
    picture.resize(400, 300)
    with qtbot.waitExposed(picture, timeout=SOON):
        picture.show()
    picture.points = np.array([(5.0, 5.0), (5.05, 5.05), (1.0, 9.0)])
    picture.names.set_names(picture.points, ("first", "second", "third"))
    return picture


def test_names_lie_neither_on_one_another_nor_on_dots(named):
    rects = named.names.rects()
    assert named.names.written() == ["first", "second", "third"]
    assert not any(a.intersects(b) for a, b in combinations(rects, 2))
    view = named.plot.getViewBox()
    for point in named.points:
        at = view.mapViewToScene(QPointF(*point))
        dot = QRectF(at.x() - DOT, at.y() - DOT, 2 * DOT, 2 * DOT)
        assert not any(rect.intersects(dot) for rect in rects)
    named.grab()


def test_what_has_no_room_is_left_out_the_last_first(named):
    named.names.set_names(np.full((40, 2), 5.0), [f"number {k}" for k in range(40)])
    written = named.names.written()
    assert 3 < len(written) < 40
    assert written == [f"number {k}" for k in range(len(written))]


def test_names_are_placed_anew_in_a_picture_of_another_size(named):
    before = named.names.rects()[0].center()
    named.resize(800, 300)
    named.grab()
    assert named.names.rects()[0].center().x() > before.x() + 100
