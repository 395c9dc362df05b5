"""A dialog that exports a part of a panel to a file: a picture, numbers, or a film."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QSettings, QSignalBlocker, QSize, QStandardPaths, Qt, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QWidget,
)

from app import theme
from app.export import orders
from app.export.controls import ExportControls
from app.export.described import CM_AN_INCH, described
from app.export.exporter import Exporter
from app.export.orders import FORMATS, MOST_PIXELS, Format, Kind, Order, why_not
from app.export.vectors import SCREEN_DPI
from app.job import Report
from app.panel.panel import Panel
from app.widgets.exhibit import Exhibit, captions, exhibits
from app.words.labels import tr
from app.words.vocabulary import experiment_name

MOST_SIDE = 20_000
FIRST_CM, FIRST_DPI = 16.0, 300
"""The width in cm of a column of text, and the resolution of a printer, proposed at first."""


class ExportDialog(ExportControls):
    """Stands beside the window, which stays usable; while a film is made it shows the progress."""

    def __init__(
        self, panel: Panel, exporter: Exporter, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        self._panel, self._exporter, self._settings = panel, exporter, settings
        self._exhibits = [*exhibits(panel), panel]
        self._named = ""
        """The file name that was proposed last; a typed one differs from it."""
        self._said: dict[str, str] = {}
        """Why the chosen picture could not be exported in each format, as it is shown."""
        names = captions(self._exhibits[:-1])
        self.what.addItems([*names, tr("The whole panel")])
        for format in FORMATS.values():
            self.format.addItem(tr(format.words), format.key)
        self.folder = str(settings.value("export/folder", "")) or _pictures()
        self._connect()
        key = str(settings.value("export/format", "png"))
        self.format.setCurrentIndex(max(0, self.format.findData(key)))
        self.choose(None)

    # What is chosen

    def choose(self, exhibit: QWidget | None) -> None:
        """Propose that picture, or the first one if none is given."""
        known = exhibit in self._exhibits
        self.what.setCurrentIndex(self._exhibits.index(exhibit) if exhibit and known else 0)
        self._on_what()

    @property
    def widget(self) -> QWidget:
        """The widget that is exported."""
        return self._exhibits[max(0, self.what.currentIndex())]

    @property
    def chosen(self) -> Format:
        """The format that is chosen."""
        return FORMATS[self.format.currentData()]

    @property
    def pixels(self) -> QSize:
        """The size of the picture or the film."""
        if self.unit.currentData() == "px":
            return QSize(round(self.width_.value()), round(self.height_.value()))
        scale = self.dpi.value() / CM_AN_INCH
        return QSize(
            max(1, round(self.width_.value() * scale)), max(1, round(self.height_.value() * scale))
        )

    @property
    def target(self) -> Path:
        """The file that is written: what is typed, with the suffix of its format."""
        typed, suffix = self.path.text().strip(), f".{self.chosen.key}"
        return Path(typed if typed.lower().endswith(suffix) else f"{typed}{suffix}")

    def order(self) -> Order:
        """The order for the file, with all that is chosen."""
        unit = self.unit.currentData()
        lengths = (f"{box.value():.6g}{unit}" for box in (self.width_, self.height_))
        return Order(
            panel=self._panel,
            widget=self.widget,
            caption=self.what.currentText(),
            format=self.chosen,
            path=self.target,
            size=self.pixels,
            dpi=float(self.dpi.value()),
            length=(next(lengths), next(lengths)),
            light=self.light.isChecked() and self.light.isEnabled(),
            legend=self.legend.isChecked(),
            source=self.source.currentData() or "",
            seconds=self.seconds.value(),
            rate=self.rate.value(),
        )

    # What happens

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._on_what)
        self.format.currentIndexChanged.connect(self._on_format)
        self.unit.currentIndexChanged.connect(self._on_unit)
        self.width_.valueChanged.connect(lambda: self._keep_shape(self.width_))
        self.height_.valueChanged.connect(lambda: self._keep_shape(self.height_))
        for box in (self.dpi, self.seconds, self.rate):
            box.valueChanged.connect(self._say)
        self.source.currentIndexChanged.connect(self._say)
        self.path.textChanged.connect(self._say)
        self.browse.clicked.connect(self._on_browse)
        self.start.clicked.connect(self._on_start)
        self.end.clicked.connect(self.reject)
        self._panel.jobs.delivered.connect(self._on_delivered)
        self._exporter.progressed.connect(self._on_progress)
        self._exporter.finished.connect(self._on_finished)
        self._exporter.failed.connect(self._on_failed)
        self._exporter.stopped.connect(self._on_stopped)

    @Slot(str, object, bool)
    def _on_delivered(self, key: str, report: Report, first: bool) -> None:
        """Something was computed: what could not be exported before perhaps can be now."""
        if not self._exporter.busy and self._reasons() != self._said:
            self._on_what()

    def _reasons(self) -> dict[str, str]:
        """Why the chosen picture cannot be exported, by format; empty for those in which it can."""
        return {key: why_not(self._panel, self.widget, f) for key, f in FORMATS.items()}

    @Slot()
    def _on_what(self) -> None:
        """Another picture was chosen: adapt the formats, the frames and the size to it."""
        reasons = self._said = self._reasons()
        model = self.format.model()
        assert isinstance(model, QStandardItemModel)
        for row, key in enumerate(FORMATS):
            model.item(row).setEnabled(not reasons[key])
            model.item(row).setToolTip(reasons[key])
        if reasons[self.format.currentData()]:
            free = next(key for key in FORMATS if not reasons[key])
            self.format.setCurrentIndex(self.format.findData(free))
        self.why.setText("\n".join(dict.fromkeys(reason for reason in reasons.values() if reason)))
        self.why.setVisible(bool(self.why.text()))
        with QSignalBlocker(self.source):
            self.source.clear()
            for key in orders.sources(self._panel, self.widget):
                self.source.addItem(experiment_name(key), key)
        self._offer_size()
        self._on_format()

    @Slot()
    def _on_format(self) -> None:
        kind = self.chosen.kind
        self._form.setRowVisible(self._rows["size"], kind is not Kind.DATA)
        self._form.setRowVisible(self._rows["film"], kind is Kind.FILM)
        self._form.setRowVisible(self.light, kind is not Kind.DATA)
        self._form.setRowVisible(self.legend, kind is not Kind.DATA and self._lacks_legend())
        self._form.setRowVisible(self.source, kind is Kind.DATA and self.source.count() > 1)
        self.light.setEnabled(theme.current().key != "light")
        if Path(self.path.text()).name == self._named:
            self._propose()
        self.dpi.setVisible(kind is Kind.PICTURE)
        self._say()
        self._fit()

    @Slot()
    def _on_unit(self) -> None:
        if self.unit.currentData() == "cm" and self.dpi.value() == SCREEN_DPI:
            with QSignalBlocker(self.dpi):
                self.dpi.setValue(FIRST_DPI)
        self._offer_size()
        self._say()

    def _lacks_legend(self) -> bool:
        """Whether the series of the chosen picture are named only beside it."""
        shown = self.widget
        return (
            shown is not self._panel and isinstance(shown, Exhibit) and bool(shown.legend_entries())
        )

    def _fit(self) -> None:
        """Make the dialog as high as its sentences need at this width, which a size hint does not
        consider."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _offer_size(self) -> None:
        """Propose the picture's own size, or the width of a column."""
        in_pixels = self.unit.currentData() == "px"
        for box in (self.width_, self.height_):
            with QSignalBlocker(box):
                box.setDecimals(0 if in_pixels else 1)
                box.setRange(16 if in_pixels else 0.5, MOST_SIDE if in_pixels else 200.0)
                box.setSuffix("" if in_pixels else " cm")
        with QSignalBlocker(self.width_):
            self.width_.setValue(self.widget.width() if in_pixels else FIRST_CM)
        self._keep_shape(self.width_)

    def _keep_shape(self, led: QDoubleSpinBox) -> None:
        """Keep the picture's aspect ratio, for which its content is laid out."""
        shape = self.widget.height() / max(1, self.widget.width())
        if led is self.width_:
            other, value = self.height_, led.value() * shape
        else:
            other, value = self.width_, led.value() / shape
        with QSignalBlocker(other):
            other.setValue(value)
        self._say()

    @Slot()
    def _say(self) -> None:
        """Say what the file will be, or why there can be none."""
        self.words.setText(described(self.order()))
        problem = self._problem()
        replaced = not problem and self.target.is_file()
        self.error.setText(problem or (tr("This file will be replaced.") if replaced else ""))
        self.error.setVisible(bool(self.error.text()))
        self.start.setEnabled(not problem and not self._exporter.busy)

    def _problem(self) -> str:
        """The reason why the file cannot be written, as far as it is known now."""
        size, typed = self.pixels, self.path.text().strip()
        reason = why_not(self._panel, self.widget, self.chosen)
        if reason:
            return reason
        if self.chosen.kind is not Kind.DATA and size.width() * size.height() > MOST_PIXELS:
            return tr("That is more than {most} million pixels.", most=MOST_PIXELS // 1_000_000)
        if not typed or orders.is_folder(Path(typed)):
            return tr("A file name is missing.")
        return orders.why_not_there(self.target)

    def _propose(self) -> None:
        """Propose a file name that describes the content and is not taken."""
        folder = Path(self.path.text()).parent if self._named else Path(self.folder)
        try:
            taken = {entry.name for entry in folder.iterdir()}
        except OSError:
            taken = set()
        self._named = orders.file_name(self._panel, self.what.currentText(), self.chosen.key, taken)
        self.path.setText(QDir.toNativeSeparators(str(folder / self._named)))

    @Slot()
    def _on_browse(self) -> None:
        kind = f"{tr(self.chosen.words)} (*.{self.chosen.key})"
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Export"),
            self.path.text(),
            kind,
            options=QFileDialog.Option.DontConfirmOverwrite,  # the dialog says it itself
        )
        if name:
            self.path.setText(QDir.toNativeSeparators(name))

    @Slot()
    def _on_start(self) -> None:
        path = self.target
        self.path.setText(QDir.toNativeSeparators(str(path)))
        self._settings.setValue("export/folder", str(path.absolute().parent))
        self._settings.setValue("export/format", self.chosen.key)
        self._exporter.start(self.order())
        self._show_busy(True)

    @Slot(int, int)
    def _on_progress(self, step: int, total: int) -> None:
        self.bar.setMaximum(total)
        self.bar.setValue(step)

    @Slot(object)
    def _on_finished(self, order: Order) -> None:
        self.accept()

    @Slot(object, str)
    def _on_failed(self, order: Order, sentence: str) -> None:
        self._show_busy(False)
        self.error.setText(sentence)
        self.error.show()

    @Slot()
    def _on_stopped(self) -> None:
        self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        for row in range(self._form.rowCount()):
            for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole):
                item = self._form.itemAt(row, role)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.setEnabled(not busy)
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.end.setText(tr("Cancel") if busy else tr("Close"))
        self.start.setEnabled(not busy)
        if busy:
            self.end.setFocus()
        else:
            self._on_format()

    def reject(self) -> None:
        """Escape or the button: first give up what is being written, the next time close the
        dialog."""
        if self._exporter.busy:
            self._exporter.cancel()
        else:
            super().reject()


def _pictures() -> str:
    location = QStandardPaths.StandardLocation.PicturesLocation
    folder = QStandardPaths.writableLocation(location)
    return folder if Path(folder).is_dir() else QDir.homePath()
