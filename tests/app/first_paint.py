"""Opens the window with one panel in front and says which modules are there when it is painted;
started by test_start.py. As the program opens it, but with settings of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings

from app import application
from app.window import looks


class Watch(QObject):
    """Keeps the modules that were there when the first paint had ended."""

    def __init__(self) -> None:
        super().__init__()
        self.modules: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and not self.modules:
            watched.removeEventFilter(self)
            watched.event(event)
            self.modules.extend(sorted(sys.modules))
            return True
        return False


def main(panel: str) -> None:
    running = application.create([])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        looks.install(settings)
        desk = application.Desk(settings)
        watch = Watch()
        desk.open(panel)
        desk.window.installEventFilter(watch)
        while not watch.modules:
            running.processEvents()
        desk.window.close()
    print(json.dumps(watch.modules))


if __name__ == "__main__":
    main(sys.argv[1])
