"""The exports of a window: the dialog, and the message about the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QWidget

from app.docks import Docks, Say
from app.job import Worker
from app.panel.panel import Panel
from app.words.labels import tr

if TYPE_CHECKING:
    from app.export.dialog import ExportDialog
    from app.export.exporter import Exporter
    from app.export.orders import Order


class Exports(QObject):
    """Exports one file at a time. The code that writes is imported when it is first needed, since
    it draws, films and packs with libraries that no window needs in order to open."""

    def __init__(self, docks: Docks, settings: QSettings, worker: Worker, say: Say) -> None:
        super().__init__(docks)
        self._docks, self._settings, self._worker, self._say = docks, settings, worker, say
        self._exporter: Exporter | None = None
        self.dialog: ExportDialog | None = None
        docks.meet(self._on_built)

    @property
    def exporter(self) -> Exporter:
        """The exporter, made when it is first needed."""
        from app.export.exporter import Exporter

        if self._exporter is None:
            self._exporter = Exporter(self._worker, self)
            self._exporter.finished.connect(self._on_finished)
            self._exporter.failed.connect(self._on_failed)
        return self._exporter

    def open(self, exhibit: QWidget | None = None) -> None:
        """Open the dialog for the panel in front, or for one ``exhibit`` of it."""
        from app.export.dialog import ExportDialog

        if self.dialog is not None and self.exporter.busy:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        if self.dialog is not None:
            self.dialog.close()
        panel, window = self._docks.front(), self._docks.window
        self.dialog = ExportDialog(panel, self.exporter, self._settings, window)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.choose(exhibit)
        self.dialog.show()

    def close(self) -> None:
        """The window is closing: give up what is not written yet."""
        if self._exporter is not None:
            self._exporter.cancel()

    @Slot(object)
    def _on_built(self, panel: Panel) -> None:
        panel.export_wanted.connect(self.open)

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None

    @Slot(object)
    def _on_finished(self, order: Order) -> None:
        self._say(tr("Saved: {path}", path=order.path), 5000)

    @Slot(object, str)
    def _on_failed(self, order: Order, sentence: str) -> None:
        order.panel.errors.say(sentence)
