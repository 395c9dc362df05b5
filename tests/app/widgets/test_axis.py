"""Axes: drawn as pyqtgraph would draw them, and no number over another."""

from __future__ import annotations

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from app.widgets.chart import Chart
from app.widgets.picture import Picture
from tests.patience import SOON


def test_a_grid_has_a_line_where_each_tick_is(qtbot):
    picture = Picture("x", "y")
    qtbot.addWidget(picture)
    picture.resize(300, 220)
    picture.plot.showGrid(x=True, y=False, alpha=1.0)
    picture.plot.setXRange(0, 1, padding=0)
    picture.plot.setYRange(0, 1, padding=0)
    picture.show()
    qtbot.waitExposed(picture, timeout=SOON)
    image = picture.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    view = picture.plot.getViewBox()
    axis = picture.plot.getAxis("bottom")
    ticks = axis.tickValues(0, 1, view.width())[0][1]
    inner = [tick for tick in ticks if 0 < tick < 1]
    assert len(inner) >= 3
    row = int(view.mapViewToScene(QPointF(0, 0.5)).y())
    ground = image.pixelColor(int(view.mapViewToScene(QPointF(0.03, 0.5)).x()), row).value()
    for tick in inner:
        at = view.mapViewToScene(QPointF(tick, 0.5)).x()
        near = [image.pixelColor(int(at) + d, row).value() for d in (-1, 0, 1)]
        assert sum(value != ground for value in near) == 1, tick


def test_many_decades_have_no_lines_between_them(qtbot):
    picture = Picture("x", "y")
    qtbot.addWidget(picture)
    axis = picture.plot.getAxis("left")
    axis.setLogMode(y=True)
    few = sum(len(values) for _, values in axis.tickValues(0, 4, 200))
    many = [v for _, values in axis.tickValues(-12, 0, 200) for v in values]
    assert few > 4 * 8
    assert all(float(v).is_integer() for v in many)


@pytest.mark.parametrize("ends", [(-1.65, 0.01), (-0.8, 0.1), (-4, 0.2), (0.3, 0.9), (-0.05, 3)])
def test_numbers_on_a_logarithmic_axis_do_not_lie_over_one_another(qtbot, ends):
    """And those that stay are the powers of ten, 2 and 5 before the others."""
    chart = Chart("x", "y", log=True)
    qtbot.addWidget(chart)
    chart.resize(300, 170)
    with qtbot.waitExposed(chart, timeout=SOON):
        chart.show()
    chart.picture.show_range(y=ends, padding=0)
    QApplication.processEvents()
    axis = chart.plot.getAxis("left")
    pixels = QPixmap(1, 1)
    painter = QPainter(pixels)
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    rects = [rect for rect, _, _ in texts]
    assert len(rects) >= 2
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
    if ends[1] - ends[0] < 2:  # of more they are written as powers
        inside = [p for p in range(-3, 4) if ends[0] < p - 0.15 and p + 0.15 < ends[1]]
        assert {10.0**p for p in inside} <= {float(text) for _, _, text in texts}


def test_an_axis_is_drawn_again_only_when_its_range_has_changed(qtbot, monkeypatch):
    picture = Picture("x", "y")
    qtbot.addWidget(picture)
    axis = picture.plot.getAxis("left")
    axis.setRange(2, 3)
    asked = []
    monkeypatch.setattr(axis, "update", lambda: asked.append(1))
    axis.setRange(2, 3)
    assert not asked
    axis.setRange(2, 4)
    assert asked


def test_words_at_the_ends_of_rows_stand_where_pyqtgraph_would_put_them(qtbot):
    """Upside down, each row would be given another row's number."""
    picture = Picture("x", "y", axes=("right",))
    qtbot.addWidget(picture)
    picture.resize(300, 260)
    picture.plot.setYRange(-0.1, 4, padding=0)
    axis = picture.plot.getAxis("right")
    axis.setTicks([[(0.4, "last"), (1.4, "third"), (2.4, "second"), (3.4, "first")]])
    picture.show()
    qtbot.waitExposed(picture, timeout=SOON)
    picture.grab()
    image = QImage(300, 260, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    _, _, ours = axis.generateDrawSpecs(painter)
    _, _, theirs = pg.AxisItem.generateDrawSpecs(axis, painter)
    painter.end()
    assert [text for _, _, text in ours] == ["last", "third", "second", "first"]
    placed = {text: rect for rect, _, text in ours}
    assert len(theirs) >= 3  # it may leave one out that rounding puts beyond the edge
    for their, _, text in theirs:
        assert placed[text].center().y() == pytest.approx(their.center().y(), abs=1)
        assert placed[text].left() == pytest.approx(their.left(), abs=8)
