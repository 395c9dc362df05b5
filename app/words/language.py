"""The languages of the window: English in the source, Simplified Chinese from a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.words import labels
from core.resources import resource

NAMES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}

CONTEXT = "saddlepoint"

GAPS: Mapping[str, Mapping[tuple[str, str], str]] = {
    "zh_CN": {
        ("QFileDialog", "&Look in:"): "查找位置(&L)：",
        ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
        ("QFileDialog", "&Files of type:"): "文件类型(&T)：",
        ("QFileDialog", "Go to this directory"): "转到此目录",
        ("QAbstractFileIconProvider", "Folder"): "文件夹",
        ("QAbstractFileIconProvider", "File"): "文件",
        ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
        ("QAbstractFileIconProvider", "Drive"): "驱动器",
    }
}
"""Texts that Qt's own catalogs leave in English, by context and text."""

_installed: list[QTranslator] = []
_spoken = "en"


class _Gaps(QTranslator):
    """Translates what no other catalog knows; Qt asks the translator that was installed
    first last."""

    def __init__(self, words: Mapping[tuple[str, str], str]) -> None:
        super().__init__()
        self._words = words

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return self._words.get((context, text), text)


def of_system() -> str:
    """The language that the system uses, or English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def current() -> str:
    """The key of the language that is spoken now."""
    return _spoken


def install(key: str) -> None:
    """Speak this language from now on, in our own words and in Qt's own dialogs."""
    global _spoken
    _spoken = key
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    if key != "en":
        _add(_Gaps(GAPS.get(key, {})))
        _load(str(resource("translations")), f"saddlepoint_{key}")
        for folder in _of_qt():
            if _load(folder, f"qtbase_{key}"):
                break
    labels.use(lambda text: QCoreApplication.translate(CONTEXT, text))


def _of_qt() -> list[str]:
    """Folders that may hold Qt's own translations: a packaged Qt does not always know
    where it is."""
    package = Path(PySide6.__file__).parent
    own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [own, str(package / "Qt" / "translations"), str(package / "translations")]


def _load(folder: str, name: str) -> bool:
    translator = QTranslator()
    found = translator.load(name, folder)
    if found:
        _add(translator)
    return found


def _add(translator: QTranslator) -> None:
    QCoreApplication.installTranslator(translator)
    _installed.append(translator)
