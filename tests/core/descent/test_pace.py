"""A race in samples seen: the same points, at the moment that has paid for them."""

from __future__ import annotations

import numpy as np

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.pace import paced
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS


def race(**settings: object) -> tuple[DescentSpec, DescentFrame]:
    spec = DescentSpec().adapt(surface="linear_regression", **settings)
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    return spec, frame


def test_after_so_many_samples_each_is_where_they_have_brought_it() -> None:
    spec, frame = race(optimizers="gd,gd:batch=10", budget="samples", steps=500)
    by_samples, steps = paced(spec, frame)
    for k, cost in enumerate((100, 10)):
        for seen in (0, 9, 10, 99, 100, 250, by_samples.step):
            step = max(0, seen // cost - 1)
            assert steps[k, seen] == step
            np.testing.assert_array_equal(by_samples.positions[k, seen], frame.positions[k, step])
            assert by_samples.losses[k, seen] == frame.losses[k, step]
    assert by_samples.step == 500


def test_where_steps_count_nothing_changes() -> None:
    spec, frame = race(optimizers="gd,gd:batch=10", steps=20)
    same, steps = paced(spec, frame)
    assert same is frame
    assert (steps == np.arange(21)).all()
