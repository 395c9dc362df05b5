"""The location of the program's own files, and of the person's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def data_folder() -> Path:
    """The folder of the log and of kept sessions; it is created if it does not exist."""
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    folder = Path(QStandardPaths.writableLocation(location))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Used:
    """The folder that a person used last, in which the next dialog starts."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def start(self) -> Path:
        """Where a dialog starts: the last folder, at first the person's documents, and never the
        program's own."""
        if self.folder is not None and self.folder.is_dir():
            return self.folder
        where = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(where))
        return documents if documents.is_dir() else Path.home()

    def remember(self, path: str | Path) -> None:
        """Note the folder of a file that was chosen."""
        self.folder = Path(path).absolute().parent


used = Used()
"""One for all dialogs of the program."""
