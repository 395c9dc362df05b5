"""The plane through trained weights: its effects, and its numbers against the library's."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.data.draws import generator
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.landscape.plane import (
    BATCHES,
    ORDER,
    PlaneFrame,
    PlaneSpec,
    beside,
    share_below,
    worst_ratio,
)
from core.landscape.run_plane import net_of
from core.parameters import SpecError
from core.training.data import batches
from core.training.digits import split_digits
from tests.cases.landscape import plane as made


@cache
def final(**settings: Any) -> PlaneFrame:
    frame = last_frame(Run(EXPERIMENTS["plane"], PlaneSpec(**{"side": 21, **settings}), "cpu"))
    assert isinstance(frame, PlaneFrame)
    return frame


def trained(spec: PlaneSpec) -> list[torch.Tensor]:
    """The recorded weights of the first run, by a plain loop."""
    data = split_digits(spec.samples, generator(spec.seed, ORDER))
    net = net_of(spec, 0)
    sgd = torch.optim.SGD(net.parameters(), 0.05, momentum=0.9)
    order = batches(spec.samples, spec.batch, generator(spec.seed, BATCHES))
    found = [nn.utils.parameters_to_vector(net.parameters()).detach().clone()]
    for step in range(1, spec.steps + 1):
        rows = next(order)
        sgd.zero_grad()
        F.cross_entropy(net(data.x[rows]), data.y[rows]).backward()
        sgd.step()
        if step % spec.every == 0 or step == spec.steps:
            found.append(nn.utils.parameters_to_vector(net.parameters()).detach().clone())
    return found


def test_the_path_and_its_losses_are_those_of_a_plain_loop():
    spec = PlaneSpec(side=21)
    frame, path = final(), trained(spec)
    data = split_digits(spec.samples, generator(spec.seed, ORDER))
    net = net_of(spec, 0)
    for t in (0, 7, len(path) - 1):
        nn.utils.vector_to_parameters(path[t], net.parameters())
        assert frame.real_losses[0, t] == float(F.cross_entropy(net(data.x), data.y).detach())
    assert len(path) == spec.moments == frame.paths.shape[1]
    row, column = (int(np.flatnonzero(axis == 0)[0]) for axis in (frame.v, frame.u))
    assert frame.values[row, column] == frame.real_losses[0, -1]


def test_two_directions_hold_nearly_all_of_a_path_and_it_lies_beside_them_all_the_same():
    frame = final()
    assert 0.95 < frame.share < frame.share_about_end < 1
    assert frame.walk_share == pytest.approx(0.761, abs=0.001)
    assert frame.shares[:2].sum() == pytest.approx(frame.share)
    start, median, last = beside(frame)
    assert 0.03 < start < 0.2 < median < last < 1
    assert worst_ratio(frame) > 1.3
    assert frame.step == frame.total


@pytest.mark.parametrize("seed", [0, 1])
def test_a_random_plane_sees_the_trace_over_the_weights(seed):
    frame = final(kind="random", seed=seed)
    mean = frame.trace / frame.parameters
    # The sharper of two random directions, so above the mean of one.
    assert 0.8 < frame.curvature_seen / (mean / frame.sharpest) < 4
    assert frame.curvature_seen < 1 / 300
    assert frame.trace_error < 0.2 * frame.trace
    assert final(kind="sharpest", seed=seed).curvature_seen == pytest.approx(1, abs=0.01)


def test_the_ends_of_three_runs_are_the_corners_of_the_plane_through_them():
    frame = final(kind="through")
    np.testing.assert_allclose(frame.paths[:, -1], [[0, 0], [1, 0], [0, 1]], atol=1e-5)
    for k, (u, v) in enumerate(((0, 0), (1, 0), (0, 1))):
        row, column = (int(np.abs(a - b).argmin()) for a, b in ((frame.v, v), (frame.u, u)))
        assert frame.values[row, column] == frame.real_losses[k, -1]
    assert (frame.paths[0, 0] == frame.paths[1, 0]).all(), "one start"
    assert frame.residuals[0, 0] > 0.3


def test_a_rescaled_net_looks_the_same_by_filters_and_not_by_one_length():
    one, two = final(kind="random"), final(kind="random", rescale=3.0)
    np.testing.assert_allclose(one.values, two.values, rtol=1e-4)
    assert two.sharpest > 2 * one.sharpest
    one, two = (final(kind="random", lengths="whole", rescale=r) for r in (1.0, 3.0))
    assert two.values[0, 0] > 5 * one.values[0, 0]


def test_a_net_with_batch_norm_is_judged_by_its_running_statistics():
    frame = final(net="conv", samples=100, epochs=4)
    row, column = (int(np.flatnonzero(axis == 0)[0]) for axis in (frame.v, frame.u))
    assert frame.values[row, column] == frame.real_losses[0, -1] == frame.drawn_losses[0, -1]
    assert np.isfinite(frame.values).all()


def test_frames_come_early_and_fill_coarse_to_fine():
    known = [
        int((~np.isnan(frame.values)).sum())
        for frame in Run(EXPERIMENTS["plane"], PlaneSpec(samples=50, batch=50, epochs=2), "cpu")
        if isinstance(frame, PlaneFrame)
    ]
    assert known[0] == 1
    assert known == sorted(known)
    assert known[-1] == 41 * 41


def test_too_many_steps_are_refused_with_what_is_possible():
    with pytest.raises(SpecError, match="epochs"):
        PlaneSpec(samples=1000, batch=1, epochs=100)


def test_the_share_of_low_cells_is_of_those_that_are_known():
    frame = made.frame()
    known = frame.values[np.isfinite(frame.values)]
    assert share_below(frame, 0.5) == pytest.approx(sum(v < 0.5 for v in known) / len(known))
    assert share_below(frame, 0.5) < 0.5 < share_below(frame, 2.0)
