"""Opens the real window through main.py and uses it; started by test_real_window.py.

It is run on a display where nobody sees it, and prints OK only if all went well.
"""

from __future__ import annotations

import runpy
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QVector3D
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import application
from app.export import drawing
from app.export.drawing import Sketch
from app.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
LEFT = Qt.MouseButton.LeftButton


def grabbed(widget: QWidget) -> QImage:
    """What the display shows where the widget is, not what the widget would paint."""
    corner = widget.mapToGlobal(QPoint(0, 0))
    size = widget.size()
    screen = widget.screen()
    assert screen is not None
    return screen.grabWindow(0, corner.x(), corner.y(), size.width(), size.height()).toImage()


def colors(image: QImage) -> set[int]:
    return {
        image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)
    }


def sketched(widget: QWidget, scale: int) -> QImage:
    """What an export makes of it."""
    sketch = Sketch(widget, widget.size() * scale)
    for _ in sketch.turns():
        pass
    picture = sketch.finish().convert("RGBA")
    data = picture.tobytes()
    return QImage(data, *picture.size, QImage.Format.Format_RGBA8888).copy()


def steepest(image: QImage) -> float:
    """How much brighter or darker than its neighbor a pixel is, among the edges: the 99.9th of a
    hundred."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(bytes(gray.constBits()), np.uint8).reshape(gray.height(), -1)
    steps = np.abs(np.diff(rows[:, : gray.width()].astype(int), axis=1))
    return float(np.percentile(steps, 99.9))


def look_at_exports_of(solid: Any) -> None:
    """A view of OpenGL larger than on the screen is no enlarged pixels, and has its words."""
    once, thrice = sketched(solid, 1), sketched(solid, 3)
    smooth = Qt.TransformationMode.SmoothTransformation
    enlarged = once.scaled(thrice.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    assert steepest(thrice) > 1.3 * steepest(enlarged), (steepest(thrice), steepest(enlarged))
    mark = next(text for text in solid.texts if text.text.startswith("y ="))
    at = mark.compute_projection().map(QVector3D(*mark.pos)).toPoint()
    words = QRect(at.x(), at.y() - 10, 30, 10)
    copied = drawing.grabbed(solid).toImage()
    for image, scale in ((once, 1), (thrice, 3), (copied, 1)):
        place = QRect(words.topLeft() * scale, words.size() * scale)
        gray = image.copy(place).convertToFormat(QImage.Format.Format_Grayscale8)
        shades = {gray.pixel(x, y) & 255 for x in range(gray.width()) for y in range(gray.height())}
        assert max(shades) - min(shades) > 60, (scale, sorted(shades))


def person(window: Any) -> Iterator[tuple[str, Any]]:
    """What a person does; each yield says what must come true before the next."""
    yield "the window is there", lambda: window.isVisible() and window.windowHandle().isExposed()
    panel = window.docks.panel("descent")
    yield "the race is drawn", lambda: not panel.busy and panel.transport.total > 0
    yield "torch is there", lambda: window.device.label.text() != ""
    panel.player.show_end()
    yield "the display shows a picture", lambda: len(colors(grabbed(panel.surface.widget))) > 50
    before = grabbed(panel.surface.widget)

    box = panel.surface.widget.plot.getViewBox()
    (left, right), (bottom, top) = box.viewRange()
    x, y = left + 0.8 * (right - left), bottom + 0.3 * (top - bottom)
    at = panel.surface.widget.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    QTest.mouseMove(panel.surface.widget.viewport(), at)
    QTest.mouseClick(panel.surface.widget.viewport(), LEFT, pos=at)
    assert abs(panel.spec.start_x - x) < 0.02 * (right - left), panel.spec
    assert abs(panel.spec.start_y - y) < 0.02 * (top - bottom), panel.spec
    yield "the new race is computed", lambda: not panel.busy
    panel.player.show_end()
    yield "the display shows the new race", lambda: grabbed(panel.surface.widget) != before

    edit = panel.form.control("steps").edit
    edit.selectAll()
    QTest.keyClicks(edit, "50")
    yield "a typed number is computed", lambda: not panel.busy and panel.transport.total == 50

    panel.show_page("solid")
    yield (
        "the surface is seen in three dimensions",
        lambda: len(colors(grabbed(panel.solid.widget))) > 50,
    )
    assert panel.solid.widget.scene is not None, panel.solid.widget.words.text()
    look_at_exports_of(panel.solid.widget)
    before = grabbed(panel.solid.widget)
    panel.form.change(surface="beale")
    yield "another surface too", lambda: not panel.busy and grabbed(panel.solid.widget) != before
    panel.show_page("surface")

    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    if not window.isActiveWindow():  # without a window manager nothing makes it active
        window.docks.show("normalization")
    other = window.docks.panel("normalization")
    yield "another panel is shown", lambda: other.isVisible() and not other.busy
    yield (
        "its pictures are drawn",
        lambda: len(colors(grabbed(other.compare.widget.mosaics["bn"]))) > 20,
    )
    assert not other.errors.isVisible(), other.errors.label.text()
    window.close()
    yield "the window is gone", lambda: not window.isVisible()
    assert not window.thread_.isRunning()


class Watched(MainWindow):
    """The window, with a person before it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.settings.setValue("tour", 1)  # who has been here before is not led around
        self._person = person(self)
        self._what, self._done = next(self._person)
        self._since = time.monotonic()
        self._clock = QTimer(self, interval=20)
        self._clock.timeout.connect(self._look)
        self._clock.start()
        QApplication.setQuitOnLastWindowClosed(False)

    def _look(self) -> None:
        try:
            if self._done():
                print(f"{time.monotonic() - self._since:6.2f} s  {self._what}", flush=True)
                self._what, self._done = next(self._person)
            elif time.monotonic() - self._since > SECONDS:
                raise TimeoutError(self._what)
        except StopIteration:
            print("OK", flush=True)
            QApplication.exit(0)
        except BaseException as error:
            print(f"FAILED {self._what}: {type(error).__name__}: {error}", flush=True)
            self._clock.stop()
            self.close()
            QApplication.exit(1)


if __name__ == "__main__":
    vars(application)["MainWindow"] = Watched
    sys.argv = ["main.py"]
    runpy.run_path(str(ROOT / "main.py"), run_name="__main__")
