"""A plot without the form of options and the menu that pyqtgraph builds for every plot.

They are never shown here, and take a third of the time for building a plot and most of its memory.
But a plot asks its form how to draw, so something must answer: :class:`Options`, plain values equal
to the form's initial ones. A test checks that nothing is drawn differently.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGraphicsGridLayout, QSizePolicy

from app import theme

CHECKED = ("alphaGroup", "autoDownsampleCheck", "autoPointsCheck", "peakRadio", "pointsGroup")

UNCHECKED = (
    "autoAlphaCheck",
    "averageGroup",
    "clipToViewCheck",
    "derivativeCheck",
    "downsampleCheck",
    "fftCheck",
    "forgetTracesCheck",
    "maxTracesCheck",
    "meanRadio",
    "phasemapCheck",
    "subsampleRadio",
    "subtractMeanCheck",
)

NUMBERS = {"alphaSlider": (1000, 1000), "downsampleSpin": (1, 100_000), "maxTracesSpin": (0, 99)}
"""The value of each numeric option, and its maximum."""

GRID_OPACITY = (128, 255)


class Option:
    """The value of one check box or slider of the form, without the widget."""

    def __init__(
        self, value: int = 0, most: int = 1, changed: Callable[[], object] | None = None
    ) -> None:
        """Set the initial value. ``changed`` is called after a change; an option without it cannot
        be changed."""
        self._value, self._most, self._changed = value, most, changed

    def value(self) -> int:
        """The slider's value."""
        return self._value

    def maximum(self) -> int:
        """The slider's maximum."""
        return self._most

    def setValue(self, value: int) -> None:
        if value == self._value:
            return
        if self._changed is None:
            raise NotImplementedError("a plot without pyqtgraph's form does not do this")
        self._value = value
        self._changed()

    def isChecked(self) -> bool:
        """Whether the box is checked."""
        return bool(self._value)

    def setChecked(self, checked: bool) -> None:
        self.setValue(int(checked))


class Options:
    """The form's values. Logarithmic axes and the grid can be changed, since charts
    here use them."""

    def __init__(self, plot: Plot) -> None:
        for name in (*CHECKED, *UNCHECKED):
            setattr(self, name, Option(int(name in CHECKED)))
        for name, (value, most) in NUMBERS.items():
            setattr(self, name, Option(value, most))
        own = weakref.proxy(plot)
        for name in ("logXCheck", "logYCheck"):
            setattr(self, name, Option(changed=lambda: own.updateLogMode()))
        for name in ("xGridCheck", "yGridCheck"):
            setattr(self, name, Option(changed=lambda: own.updateGrid()))
        self.gridAlphaSlider = Option(*GRID_OPACITY, lambda: own.updateGrid())


class Plot(pg.PlotItem):
    """View, axes and title, laid out as in pyqtgraph's plot."""

    def __init__(self, view: pg.ViewBox | None, axes: Mapping[str, pg.AxisItem]) -> None:
        pg.GraphicsWidget.__init__(self)  # not PlotItem's, which would build the form
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self._begin_empty()
        self.vb = pg.ViewBox(enableMenu=False) if view is None else view
        self._connect_view()
        self._lay_out(axes)
        self.ctrl = Options(self)

    def _begin_empty(self) -> None:
        """Initialize everything that pyqtgraph's plot keeps."""
        self.autoBtn = pg.ButtonItem(pg.icons.getGraphPixmap("auto"), 14, self)
        self.autoBtn.hide()
        self.buttonsHidden, self.mouseHovering = True, False
        self.items: list[Any] = []
        self.curves: list[Any] = []
        self.dataItems: list[Any] = []
        self.itemMeta: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self.alpha, self.autoAlpha, self.spectrumMode = 1.0, True, False
        self.paramList: dict[str, bool] = {}
        self.avgCurves: dict[Any, Any] = {}
        self.avgPen, self.avgShadowPen = pg.mkPen((0, 200, 0)), pg.mkPen((0, 0, 0), width=4)
        self.axes: dict[str, Any] = {}
        self.legend = self.fileDialog = self.stateGroup = None
        self.ctrlMenu = QObject()  # whoever closes a plot without a menu takes it for closed

    def _connect_view(self) -> None:
        self.vb.sigStateChanged.connect(self.viewStateChanged)
        self.setMenuEnabled(False, None)
        self.vb.sigRangeChanged.connect(self.sigRangeChanged)
        self.vb.sigXRangeChanged.connect(self.sigXRangeChanged)
        self.vb.sigYRangeChanged.connect(self.sigYRangeChanged)

    def _lay_out(self, axes: Mapping[str, pg.AxisItem]) -> None:
        """Lay out title, axes and view in a grid of four rows and three columns, where the view
        gets the room."""
        self.layout = grid = QGraphicsGridLayout()
        grid.setContentsMargins(1, 1, 1, 1)
        self.setLayout(grid)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.addItem(self.vb, 2, 1)
        self.setAxisItems(dict(axes))
        self.titleLabel = pg.LabelItem("", size="11pt", parent=self)
        grid.addItem(self.titleLabel, 0, 1)
        self.setTitle(None)
        for row in range(4):
            grid.setRowPreferredHeight(row, 0)
            grid.setRowMinimumHeight(row, 0)
            grid.setRowSpacing(row, 0)
            grid.setRowStretchFactor(row, 100 if row == 2 else 1)
        for column in range(3):
            grid.setColumnPreferredWidth(column, 0)
            grid.setColumnMinimumWidth(column, 0)
            grid.setColumnSpacing(column, 0)
            grid.setColumnStretchFactor(column, 100 if column == 1 else 1)

    def updateParamList(self) -> None:
        """Do nothing: no curves are averaged, so there are no parameters to list."""


def _configure(now: theme.Theme) -> None:
    """Configure what pyqtgraph uses for plots whose colors nobody sets."""
    pg.setConfigOptions(
        background=now.picture, foreground=now.muted, antialias=True, imageAxisOrder="row-major"
    )


theme.follow(_configure)
