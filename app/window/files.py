"""Files that a person opens or drops: a session, or a file that a panel can use."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.docks import Docks
from app.labs.files import FileKind, each, either
from app.places import used
from app.session import SUFFIX
from app.window.keeping import Keeper
from app.words.labels import tr


class Files:
    """Opens a file where it belongs, by the kinds that panels declare, so that no panel is built
    just to be asked."""

    def __init__(self, docks: Docks, keeper: Keeper) -> None:
        self._docks, self._keeper = docks, keeper

    def open(self, path: str) -> None:
        """Open a session, or give a file to a panel; a file that no panel can use is reported."""
        if path.endswith(SUFFIX):
            self._keeper.open(Path(path))
        elif not self._docks.open_file(path):
            words = dict.fromkeys(tr(kind.one) for kind in self._kinds())
            self._docks.front().errors.say(
                tr(
                    "{path} is not opened here; accepted: {kinds}",
                    path=path,
                    kinds=either([tr("a session"), *words]),
                )
            )

    def ask(self) -> None:
        """Ask for a file, and open it."""
        kinds = [kind for kind in self._kinds() if kind.many]
        suffixes = chain([SUFFIX], *(kind.suffixes for kind in kinds))
        names = each([tr("Sessions"), *dict.fromkeys(tr(kind.many) for kind in kinds)])
        patterns = " ".join(f"*{suffix}" for suffix in dict.fromkeys(suffixes))
        offered = f"{names} ({patterns})"
        start = str(used.start())
        path, _ = QFileDialog.getOpenFileName(self._docks.window, tr("Open"), start, offered)
        if path:
            used.remember(path)
            self.open(path)

    def _kinds(self) -> list[FileKind]:
        entries = self._docks.entries.values()
        return [kind for entry in entries for kind in (*entry.opens_in_front, *entry.opens)]
