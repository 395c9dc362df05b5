"""What all panels are: a question, a form, jobs, pictures, a reading, and one place for errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import labels
from app.form import Form
from app.job import Failure, Job, Report, Worker
from app.labels import tr
from app.widgets.chart import Picture
from app.widgets.parts import sentence, styled, tool_button
from app.widgets.presets import PresetBar
from core.experiments import EXPERIMENTS
from core.parameters import Spec, SpecError

UNPAINTED_MS = 15
"""Between the first paints of a panel's pictures: time for what else waits."""

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


@dataclass(frozen=True)
class Preset:
    """A state of a panel, named after what it shows. Presets are data."""

    name: str
    settings: Mapping[str, Any]


class ErrorStrip(QFrame):
    """The one place where a panel says what went wrong."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "errorStrip")
        self._report = ""
        self.label = sentence("error")
        self.copy = QPushButton(tr("Copy report"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.copy)
        row.addWidget(tool_button("×", tr("Close"), self.hide))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._report))
        self.hide()

    def say(self, sentence: str, report: str = "") -> None:
        """Show a sentence; with a report, a button copies it."""
        self._report = report
        self.label.setText(sentence)
        self.copy.setVisible(bool(report))
        self.show()


class Panel(QWidget):
    """Base of all panels. A hidden panel computes nothing.

    A subclass says which jobs it has and which spec each is asked for (:meth:`requests`), builds
    its pictures, and draws frames with ``draw(frame, view)``. All in the GUI thread.
    """

    key: ClassVar[str]
    presets: ClassVar[Sequence[Preset]] = ()
    hidden_fields: ClassVar[Sequence[str]] = ()

    spec_edited = Signal(object, object, int)
    """The spec before, the spec after, and the gesture: what undo needs."""
    status_changed = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.device = "auto"
        self._worker = worker
        self._jobs: list[Job] = []
        self._asked: dict[Job, tuple[Spec, str]] = {}
        self.spec: Spec = EXPERIMENTS[self.key].spec()
        self._drawn: dict[Job, Spec] = {}
        self._refused = False
        self._unpainted: list[Picture] | None = None
        self.form = Form(self.spec, self.hidden_fields)
        self.form.edited.connect(self._on_edited)
        self.errors = ErrorStrip()
        self.notice = sentence("notice")
        self.notice.hide()
        self._busy_bar = QProgressBar(maximum=1000, textVisible=False)
        self._busy_bar.setFixedSize(90, 8)
        self._timing = styled(QLabel(), "muted")
        self._footer = QHBoxLayout()
        self._build()

    # What a panel is

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        """What is asked of each job in the present state, or why nothing can be asked of it."""
        raise NotImplementedError

    def build_pictures(self) -> QWidget:
        """The middle of the panel, with the reading where the eye ends."""
        raise NotImplementedError

    def build_transport(self) -> QWidget | None:
        """The controls of time, where time passes."""
        return None

    def retheme(self) -> None:
        """Draw everything anew in the present theme."""
        raise NotImplementedError

    def restart(self) -> None:
        """Begin anew what passes in time."""

    def show_end(self) -> None:
        """Show the end of what passes in time."""

    def toggle_play(self) -> None:
        """Play or pause."""

    def step(self, by: int) -> None:
        """Move by so many steps."""

    # What panels share

    def add_job(self, experiment: str, show: Callable[[Any], None], priority: int = 0) -> Job:
        """A job whose newest frame is drawn by ``show``."""
        job = Job(self._worker, EXPERIMENTS[experiment], priority=priority, parent=self)
        job.delivered.connect(lambda report: self._on_delivered(job, report, show))
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        job.busy_changed.connect(self._on_busy)
        self._jobs.append(job)
        return job

    def set_spec(self, spec: Spec) -> None:
        """Show and compute this spec; not a step to undo."""
        self.spec = spec
        self.form.set_spec(spec)
        self.refresh()

    def set_device(self, device: str) -> None:
        """Compute there from now on."""
        self.device = device
        self.refresh()

    def apply_preset(self, preset: Preset) -> None:
        """From the defaults, change what the preset says: one step to undo."""
        spec = type(self.spec)().adapt(**preset.settings)
        changed = {name: getattr(spec, name) for name in vars(spec)}
        self.form.change(**changed)
        self.restart()

    def reset(self) -> None:
        """Back to the defaults."""
        self.apply_preset(Preset("", {}))

    def open_file(self, path: str) -> bool:
        """Take a file that was dropped or named; False where the panel has no use for it."""
        return False

    def refresh(self) -> None:
        """Ask every job for what the present state needs, if it was not asked already."""
        if not self.isVisible():
            return
        refused: SpecError | None = None
        for job, spec in self.requests():
            if isinstance(spec, SpecError):
                refused = spec
            elif self._asked.get(job) != (spec, self.device):
                self._asked[job] = (spec, self.device)
                self.errors.hide()
                job.submit(spec, self.device)
        if refused is not None:
            self._say_refusal(refused)
        elif self._refused:
            self.errors.hide()
        self._refused = refused is not None

    def drawn_spec(self, job: Job) -> Spec:
        """The spec of the frame that is shown, which a moving hand is ahead of."""
        return self._drawn.get(job, self.spec)

    @property
    def busy(self) -> bool:
        """Whether anything is being computed."""
        return any(job.busy for job in self._jobs) or bool(self._unpainted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of time. They come here only where the focused control has no use for them: a
        slider keeps its arrows, a button its space bar."""
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.toggle_play,
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_R: self.restart,
        }
        if event.key() in keys and event.modifiers() in _PLAIN:
            keys[event.key()]()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unpainted is None:
            # Fonts, axes and caches make first paints dear: one picture after another.
            self._unpainted = self.findChildren(Picture)
            for picture in self._unpainted:
                picture.setUpdatesEnabled(False)
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)
        self.refresh()

    @Slot()
    def _paint_next(self) -> None:
        if self._unpainted:
            self._unpainted.pop(0).setUpdatesEnabled(True)
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for picture in self._unpainted or ():
            picture.setUpdatesEnabled(True)
        self._unpainted = self._unpainted and []
        for job in self._jobs:
            if job.busy:
                job.cancel()
                self._asked.pop(job, None)

    @Slot(object, int)
    def _on_edited(self, spec: Spec, gesture: int) -> None:
        before, self.spec = self.spec, spec
        self.refresh()
        self.spec_edited.emit(before, spec, gesture)

    def _on_delivered(self, job: Job, report: Report, show: Callable[[Any], None]) -> None:
        if report.spec is not None:
            self._drawn[job] = report.spec
        show(report.frame)
        for picture in self.findChildren(Picture):
            # Ranges are applied now: within the paint they would cause a second one.
            picture.scene().prepareForPaint()
        frame = report.frame
        self._busy_bar.setValue(round(1000 * frame.step / max(1, frame.total)))
        if job is self._jobs[0]:
            self._timing.setText(f"{1000 * report.seconds:.3g} ms")
            self.status_changed.emit(report.device)
        if report.fallback:
            self.notice.setText(labels.fallback(report.fallback))
        self.notice.setVisible(bool(report.fallback))

    def _on_failed(self, job: Job, failure: Failure) -> None:
        self._asked.pop(job, None)
        if failure.refusal is not None:
            self.form.refuse(failure.refusal)
            self._say_refusal(failure.refusal)
        else:
            last = failure.report.strip().splitlines()[-1]
            self.errors.say(tr("This could not be computed. {reason}", reason=last), failure.report)

    def _say_refusal(self, error: SpecError) -> None:
        known = error.field in labels.FIELDS
        self.errors.say(labels.refusal(error, labels.field(error.field) if known else None))

    @Slot()
    def _on_busy(self) -> None:
        busy = self.busy
        policy = self._busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy_bar.setSizePolicy(policy)
        self._busy_bar.setVisible(busy)
        if busy:
            self._busy_bar.setValue(0)

    def _build(self) -> None:
        question = styled(QLabel(tr(labels.QUESTIONS[self.key])), "question")
        header = QHBoxLayout()
        header.addWidget(question)
        question.setMinimumWidth(120)
        names = [tr(preset.name) for preset in self.presets]
        header.addWidget(PresetBar(names, lambda i: self.apply_preset(self.presets[i])), 1)
        header.addWidget(tool_button("↺", tr("Reset panel"), self.reset))

        controls = QScrollArea()
        controls.setWidgetResizable(True)
        controls.setFrameShape(QFrame.Shape.NoFrame)
        controls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        controls.setFixedWidth(284)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        controls.setWidget(inner)
        controls.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        body = QHBoxLayout()
        body.setSpacing(10)
        body.addWidget(controls)
        body.addWidget(self.build_pictures(), 1)

        transport = self.build_transport()
        if transport is not None:
            self._footer.addWidget(transport, 1)
        else:
            self._footer.addWidget(self.notice, 1)
        self._busy_bar.hide()
        self._on_busy()
        self._footer.addWidget(self._busy_bar)
        self._footer.addWidget(self._timing)
        self._timing.setMinimumWidth(64)
        self._timing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addLayout(header)
        layout.addLayout(body, 1)
        if transport is not None:
            layout.addWidget(self.notice)
        layout.addWidget(self.errors)
        layout.addLayout(self._footer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
