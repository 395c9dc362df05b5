"""The languages of the window: English in the source, Simplified Chinese from a catalog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app import labels
from core.resources import resource

NAMES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}

CONTEXT = "saddlepoint"

_installed: list[QTranslator] = []
_spoken = "en"


def of_system() -> str:
    """The language that the system asks for, or English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def current() -> str:
    """The key of the language that is spoken now."""
    return _spoken


def install(key: str) -> None:
    """Speak this language from now on: our own words, and Qt's own dialogs."""
    global _spoken
    _spoken = key
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    if key != "en":
        _load(str(resource("translations")), f"saddlepoint_{key}")
        _load(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{key}")
    labels.use(lambda text: QCoreApplication.translate(CONTEXT, text))


def _load(folder: str, name: str) -> None:
    translator = QTranslator()
    if translator.load(name, folder):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
