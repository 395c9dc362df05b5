"""The helpers of a window, each imported and made when it is first needed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDockWidget, QMainWindow

from app.docks import Docks
from app.window.sidebar import Sidebar

if TYPE_CHECKING:
    from app.export.exports import Exports
    from app.job import ComputeThread, Worker
    from app.lessons.teacher import Teacher
    from app.tour.guide import Guide
    from app.window.clipboard import Clipboard
    from app.window.files import Files
    from app.window.keeping import Keeper


log = logging.getLogger("saddlepoint")


class HelpedWindow(QMainWindow):
    """A window with docks, and with helpers that know the docks and not the window."""

    settings: QSettings
    docks: Docks
    sidebar: Sidebar
    lesson_dock: QDockWidget
    closing = False
    """Whether the window is closed, or about to be: nothing is made any more."""

    @cached_property
    def thread_(self) -> ComputeThread:
        """The one compute thread, running; a closed window cannot start it again."""
        from app.job import ComputeThread

        if self.closing:
            raise RuntimeError("the window is closed")
        thread = ComputeThread(self)
        thread.start()
        return thread

    def worker(self) -> Worker:
        """The worker that computes on that thread."""
        return self.thread_.worker

    @cached_property
    def teacher(self) -> Teacher:
        """The helper for lessons."""
        from app.lessons.teacher import Teacher

        return Teacher(self.docks, self.lesson_dock, self.settings, self.thread_.worker)

    @cached_property
    def keeper(self) -> Keeper:
        """The helper that saves and opens sessions."""
        from app.window.keeping import Keeper

        return Keeper(self.docks, self.settings, self.statusBar().showMessage)

    @cached_property
    def files(self) -> Files:
        """The helper that opens files where they belong."""
        from app.window.files import Files

        return Files(self.docks, self.keeper)

    @cached_property
    def exports(self) -> Exports:
        """The helper that writes pictures, numbers and films."""
        from app.export.exports import Exports

        say = self.statusBar().showMessage
        return Exports(self.docks, self.settings, self.thread_.worker, say)

    @cached_property
    def clipboard(self) -> Clipboard:
        """The helper that copies what the panel in front shows."""
        from app.window.clipboard import Clipboard

        return Clipboard(self.docks, self.statusBar().showMessage)

    @cached_property
    def guide(self) -> Guide:
        """The helper that leads through the tour."""
        from app.tour.guide import Guide
        from app.tour.steps import Scene

        scene = Scene(self.docks, self.teacher, self.sidebar, self.menuBar())
        return Guide(scene, self.settings)

    def make_helpers(self) -> Iterator[None]:
        """Make the missing helpers, one at a time; each greets the panels that exist already."""
        for name in ("keeper", "teacher", "exports", "clipboard", "guide"):
            getattr(self, name)
            yield

    def close_helpers(self) -> None:
        """Close the helpers that were made, and last the thread, which must end whatever fails."""
        self.closing = True
        for name in ("exports", "guide", "teacher", "keeper", "thread_"):
            if name in vars(self):
                try:
                    getattr(self, name).close()
                except Exception:
                    log.exception("%s could not be closed", name)
