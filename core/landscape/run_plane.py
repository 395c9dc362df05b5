"""Trains the runs of a :class:`core.landscape.plane.PlaneSpec`, and surveys the plane."""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.experiment import Frames, read_only
from core.kept import Kept
from core.landscape.nets import convolutional, dense
from core.landscape.plane import (
    BATCHES,
    CHANNELS,
    DIRECTIONS,
    HIGHEST,
    LINES,
    ORDER,
    PROBES,
    RATES,
    WEIGHTS,
    WIDTH,
    PlaneFrame,
    PlaneSpec,
)
from core.optimizers.in_torch import torch_optimizer_of
from core.surfaces.contours import ContourLines, contour_lines
from core.training.data import Split, batches
from core.training.digits import split_digits
from core.training.trainer import Trainer
from saddlepoint.directions import coordinates, mean_of, principal_directions, random_walk_shares
from saddlepoint.hessian import Hessian, Lanczos, Ritz, curvature_within, drawn
from saddlepoint.objective import Objective
from saddlepoint.planes import Plane, lay, survey
from saddlepoint.spectra import mean_and_error, probed

Array = np.ndarray[Any, Any]

AT_ONCE = {"dense": 8, "conv": 3}
"""Cells that are computed before the run can be stopped again."""
COARSE = 121
"""Cells after which the other runs are trained."""
KEPT_BYTES = 100_000_000


@dataclass(frozen=True)
class Path:
    """The recorded points of a run."""

    key: Hashable
    """What the path was made from."""
    points: tuple[Tensor, ...]
    """T weights [P]."""
    buffers: tuple[dict[str, Tensor], ...]
    """The running statistics at each."""
    net: nn.Module
    """At the end."""

    @property
    def nbytes(self) -> int:
        kept = sum(t.nbytes for buffers in self.buffers for t in buffers.values())
        return sum(w.nbytes for w in self.points) + kept


_paths: Kept[Path] = Kept(KEPT_BYTES, lambda path: path.nbytes)
_sharpest: Kept[Ritz] = Kept(20)
_traces: Kept[tuple[float, float]] = Kept(20)
_losses: Kept[Array] = Kept(60)
"""By the key of a path: what another plane through its end needs again."""


def run(spec: PlaneSpec, device: str) -> Frames:
    """Train the first run, or take its path if it is kept, and survey the plane coarsely; train the
    others; survey the rest, compare each point's loss with what is drawn, and estimate the trace.
    Yields a frame after each part."""
    data = split_digits(spec.samples, generator(spec.seed, ORDER)).to(device)
    if spec.net == "conv":
        data = Split(*(_as_pictures(x) for x in (data.x, data.y, data.held_out_x, data.held_out_y)))
    first = yield from _path(spec, 0, data, device)
    others = range(1, len(spec.names))
    paths = [first]
    if spec.kind == "through":
        for number in others:
            paths.append((yield from _path(spec, number, data, device)))
    record = yield from _laid(spec, paths, data)
    surveying = record.survey()
    for _ in surveying:
        yield record.frame()
        if record.plane.known > COARSE:
            break
    for number in others:
        if number >= len(paths):
            path = yield from _path(spec, number, data, device)
            record.take(number, _rescaled(spec, path))
            yield record.frame()
    for _ in surveying:
        yield record.frame()
    yield from record.trace_lines()
    yield record.frame()
    yield from record.compare()
    yield from record.measure()
    yield record.frame()


def net_of(spec: PlaneSpec, number: int) -> nn.Module:
    """The net of a run at its start: of three optimizers all have the same."""
    draws = generator(_seed_of(spec, number), WEIGHTS)
    if spec.net == "dense":
        return dense([(WIDTH, PIXELS), (WIDTH, WIDTH), (CLASSES, WIDTH)], draws)
    return convolutional(2, CHANNELS, draws)


def _seed_of(spec: PlaneSpec, number: int) -> int:
    return (spec.seed + number) % 2**31 if spec.runs == "seeds" else spec.seed


def _as_pictures(x: Tensor) -> Tensor:
    return x.view(-1, 1, 8, 8) if x.ndim == 2 else x


def _path(spec: PlaneSpec, number: int, data: Split, device: str) -> Generator[None, None, Path]:
    """The path of a run, trained now if it is not kept."""
    seed = _seed_of(spec, number)
    optimizer = spec.optimizer if spec.runs == "seeds" else spec.names[number]
    key = (spec.net, optimizer, spec.samples, spec.batch, spec.epochs, spec.seed, seed, device)
    kept = _paths.get(key)
    if kept is not None:
        return kept
    net = net_of(spec, number).to(device)
    trainer = Trainer(
        net,
        F.cross_entropy,
        data,
        torch_optimizer_of(optimizer, net.parameters(), RATES[optimizer]),
        batches=batches(spec.samples, spec.batch, generator(seed, BATCHES)),
    )
    points, buffers = [_weights(net)], [_buffers(net)]
    for step in range(1, spec.steps + 1):
        trainer.step()
        if step % spec.every == 0 or step == spec.steps:
            points.append(_weights(net))
            buffers.append(_buffers(net))
        yield None
    return _paths.put(key, Path(key, tuple(points), tuple(buffers), net))


def _weights(net: nn.Module) -> Tensor:
    return nn.utils.parameters_to_vector(net.parameters()).detach().clone()


def _buffers(net: nn.Module) -> dict[str, Tensor]:
    return {name: buffer.clone() for name, buffer in net.named_buffers()}


def _rescaled(spec: PlaneSpec, path: Path) -> Path:
    """The same functions by other weights: the first layer's times a factor, the second's divided
    by it. ReLU passes a factor on, so what comes out is the same."""
    if spec.rescale == 1 or spec.net != "dense" or spec.kind != "random":
        return path
    factors = {"layer1.": spec.rescale, "layer2.linear.weight": 1 / spec.rescale}
    pieces = [
        torch.full((p.numel(),), next((f for n, f in factors.items() if name.startswith(n)), 1.0))
        for name, p in path.net.named_parameters()
    ]
    scale = torch.cat(pieces).to(path.points[0])
    net = net_of(spec, 0).to(scale.device)
    nn.utils.vector_to_parameters(path.points[-1] * scale, net.parameters())
    points = tuple(w * scale for w in path.points)
    return Path((path.key, spec.rescale), points, path.buffers, net)


def _laid(spec: PlaneSpec, paths: Sequence[Path], data: Split) -> Generator[None, None, _Record]:
    """The plane without its values, and where the paths lie in it."""
    paths = [_rescaled(spec, path) for path in paths]
    objective = Objective(paths[0].net, F.cross_entropy, (data.x, data.y))
    hessian = Hessian.of(objective)
    yield None
    key = paths[0].key
    sharpest = _sharpest.get(key)
    if sharpest is None:
        like = objective.vector
        lanczos = Lanczos(hessian.product, drawn(len(like), spec.seed, like), steps=60)
        while lanczos.step() and not lanczos.settled(top=2, tolerance=1e-4):
            yield None
        sharpest = _sharpest.put(key, lanczos.found(top=2))
    through = spec.kind == "through"
    plane = lay(
        objective,
        spec.kind,
        paths[0].points,
        [path.points[-1] for path in paths[1:]] if through else (),
        about=spec.about,
        size=spec.side,
        reach=spec.reach,
        seed=spec.seed * 1000 + DIRECTIONS,
        lengths=spec.lengths,
        also=[w for path in paths[1:] for w in path.points] if through else (),
        sharpest=sharpest,
    )
    yield None
    record = _Record(spec, objective, plane, hessian, float(sharpest.values[0]))
    for number, path in enumerate(paths):
        record.take(number, path)
    return record


class _Record:
    """What is known so far."""

    def __init__(
        self,
        spec: PlaneSpec,
        objective: Objective,
        plane: Plane,
        hessian: Hessian,
        sharpest: float,
    ) -> None:
        self._spec, self._objective, self.plane = spec, objective, plane
        self._hessian, self._sharpest = hessian, sharpest
        self._paths: list[Path] = []
        shape = (len(spec.names), spec.moments)
        self._at = np.full((*shape, 2), np.nan)
        self._beside, self._real, self._drawn = np.full((3, *shape), np.nan)
        self._share = self._about_end = np.nan
        self._seen = curvature_within(hessian.product, plane.directions)
        self._trace, self._error = np.nan, np.nan
        self._compared = self._parts = 0
        self._lines = ContourLines(np.empty((0, 2)), np.empty(0, int), np.empty(0))

    def take(self, number: int, path: Path) -> None:
        """Take in the next path."""
        points = path.points
        if not self._paths:
            self._share = float(principal_directions(points, mean_of(points))[1][:2].sum())
            self._about_end = float(principal_directions(points, points[-1])[1][:2].sum())
        self._paths.append(path)
        self._parts += 1
        center = self.plane.center
        self._at[number], beside = coordinates(self.plane.directions, center, points)
        lengths = np.array([float((w - center).double().norm()) for w in points])
        np.divide(beside, lengths, out=self._beside[number], where=lengths > 0)

    def survey(self) -> Iterator[None]:
        """Compute the cells, coarse to fine."""
        own = [path.points[-1] for path in self._paths[1:]] if self.plane.kind == "through" else ()
        for plane in survey(self._objective, self.plane, own, at_once=AT_ONCE[self._spec.net]):
            self.plane = plane
            yield

    def trace_lines(self) -> Generator[None, None, None]:
        """Trace the contour lines, now that all cells are known."""
        self._parts += 1
        plane = self.plane
        found = plane.values[np.isfinite(plane.values) & (plane.values > 0)]
        if found.size and found.max() > found.min():
            high = min(float(found.max()), HIGHEST * float(found.min()))
            levels = np.geomspace(found.min(), high, LINES + 2)[1:-1]
            self._lines = yield from contour_lines(plane.u, plane.v, plane.values, levels)

    def compare(self) -> Frames:
        """Compare each point's loss with that of its place in the plane."""
        center, (d1, d2) = self.plane.center, self.plane.directions
        for number, path in enumerate(self._paths):
            known = _losses.get(path.key)
            for t, (w, buffers) in enumerate(zip(path.points, path.buffers, strict=True)):
                if known is None:
                    self._real[number, t] = self._objective.value(w, buffers)
                    yield None
                else:
                    self._real[number, t] = known[t]
                u, v = self._at[number, t].tolist()
                place = torch.add(torch.add(center, d1, alpha=u), d2, alpha=v)
                self._drawn[number, t] = self._objective.value(place)
                self._compared += 1
                yield None
            _losses.put(path.key, self._real[number].copy())
            yield self.frame()

    def measure(self) -> Generator[None, None, None]:
        """Estimate the trace, if it is not known."""
        self._parts += 1
        key = self._paths[0].key
        known = _traces.get(key)
        if known is not None:
            self._trace, self._error = known
            return
        found: list[float] = []
        seed = self._spec.seed * 1000 + DIRECTIONS
        for value in probed(self._hessian.product, self._objective.vector, PROBES, seed):
            found.append(value)
            yield None
        self._trace, self._error = mean_and_error(found)
        _traces.put(key, (self._trace, self._error))

    def frame(self) -> PlaneFrame:
        """A snapshot."""
        plane, spec = self.plane, self._spec
        steps = np.append(np.arange(0, spec.steps, spec.every), spec.steps)
        return PlaneFrame(
            # No two frames have the same step: each part counts, besides cells and points.
            step=plane.known + self._compared + self._parts,
            total=plane.values.size + self._real.size + len(spec.names) + 2,
            names=spec.names,
            u=read_only(plane.u),
            v=read_only(plane.v),
            values=read_only(plane.values),
            lines=read_only(self._lines.points),
            breaks=read_only(self._lines.breaks),
            line_levels=read_only(self._lines.levels),
            moments=read_only(steps),
            paths=read_only(self._at.copy()),
            residuals=read_only(self._beside.copy()),
            real_losses=read_only(self._real.copy()),
            drawn_losses=read_only(self._drawn.copy()),
            shares=read_only(plane.shares),
            share=self._share,
            share_about_end=self._about_end,
            walk_share=float(random_walk_shares(spec.moments)[:2].sum()),
            sharpest=self._sharpest,
            plane_curvature=self._seen,
            curvature_seen=self._seen / self._sharpest,
            trace=self._trace,
            trace_error=self._error,
            parameters=len(self._objective.vector),
        )
