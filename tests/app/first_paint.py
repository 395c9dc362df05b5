"""Opens the window with one panel in front, as the program does, and says which modules are there
when it is painted, and when what is looked at first has been computed and painted; started by
test_start.py."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from app import bindings

bindings.prepare()

from PySide6.QtCore import QEvent, QObject, QSettings  # noqa: E402

from app import application  # noqa: E402
from app.window import looks  # noqa: E402


class Watch(QObject):
    """Keeps the modules that were there at each moment."""

    def __init__(self) -> None:
        super().__init__()
        self.modules: dict[str, list[str]] = {}

    def note(self, moment: str) -> None:
        self.modules.setdefault(moment, sorted(sys.modules))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        watched.removeEventFilter(self)
        watched.event(event)
        self.note("painted")
        return True


def main(panel: str) -> None:
    running = application.create([])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        looks.install(settings)
        desk = application.Desk(settings)
        watch = Watch()
        desk.open(panel)
        desk.window.installEventFilter(watch)
        desk.window.drawn.connect(lambda: watch.note("drawn"))
        while "drawn" not in watch.modules:
            running.processEvents()
        desk.window.close()
    print(json.dumps(watch.modules))


if __name__ == "__main__":
    main(sys.argv[1])
