"""The pin: what a panel's pictures show now stays behind them, pale, while something is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.panel.state import Specs
from app.widgets.buttons import IconButton
from app.widgets.fitted import Fitted
from app.widgets.styled import styled
from app.words.labels import field, tr
from app.words.vocabulary import value_words
from core.parameters import parameters

WIDEST = 300
"""The greatest width of the words in pixels; the tool tip has all of them."""


@runtime_checkable
class Pinnable(Protocol):
    """A picture that can keep what it shows as a ghost."""

    ghost_changed: Any

    def pin(self) -> bool:
        """Keep what is shown as a ghost; False if there is nothing to keep."""

    def unpin(self) -> None:
        """Remove the ghost."""

    @property
    def ghost_shown(self) -> bool:
        """Whether there is a ghost that has a meaning behind what is shown."""

    def isVisible(self) -> bool:
        """Whether the picture is on the screen."""


@runtime_checkable
class Stack(Protocol):
    """Pictures on tabs that are pinned together, including those behind another tab."""

    def behind_tabs(self) -> Iterable[Pinnable]:
        """All of the pictures, drawn as of now."""


class PinControl(Fitted, QWidget):
    """A button that pins and unpins, and words for what is pinned: the settings that have changed
    since. ``specs`` returns the panel's current specs."""

    def __init__(self, panel: QWidget, specs: Callable[[], Specs]) -> None:
        super().__init__()
        self._panel, self._specs = panel, specs
        self._pinned: list[Pinnable] = []
        self._then: Specs = {}
        self._now: Specs = {}
        self._text = ""
        self.words = styled(QLabel(), "muted")
        self.button = IconButton("pin.svg", "", self.toggle)
        self.button.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self.words.hide()
        self._say()

    @property
    def shown(self) -> bool:
        """Whether a ghost is visible on the page in front."""
        return any(one.ghost_shown and one.isVisible() for one in self._pinned)

    def follow(self) -> None:
        """Update the words after settings were changed, or another page came to the front."""
        if self._pinned or self._text:
            self._now = self._specs()
            self._say()

    @Slot()
    def toggle(self) -> None:
        """Pin what is shown, or remove the pin if one is visible."""
        if self.shown:
            self.unpin()
        else:
            self.pin()

    def pin(self) -> None:
        """Keep what all visible pictures show now. A panel has one pin."""
        self.unpin()
        every = self._panel.findChildren(QWidget)
        stacks = [w for w in every if isinstance(w, Stack)]
        hidden = [one for stack in stacks for one in stack.behind_tabs()]
        there = [w for w in every if isinstance(w, Pinnable)]
        wanted = [one for one in there if one.isVisible() or one in hidden]
        self._pinned = [one for one in wanted if one.pin()]
        for one in self._pinned:
            one.ghost_changed.connect(self._say)
        self._then = self._now = self._specs()
        self._say()
        if not self._pinned:
            self._write(tr("nothing on this page can be pinned"))

    def unpin(self) -> None:
        """Remove the ghosts of all pictures."""
        for one in self._pinned:
            one.ghost_changed.disconnect(self._say)
            one.unpin()
        self._pinned = []
        self._say()

    def fit(self) -> None:
        self._write(self._text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write(self._text)

    @Slot()
    def _say(self) -> None:
        shown = self.shown
        with QSignalBlocker(self.button):
            self.button.setChecked(shown)
        keys = "(P)"
        pin = tr("Pin: what is drawn now stays, pale, behind what comes {key}", key=keys)
        name = tr("Remove the pin {key}", key=keys) if shown else pin
        self.button.setToolTip(name)
        self.button.setAccessibleName(name)
        changed = ", ".join(_changed(self._then, self._now))
        text = tr("pinned: {settings}", settings=changed) if changed else tr("pinned")
        self._write(text if shown else "")

    def _write(self, text: str) -> None:
        self._text = text
        metrics = self.words.fontMetrics()
        self.words.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, WIDEST))
        self.words.setToolTip(text)
        self.words.setVisible(bool(text))


def _changed(then: Specs, now: Specs) -> Iterator[str]:
    """Each setting that has changed, with its old value; a setting of two specs is
    mentioned once."""
    said = set()
    for key, spec in then.items():
        other = now.get(key)
        if type(other) is not type(spec):
            continue
        for parameter in parameters(type(spec)):
            before, after = getattr(spec, parameter.name), getattr(other, parameter.name)
            if before != after and parameter.applies_to(spec) and parameter.name not in said:
                said.add(parameter.name)
                yield f"{field(parameter)} {value_words(parameter, before)}"
