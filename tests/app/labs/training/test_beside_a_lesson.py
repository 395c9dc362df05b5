"""As narrow as a page is beside a lesson, nothing that is named in a picture is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from app.labs.training.beginnings_pictures import BeginningsPictures
from app.labs.training.boundary_pictures import BoundaryPictures
from app.labs.training.diagnosis_pictures import DiagnosisPictures
from app.labs.training.losses_pictures import LossesPictures
from app.labs.training.search_pictures import SearchPictures
from app.panel.page import WIDTH
from app.widgets.axis import Axis
from app.widgets.legend import ChartLegend
from app.widgets.picture import Picture
from app.widgets.reading import ReadingView
from core.diagnosis import run_beginnings, run_boundary, run_diagnosis, run_losses
from core.diagnosis.beginnings import BeginningsSpec
from core.diagnosis.boundary import BoundarySpec
from core.diagnosis.diagnosis import DiagnosisSpec
from core.diagnosis.losses import LossesSpec
from core.diagnosis.search import DECAYS, RATES, WAYS, SearchFrame, SearchSpec
from core.experiment import last_frame
from core.parameters import Spec

HEIGHT = 650
"""The height in pixels that a window of 800 leaves to a page."""


def searched(spec: SearchSpec) -> SearchFrame:
    """A frame of all ways, made by hand."""
    many = len(WAYS)
    return SearchFrame(
        step=9,
        total=9,
        rates=np.geomspace(1e-4, 10, RATES),
        decays=np.geomspace(1e-8, 1e-2, DECAYS),
        map=np.full((RATES, DECAYS), 0.5),
        ways=WAYS,
        points=np.full((many, spec.budget, 2), 1e-3),
        losses=np.full((many, spec.budget), 0.6),
        best=np.tile(np.linspace(2.222, 0.2345, spec.budget), (many, spec.repetitions, 1)),
        random_wins=0.751,
        rate_explains=0.983,
        best_rate=0.17,
        tested_rates=np.geomspace(1e-5, 1, 9),
        tested_losses=np.linspace(2, 1, 9),
        readings=np.array([0.05, 0.2, 1e-5]),
    )


def end(module: ModuleType, spec: Spec) -> Any:
    """The last frame of a run."""
    return last_frame(module.run(spec, "cpu"))


def search(pictures: SearchPictures) -> None:
    spec = SearchSpec()
    pictures.show_frame(spec, searched(spec))


def losses(pictures: LossesPictures) -> None:
    spec = LossesSpec()
    pictures.show_frame(spec, end(run_losses, spec))


def deep(pictures: BeginningsPictures) -> None:
    spec = BeginningsSpec(part="deep", steps=3, epochs=1)
    pictures.show_frame(spec, end(run_beginnings, spec))


def boundary(pictures: BoundaryPictures) -> None:
    spec = BoundarySpec(samples=20, steps=3)
    pictures.show_frame(spec, end(run_boundary, spec))


def diagnosis(pictures: DiagnosisPictures) -> None:
    spec = DiagnosisSpec(samples=100, epochs=1, activation="tanh")
    pictures.show_frame(spec, end(run_diagnosis, spec), ())


@pytest.mark.parametrize(
    ("kind", "fill"),
    [
        (SearchPictures, search),
        (LossesPictures, losses),
        (BeginningsPictures, deep),
        (BoundaryPictures, boundary),
        (DiagnosisPictures, diagnosis),
    ],
)
def test_names_and_columns_fit(
    qtbot: Any, kind: Callable[[], QWidget], fill: Callable[[Any], None]
) -> None:
    pictures = kind()
    qtbot.addWidget(pictures)
    pictures.resize(WIDTH, HEIGHT)
    with qtbot.waitExposed(pictures):
        pictures.show()
    fill(pictures)
    qtbot.wait(50)
    assert (pictures.width(), pictures.height()) == (WIDTH, HEIGHT)
    seen = [one for one in pictures.findChildren(ChartLegend) if one.isVisible()]
    assert seen
    assert [one.toolTip() for one in seen if "…" in one.text()] == []
    assert [name for name, cut in names_of(pictures) if cut] == []
    for reading in pictures.findChildren(ReadingView):
        table = reading.table
        shown = sum(table.columnWidth(k) for k in range(table.columnCount()))
        assert shown <= table.viewport().width()


def names_of(pictures: QWidget) -> Iterator[tuple[str, bool]]:
    """The name of every axis in sight, and whether it is shortened."""
    for picture in pictures.findChildren(Picture):
        for side in ("left", "bottom"):
            axis = picture.plot.getAxis(side)
            if picture.isVisible() and isinstance(axis, Axis) and axis.label.isVisible():
                yield axis.labelText, axis.label.toPlainText().strip().endswith("…")
