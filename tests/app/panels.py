"""What tests do with a panel, and what they hear of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTabBar, QWidget

from app.job import Job
from app.panel.panel import Panel
from app.panel.preset_bar import PresetBar
from app.widgets.reading import ReadingView

LEFT = Qt.MouseButton.LeftButton


def job_of(panel: Panel, experiment: str) -> Job:
    (job,) = (j for j in panel.findChildren(Job) if j.experiment.key == experiment)
    return job


def listen(job: Job) -> list[Any]:
    """Every frame that a job delivers from now on."""
    found: list[Any] = []
    job.delivered.connect(lambda report: found.append(report.frame))
    return found


def edits(panel: Panel) -> list[tuple[Any, Any, int]]:
    """Every change that undo hears of from now on: before, after, gesture."""
    found: list[tuple[Any, Any, int]] = []
    panel.spec_edited.connect(lambda *parts: found.append(parts))
    return found


def table(reading: ReadingView) -> list[list[str]]:
    rows = reading.table
    model = rows.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def on_screen(picture: Any, x: float, y: float) -> QPoint:
    """Where a point of a picture lies in its viewport."""
    scene = picture.plot.getViewBox().mapViewToScene(QPointF(x, y))
    return QPoint(picture.mapFromScene(scene))


def in_chart(chart: Any, x: float) -> QPoint:
    """Where an x of a chart lies in its picture's viewport, half way up."""
    chart.grab()  # the ranges are applied
    low, high = chart.plot.viewRange()[1]
    return on_screen(chart.picture, x, (low + high) / 2)


def pixels(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }


def press(panel: Panel, words: str) -> None:
    (button,) = (b for b in panel.findChildren(QPushButton) if b.text() == words and b.isVisible())
    QTest.mouseClick(button, LEFT)


def choose_preset(panel: Panel, name: str) -> None:
    """By its button, or by the menu that holds those for which there is no room."""
    bar = panel.findChild(PresetBar)
    assert bar is not None
    if any(b.text() == name and b.isVisible() for b in bar.buttons):
        press(panel, name)
    else:
        (action,) = (a for a in bar.more.menu().actions() if a.text() == name)
        assert action.isVisible()
        action.trigger()


def open_page(panel: Panel, title: str) -> None:
    """Click on a tab."""
    bars = {
        bar: [bar.tabText(i) for i in range(bar.count())] for bar in panel.findChildren(QTabBar)
    }
    (bar,) = (bar for bar, titles in bars.items() if title in titles)
    index = bars[bar].index(title)
    QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(index).center())
