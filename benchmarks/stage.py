"""The real window on the offscreen platform, with its paints observed."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from app import application, theme
from app.job import Job
from app.labs.panels import PANELS
from app.window.main_window import MainWindow
from app.words import language
from core.parameters import Spec

SIZE = (1280, 800)
"""The window's: its panel gets what sidebar, menus and status bar leave."""
PATIENCE_SECONDS = 60.0
KEYS = tuple(entry.key for entry in PANELS)
MAIN_PAGES = {"training": "fit"}
"""The page that shows a panel's main experiment, where it is not the first."""


def hide_display() -> None:
    """Qt without a display; where it sees one all the same, OpenGL crashes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(name, None)


class ObservedWindow(MainWindow):
    """The window, telling of each of its paints when it has ended."""

    painted = Signal()
    paint_began = paint_ended = paint_seconds = 0.0
    paints = 0

    def event(self, event: QEvent) -> bool:
        """Everything that is drawn in the window is drawn while it handles this event: for each
        picture that changed Qt sends one of its own."""
        if event.type() != QEvent.Type.UpdateRequest:
            return super().event(event)
        began = time.perf_counter()
        handled = super().event(event)
        self.paint_began, self.paint_ended = began, time.perf_counter()
        self.paint_seconds += self.paint_ended - began
        self.paints += 1
        self.painted.emit()
        return handled

    def job(self, key: str) -> Job:
        """The job of a panel's main experiment."""
        panel = self.docks.panel(key)
        return panel.jobs[panel.main]


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    # The offscreen platform says so of every window that has a smallest size.
    if "propagateSizeHints" not in message:
        print(f"Qt: {message}", flush=True)


def new_window(settings: Path, panel: str) -> ObservedWindow:
    """The window of ``app.application.open_window``, with settings of its own; not shown yet."""
    hide_display()
    qInstallMessageHandler(_pass_on)
    existing = QApplication.instance()
    instance = existing if isinstance(existing, QApplication) else application.create(["benchmark"])
    language.install("en")
    theme.install(instance, "light")
    return ObservedWindow(QSettings(str(settings), QSettings.Format.IniFormat), panel)


@contextmanager
def open_window(panel: str) -> Iterator[ObservedWindow]:
    """The window, shown, warm, and its first panel at rest. Closed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        window = new_window(Path(folder) / "settings.ini", panel)
        warm: list[bool] = []
        window.started.connect(lambda: warm.append(True))
        window.resize(*SIZE)
        window.show()
        # torch takes twice as long to load while a race is played
        window.docks.panel(panel).player.show_end()
        try:
            wait_until(lambda: bool(warm))
            settle(window)
            yield window
        finally:
            window.close()
            window.deleteLater()
            QApplication.processEvents()


def wait_until(condition: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
    """Let events happen until something holds, looked at every 2 ms; TimeoutError if it never does.

    For times that are not measured by their end.
    """
    loop = QEventLoop()
    deadline = time.monotonic() + patience
    held = False

    def look() -> None:
        nonlocal held
        held = held or condition()  # what has held once may be over before the loop ends
        if held or time.monotonic() > deadline:
            loop.quit()

    looks = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
    looks.timeout.connect(look)
    looks.start()
    loop.exec()
    looks.stop()
    if not held:
        raise TimeoutError(f"waited {patience:g} s for nothing")


def wait(duration: float) -> None:
    """Let events happen for so many seconds."""
    end = time.monotonic() + duration
    wait_until(lambda: time.monotonic() >= end)


def settle(window: ObservedWindow) -> None:
    """Wait until nothing is computed, nothing plays, and everything is painted."""
    for panel in window.docks.panels.values():
        panel.player.show_end()
    wait_until(lambda: not any(panel.busy for panel in window.docks.panels.values()))
    for panel in window.docks.panels.values():
        panel.player.show_end()
    wait(0.1)


def show(window: ObservedWindow, key: str) -> Any:
    """Show a panel with its main experiment and let it come to rest. Any: what it is made of is
    its own."""
    window.docks.show(key)
    window.docks.panel(key).show_page(MAIN_PAGES.get(key, ""))
    settle(window)
    return window.docks.panel(key)


def restore(window: ObservedWindow, key: str, spec: Spec) -> None:
    """Give a panel its spec back, and let it come to rest."""
    window.docks.panel(key).set_spec(spec)
    settle(window)
