"""Two solutions: the line, the curve and the plane are the library's, and show what is claimed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

import saddlepoint
from core.data.draws import generator
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.landscape import connection as facts
from core.landscape.connection import BENDING, ConnectionFrame, ConnectionSpec
from core.landscape.run_connection import trained
from core.training.digits import split_digits
from core.waiting import result_of
from saddlepoint import planes

Pair = tuple[torch.Tensor, torch.Tensor]


def ended(**settings: Any) -> ConnectionFrame:
    found = last_frame(Run(EXPERIMENTS["connection"], ConnectionSpec(**settings), "cpu"))
    assert isinstance(found, ConnectionFrame)
    return found


def before_the_plane(**settings: Any) -> ConnectionFrame:
    """The frame of the last look at the curve: a convolutional net's plane takes seconds."""
    found = None
    for frame in Run(EXPERIMENTS["connection"], ConnectionSpec(**settings), "cpu"):
        if isinstance(frame, ConnectionFrame):
            if np.isfinite(frame.plane).any():
                break
            found = frame
    assert found is not None
    return found


def nets(spec: ConnectionSpec) -> tuple[torch.nn.Module, torch.nn.Module, Pair]:
    data = split_digits(facts.SAMPLES, generator(spec.seed, facts.ORDER))
    if spec.net == "cnn":
        data = type(data)(data.x.view(-1, 1, 8, 8), data.y, data.held_out_x, data.held_out_y)
    streams = (facts.WEIGHTS, facts.BATCHES), (facts.OTHER_WEIGHTS, facts.OTHER_BATCHES)
    a, b = (result_of(trained(spec, data, *stream, "cpu")) for stream in streams)
    return a, b, (data.x, data.y)


@pytest.mark.parametrize("net", facts.NETS)
def test_line_and_curve_are_the_librarys(net: str) -> None:
    spec = ConnectionSpec(net=net, trained=1, epochs=1)
    found = before_the_plane(net=net, trained=1, epochs=1)
    a, b, data = nets(spec)
    line = saddlepoint.line(
        a, b, F.cross_entropy, data, points=facts.LINE_POINTS, beyond=facts.BEYOND
    )
    assert found.treatments == line.treatments
    assert np.array_equal(found.line, line.values, equal_nan=True)
    assert np.array_equal(found.barriers, line.barriers)
    curve = saddlepoint.curve(
        a, b, F.cross_entropy, data, epochs=1, seed=spec.seed * 1000 + BENDING
    )
    assert np.array_equal(found.curve[-1], curve.values)
    assert found.curve_barriers[-1] == curve.barrier
    assert found.looks[-1] == curve.step
    # At first the curve is the line.
    assert found.curve[0, 10] == pytest.approx(found.line[0, 15], rel=1e-5)


def test_the_plane_holds_the_curve_in_equal_units() -> None:
    found = ended(trained=3, epochs=4)
    assert found.beside.max() < 1e-5
    assert found.curve_at[0] == pytest.approx([0, 0], abs=1e-6)
    assert found.curve_at[-1] == pytest.approx([1, 0], abs=1e-6)
    along, height = found.bend_at[-1]
    t = found.curve_t
    assert found.curve_at[:, 0] == pytest.approx(t**2 + 2 * t * (1 - t) * along, abs=1e-5)
    assert found.curve_at[:, 1] == pytest.approx(2 * t * (1 - t) * height, abs=1e-5)
    # The cells at the nets are their own losses, and 0 and 1 are among the columns.
    row = int(np.abs(found.v).argmin())
    for x, loss in zip((0.0, 1.0), found.ends, strict=True):
        column = int(np.abs(found.u - x).argmin())
        assert found.u[column] == pytest.approx(x, abs=1e-9)
        assert found.plane[row, column] == pytest.approx(loss, rel=1e-6)
    assert np.isfinite(found.plane).all()
    assert planes.MARGIN == facts.MARGIN


def test_a_bend_leads_around_the_wall_between_two_dense_nets() -> None:
    found = ended()
    assert found.barriers[0] > 0.3
    assert found.curve_barriers[0] == pytest.approx(found.barriers[0], rel=0.02)
    assert found.curve_barriers[-1] < facts.LOW * found.barriers[0]
    assert found.curve[-1].max() < 2 * found.ends.max()


def test_a_rate_too_small_finds_no_way() -> None:
    found = ended(rate=0.02)
    assert found.curve_barriers[-1] > facts.LOW * found.barriers[0]


def test_statistics_of_no_model_on_the_line_raise_its_wall() -> None:
    found = before_the_plane(net="cnn", trained=5, epochs=1)
    own, mixed, first = found.barriers
    assert own < mixed < first
    b = int(np.abs(found.t - 1).argmin())
    assert found.line[1, b] == pytest.approx(found.ends[1], rel=1e-4)
    assert found.line[2, b] > 10 * found.ends[1]  # with the first net's, the other is another
