"""Help > About: what the program is, its versions, its licenses, and a diagnosis to send."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QFontDatabase, QIcon, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.docks import Docks
from app.widgets.sentences import sentence
from app.widgets.styled import styled
from app.window.problem_report import device, diagnosis, versions
from app.words.labels import tr
from core import __version__
from core.resources import resource, shipped

ICON = 72
SIZE = QSize(820, 600)
TITLE = re.compile(r"\n\n\n([^\n]+)\n(-+)\n")
"""Matches a part's title in THIRD_PARTY_LICENSES: two empty lines above it, a line of its length
below."""


def show(docks: Docks, settings: QSettings) -> AboutDialog:
    """Open the dialog over the window, or bring it back to the front."""
    for dialog in docks.window.findChildren(AboutDialog):
        dialog.raise_()
        dialog.activateWindow()
        return dialog
    dialog = AboutDialog(docks, settings)
    dialog.show()
    return dialog


class AboutDialog(QDialog):
    """A dialog of pages; a long page is read when it is first visible."""

    def __init__(self, docks: Docks, settings: QSettings) -> None:
        super().__init__(docks.window)
        self.setWindowTitle(tr("About Saddlepoint"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(SIZE)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.licenses = LicensesPage()
        self.credits = QTextBrowser()
        self.credits.setOpenExternalLinks(True)
        self.credits.setAccessibleName(tr("Data and credits"))
        self.diagnosis = DiagnosisPage(docks, settings)
        self.tabs.addTab(_first_page(), tr("Versions"))
        self.tabs.addTab(self.licenses, tr("Licenses"))
        self.tabs.addTab(self.credits, tr("Data and credits"))
        self.tabs.addTab(self.diagnosis, tr("Diagnosis"))
        self.tabs.currentChanged.connect(self._on_tab)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(_heading())
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)

    @Slot()
    def _on_tab(self) -> None:
        page = self.tabs.currentWidget()
        if page is self.licenses:
            self.licenses.read()
        elif page is self.credits and self.credits.document().isEmpty():
            path = resource("data", "README.md")
            self.credits.document().setBaseUrl(QUrl.fromLocalFile(str(path.parent) + "/"))
            self.credits.setMarkdown(_read(path))
        elif page is self.diagnosis:
            self.diagnosis.refresh()


def _heading() -> QHBoxLayout:
    """The icon, the name, and a line about the program."""
    picture = QLabel()
    icon = QIcon(str(resource("icons", "saddlepoint.svg")))
    picture.setPixmap(icon.pixmap(QSize(ICON, ICON), picture.devicePixelRatioF()))
    name = styled(QLabel(f"Saddlepoint {__version__}"), "question")
    line = sentence("")
    line.setText(tr("A laboratory to see why training a neural network works or does not."))
    license_ = styled(QLabel(tr("MIT license. It runs on this computer alone.")), "muted")
    words = QVBoxLayout()
    for widget in (name, line, license_):
        words.addWidget(widget)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(picture)
    row.addLayout(words, 1)
    return row


def _first_page() -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(24)
    rows = {**versions(), tr("Device"): device()}
    for row, (name, version) in enumerate(rows.items()):
        grid.addWidget(styled(QLabel(name), "muted"), row, 0)
        value = sentence("")
        value.setText(version)
        grid.addWidget(value, row, 1)
    grid.setRowStretch(len(rows), 1)
    return page


WIDEST = 150
"""The width in pixels of a title in the list of parts; its tool tip has the whole."""


class LicensesPage(QWidget):
    """THIRD_PARTY_LICENSES as it ships: its parts in a list, a search, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = QListWidget()
        self.parts.setAccessibleName(tr("Parts"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(tr("Licenses"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the licenses"))
        self.search.setClearButtonEnabled(True)
        self.found = styled(QLabel(), "muted")
        back, on = QPushButton(tr("Previous")), QPushButton(tr("Next"))
        back.clicked.connect(lambda: self.go(back=True))
        on.clicked.connect(lambda: self.go())
        for button in (back, on):
            button.setAutoDefault(False)  # Enter in the field searches; it must not close
        self.search.returnPressed.connect(self.go)
        self.search.textChanged.connect(self._on_typed)
        self.parts.currentRowChanged.connect(self._on_part)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        bar = QHBoxLayout()
        for widget in (self.search, self.found, back, on):
            bar.addWidget(widget, 1 if widget is self.search else 0)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.parts)
        both.addWidget(self.text)
        both.setSizes([190, 610])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(bar)
        column.addWidget(both, 1)
        self._places: list[int] = []

    def read(self) -> None:
        """Fill the page, once."""
        if self._places:
            return
        text = _read(shipped("LICENSE")) + "\n\n\n" + _read(shipped("THIRD_PARTY_LICENSES"))
        titles = [m for m in TITLE.finditer(text) if len(m[1]) == len(m[2])]
        self._places = [0, *(m.start(1) for m in titles)]
        for title in ("Saddlepoint", *(m[1] for m in titles)):
            metrics, right = self.parts.fontMetrics(), Qt.TextElideMode.ElideRight
            self.parts.addItem(metrics.elidedText(title, right, WIDEST))
            self.parts.item(self.parts.count() - 1).setToolTip(title)
        self.text.setPlainText(text)

    @Slot()
    def go(self, *, back: bool = False) -> bool:
        """Go to the next match of the search, or to the previous one; past the end, continue from
        the other end."""
        words = self.search.text()
        if not words:
            return False
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.text.find(words, flags):
            return True
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        self.text.moveCursor(end)
        return bool(self.text.find(words, flags))

    def _on_typed(self, words: str) -> None:
        """Search from the top, so that typing on finds the first match."""
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        count = self.text.toPlainText().lower().count(words.lower()) if words else 0
        self.found.setText(tr("{count} times", count=count) if words else "")
        self.go()

    def _on_part(self, row: int) -> None:
        """Scroll to a part's title."""
        if 0 <= row < len(self._places):
            cursor = self.text.textCursor()
            cursor.setPosition(self._places[row])
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.text.setTextCursor(cursor)


class DiagnosisPage(QWidget):
    """The diagnosis, and a button that copies it."""

    def __init__(self, docks: Docks, settings: QSettings) -> None:
        super().__init__()
        self._docks, self._settings = docks, settings
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(tr("Diagnosis"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = QPushButton(tr("Copy diagnosis"))
        self.copy.clicked.connect(self._on_copy)
        self.said = styled(QLabel(), "muted")
        words = sentence("muted")
        words.setText(
            tr("For a report of what went wrong. Your home folder and your name are not in it.")
        )
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(words)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def refresh(self) -> None:
        """Update the diagnosis."""
        self.text.setPlainText(diagnosis(self._docks, self._settings))
        self.said.clear()

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self.said.setText(tr("It is on the clipboard."))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        return tr("{path} could not be read: {reason}", path=path, reason=error.strerror)
