"""Dims what no longer belongs to the controls, and says what is happening instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app import theme
from app.words.labels import _ as mark
from app.words.labels import tr

PATIENCE_MS = 100
"""The time after which an answer that has not come is late: what comes sooner does not flicker."""
DIM = 0.62
"""How much of what is no longer true is covered."""
_PAD = (14, 6)


class Shows(Enum):
    """What the pictures of a place show."""

    TRUE = ""
    """What the controls ask for."""
    STOPPED = mark("stopped: this is as far as it came")
    LATE = mark("computing…")
    """What the controls asked for before."""
    REFUSED = mark("no result for these settings")


class Veil(QWidget):
    """Lies over a place and lets the mouse through; it is hidden while the place shows the truth.
    Where nothing was drawn yet it covers all."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self.shows = Shows.TRUE
        self.empty = False
        """Whether nothing was drawn in the place yet, of which then nothing is seen."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_state(self, shows: Shows, *, empty: bool) -> None:
        """Show what the pictures under the veil show; ``empty`` if there are none."""
        if (shows, empty) == (self.shows, self.empty):
            return
        self.shows, self.empty = shows, empty
        self._place.removeEventFilter(self)
        if shows is Shows.TRUE:
            self.hide()
            return
        self.setAccessibleName(tr(shows.value))
        self.setGeometry(self._place.rect())
        self._place.installEventFilter(self)  # not while nothing is late: it would cost every paint
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._place.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            QTimer.singleShot(0, self, self.raise_)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.shows is not Shows.STOPPED:
            cover = QColor(now.window)
            cover.setAlphaF(1.0 if self.empty else DIM)
            painter.fillRect(self.rect(), cover)
        words, metrics = tr(self.shows.value), painter.fontMetrics()
        across, down = _PAD
        width = min(self.width(), metrics.horizontalAdvance(words) + 2 * across)
        height = metrics.height() + 2 * down
        card = QRectF((self.width() - width) / 2, max(8, self.height() / 4 - height), width, height)
        painter.setPen(QPen(QColor(now.line), 1))
        painter.setBrush(QColor(now.panel))
        painter.drawRoundedRect(card, 6, 6)
        painter.setPen(QColor(now.muted))
        elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(width - across))
        painter.drawText(card, Qt.AlignmentFlag.AlignCenter, elided)
        painter.end()


class Veils(QObject):
    """A veil for each place of a panel. What shows more than a moment ago is late after
    :data:`PATIENCE_MS`, and true again with its frame."""

    def __init__(
        self,
        state: Callable[[Collection[str]], Shows],
        drawn: Callable[[Collection[str]], bool],
        parent: QObject,
    ) -> None:
        """``state`` says what the frames of some experiments show, ``drawn`` whether any of them
        has been drawn."""
        super().__init__(parent)
        self._state, self._drawn = state, drawn
        self._veils: dict[QWidget, Veil] = {}
        self._places: Mapping[QWidget, Collection[str]] = {}
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._late.timeout.connect(self._on_late)

    def follow(self, places: Mapping[QWidget, Collection[str]], *, moved: bool = False) -> None:
        """Look again at what these places show, each by the experiments it draws; ``moved`` if a
        new frame has just been drawn, after which what is still behind has its time again."""
        self._places = places
        if moved:
            self._late.stop()
        self._apply(at_once=False)

    def cover(self, picture: QWidget) -> bool:
        """Whether a picture is dimmed: what shines through a veil cannot be left unpainted."""
        return any(
            veil.isVisible() and not veil.empty and place.isAncestorOf(picture)
            for place, veil in self._veils.items()
        )

    @Slot()
    def _on_late(self) -> None:
        self._apply(at_once=True)

    def _apply(self, *, at_once: bool) -> None:
        waiting = False
        for place, keys in self._places.items():
            shows, empty = self._state(keys), not self._drawn(keys)
            veil = self._veils.get(place)
            if shows is not Shows.TRUE and veil is None:
                veil = self._veils[place] = Veil(place)
            if veil is None:
                continue
            if shows is Shows.LATE and veil.shows is not Shows.LATE and not (at_once or empty):
                waiting = True
            else:
                veil.show_state(shows, empty=empty)
        if not waiting:
            self._late.stop()
        elif not self._late.isActive():
            self._late.start()
