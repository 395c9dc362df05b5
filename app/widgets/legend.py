"""Legends as HTML: names behind a line or a dot in their color."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel

from app import theme
from app.widgets.text import unbroken
from app.words.labels import tr

SPACES = '<span style="white-space:pre-wrap">   </span>'
"""The space between a legend's entries; it takes no room at the end of a line."""

LINES = 2
"""The most lines of a chart's legend: what more would say, pointing at a curve says."""

Entry = tuple[str, QColor, str]
"""A name, its color, and the line or dot before it."""


def legend_text(entries: Sequence[Entry]) -> str:
    """A legend's HTML: names after a line, or a dot, in their color."""
    return SPACES.join(
        f'<span style="color:{color.name()}">{sign}</span>&nbsp;{unbroken(name)}'
        for name, color, sign in entries
    )


class ChartLegend(QLabel):
    """The legend above a chart, of two lines at most. A click on an entry hides its curves, and
    shows them again."""

    toggled = Signal(int)
    """Emitted with the number of the entry that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._entries: Sequence[Entry] = ()
        self._hidden: Collection[int] = ()
        self._lifted: int | None = None
        self._links = False
        self.linkActivated.connect(lambda link: self.toggled.emit(int(link)))

    def show_entries(
        self, entries: Sequence[Entry], hidden: Collection[int] = (), *, links: bool = False
    ) -> None:
        """Show these entries; with ``links`` each can be clicked on."""
        self._entries, self._hidden, self._links = entries, hidden, links
        self._write()

    def lift(self, index: int | None) -> None:
        """Let the entry of the curve that is pointed at stand out."""
        if index != self._lifted:
            self._lifted = index
            self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._write()

    def _write(self) -> None:
        shown = self._fitting()
        parts = [self._part(k) for k in range(shown)]
        if shown < len(self._entries):
            parts.append("…")
        text = SPACES.join(parts)
        if text != self.text():
            self.setText(text)
        whole = ", ".join(name for name, _, _ in self._entries)
        hint = tr("Click a name to hide its curve, and again to show it.") if self._links else ""
        cut = whole if shown < len(self._entries) else ""
        self.setToolTip("\n".join(filter(None, (cut, hint))))

    def _part(self, index: int) -> str:
        name, color, sign = self._entries[index]
        if index in self._hidden:
            color, name = QColor(theme.current().line), f"<s>{unbroken(name)}</s>"
        else:
            name = f"<b>{unbroken(name)}</b>" if index == self._lifted else unbroken(name)
        ink = theme.current().muted if index in self._hidden else theme.current().text
        if self._links:
            name = f'<a href="{index}" style="color:{ink};text-decoration:none">{name}</a>'
        return f'<span style="color:{color.name()}">{sign}</span>&nbsp;{name}'

    def _fitting(self) -> int:
        """The number of entries that have room in :data:`LINES` lines."""
        metrics = QFontMetricsF(self.font())
        space = metrics.horizontalAdvance("   ")
        widths = [metrics.horizontalAdvance(f"{sign} {name}") for name, _, sign in self._entries]
        lines, used = 1, 0.0
        for index, width in enumerate(widths):
            if used and used + space + width > self.width():
                lines, used = lines + 1, 0.0
            more = metrics.horizontalAdvance(" …") if index + 1 < len(widths) else 0.0
            if lines > LINES or (lines == LINES and used + space + width + more > self.width()):
                return max(1, index)
            used += (space if used else 0.0) + width
        return len(widths)
