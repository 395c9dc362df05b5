"""The column of controls on a panel's left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.fitted import Fitted


class FormColumn(Fitted, QScrollArea):
    """A column of controls that scrolls up and down. It is as wide as the widest content that it
    has held, so that with larger text no control is cut off, and wider in a wide panel, where its
    sliders are longer. Its panel may be narrower: then it is folded away."""

    LEAST, MOST = 284, 400
    SHARE = 0.2
    """The part of a wide panel that the column takes."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        self._width = self.LEAST
        self._offered = 0
        self.setAutoFillBackground(True)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self._inner = QWidget()
        self._inner.setLayout(column)
        self.setWidget(self._inner)

    def sizeHint(self) -> QSize:
        return QSize(max(self._width, self._offered), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def offer(self, width: int) -> None:
        """Take a share of a panel's width."""
        offered = min(self.MOST, round(self.SHARE * width))
        if offered != self._offered:
            self._offered = offered
            self.updateGeometry()

    def fit(self) -> None:
        self._width = self.LEAST

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self._inner:
            bar = self.verticalScrollBar().sizeHint().width()
            needed = self._inner.minimumSizeHint().width() + bar
            if needed > self._width:
                self._width = needed
                self.updateGeometry()
        return handled
