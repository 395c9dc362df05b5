"""How PySide6 is bound: without what costs time or memory at the start and serves nobody here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

COPYING = "pyqtgraph.Qt"
"""The module that copies Qt's names."""


def prepare() -> None:
    """Call this before anything else of Qt or pyqtgraph is imported. Imports QtCore, QtGui and
    QtWidgets."""
    read_no_sources()
    mirror_lazily()


class _Mirror(ModuleType):
    """One of pyqtgraph's copies of a module of Qt: it looks a name up when it is used."""

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
    """Have pyqtgraph, when it comes, do without a copy of all of Qt.

    It copies every name of QtCore, QtGui and QtWidgets into modules of its own (``pyqtgraph.Qt``,
    up to 0.14), and PySide6 builds a class when its name is asked for: some two thousand of them, a
    twelfth of a second, of which a hundred are used. So modules that look a name up when it is used
    stand in the place of its own, and to the code that copies Qt's modules name nothing.
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
    """What ``dir`` says of a module; nothing to the code that copies it."""
    usual: Callable[[], Iterable[str]] = source.__dir__

    def names() -> list[str]:
        asking = sys._getframe(1).f_globals.get("__name__")
        return [] if asking == COPYING else list(usual())

    return names


def read_no_sources() -> None:
    """Call this before anything else of Qt is imported.

    PySide6 can switch its names to snake_case module by module (``from __feature__ import``), and
    to know which modules want that it reads the source of each, torch's two thousand files too, and
    keeps them. Nobody here switches: without it the program holds 110 MB less and is there sooner.
    """
    import PySide6.QtCore  # noqa: F401  (brings the module that is meant)

    try:
        from shibokensupport import feature  # type: ignore[import-not-found]
    except ImportError:  # of another version: then it reads them
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _uses_no_feature


def _uses_no_feature(module: object) -> bool:
    return False
