"""The base of all panels: a question, presets, forms, pages of pictures, and one place
for errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.job import Failure, Worker
from app.panel import keys
from app.panel.commands import run_command
from app.panel.cover import MARGINS, question_of
from app.panel.drawer import Drawer
from app.panel.form import Form
from app.panel.forms import Forms
from app.panel.pin import PinControl
from app.panel.preset import Preset
from app.panel.preset_bar import PresetBar
from app.panel.stage import Stage
from app.panel.state import PanelState, Specs, fitting, view_values
from app.panel.why_button import WhyButton
from app.widgets.buttons import IconButton
from app.widgets.exhibit import exhibit_of
from app.words import labels
from app.words.labels import tr
from core.experiments import EXPERIMENTS
from core.parameters import Spec, SpecError


class Panel(Stage):
    """Base of all panels: a stage whose specs a person edits, chooses and keeps."""

    presets: ClassVar[Sequence[Preset]] = ()
    preset_view: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """The view that a preset shows unless it says otherwise."""
    hidden_fields: ClassVar[Sequence[str]] = ()

    spec_edited = Signal(object, object, int)
    """Emitted with the specs before, the specs after, and the gesture, for undo. If more than specs
    was changed, these are the states (:class:`PanelState`) before and after."""
    export_wanted = Signal(object)
    """Emitted with one of the panel's pictures that is to become a file."""
    copy_wanted = Signal(object)

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.forms = Forms(self)
        self.form = self.forms.add(self.main, self.spec, self.hidden_fields)
        self.question = question_of(self.key)
        names = [tr(preset.name) for preset in self.presets]
        self.preset_bar = PresetBar(names, lambda i: self._choose_preset(self.presets[i]))
        self.why = WhyButton()
        self.pin = PinControl(self, lambda: self.book.specs_of(self.page))
        self._build()
        if self.page.alone and self.page.experiment != self.main:
            self.follow()  # the first page has a form of its own
        self.forms.edited.connect(self._on_edited)
        self.jobs.failed.connect(self._on_failed)
        self.watch()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def open_file(self, path: str) -> bool:
        """Open a file that was dropped or named; False if the panel has no use for it."""
        return False

    # Its specs

    def set_spec(self, spec: Spec) -> None:
        """Show and compute this spec; this is not an undo step."""
        self.set_specs({**self.specs, spec.key: spec})

    def set_specs(self, specs: Specs) -> None:
        """Show and compute these specs; this is not an undo step."""
        self.book.specs = specs
        self.why.offer("")
        self.form.set_spec(self.spec)
        self.follow()
        self.refresh()

    def spec_of(self, key: str) -> Spec | SpecError:
        """The spec of one of the panel's experiments, or the error that prevents one in
        this state."""
        return self.book.spec_of(key)

    def shown_spec(self) -> Spec | SpecError:
        """The spec with which a command computes what the page in front shows."""
        key = self.page.experiment
        spec, report = self.spec_of(key), self.jobs.report(key)
        if isinstance(spec, Spec) and report is not None:
            return self.page.replayable(spec, report.frame)
        return spec

    def command(self) -> str:
        """The command line that computes what the page in front shows."""
        spec = self.shown_spec()
        settings = spec.settings() if isinstance(spec, Spec) else {}
        return run_command(self.page.experiment, settings, self.device)

    def form_of(self, key: str) -> Form:
        """The form of one of the panel's experiments, made now if it was not yet."""
        if key not in self.forms:
            page, shared = self.book.page_of(key), self.book.shared(key)
            self.forms.add(key, self.specs[key], tuple(shared), page.title)
        return self.forms[key]

    def follow(self) -> None:
        """Show the form of the page in front, with the current values of the fields
        that it shares."""
        form, spec = self.form_of(self.page.experiment), self.spec_of(self.page.experiment)
        if form is not self.form and isinstance(spec, Spec):
            form.set_spec(spec)
        self.form.show_only(self.page.acting(self.spec))
        self.forms.show_only(self.book.keys_of(self.page))
        self.pin.follow()

    # What is chosen by its name, and kept

    def apply_preset(self, preset: Preset) -> None:
        """Set the defaults with the changes of a preset, as one undo step.

        Raises :class:`SpecError` where that makes no sense; then everything stays as it is.
        """
        shown = {**self.preset_view, **preset.view}
        before, specs = self._state_of(shown), self.book.specs_for(preset)
        self.set_specs(specs)  # first, since what can be shown depends on it
        self.show_page(preset.page)
        self.change_view(**shown)
        self.why.offer(preset.claim)
        after = self._state_of(shown)
        if after != before:
            self.spec_edited.emit(before, after, self.form.new_gesture())
        if preset.waits:
            self.player.show_start()
        else:
            self.player.restart()

    def _choose_preset(self, preset: Preset) -> None:
        """Apply a preset on the page in front, if that shows what the preset's own page shows."""
        own = preset.page or self.pages[0].key
        page = self.page.key if self.page.twin == own else preset.page
        self.apply_preset(replace(preset, page=page))

    def reset(self) -> None:
        """Restore the defaults."""
        self.apply_preset(Preset("", {}, page=self.page.key))

    def state(self) -> PanelState:
        """The panel's state as a session keeps it."""
        specs = {key: self.book.kept(key, self.jobs.report(key)) for key in self.specs}
        return replace(self._state_of(view_values(self.view)), specs=specs)

    def restore(self, state: PanelState) -> None:
        """Restore a kept state; an experiment that the state does not contain keeps its spec."""
        own = {key: spec for key, spec in state.specs.items() if key in self.specs}
        self.set_specs({**self.specs, **own})
        self.show_page(state.page)
        self.change_view(**fitting(self.view, state.view))

    def _state_of(self, names: Collection[str]) -> PanelState:
        """The panel's state, with only these parts of the view."""
        view = {n: value for n, value in view_values(self.view).items() if n in names}
        return PanelState(dict(self.specs), self.page.key, view)

    # What happens to it

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu for the part of the panel under the cursor that can be copied or exported
        by itself."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.drawer.follow()

    def retheme(self) -> None:
        super().retheme()
        self.drawer.follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys for which the focused control has no use."""
        if not keys.take(event, lambda: self):
            super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _on_focus(self, before: QWidget | None, focused: QWidget | None) -> None:
        keys.give_back(self, focused)

    @Slot(str, object, int)
    def _on_edited(self, key: str, spec: Spec, gesture: int) -> None:
        before = self.specs
        self.book.specs = {**before, key: spec}
        self.follow()
        self.refresh()
        self.spec_edited.emit(before, self.specs, gesture)

    @Slot(str, object)
    def _on_failed(self, key: str, failure: Failure) -> None:
        if failure.refusal is not None:
            self.forms.refuse((key, self.main), failure.refusal)
            self.errors.refuse(EXPERIMENTS[key].spec, failure.refusal)
        else:
            self.errors.fail(failure.report)

    # How it is put together

    def _build(self) -> None:
        self.setAccessibleName(f"{tr(labels.PANELS[self.key])}: {tr(labels.QUESTIONS[self.key])}")
        body = QHBoxLayout()
        body.setSpacing(10)
        pictures = self.build_pictures()
        body.addWidget(pictures, 1)
        self.drawer = Drawer(self, body, self.forms.column, pictures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.addLayout(self._header())
        layout.addLayout(body, 1)
        if self.transport is not None:
            layout.addWidget(self.notice)
        layout.addWidget(self.errors)
        layout.addLayout(self.footer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _header(self) -> QLayout:
        """The question, the presets, and the buttons for the panel as a whole."""
        header = QHBoxLayout()
        header.addWidget(self.drawer.button)
        header.addWidget(self.question)
        header.addWidget(self.preset_bar, 1)
        for widget in (self.why, self.pin, IconButton("reset.svg", tr("Reset panel"), self.reset)):
            header.addWidget(widget)
        return header
