"""Trains the two nets of a :class:`core.landscape.connection.ConnectionSpec`, walks between them,
and bends a way around what lies between."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

import saddlepoint
from core.data.draws import generator
from core.device import in_one_thread
from core.experiment import Frames, read_only
from core.landscape.connection import (
    BATCH,
    BATCHES,
    BENDING,
    BEYOND,
    CURVE_POINTS,
    DENSE_SHAPES,
    DEPTH,
    LEAST_DRAWN,
    LINE_POINTS,
    LOOKS,
    MOMENTUM,
    ORDER,
    OTHER_BATCHES,
    OTHER_WEIGHTS,
    RATE,
    SAMPLES,
    SIZE,
    TREATMENTS,
    WEIGHTS,
    WIDTH,
    ConnectionFrame,
    ConnectionSpec,
)
from core.landscape.nets import convolutional, dense
from core.training.data import Split, batches
from core.training.digits import split_digits
from core.training.trainer import Trainer
from saddlepoint import Curve, Line, Objective
from saddlepoint.curves import bending, on_curve
from saddlepoint.lines import walk
from saddlepoint.planes import lay, survey

Array = np.ndarray[Any, Any]

CELLS_AT_ONCE = 8
"""Cells of the plane between two yields: one of a convolutional net takes milliseconds."""

LEAST = 1e-5
"""The bend's distance from the line, as a share of its length, below which there is no plane."""

TOTAL = 10_000
"""The steps that a frame counts."""


def run(spec: ConnectionSpec, device: str) -> Frames:
    """Train both nets, walk the line, train the bend, and survey the plane that holds the curve;
    yields a frame with each place of the line, each look at the curve and each row of the plane."""
    yield from in_one_thread(_run(spec, device))


def _run(spec: ConnectionSpec, device: str) -> Frames:
    data = split_digits(SAMPLES, generator(spec.seed, ORDER)).to(device)
    if spec.net == "cnn":
        data = replace(data, x=data.x.view(-1, 1, 8, 8))
    a = yield from trained(spec, data, WEIGHTS, BATCHES, device)
    b = yield from trained(spec, data, OTHER_WEIGHTS, OTHER_BATCHES, device)
    record = _Record(spec)
    pair = (data.x, data.y)
    record.ends[:] = [Objective(net, F.cross_entropy, pair).value() for net in (a, b)]
    for line in walk(a, b, F.cross_entropy, pair, points=LINE_POINTS, beyond=BEYOND):
        record.line = line
        yield record.frame()
    plane = Plane(a, b, pair, SIZE[spec.net])
    for curve in bending(
        a,
        b,
        F.cross_entropy,
        pair,
        epochs=spec.epochs,
        rate=spec.rate,
        momentum=spec.momentum,
        batch=BATCH,
        points=CURVE_POINTS,
        seed=spec.seed * 1000 + BENDING,
        looks=LOOKS[spec.net],
    ):
        if curve is not None:
            record.look(curve, plane)
        yield None if curve is None else record.frame()
    for values in plane.values():
        record.plane = values
        yield record.frame()
    yield record.frame(last=True)


def trained(
    spec: ConnectionSpec, data: Split, weights: int, order: int, device: str
) -> Generator[None, None, nn.Module]:
    """A net after its training, in prediction mode, from those streams of the seed."""
    net = made(spec.net, generator(spec.seed, weights), device)
    trainer = Trainer(
        net,
        F.cross_entropy,
        data,
        torch.optim.SGD(net.parameters(), RATE, MOMENTUM),
        batches=batches(SAMPLES, BATCH, generator(spec.seed, order)),
    )
    for _ in range(spec.trained * -(-SAMPLES // BATCH)):
        trainer.step()
        yield None
    return net.eval()


def made(kind: str, draws: torch.Generator, device: str) -> nn.Module:
    """A net from He's start."""
    if kind == "dense":
        return dense(DENSE_SHAPES, draws).to(device)
    return convolutional(DEPTH, WIDTH, draws).to(device)


class Plane:
    """The plane through two nets and a bend, in equal units: a is (0, 0), b is (1, 0), and the bend
    lies off their line at a right angle, as far as it truly is."""

    def __init__(self, a: nn.Module, b: nn.Module, data: tuple[Tensor, Tensor], size: int) -> None:
        self._objective = Objective(a, F.cross_entropy, data, norm="batch")
        self._a, self._b = self._objective.vector, self._objective.vector_of(b)
        self._size = size
        self.laid: saddlepoint.Plane | None = None
        """The plane without its values; None while the curve is the line."""
        self.axes: tuple[Array, Array] | None = None
        """u and v in equal units."""
        self.bend = (0.5, 0.0)
        """Where the bend stands: along a → b and off it."""
        self.path, self.beside = np.zeros((0, 2)), np.zeros(0)
        """Where the curve runs, and how far beside the plane as a share of its distance from a."""

    def hold(self, curve: Curve) -> None:
        """Be the plane of this curve."""
        a, b = self._a.double(), self._b.double()
        way, to_bend = b - a, curve.bend.double() - a
        along = float(to_bend @ way / (way @ way))
        off = to_bend - along * way
        height = float(off.norm() / way.norm())
        self.bend = (along, height)
        if not height > LEAST:
            self.path = np.stack([curve.t, np.zeros_like(curve.t)], axis=1)
            self.beside = np.zeros_like(curve.t)
            return
        drawn = max(height, LEAST_DRAWN)
        points = [on_curve(self._a, curve.bend, self._b, t) for t in curve.t.tolist()]
        others = [self._b, (a + off * (drawn / height)).to(self._a)]
        self.laid = lay(self._objective, "through", points, others, size=self._size)
        self.axes = (self.laid.u, self.laid.v * drawn)
        self.path, self.beside = self.laid.path * (1.0, drawn), self.laid.beside

    def values(self) -> Iterator[Array]:
        """[v, u] the values as they are computed, coarse to fine."""
        if self.laid is not None:
            steps = survey(self._objective, self.laid, own=[self._b], at_once=CELLS_AT_ONCE)
            yield from (one.values for one in steps)


class _Record:
    """What is known so far."""

    def __init__(self, spec: ConnectionSpec) -> None:
        treatments = TREATMENTS if spec.net == "cnn" else TREATMENTS[:1]
        t = np.linspace(-BEYOND, 1 + BEYOND, LINE_POINTS)
        unknown = np.full((len(treatments), len(t)), np.nan)
        self.ends = np.full(2, np.nan)
        self.line = Line(t, treatments, unknown, unknown, np.full(len(treatments), np.nan))
        self.curves: list[Curve] = []
        self.bends: list[tuple[float, float]] = []
        self.path, self.beside = np.full((CURVE_POINTS, 2), np.nan), np.full(CURVE_POINTS, np.nan)
        self.u = np.linspace(-BEYOND, 1 + BEYOND, SIZE[spec.net])
        self.v = self.u / 2
        self.plane = np.full((SIZE[spec.net], SIZE[spec.net]), np.nan)
        self._steps = spec.epochs * -(-SAMPLES // BATCH)

    def look(self, curve: Curve, plane: Plane) -> None:
        """Keep a look at the curve, and where it runs."""
        self.curves.append(curve)
        plane.hold(curve)
        self.bends.append(plane.bend)
        self.path, self.beside = plane.path, plane.beside
        if plane.axes is not None:
            self.u, self.v = plane.axes

    def frame(self, *, last: bool = False) -> ConnectionFrame:
        """A snapshot."""
        curves = self.curves
        shape = (len(curves), CURVE_POINTS)
        return ConnectionFrame(
            step=TOTAL if last else self._reached(),
            total=TOTAL,
            ends=read_only(self.ends),
            t=read_only(self.line.t),
            treatments=self.line.treatments,
            line=read_only(self.line.values),
            line_accuracy=read_only(self.line.accuracy),
            barriers=read_only(self.line.barriers),
            curve_t=read_only(np.linspace(0.0, 1.0, CURVE_POINTS)),
            looks=read_only(np.array([one.step for one in curves], int)),
            curve=read_only(np.array([one.values for one in curves]).reshape(shape)),
            curve_accuracy=read_only(np.array([one.accuracy for one in curves]).reshape(shape)),
            curve_barriers=read_only(np.array([one.barrier for one in curves])),
            bend_at=read_only(np.array(self.bends).reshape(-1, 2)),
            curve_at=read_only(self.path),
            beside=read_only(self.beside),
            u=read_only(self.u),
            v=read_only(self.v),
            plane=read_only(self.plane),
        )

    def _reached(self) -> int:
        """How far the run is: a fifth is the line, three fifths the bend, the rest the plane."""
        walked = np.isfinite(self.line.values[0]).mean()
        bent = self.curves[-1].step / self._steps if self.curves else 0.0
        surveyed = 1.0 - float(np.isnan(self.plane).mean())
        return min(TOTAL - 1, int(TOTAL * (0.2 * walked + 0.6 * bent + 0.2 * surveyed)))
