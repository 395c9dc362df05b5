"""What stops a run of seconds, and starts it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.panel.page import Page
from app.words.labels import tr

W = TypeVar("W", bound=QWidget)


class AgainButton(QPushButton):
    """A button that stops what is computed, and that starts it again at rest."""

    stopped = Signal()
    started = Signal()

    def __init__(self, at_rest: str = "") -> None:
        """``at_rest`` is what it says while nothing is computed."""
        self._at_rest = at_rest or tr("Train again")
        self._busy = False
        super().__init__(self._at_rest)
        self.clicked.connect(lambda: (self.stopped if self._busy else self.started).emit())

    def set_busy(self, busy: bool) -> None:
        """Show whether something is computed: then the button stops it."""
        self._busy = busy
        self.setText(tr("Stop") if busy else self._at_rest)


class AgainPage(Page[W]):
    """A page whose run a button stops, and starts again; the run waits behind another page."""

    waits = True

    def tie(self, button: AgainButton, start: Callable[[], None] | None = None) -> None:
        """Let the button follow the page's job, stop it, and start it by ``start``."""
        job = self.host.jobs[self.experiment]
        button.set_busy(job.busy)
        job.busy_changed.connect(button.set_busy)
        button.stopped.connect(job.cancel)
        button.started.connect(start or self.again)

    def again(self) -> None:
        """Compute what is shown anew."""
        self.host.jobs.forget(self.experiment)
        self.host.refresh()
