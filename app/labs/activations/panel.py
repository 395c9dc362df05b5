"""Activations: does the signal survive the depth?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.job import Job, Worker
from app.labs.activations import readings
from app.labs.activations.functions_pictures import FunctionsPictures
from app.labs.activations.preprocessing_pictures import PreprocessingPictures
from app.labs.activations.presets import PRESETS
from app.labs.activations.signal_pictures import Curve, Quantity, SignalPictures
from app.labs.activations.training_pictures import TrainingPictures
from app.panel.animation import Animation
from app.panel.panel import Page, Panel, Preset
from app.panel.state import PanelState
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.data.arrays import shape_of
from core.experiment import Frame
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.parameters import Spec, SpecError
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.functions import FunctionsFrame, FunctionsSpec
from core.signals.net import SIDES
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec
from core.signals.training import TrainingFrame, TrainingSpec, propose_cadence, with_changes

MAIN_PAGES = ("forward", "backward", "weights")


@dataclass(frozen=True)
class ActivationsView:
    """What is shown but not computed."""

    layer: int = 0

    def __post_init__(self) -> None:
        if self.layer < 0:
            raise ValueError(str(self))


class ActivationsPanel(Panel):
    """Up to four initializations on the same draws: what each layer passes on, both ways."""

    key = "activations"
    companions: ClassVar[Sequence[str]] = ("functions", "training", "preprocessing")
    own_fields: ClassVar[Mapping[str, Collection[str]]] = {
        "functions": ("slope",),
        "training": ("preprocess",),
        "preprocessing": ("path",),
    }
    hidden_fields: ClassVar[Sequence[str]] = ("std",)  # each side has its own
    presets: ClassVar[Sequence[Preset]] = PRESETS
    parts: ClassVar[Mapping[str, Callable[[], QWidget]]] = {
        "forward": lambda: SignalPictures(_forward(), _forward_curves(), forward=True),
        "backward": lambda: SignalPictures(_backward(), _backward_curves(), forward=False),
        "weights": lambda: SignalPictures(_weights(), _weights_curves(), forward=False),
        "functions": FunctionsPictures,
        "training": TrainingPictures,
        "preprocessing": PreprocessingPictures,
    }

    def __init__(self, worker: Worker, made: Mapping[str, QWidget] | None = None) -> None:
        self.view = ActivationsView()
        self._frame: ActivationsFrame | None = None
        self._training_frame: TrainingFrame | None = None
        self._trained = 0
        super().__init__(worker, made)
        self.add_job("activations", self._on_frame)
        self.add_job("functions", self._on_functions)
        self._training = self.add_job("training", self._on_training)
        self.add_job("preprocessing", self._on_preprocessing)
        self._training.answered.connect(self._on_cadence)
        self._training.busy_changed.connect(self.training.set_going)
        self._formulas = {n: FormulaView() for n in ("activation", *(f"init_{s}" for s in SIDES))}
        for name, view in self._formulas.items():
            self.form.add_note(name, view)

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        spec = self.spec
        assert isinstance(spec, ActivationsSpec)
        self._formulas["activation"].set_tex("f(z) = " + ACTIVATIONS[spec.activation].tex)
        for side in SIDES:
            key = getattr(spec, f"init_{side}")
            view = self._formulas[f"init_{side}"]
            view.setVisible(key in INITIALIZERS)
            if key in INITIALIZERS:
                view.set_tex(INITIALIZERS[key].tex)
        self.reading.setVisible(self.front == self.key)
        if self.front == "training":
            return ((self._training, self._trained_spec()),)
        if self.front != self.key:
            return ((self.jobs[self.front], self.spec_of(self.front)),)
        return ((self.jobs[self.key], spec.replace(preview=True)),)

    def build_pictures(self) -> QWidget:
        self.signals: dict[str, SignalPictures] = {key: self.part(key) for key in MAIN_PAGES}
        for page in self.signals.values():
            page.layer_chosen.connect(self._on_layer)
        self.functions: FunctionsPictures = self.part("functions")
        self.training: TrainingPictures = self.part("training")
        self.preprocessing: PreprocessingPictures = self.part("preprocessing")
        self.training.paused.connect(self._on_paused)
        self.training.stepped.connect(lambda: self._training.step())
        self.training.proposal_wanted.connect(self._on_proposal_wanted)
        self.reading = ReadingView()
        tabs = self.build_pages(
            [
                Page("forward", tr("Forward"), self.signals["forward"]),
                Page("backward", tr("Backward"), self.signals["backward"]),
                Page("weights", tr("Weights"), self.signals["weights"]),
                Page("functions", tr("Functions"), self.functions, "functions", alone=True),
                Page("training", tr("Training"), self.training, "training"),
                Page(
                    "preprocessing",
                    tr("Preprocessing"),
                    self.preprocessing,
                    "preprocessing",
                    alone=True,
                ),
            ]
        )
        tabs.currentChanged.connect(lambda: self._on_front())
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(tabs)
        rows.addWidget(self.reading)
        rows.setSizes([534, 150])  # four sentences and two rows: a slider moves no picture
        return rows

    def open_file(self, path: str) -> bool:
        """Rows of numbers, where this panel is looked at: another has a use for them too. A broken
        file is one of them until it is read, and what is wrong is said here."""
        if not self.isVisible() or not path.endswith(".npy"):
            return False
        shape = shape_of(path)
        if shape is not None and len(shape) != 2:
            return False
        self._asked.clear()  # the file may have changed under the same name
        if self.front == "preprocessing":
            self.forms["preprocessing"].change(source="file", path=path)
        else:
            self.form.change(input="file", path=path)
        self.refresh()
        return True

    def retheme(self) -> None:
        for page in self.signals.values():
            page.retheme()
        self.functions.retheme()
        self.training.retheme()
        self.preprocessing.retheme()
        for view in self._formulas.values():
            view.draw()

    def draw(self, frame: ActivationsFrame, view: ActivationsView) -> None:
        """Draw the page in front, if it is one of the signal's."""
        spec = self.drawn_spec(self.jobs[self.key])
        assert isinstance(spec, ActivationsSpec)
        if self.page is not None and self.page.key in self.signals:
            self.signals[self.page.key].show_frame(spec, frame, view.layer)
            self.reading.show_reading(readings.activations(spec, frame, narrow=True))

    def shown_spec(self) -> Spec | SpecError:
        """A training's with the rates that were chosen on the way."""
        spec = super().shown_spec()
        frame = self._training_frame
        if isinstance(spec, TrainingSpec) and frame is not None:
            return self.replayable(spec, frame)
        return spec

    def state(self) -> PanelState:
        """A training's with the rates that were chosen on the way, or it would not replay."""
        state, frame = super().state(), self._training_frame
        spec = state.specs["training"]
        assert isinstance(spec, TrainingSpec)
        if frame is None or self.drawn_spec(self._training) != self._trained_spec():
            return state
        return replace(state, specs={**state.specs, "training": with_changes(spec, frame)})

    def restart(self) -> None:
        """Train from the start."""
        if self.front == "training":
            self._asked.pop(self._training, None)
            self._training.cancel()
            self.refresh()

    def toggle_play(self) -> None:
        """Pause the training, or let it go on."""
        if self.front == "training" and self.training.pause.isEnabled():
            self.training.pause.toggle()

    def animation(self) -> Animation | None:
        return self.training.animation() if self.front == "training" else None

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """A training's with the rates that were chosen on the way."""
        if isinstance(spec, TrainingSpec) and isinstance(frame, TrainingFrame):
            return with_changes(spec, frame)
        return spec

    def step(self, by: int) -> None:
        """Choose the next layer, or the one before; a paused training goes on by a step."""
        if self.front == "training":
            if by > 0 and self.training.pause.isChecked():
                self._training.step()
        elif self._frame is not None:
            self._on_layer(max(0, min(len(self._frame.a.std) - 1, self.view.layer + by)))

    @property
    def busy(self) -> bool:
        """Whether anything is being computed; a training behind another page waits."""
        at_work = (
            job.busy and (job.experiment.key != "training" or self.front == "training")
            for job in self.jobs.values()
        )
        return any(at_work) or bool(self._unpainted)

    def _trained_spec(self) -> Spec | SpecError:
        """What is asked of the training: a change on a side that it does not use is no other run.
        Its form has the spec of all sides, for one of them is chosen there."""
        spec = self.spec_of("training")
        return spec.trained if isinstance(spec, TrainingSpec) else spec

    def _on_front(self) -> None:
        """Another page: a training waits behind it, and goes on when it is back."""
        if self.front != "training":
            self._training.pause()
        elif not self.training.pause.isChecked():
            self._training.resume()
        self._on_busy()
        self._draw_front()

    def _on_layer(self, layer: int) -> None:
        self.view = replace(self.view, layer=layer)
        self._draw_front()

    def _draw_front(self) -> None:
        if self.front == "training" and self._training_frame is not None:
            self._on_training(self._training_frame)
        elif self.front == "functions":
            self.functions.choose(self.spec.activation)
        elif self._frame is not None:
            self.draw(self._frame, self.view)

    def _on_frame(self, frame: ActivationsFrame) -> None:
        self._frame = frame
        self.draw(frame, self.view)

    def _on_functions(self, frame: FunctionsFrame) -> None:
        spec = self.drawn_spec(self.jobs["functions"])
        assert isinstance(spec, FunctionsSpec)
        self.functions.show_frame(spec, frame, self.spec.activation)

    def _on_preprocessing(self, frame: PreprocessingFrame) -> None:
        spec = self.drawn_spec(self.jobs["preprocessing"])
        assert isinstance(spec, PreprocessingSpec)
        self.preprocessing.show_frame(spec, frame)

    def _on_training(self, frame: TrainingFrame) -> None:
        spec = self.drawn_spec(self._training)
        assert isinstance(spec, TrainingSpec)
        if frame.step < self._trained:  # another run, and none begins paused
            self.training.set_paused(False)
        self._trained = frame.step
        # A run that is paused at its last frame is as good as over: it ends as soon as it goes on.
        self.training.set_going(self._training.busy and frame.step < frame.total)
        self._training_frame = frame
        if self.front == "training":
            self.training.show_frame(spec, frame)
        else:
            self._training.pause()

    def _on_paused(self, paused: bool) -> None:
        if paused:
            self._training.pause()
        else:
            self._training.resume()

    def _on_proposal_wanted(self) -> None:
        spec = self.spec_of("training")
        if isinstance(spec, TrainingSpec):
            self._training.ask(partial(propose_cadence, spec))

    def _on_cadence(self, cadence: int) -> None:
        self.forms["training"].change(cadence=cadence)


def _forward() -> list[Quantity]:
    return [
        Quantity("h", tr("after the activation, h"), "h"),
        Quantity("z", tr("before it, z"), "z"),
    ]


def _forward_curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("std of h"), "std", "std", "std"),
            Curve(tr("RMS of h"), "rms", "rms", "rms"),
            Curve(tr("mean of h"), "mean", "mean", log=False),
            Curve(tr("share saturated"), "saturated", seeds="saturated", log=False),
            Curve(tr("share of units dead"), "dead", seeds="dead", log=False),
            Curve(tr("factor a layer, RMS"), "rms", "rms", "rms", log=False, factor=True),
        ],
        [
            Curve(tr("std of z"), "std", "z_std"),
            Curve(tr("RMS of z"), "rms"),
            Curve(tr("mean of z"), "mean", log=False),
            Curve(tr("share saturated"), "saturated", seeds="saturated", log=False),
        ],
    ]


def _backward() -> list[Quantity]:
    return [
        Quantity("z_gradient", tr("before the activation, dL/dz"), "dL/dz"),
        Quantity("gradient", tr("after it, dL/dh"), "dL/dh"),
    ]


def _backward_curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("RMS of dL/dz"), "rms", "z_gradient_rms", "z_gradient_rms"),
            Curve(tr("median of |dL/dz|"), "median", seeds="z_gradient_median"),
            Curve(tr("factor a layer, RMS"), "rms", "z_gradient_rms", log=False, factor=True),
        ],
        [
            Curve(tr("RMS of dL/dh"), "rms", "gradient_rms", "gradient_std"),
            Curve(tr("median of |dL/dh|"), "median"),
            Curve(tr("factor a layer, RMS"), "rms", "gradient_rms", log=False, factor=True),
        ],
    ]


def _weights() -> list[Quantity]:
    return [Quantity("weight_gradient", tr("weights' gradients, dL/dW"), "dL/dW")]


def _weights_curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("RMS of dL/dW"), "rms", "weight_gradient_rms", "weight_gradient_rms"),
            Curve(tr("median of |dL/dW|"), "median"),
            Curve(tr("factor a layer, RMS"), "rms", "weight_gradient_rms", log=False, factor=True),
        ]
    ]
