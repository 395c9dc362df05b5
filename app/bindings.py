"""Changes how PySide6 is bound: leaves out what costs time or memory at the start and is not used
here."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

COPYING = "pyqtgraph.Qt"
"""The module that copies Qt's names."""


def prepare() -> None:
    """Call this before anything else of Qt or pyqtgraph is imported, in the main thread. Imports
    QtCore, QtGui and QtWidgets.

    Meanwhile Ctrl+C ends the program at once: an exception raised within PySide6's import makes it
    abort, with a page of addresses.
    """
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)
    read_no_sources()
    mirror_lazily()
    signal.signal(signal.SIGINT, usual)


class _Mirror(ModuleType):
    """A stand-in for one of pyqtgraph's copies of a Qt module; it looks a name up when
    it is used."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name, source.__doc__)
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*vars(self), *dir(self._source)})


def mirror_lazily() -> None:
    """Keep pyqtgraph, when it is imported, from copying all of Qt.

    It copies every name of QtCore, QtGui and QtWidgets into modules of its own (``pyqtgraph.Qt``,
    up to 0.14), and PySide6 builds a class when its name is asked for: some two thousand of them in
    a twelfth of a second, of which a hundred are used. So its modules are replaced by ones that
    look a name up when it is used, and that list no names to the code that copies them.
    """
    import PySide6.QtCore
    import PySide6.QtGui
    import PySide6.QtWidgets

    if "pyqtgraph" in sys.modules:
        return
    for source in (PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets):
        name = source.__name__.replace("PySide6", COPYING)
        sys.modules[name] = _Mirror(name, source)
        source.__dir__ = _names_of(source)  # type: ignore[method-assign]


def _names_of(source: ModuleType) -> Callable[[], list[str]]:
    """A replacement for a module's ``__dir__`` that lists nothing to the code that copies the
    module."""
    usual: Callable[[], Iterable[str]] = source.__dir__

    def names() -> list[str]:
        asking = sys._getframe(1).f_globals.get("__name__")
        return [] if asking == COPYING else list(usual())

    return names


def read_no_sources() -> None:
    """Call this before anything else of Qt is imported.

    PySide6 can switch its names to snake_case module by module (``from __feature__ import``), and
    to find out which modules want that it reads the source of each, torch's two thousand files
    included, and keeps it. Nothing here uses that: without it the program takes 110 MB less and
    starts sooner.
    """
    import PySide6.QtCore  # noqa: F401  (brings the module that is meant)

    try:
        from shibokensupport import feature  # type: ignore[import-not-found]
    except ImportError:  # another version, which reads them
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _uses_no_feature


def _uses_no_feature(module: object) -> bool:
    return False
