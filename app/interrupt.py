"""Ctrl+C in the terminal that the window was started from: it closes, as by its own menu."""

from __future__ import annotations

import os
import signal
import sys

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication


class Interrupt(QObject):
    """Closes all windows at an interrupt (SIGINT), for as long as it lives.

    Python hears of a signal only when it runs, and in a window at rest nothing does: so the signal
    writes into a pipe that Qt's event loop watches. Windows has no such pipe; there the interrupt
    is heard at the next thing that happens.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        # By a timer: a loop that has not begun yet cannot be quit.
        signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, application.quit))
        if sys.platform == "win32":
            return
        self._read, write = os.pipe()
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        self._heard = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._heard.activated.connect(self._wake)

    def _wake(self) -> None:
        """Take the signal's byte; Python runs the handler as soon as this method begins."""
        os.read(self._read, 1)
