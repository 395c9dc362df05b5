"""The controls of the export's dialog, and where they stand."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.export.vectors import SCREEN_DPI
from app.widgets.sentences import sentence
from app.words.labels import tr

WIDTH = 560


class ExportControls(QDialog):
    """Base of the export's dialog: everything that is typed, chosen and read there."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._make()
        self._lay_out()

    def _make(self) -> None:
        self.what, self.format, self.source = QComboBox(), QComboBox(), QComboBox()
        self.unit = QComboBox()
        self.unit.addItem(tr("pixels"), "px")
        self.unit.addItem(tr("centimeters"), "cm")
        self.width_, self.height_ = QDoubleSpinBox(), QDoubleSpinBox()
        self.dpi = QSpinBox(minimum=30, maximum=2400, value=SCREEN_DPI, suffix=" dpi")
        self.light = QCheckBox(tr("In light colors, for print"))
        self.legend = QCheckBox(tr("With a legend"))
        self.legend.setChecked(True)
        self.seconds = QDoubleSpinBox(decimals=1, minimum=0.5, maximum=120.0, value=5.0)
        self.seconds.setSuffix(" s")
        self.rate = QSpinBox(minimum=1, maximum=50, value=20)
        self.path = QLineEdit()
        self.browse = QPushButton(tr("&Choose…"))
        self.words, self.why = sentence("muted"), sentence("muted")
        self.error = sentence("fieldError")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(tr("Progress"))
        self.start = QPushButton(tr("&Export"))
        self.start.setDefault(True)
        self.end = QPushButton(tr("Close"))
        self.end.setAutoDefault(False)
        self.browse.setAutoDefault(False)
        self.browse.setAccessibleName(tr("Choose the file"))

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        size = _row(self.width_, QLabel("×"), self.height_, self.unit, self.dpi)
        film = _row(self.seconds, self.rate, QLabel(tr("frames a second")))
        self._rows = {"size": size, "film": film}
        self._add_rows(size, film, _row(self.path, self.browse, wide=self.path))
        column = QVBoxLayout(self)
        column.addLayout(self._form)
        column.addStretch(1)
        column.addLayout(self._ends())
        self.resize(WIDTH, self.sizeHint().height())

    def _add_rows(self, size: QWidget, film: QWidget, file: QWidget) -> None:
        """Name every control, for the eye and for a screen reader."""
        for words, widget, named in (
            (tr("&What"), self.what, self.what),
            (tr("&As"), self.format, self.format),
            ("", self.why, None),
            (tr("&Data of"), self.source, self.source),
            (tr("&Size"), size, self.width_),
            ("", self.light, None),
            ("", self.legend, None),
            (tr("&Length"), film, self.seconds),
            ("", self.words, None),
            (tr("&File"), file, self.path),
            ("", self.error, None),
        ):
            label = QLabel(words)
            if named is not None:
                label.setBuddy(named)
                named.setAccessibleName(words.replace("&", ""))
            self._form.addRow(label, widget)
        for box, name in (
            *((self.width_, tr("Width")), (self.height_, tr("Height")), (self.unit, tr("Unit"))),
            *((self.dpi, tr("Pixels an inch")), (self.rate, tr("Frames a second"))),
            (self.seconds, tr("Length in seconds")),
        ):
            box.setAccessibleName(name)

    def _ends(self) -> QHBoxLayout:
        """The progress, and the buttons that start and end."""
        line = QHBoxLayout()
        line.addWidget(self.bar, 1)
        line.addStretch(0)
        line.addWidget(self.start)
        line.addWidget(self.end)
        self.bar.hide()
        return line


def _row(*parts: QWidget, wide: QWidget | None = None) -> QWidget:
    """Widgets side by side; one of them may take the room that is left."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        line.addWidget(part, int(part is wide))
    if wide is None:
        line.addStretch(1)
    return row
