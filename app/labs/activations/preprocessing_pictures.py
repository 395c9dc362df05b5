"""Pictures of rows at each stage of preprocessing: clouds, covariances, and digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.labs.activations import readings
from app.widgets.chart import Chart
from app.widgets.legend import legend_text
from app.widgets.pens import line_pen, series_pen
from app.widgets.picture import Picture
from app.widgets.reading import ReadingView
from app.widgets.sentences import Shortened, titled
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.signals.preprocessing import STAGES, PreprocessingFrame, PreprocessingSpec
from core.tables import Table

Array = np.ndarray[Any, Any]

MOST_POINTS = 500
SIGNED = "CET-D1"
SIDE = 8
WRONG = "wrong"
"""The key of what is shown beside the stages: components divided by the eigenvalues, not by their
roots."""
NARROW = 62
"""The least width of a picture in pixels: seven of them fit beside a lesson."""
ROOMY = 660
"""The page width in pixels below which the clouds need the room more than the numbers on their
left; both axes of a cloud cover the same range."""


class Cloud(Picture):
    """A scatter plot of two columns of one stage: the training rows, and those not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(NARROW)
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.plot.setAspectLocked(True)
        self.train, self.test = (
            self.plot.plot([], [], pen=None, symbol="o", symbolSize=3, symbolPen=None)
            for _ in range(2)
        )
        self.zero = [pg.InfiniteLine(angle=angle, movable=False) for angle in (0, 90)]
        self._points: dict[str, Array] = {}
        for line in self.zero:
            line.setZValue(-10)
            self.plot.addItem(line, ignoreBounds=True)

    def tables(self) -> Sequence[Table]:
        """Both columns of every row, including rows that are not drawn."""
        names = [self.axis_name(axis) for axis in ("bottom", "left")]
        return [
            Table(words, tuple((name, points[:, k]) for k, name in enumerate(names)))
            for words, points in self._points.items()
        ]

    def show_points(self, train: Array, test: Array, names: Sequence[str]) -> None:
        """Draw points in two columns with these names; both axes cover the same range."""
        for axis, name in zip(("bottom", "left"), names, strict=True):
            self.set_name(axis, name)
        reach = float(np.abs(np.concatenate([train, test])).max())
        for item, points, series in ((self.train, train, 0), (self.test, test, 1)):
            some = points[:MOST_POINTS]
            item.setData(some[:, 0], some[:, 1], symbolBrush=theme.series_color(series))
        self._points = dict(zip(_parts(), (train, test), strict=True))
        for line in self.zero:
            line.setPen(line_pen(theme.current().line))
        self.show_range(x=(-reach, reach), y=(-reach, reach), padding=0.05)


class Matrix(Picture):
    """A covariance, or pictures, drawn as colors."""

    def __init__(self, x: str = "", y: str = "") -> None:
        super().__init__(x, y)
        view = self.plot.getViewBox()
        view.setMouseEnabled(x=False, y=False)
        view.invertY(True)
        self.image = pg.ImageItem()
        self.plot.addItem(self.image)
        self.entries = [
            pg.TextItem(anchor=(0.5, 0.5), color="#1b1f24", fill="#ffffffb0") for _ in range(4)
        ]
        for entry in self.entries:
            self.plot.addItem(entry, ignoreBounds=True)

    def show_matrix(self, values: Array, low: float, high: float, colors: str = SIGNED) -> None:
        """Draw [row, column] with colors over [low, high]."""
        rows, columns = values.shape
        self.image.setImage(values, levels=(low, high), autoLevels=False)
        self.image.setColorMap(pg.colormap.get(colors))
        self.image.setRect(QRectF(0, 0, columns, rows))
        self.plot.setRange(xRange=(0, columns), yRange=(0, rows), padding=0.02)
        for k, entry in enumerate(self.entries):  # of four numbers each can be read
            entry.setVisible(values.shape == (2, 2))
            if values.shape == (2, 2):
                entry.setFont(QApplication.font())
                entry.setText(number(round(float(values[k // 2, k % 2]), 9), 2))
                entry.setPos(k % 2 + 0.5, k // 2 + 0.5)


class PreprocessingPictures(QWidget):
    """Draws a frame of preprocessing."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[PreprocessingSpec, PreprocessingFrame] | None = None
        self.clouds = [Cloud() for _ in (*STAGES, WRONG)]
        self.covariances = [Matrix() for _ in (*STAGES, WRONG)]
        self.names, self.scales = ([Shortened() for _ in self.clouds] for _ in range(2))
        self.legend = QLabel()
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.images = Matrix()
        self.errors = Chart(tr("components k"), tr("left out, RMS gray levels"))
        self.reading = ReadingView()
        self.digits = QSplitter(Qt.Orientation.Horizontal)
        self.digits.addWidget(self.images)
        self.digits.addWidget(self.errors)
        self.digits.setSizes([640, 300])
        for picture in self.covariances:
            picture.setMinimumWidth(NARROW)
            picture.plot.setAspectLocked(True)
            for axis in ("left", "bottom"):
                picture.plot.hideAxis(axis)
        rows = QSplitter(Qt.Orientation.Vertical)
        clouds, matrices = (
            _row([titled(title, picture) for title, picture in zip(titles, pictures, strict=True)])
            for titles, pictures in (
                (self.names, self.clouds),
                (self.scales, self.covariances),
            )
        )
        for widget in (clouds, matrices, self.digits, self.reading):
            rows.addWidget(widget)
        rows.setSizes([170, 90, 190, 170])  # the last row of the table is quoted
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.legend)
        column.addWidget(rows, 1)

    def show_frame(self, spec: PreprocessingSpec, frame: PreprocessingFrame) -> None:
        """Draw every stage, and what dividing by λ would make of the rotated rows."""
        self._shown = (spec, frame)
        self.legend.setText(
            legend_text([(name, theme.series_color(i), "●") for i, name in enumerate(_parts())])
        )
        for i, key in enumerate(frame.stages):
            letter = "u" if key in ("pca", "whitened") else "x"
            names = [letter + _below(k + 1) for k in frame.shown[i].tolist()]
            cloud = (frame.train[i], frame.test[i])
            self._draw_stage(
                i, choice("preprocessing", "stages", key), cloud, names, frame.covariances[i]
            )
        names, cloud = ["u₁", "u₂"], (frame.wrong_train, frame.wrong_test)
        self._draw_stage(len(frame.stages), tr("divided by λ"), cloud, names, frame.wrong)
        self._give_room()  # an axis that gets a name is shown
        self.digits.setVisible(bool(frame.images.size))
        if frame.images.size:
            self._draw_digits(spec, frame)
        self.reading.show_reading(readings.preprocessing(spec, frame))

    def components_at(self, x: float) -> int:
        """The number of components at an x of the chart of errors."""
        most = len(self._shown[1].errors) if self._shown is not None else 1
        return max(1, min(most, round(x)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        roomy = self.width() >= ROOMY
        for cloud in self.clouds:
            if cloud.plot.getAxis("left").isVisible() != roomy:
                cloud.plot.showAxis("left", roomy)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (*self.clouds, *self.covariances, self.images):
            picture.retheme()
        self.errors.retheme()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _draw_stage(
        self, i: int, title: str, cloud: tuple[Array, Array], names: list[str], matrix: Array
    ) -> None:
        self.names[i].setText(title)
        self.clouds[i].setAccessibleName(title)
        self.clouds[i].show_points(*cloud, names)
        most = float(np.abs(matrix).max()) or 1.0
        self.covariances[i].show_matrix(matrix, -most, most)
        self.scales[i].setText(tr("cov ± {most}", most=number(most, 2)))
        self.covariances[i].setAccessibleName(tr("{stage}, covariance", stage=title))

    def _draw_digits(self, spec: PreprocessingSpec, frame: PreprocessingFrame) -> None:
        kinds, count, _ = frame.images.shape
        # Each has a scale of its own: an eigen-image is small, and of all whitened digits' pixels
        # a single one would leave the others gray.
        low = frame.images.min(axis=2, keepdims=True)
        high = frame.images.max(axis=2, keepdims=True)
        shown = (frame.images - low) / np.maximum(high - low, 1e-12)
        tiles = shown.reshape(kinds, count, SIDE, SIDE).transpose(0, 2, 1, 3)
        self.images.show_matrix(tiles.reshape(kinds * SIDE, count * SIDE), 0, 1, "CET-L1")
        names = (
            tr("digits"),
            tr("less the mean"),
            tr("{k} components", k=spec.components),
            tr("whitened"),
            tr("eigen-images"),
            tr("mean image"),
        )
        left = self.images.plot.getAxis("left")
        left.setTicks([[((i + 0.5) * SIDE, name) for i, name in enumerate(names)]])
        self.images.plot.getAxis("bottom").setTicks([[]])
        self.errors.set_series([tr("digits not seen")], [series_pen(1)])
        self.errors.set_data(0, np.arange(1, len(frame.errors) + 1), frame.errors)
        self.errors.playhead.setVisible(True)
        self.errors.playhead.setValue(spec.components)


def _below(number: int) -> str:
    """A number in subscript digits."""
    return str(number).translate({ord(str(digit)): chr(0x2080 + digit) for digit in range(10)})


def _parts() -> tuple[str, str]:
    return tr("training rows"), tr("rows not seen")


def _row(widgets: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget, 1)
    return row
