"""A plot without pyqtgraph's form: it keeps all that pyqtgraph's plot keeps, and draws the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractSlider, QCheckBox, QGroupBox, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.widgets.plot import Option, Plot
from tests.patience import SOON

Draw = Callable[[Any], object]


def theirs(view: pg.ViewBox | None = None) -> Any:
    return pg.PlotItem(viewBox=view, enableMenu=False)


def grabbed(qtbot: QtBot, plot: Any, draw: Draw) -> QImage:
    """What a widget of that plot shows after the same has been drawn."""
    widget = pg.PlotWidget(plotItem=plot)
    qtbot.addWidget(widget, before_close_func=lambda made: made.hide())
    plot.hideButtons()
    widget.resize(360, 260)
    draw(plot)
    with qtbot.waitExposed(widget, timeout=SOON):
        widget.show()
    shown: QImage = widget.grab().toImage()
    return shown


def test_the_plot_keeps_all_that_pyqtgraphs_plot_keeps(qtbot: QtBot) -> None:
    own, other = Plot(None, {}), theirs()
    assert vars(other).keys() == vars(own).keys()
    assert own.layout.count() == other.layout.count()


def test_its_options_are_those_that_the_form_begins_with(qtbot: QtBot) -> None:
    plot = theirs()  # the form lives as long as it
    own, form = vars(Plot(None, {}).ctrl), vars(plot.ctrl)
    for name, widget in form.items():
        if isinstance(widget, QCheckBox | QRadioButton | QGroupBox):
            assert own[name].isChecked() == widget.isChecked(), name
        elif isinstance(widget, QAbstractSlider | QSpinBox):
            assert (own[name].value(), own[name].maximum()) == (widget.value(), widget.maximum())


def curves(plot: Any) -> None:
    x = np.linspace(0.1, 5, 60)
    plot.plot(x, np.exp(x), pen=pg.mkPen("r", width=2))
    plot.plot(x, x + 1, pen=None, symbol="o", symbolSize=6)
    plot.addItem(pg.InfiniteLine(2.0))


def decades(plot: Any) -> None:
    """Curves from before and after the axis became logarithmic."""
    curves(plot)
    plot.setLogMode(y=True)
    plot.showGrid(x=True, y=True, alpha=0.15)
    plot.plot(np.arange(1, 6), 10.0 ** np.arange(5))


def back_again(plot: Any) -> None:
    decades(plot)
    plot.setLogMode(y=False)
    plot.showGrid(x=False, y=True)
    plot.setTitle("a title")
    plot.setLabel("bottom", "steps")


def image(plot: Any) -> None:
    plot.addItem(pg.ImageItem(np.arange(12.0).reshape(3, 4)))
    plot.setXRange(0, 2, padding=0)


@pytest.mark.parametrize("draw", [curves, decades, back_again, image])
def test_what_is_drawn_is_what_pyqtgraphs_plot_draws(qtbot: QtBot, draw: Draw) -> None:
    assert grabbed(qtbot, Plot(None, {}), draw) == grabbed(qtbot, theirs(), draw)


def test_what_no_chart_uses_is_refused_and_not_forgotten(qtbot: QtBot) -> None:
    plot = Plot(None, {})
    plot.setClipToView(False)  # as it is
    with pytest.raises(NotImplementedError):
        plot.setClipToView(True)


def test_an_option_tells_of_a_change_and_of_nothing_else() -> None:
    told: list[int] = []
    option = Option(0, changed=lambda: told.append(1))
    option.setChecked(False)
    assert told == []
    option.setChecked(True)
    assert (told, option.isChecked(), option.value()) == ([1], True, 1)
