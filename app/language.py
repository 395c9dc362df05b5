"""The languages of the window: English in the source, Simplified Chinese from a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app import labels
from core.resources import resource

NAMES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}

CONTEXT = "saddlepoint"

_installed: list[QTranslator] = []


def of_system() -> str:
    """The language that the system asks for, or English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install(key: str) -> None:
    """Speak this language from now on: our own words, and Qt's own dialogs."""
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    if key != "en":
        _load(str(resource("translations")), f"saddlepoint_{key}")
        for folder in _of_qt():
            if _load(folder, f"qtbase_{key}"):
                break
    labels.use(lambda text: QCoreApplication.translate(CONTEXT, text))


def _of_qt() -> list[str]:
    """Where Qt's own words may lie: a packaged Qt does not always know where it is."""
    package = Path(PySide6.__file__).parent
    own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [own, str(package / "Qt" / "translations"), str(package / "translations")]


def _load(folder: str, name: str) -> bool:
    translator = QTranslator()
    found = translator.load(name, folder)
    if found:
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
    return found
