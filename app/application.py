"""The window's application: Qt set up, the window painted first, and torch loaded behind it."""

from __future__ import annotations

import atexit
import faulthandler
import gc
import logging
import os
import sys
import traceback
from functools import partial
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmapCache
from PySide6.QtWidgets import QApplication, QMessageBox

from app import display
from app.interrupt import Interrupt
from app.places import data_folder
from app.window import looks, room
from app.window.main_window import MainWindow
from app.words import language
from app.words.labels import tr
from core import __version__
from core.resources import resource

CACHE_KB = 256 * 1024
"""The size in KB of Qt's cache of pictures that are kept as pixels. With Qt's own 10 MB the curves
of a large window evict one another, and all are drawn anew at every step: at 1920 x 1080 that takes
four times as long."""

log = logging.getLogger("saddlepoint")

PAINTED, DRAWN, WARM = (
    "The window is painted",
    "The first experiment is drawn",
    "torch is loaded and warm",
)


def create(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication, named and set up for drawing pictures."""
    # Without it every OpenGL view after the first is black or crashes; it must be set before.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(arguments or sys.argv[:1])
    QPixmapCache.setCacheLimit(CACHE_KB)
    application.setApplicationName("Saddlepoint")
    application.setOrganizationName("Saddlepoint")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("saddlepoint")  # by it Wayland finds the icon of the menu entry
    application.setWindowIcon(QIcon(str(resource("icons", "saddlepoint.svg"))))
    atexit.register(_collect_for_good)  # runs before PySide's own end, which was registered earlier
    return application


def _collect_for_good() -> None:
    """Collect Python's garbage for the last time, while Qt still exists.

    As Qt is taken down, each object's destructor holds one of a few locks. An object that is
    collected inside a destructor may wait for that very lock, and the process would never end.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def open_window(panel: str | None, file: str | None) -> int:
    """Open the window and stay until it is closed."""
    missing = "" if os.environ.get("QT_QPA_PLATFORM") else display.fault()
    if missing:
        print(
            f"saddlepoint: there is no display ({missing}); 'render' draws the panels as "
            "pictures, 'run' runs an experiment without any",
            file=sys.stderr,
        )
        return 1
    application = create()
    Interrupt(application)
    _keep_log()
    _keep_crash()
    sys.excepthook = _report
    settings = QSettings()
    language.install(str(settings.value("language", language.of_system())))
    looks.install(settings)
    desk = Desk(settings)
    desk.open(panel)
    desk.window.ready.connect(lambda: desk.window.guide.welcome())
    Moments(desk.window)
    if file is not None:
        QTimer.singleShot(0, lambda: desk.window.files.open(file))
    return application.exec()


class Desk:
    """Holds the window, and opens another in its place when another language is chosen."""

    def __init__(self, settings: QSettings) -> None:
        self.settings = settings
        self.window: MainWindow

    def open(self, panel: str | None) -> None:
        """Open a window with this panel in front."""
        self.window = MainWindow(self.settings, panel)
        self.window.language_chosen.connect(self._speak)
        room.fit(self.window)
        self.window.drawn.connect(partial(room.fit, self.window))  # with the frame as it is
        self.window.show()

    def _speak(self, key: str) -> None:
        old, docks = self.window, self.window.docks
        states = {name: panel.state() for name, panel in docks.panels.items()}
        # For a moment there is no window, which must not end the application.
        QApplication.setQuitOnLastWindowClosed(False)
        keeper = old.keeper
        keeper.passed_on = True
        old.close()
        language.install(key)
        self.open(docks.front_key())
        self.window.keeper.go_on(keeper)
        for name, state in states.items():
            self.window.docks.panel(name).restore(state)
        QApplication.setQuitOnLastWindowClosed(True)
        old.deleteLater()


class Moments(QObject):
    """Logs when the window was painted, when its first experiment was drawn, and when torch was
    ready: so the log shows how long a start took, even if nobody measured it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        window.drawn.connect(lambda: log.info(DRAWN))
        window.started.connect(lambda: log.info(WARM))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:  # all of the first paint is done within it
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, lambda: log.info(PAINTED))
        return False


def _keep_log() -> None:
    """Keep a rotating log in the platform's data folder."""
    try:
        handler = RotatingFileHandler(
            data_folder() / "saddlepoint.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return  # a read-only home is no reason not to start
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = (
        False  # some library adds a root logger, which would repeat it all in the terminal
    )
    log.info("Saddlepoint %s starts", __version__)


def _keep_crash() -> None:
    """Record where each thread was if the process dies of something that Python cannot catch.

    It is written to crash.txt beside the log, and copied into the log at the next start.
    """
    try:
        path = data_folder() / "crash.txt"
        # Appending: another window may be open on the same file.
        file = path.open("a+", encoding="utf-8", errors="replace")
        file.seek(0)
        left = file.read().strip()
        file.truncate(0)
    except OSError:
        return
    if left:
        log.error("The program crashed the last time:\n%s", left)
    faulthandler.enable(file)


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
    """Show a dialog for an uncaught exception, with a report that can be copied; the program goes
    on."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    report = "".join(traceback.format_exception(kind, error, trace))
    if sys.stderr is not None:  # as in a program without a console
        sys.stderr.write(report)
    log.error("%s", report)
    box = QMessageBox(QMessageBox.Icon.Warning, "Saddlepoint", tr("Something went wrong here."))
    box.setInformativeText(tr("The report says what. You can go on; nothing was lost."))
    box.setDetailedText(report)
    copy = box.addButton(tr("Copy report"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()
