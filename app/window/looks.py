"""The appearance of the window according to the settings: the theme, and the size of text."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from app import theme
from app.words import language

SYSTEM = "system"
"""The choice of the theme that the system has now."""


def chosen_theme(settings: QSettings) -> str:
    """The key of the chosen theme, or :data:`SYSTEM`."""
    return str(settings.value("theme", SYSTEM))


def is_larger(settings: QSettings) -> bool:
    """Whether larger text is chosen."""
    return str(settings.value("larger", "0")) == "1"


def install(settings: QSettings) -> None:
    """Give the application the appearance that the settings ask for."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    key = chosen_theme(settings)
    theme.install(
        application,
        key if key in theme.THEMES else theme.follow_system(application),
        larger=is_larger(settings),
        bold=language.current() == "en" or _has_bold_chinese(),
    )


@cache
def _has_bold_chinese() -> bool:
    """Whether every font with Chinese letters has bold ones: of a title in two fonts, one half
    would be bold otherwise."""
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return all(
        any(QFontDatabase.bold(family, style) for style in QFontDatabase.styles(family))
        for family in families
    )
