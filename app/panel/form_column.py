"""The column of controls on a panel's left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.widgets.fitted import Fitted


class FormColumn(Fitted, QScrollArea):
    """A column of controls that scrolls up and down. It is as wide as the widest content that it
    has held, so that with larger text no control is cut off."""

    LEAST = 284

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        self._width = self.LEAST
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._inner = QWidget()
        self._inner.setLayout(column)
        self.setWidget(self._inner)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width, super().minimumSizeHint().height())

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
