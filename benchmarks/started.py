"""The new process of :mod:`benchmarks.start`: a window opens, and the moments are noted.

It imports no more than the program does: what it needs besides would be measured with it.
"""

from __future__ import annotations

import os
import sys
import time

from app import bindings

bindings.read_no_sources()

from PySide6.QtCore import QEvent, QObject, QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

_STARTED = float(os.environ["SADDLEPOINT_BENCHMARK_STARTED"])


class Moments(QObject):
    """When each moment came, in seconds from the start; and the memory held then."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}
        self.awaited: set[str] = {"painted"}
        """What the end of the next paint is the moment of."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        watched.removeEventFilter(self)
        watched.event(event)  # all that is painted is painted within it
        watched.installEventFilter(self)
        for moment in self.awaited:
            self.note(moment)
        self.awaited.clear()
        return True

    def note(self, moment: str) -> None:
        """It is now."""
        if moment not in self.seconds:
            self.seconds[moment] = time.time() - _STARTED
            self.seconds[f"{moment}_mb"] = _megabytes()


def _megabytes() -> float:
    """What the process holds, as Linux tells it; nothing elsewhere."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def _empty(plot: bool) -> QMainWindow:
    window = QMainWindow()
    window.menuBar().addMenu("File")
    window.resize(1280, 800)
    if plot:
        import pyqtgraph

        picture = pyqtgraph.PlotWidget()
        picture.plot([0, 1, 4, 9])
        window.setCentralWidget(picture)
    return window


def _program(folder: str) -> tuple[QMainWindow, Moments]:
    from app.window import looks
    from app.window.main_window import MainWindow
    from app.words import language

    settings = QSettings(os.path.join(folder, "settings.ini"), QSettings.Format.IniFormat)  # noqa: PTH118
    language.install("en")
    looks.install(settings)
    window = MainWindow(settings, "descent")
    moments = Moments(window)

    def on_built(panel: object) -> None:
        if getattr(panel, "key", "") == "descent":
            moments.awaited.add("controls")
            panel.page.room.built.connect(lambda: moments.awaited.add("pictured"))  # type: ignore[attr-defined]
            panel.jobs.delivered.connect(on_delivered)  # type: ignore[attr-defined]

    def on_delivered(key: str, report: object, first: bool) -> None:
        frame = report.frame  # type: ignore[attr-defined]
        if key == "descent" and frame.step == frame.total:
            moments.awaited.add("finished")

    window.docks.built.connect(on_built)
    window.started.connect(lambda: moments.note("warm"))
    return window, moments


def main(folder: str, way: str, *awaited: str) -> None:
    """Open what is meant, wait for the moments, print them, and go."""
    if way == "program":
        from app.application import create

        bindings.prepare()
        application = create(["benchmark"])
        window, moments = _program(folder)
    else:
        application = QApplication(["benchmark"])
        window = _empty(way == "plot")
        moments = Moments(window)
    window.show()
    deadline = time.time() + 30
    while not set(awaited) <= moments.seconds.keys() and time.time() < deadline:
        application.processEvents()
        time.sleep(0.0005)
    import json

    print(json.dumps(moments.seconds), flush=True)
    os._exit(0 if set(awaited) <= moments.seconds.keys() else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
