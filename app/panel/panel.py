"""What all panels are: a question, forms, jobs, pictures, a reading, and one place for errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.job import Failure, Job, Report, Worker
from app.panel.animation import Animation
from app.panel.commands import run_command
from app.panel.error_strip import ErrorStrip
from app.panel.form import Form
from app.panel.form_column import FormColumn
from app.panel.pin import PinControl, Pinnable
from app.panel.preset_bar import PresetBar
from app.panel.state import PanelState, Specs, fitting, view_values
from app.widgets.buttons import IconButton
from app.widgets.exhibit import exhibit_of
from app.widgets.picture import Picture
from app.widgets.sentences import Shortened, Steady, sentence
from app.widgets.styled import styled
from app.widgets.tabs import Tabs
from app.words import labels
from app.words.labels import _ as mark
from app.words.labels import tr
from app.words.refusals import refusal
from core.experiment import Experiment, Frame, Frames
from core.experiments import EXPERIMENTS
from core.parameters import Spec, SpecError, parameters

PAGE_WIDTH = 490
"""A page shrinks at least to this width: then a lesson fits beside the panel at 1280 pixels."""

UNPAINTED_MS = 15
"""Between paints of a panel's pictures in turn: time for what else waits."""


def _nothing(spec: Spec, device: str) -> Frames:
    yield None


_ONLY_QUESTIONS = Experiment("", Spec, _nothing, {})
"""Of a job that never runs anything."""

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


@dataclass(frozen=True)
class Preset:
    """A state of a panel, named after what it shows. Presets are data."""

    name: str
    settings: Mapping[str, Any]
    """What differs from the defaults of the main spec."""
    page: str = ""
    """The key of the page that comes to the front; the first one by default."""
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What differs from the defaults of a companion's spec."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """What differs in what is shown."""
    claim: str = ""
    """The claim of the lecture notes that it lets a person see, such as O3."""
    waits: bool = False
    """Whether what passes in time waits at its start, where it is a single step that is seen."""


@dataclass(frozen=True)
class Page:
    """A tab of a panel: pictures of the main experiment, or of a companion."""

    key: str
    title: str
    widget: QWidget
    experiment: str = ""
    """The companion whose form belongs to it; the page's pictures are computed only while it is
    in front."""
    alone: bool = False
    """Whether that form stands in the main one's place, and not over it."""
    fields: Collection[str] | None = None
    """The fields of the main form that matter to it; all, if none are named."""


class Panel(QWidget):
    """Base of all panels. A hidden panel computes nothing.

    A subclass says which jobs it has and which spec each is asked for (:meth:`requests`), builds
    its pictures, and draws frames with ``draw(frame, view)``. All in the GUI thread.
    """

    key: ClassVar[str]
    """Of the panel, and of its main experiment."""
    companions: ClassVar[Sequence[str]] = ()
    """Further experiments, each with a spec, a form and a page of its own."""
    own_fields: ClassVar[Mapping[str, Collection[str]]] = MappingProxyType({})
    """Fields of a companion that are its own, though the main spec has their names too."""
    presets: ClassVar[Sequence[Preset]] = ()
    preset_view: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """What a preset shows unless it says otherwise."""
    hidden_fields: ClassVar[Sequence[str]] = ()
    parts: ClassVar[Mapping[str, Callable[[], QWidget]]] = MappingProxyType({})
    """What takes long to build, by name. A window in use builds one a turn of its event loop, and
    hands them to the panel: :meth:`part`."""

    view: Any = None
    """A frozen dataclass of what is shown but not computed."""

    spec_edited = Signal(object, object, int)
    """The specs before, the specs after, and the gesture: what undo needs. Where more than
    specs was changed, the states (:class:`PanelState`) before and after."""
    status_changed = Signal(str)
    export_wanted = Signal(object)
    """One of the panel's pictures, which shall become a file."""
    copy_wanted = Signal(object)
    lesson_asked = Signal(str)
    """The claim whose lesson says why."""

    claims: Collection[str] = frozenset()
    """Those that have a lesson."""

    def __init__(self, worker: Worker, made: Mapping[str, QWidget] | None = None) -> None:
        super().__init__()
        self._made = dict(made or {})
        self.device = "auto"
        self._worker = worker
        self.jobs: dict[str, Job] = {}
        """By the key of what they compute."""
        self._asked: dict[Job, tuple[Spec, str]] = {}
        self.specs: Specs = self._defaults()
        self.pages: Sequence[Page] = ()
        self._tabs: QTabWidget | None = None
        self._questions: list[Job] = []
        self._reports: dict[Job, Report] = {}
        self._refused = False
        self._unpainted: list[Picture] | None = None
        self._pictures: Sequence[Picture] | None = None
        self.why = styled(QPushButton(), "why")
        self.why.clicked.connect(self._on_why)
        self.why.hide()
        self._claim = ""
        self.forms: dict[str, Form] = {}
        self._titles: dict[str, QLabel] = {}
        self._column = QVBoxLayout()
        self.form = self._add_form(self.key, self.hidden_fields)
        self.errors = ErrorStrip()
        self.notice = sentence("notice")
        self.notice.hide()
        self._busy_bar = QProgressBar(maximum=1000, textVisible=False)
        self._busy_bar.setFixedSize(90, 8)
        self._timing = styled(Steady("0.00 ms"), "muted")
        self.pin: PinControl = PinControl(self, self._shown_specs, self.behind_tabs)
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

    def change_view(self, **changes: Any) -> None:
        """Change what is shown and not computed."""
        if self.view is not None and changes:
            self.view = replace(self.view, **changes)
            self.retheme()

    def restart(self) -> None:
        """Begin anew what passes in time."""

    def animation(self) -> Animation | None:
        """What passes in time on the page in front; None where nothing does."""
        return None

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        """The experiments whose frames a picture shows, the most important first."""
        for page in self.pages:
            if page.widget is exhibit or page.widget.isAncestorOf(exhibit):
                return (page.experiment or self.key,)
        return (self.key,)

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec that gives this frame again; more than what was asked, where a run heard of
        changes on its way."""
        return spec

    def show_start(self) -> None:
        """Show the start of what passes in time, and wait there."""

    def show_end(self) -> None:
        """Show the end of what passes in time."""

    def toggle_play(self) -> None:
        """Play or pause."""

    def pause(self) -> None:
        """Hold what passes in time."""

    def step(self, by: int) -> None:
        """Move by so many steps."""

    def behind_tabs(self) -> Sequence[Pinnable]:
        """Pictures behind another tab of a page, drawn as of now: a pin takes them along."""
        return ()

    # What panels share

    @property
    def pictures(self) -> Sequence[Picture]:
        """All of them, in front or not. To look for them takes a millisecond."""
        if self._pictures is None:
            self._pictures = self.findChildren(Picture)
        return self._pictures

    def part(self, key: str) -> Any:
        """One of :attr:`parts`: made beforehand, or now."""
        return self._made.pop(key) if key in self._made else self.parts[key]()

    def add_job(self, experiment: str, show: Callable[[Any], None], priority: int = 0) -> Job:
        """A job whose newest frame is drawn by ``show``."""
        job = Job(self._worker, EXPERIMENTS[experiment], priority=priority, parent=self)
        job.delivered.connect(lambda report: self._on_delivered(job, report, show))
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        job.busy_changed.connect(self._on_busy)
        self.jobs[experiment] = job
        return job

    def add_question(self, show: Callable[[Any], None]) -> Callable[[Callable[[], Any]], None]:
        """Asks tiny pure questions of core; of those that are waiting the newest is answered, and
        ``show`` gets the answer. Each kind of question is one of its own."""
        job = Job(self._worker, _ONLY_QUESTIONS, parent=self)
        self._questions.append(job)
        job.answered.connect(show)
        job.failed.connect(lambda failure: self._on_failed(job, failure))
        return job.ask

    def build_pages(self, pages: Sequence[Page]) -> QTabWidget:
        """The pages as tabs."""
        self.pages = pages
        self._tabs = Tabs(whole=True)
        for page in pages:
            if page.widget.minimumSizeHint().width() > PAGE_WIDTH:
                page.widget.setMinimumWidth(PAGE_WIDTH)
            self._tabs.addTab(page.widget, page.title)
        self._tabs.currentChanged.connect(self._on_page)
        return self._tabs

    @property
    def page(self) -> Page | None:
        """The page in front; None for a panel without pages."""
        return self.pages[self._tabs.currentIndex()] if self._tabs is not None else None

    def show_page(self, key: str) -> None:
        """Bring that page to the front; the first one, if there is none of that key."""
        if self._tabs is not None:
            keys = [page.key for page in self.pages]
            self._tabs.setCurrentIndex(keys.index(key) if key in keys else 0)

    def enable_page(self, key: str, enabled: bool, why: str = "") -> None:
        """Whether that page has a meaning now; ``why`` not stands in its tool tip."""
        if self._tabs is not None:
            index = [page.key for page in self.pages].index(key)
            self._tabs.setTabEnabled(index, enabled)
            self._tabs.setTabToolTip(index, self.pages[index].title if enabled else why)

    @property
    def front(self) -> str:
        """The key of the experiment that the page in front shows."""
        return (self.page.experiment if self.page is not None else "") or self.key

    @property
    def spec(self) -> Any:
        """The spec of the main experiment."""
        return self.specs[self.key]

    def shared(self, companion: str) -> Mapping[str, Any]:
        """What a companion's spec takes from the panel: each field that the main spec has too."""
        own = self.own_fields.get(companion, ())
        main = {p.name for p in parameters(type(self.spec))} - set(own)
        names = (p.name for p in parameters(EXPERIMENTS[companion].spec))
        return {name: getattr(self.spec, name) for name in names if name in main}

    def spec_of(self, key: str) -> Spec | SpecError:
        """The spec of one of the panel's experiments, or why there can be none in this state."""
        if key == self.key:
            return self.specs[key]
        try:
            return self.specs[key].adapt(**self.shared(key))
        except SpecError as error:
            return error

    def shown_spec(self) -> Spec | SpecError:
        """What a command must be told to compute what the page in front shows."""
        return self.spec_of(self.front)

    def command(self) -> str:
        """The command line that computes what the page in front shows."""
        spec = self.shown_spec()
        settings = spec.settings() if isinstance(spec, Spec) else {}
        return run_command(self.front, settings, self.device)

    def set_spec(self, spec: Spec) -> None:
        """Show and compute this spec; not a step to undo."""
        self.set_specs({**self.specs, spec.key: spec})

    def set_specs(self, specs: Specs) -> None:
        """Show and compute these specs; not a step to undo."""
        self.specs = specs
        self._offer_lesson("")
        self.form.set_spec(self.spec)
        self.follow()
        self.refresh()

    def state(self) -> PanelState:
        """What a session keeps of it."""
        return self._state_of(view_values(self.view))

    def _state_of(self, names: Collection[str]) -> PanelState:
        """Its state, with these parts of the view and no other."""
        page = self.page.key if self.page is not None else ""
        view = {n: value for n, value in view_values(self.view).items() if n in names}
        return PanelState(dict(self.specs), page, view)

    def restore(self, state: PanelState) -> None:
        """Take up a kept state; an experiment that it does not know keeps its spec."""
        own = {key: spec for key, spec in state.specs.items() if key in self.specs}
        self.set_specs({**self.specs, **own})
        self.show_page(state.page)
        self.change_view(**fitting(self.view, state.view))

    def paint_in_turn(self) -> None:
        """Paint one picture after another, once: for what makes all of them dear together, as first
        paints (fonts, axes, caches) or another surface."""
        before = self._unpainted or []
        there = [picture for picture in self.pictures if picture.isVisible()]
        self._unpainted = [*(picture for picture in before if picture not in there), *there]
        for picture in self._unpainted:
            picture.setUpdatesEnabled(False)
        if not before:
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)

    def set_device(self, device: str) -> None:
        """Compute there from now on."""
        self.device = device
        self.refresh()

    def apply_preset(self, preset: Preset) -> None:
        """From the defaults, change what the preset says: one step to undo.

        :class:`SpecError` where that makes no sense; then everything stays as it is.
        """
        shown = {**self.preset_view, **preset.view}
        before = self._state_of(shown)
        try:
            specs = self._preset_specs(preset)
        finally:
            self.specs = before.specs
        self.set_specs(specs)  # first, for what can be shown hangs on it
        self.show_page(preset.page)
        self.change_view(**shown)
        self._offer_lesson(preset.claim)
        after = self._state_of(shown)
        if after != before:
            self.spec_edited.emit(before, after, self.form.new_gesture())
        if preset.waits:
            self.show_start()
        else:
            self.restart()

    def _preset_specs(self, preset: Preset) -> Specs:
        """The specs that a preset means; what is shared is read from those set so far."""
        self.specs = self._defaults()
        self.specs = {**self.specs, self.key: self.spec.adapt(**preset.settings)}
        for key, settings in preset.pages.items():
            adapted = self.specs[key].adapt(**self.shared(key), **settings)
            self.specs = {**self.specs, key: adapted}
        return self.specs

    def _offer_lesson(self, claim: str) -> None:
        """A button that asks why, while the panel shows what a claim is about."""
        self._claim = claim
        self.why.setText(tr("{claim}: why?", claim=claim))
        self.why.setToolTip(tr("The lesson about it"))
        self.why.setVisible(claim in self.claims)

    def know_lessons(self, claims: Collection[str]) -> None:
        """These claims have a lesson; what is shown may be about one of them."""
        self.claims = claims
        self.why.setVisible(self._claim in claims)

    def reset(self) -> None:
        """Back to the defaults."""
        self.apply_preset(Preset("", {}, page=self.page.key if self.page is not None else ""))

    def open_file(self, path: str) -> bool:
        """Take a file that was dropped or named; False where the panel has no use for it."""
        return False

    def refresh(self) -> None:
        """Ask every job for what the present state needs, if it was not asked already."""
        if not self.isVisible():
            return
        refused: tuple[Job, SpecError] | None = None
        for job, spec in self.requests():
            if isinstance(spec, SpecError):
                refused = job, spec
            elif self._asked.get(job) != (spec, self.device):
                self._asked[job] = (spec, self.device)
                self.errors.hide()
                job.submit(spec, self.device)
        if refused is not None:
            self._say_refusal(*refused)
        elif self._refused:
            self.errors.hide()
        self._refused = refused is not None

    def drawn_spec(self, job: Job) -> Spec:
        """The spec of the frame that is shown, which a moving hand is ahead of."""
        key = job.experiment.key
        report = self._reports.get(job)
        drawn = report.spec if report is not None else None
        return drawn or self.specs.get(key, self.specs[self.key])

    def report(self, experiment: str) -> Report | None:
        """What an experiment's pictures show: its newest frame, with the spec behind it."""
        for job, report in self._reports.items():
            if job.experiment.key == experiment:
                return report
        return None

    @property
    def drawn_experiments(self) -> frozenset[str]:
        """The keys of those of which a frame has been drawn."""
        return frozenset(job.experiment.key for job in self._reports)

    @property
    def busy(self) -> bool:
        """Whether anything is being computed."""
        return any(job.busy for job in self.jobs.values()) or bool(self._unpainted)

    @property
    def settled(self) -> bool:
        """Whether all that was asked for, small questions too, has been drawn."""
        return not self.busy and not any(job.asking for job in self._questions)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of whatever can be taken out of the panel by itself."""
        at = self.mapFromGlobal(event.globalPos())
        exhibit = exhibit_of(self.childAt(at), self)
        if exhibit is None:
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        export = menu.addAction(tr("Export this picture…"))
        export.triggered.connect(lambda: self.export_wanted.emit(exhibit))
        copy = menu.addAction(tr("Copy picture"))
        copy.triggered.connect(lambda: self.copy_wanted.emit(exhibit))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of time. They come here only where the focused control has no use for them: a
        slider keeps its arrows, a button its space bar."""
        for one in KEYS:
            if event.key() == one.key and event.modifiers() in _PLAIN:
                one.do(self)
                return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unpainted is None:
            self.paint_in_turn()
        self.refresh()

    @Slot()
    def _paint_next(self) -> None:
        if self._unpainted:
            self._unpainted.pop(0).setUpdatesEnabled(True)
            self._show_busy()
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for picture in self._unpainted or ():
            picture.setUpdatesEnabled(True)
        self._unpainted = self._unpainted and []
        for job in self.jobs.values():
            if job.busy:
                job.cancel()
                self._asked.pop(job, None)

    @Slot()
    def _on_why(self) -> None:
        self.lesson_asked.emit(self._claim)

    def _on_edited(self, key: str, spec: Spec, gesture: int) -> None:
        before = self.specs
        self.specs = {**before, key: spec}
        self.follow()
        self.refresh()
        self.spec_edited.emit(before, self.specs, gesture)

    @Slot(int)
    def _on_page(self, index: int) -> None:
        self.follow()
        self.refresh()

    def follow(self) -> None:
        """Show the form of the page in front, with what it shares as it is now."""
        page, front = self.page, self.front
        if front != self.key:
            if front not in self.forms:
                self._add_form(front, tuple(self.shared(front)))
                self._titles[front] = styled(QLabel(page.title if page else ""), "heading")
                self._column.insertWidget(0, self._titles[front])
            spec = self.spec_of(front)
            if isinstance(spec, Spec):
                self.forms[front].set_spec(spec)
        for key, form in self.forms.items():
            if key == self.key:
                form.show_only(page.fields if page else None)
            form.setVisible(key == front or (key == self.key and not (page and page.alone)))
            if key in self._titles:
                self._titles[key].setVisible(key == front)
        self.pin.follow()

    def _shown_specs(self) -> Specs:
        """What the pictures on the screen are of: the main spec, and that of the page in front."""
        alone = self.page is not None and self.page.alone
        keys = (self.front,) if alone else (self.key, self.front)
        specs = {key: self.spec_of(key) for key in keys}
        return {key: spec for key, spec in specs.items() if isinstance(spec, Spec)}

    def _add_form(self, key: str, hidden: Collection[str]) -> Form:
        form = self.forms[key] = Form(self.specs[key], hidden)
        form.edited.connect(lambda spec, gesture: self._on_edited(key, spec, gesture))
        self._column.insertWidget(0, form)  # the page's own over what it shares
        return form

    def _defaults(self) -> Specs:
        return {key: EXPERIMENTS[key].spec() for key in (self.key, *self.companions)}

    def _on_delivered(self, job: Job, report: Report, show: Callable[[Any], None]) -> None:
        if job not in self._reports:
            self.paint_in_turn()
        self._reports[job] = report
        show(report.frame)
        for picture in self.pictures:
            # Ranges are applied now: within the paint they would cause a second one.
            if picture.isVisible():
                picture.scene().prepareForPaint()
        frame = report.frame
        self._show_progress(frame.step / max(1, frame.total))
        if job.experiment.key == self.front:
            self._timing.setText(labels.duration(report.seconds))
            self.status_changed.emit(report.device)
        if report.fallback:
            self.notice.setText(labels.fallback(report.fallback))
        self.notice.setVisible(bool(report.fallback))

    def _on_failed(self, job: Job, failure: Failure) -> None:
        self._asked.pop(job, None)
        if failure.refusal is not None:
            own = self.forms.get(job.experiment.key, self.form)
            if not own.refuse(failure.refusal):
                self.form.refuse(failure.refusal)
            self._say_refusal(job, failure.refusal)
        else:
            last = failure.report.strip().splitlines()[-1]
            self.errors.say(tr("This could not be computed. {reason}", reason=last), failure.report)

    def _say_refusal(self, job: Job, error: SpecError) -> None:
        label = labels.field_of(job.experiment.spec, error.field)
        self.errors.say(refusal(error, label))

    @Slot()
    def _on_busy(self) -> None:
        self._show_busy()
        if self.busy:
            self._show_progress(0)

    def _show_progress(self, share: float) -> None:
        """Qt's bar would repaint at once, and with it all that waits to be painted."""
        self._busy_bar.setUpdatesEnabled(False)
        self._busy_bar.setValue(round(1000 * share))
        self._busy_bar.setUpdatesEnabled(True)

    def _show_busy(self) -> None:
        policy = self._busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy_bar.setSizePolicy(policy)
        self._busy_bar.setVisible(self.busy)

    def _build(self) -> None:
        words = f"{tr(labels.PANELS[self.key])}: {tr(labels.QUESTIONS[self.key])}"
        self.setAccessibleName(words)
        self.question = styled(Shortened(tr(labels.QUESTIONS[self.key])), "question")
        self.question.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.question.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        header = QHBoxLayout()
        header.addWidget(self.question)
        self.question.setMinimumWidth(120)
        names = [tr(preset.name) for preset in self.presets]
        self.preset_bar = PresetBar(names, lambda i: self.apply_preset(self.presets[i]))
        header.addWidget(self.preset_bar, 1)
        header.addWidget(self.why)
        header.addWidget(self.pin)
        header.addWidget(IconButton("reset.svg", tr("Reset panel"), self.reset))

        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.addStretch(1)
        controls = FormColumn(self._column)

        body = QHBoxLayout()
        body.setSpacing(10)
        body.addWidget(controls)
        body.addWidget(self.build_pictures(), 1)

        transport = self.build_transport()
        if transport is not None:
            self._footer.addWidget(transport, 1)
        else:
            self._footer.addWidget(self.notice, 1)
            self._footer.addStretch(1)  # the notice is hidden as a rule
        self._busy_bar.hide()
        self._on_busy()
        self._footer.addWidget(self._busy_bar)
        self._footer.addWidget(self._timing)
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


@dataclass(frozen=True)
class PanelKey:
    """A key of every panel, under which name it stands in the menu, and what it does."""

    key: Qt.Key
    words: str
    do: Callable[[Panel], None]


KEYS = (
    PanelKey(Qt.Key.Key_Space, mark("&Play or pause"), lambda panel: panel.toggle_play()),
    PanelKey(Qt.Key.Key_Right, mark("One step &on"), lambda panel: panel.step(1)),
    PanelKey(Qt.Key.Key_Left, mark("One step &back"), lambda panel: panel.step(-1)),
    PanelKey(Qt.Key.Key_R, mark("From the &start"), lambda panel: panel.restart()),
    PanelKey(Qt.Key.Key_P, mark("P&in or unpin"), lambda panel: panel.pin.toggle()),
)
