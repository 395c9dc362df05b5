"""The run of activations: the nets of all sides, and what is measured on the way."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core import histogram
from core.beside import Beside
from core.data.arrays import stamp
from core.data.draws import input_rows, kept_draw
from core.experiment import Frames, read_only
from core.kept import Kept
from core.layers.activations import SATURATED, activation_of
from core.layers.initializers import INITIALIZERS, Initializer
from core.parameters import parameters
from core.signals.activations import ActivationsFrame, ActivationsSpec, SeedCurves, Side
from core.signals.extent import Extent, SharedBins, extent_of
from core.signals.measures import binned, binned_units, measured, moments, share_under
from core.signals.net import BIASES
from core.signals.passes import Affine, Build, backward, forward
from core.signals.sides import answers, expected_of, side_of

Array = np.ndarray[Any, Any]

CURVE_POINTS = 241
PREVIEW = 8
"""A preview takes one sample out of this many."""


def run(spec: ActivationsSpec, device: str) -> Frames:
    """Send the input forward and a gradient backward through all nets; yields a frame after each
    seed."""
    preview = spec.preview and spec.samples >= 8 * PREVIEW
    sizes = [spec.samples // PREVIEW] * preview + [spec.samples] * spec.seeds
    sides: dict[str, list[Side]] = {}
    given = (0.0, 0.0)
    bins = SharedBins.of(spec)
    layers: dict[str, list[Affine]] = {}
    for step, samples in enumerate(sizes):
        first = step <= preview
        if first:
            sides = {name: [] for name in spec.sides}
        seed = spec.seed if first else spec.seed + step - preview
        inputs = _inputs(spec, seed)[:samples].to(device)
        if first:
            given = moments(inputs)[:2]
        gradient = kept_draw(seed, 1, spec.samples, spec.width)[: len(inputs)].to(device)
        yield None
        # A preview's nets are the first ones of the run.
        layers = layers if step == preview else {}
        net = _Net(spec, seed, device, inputs, gradient, layers)
        if first:
            bins = SharedBins.of(spec)
        made = yield from net.sides(bins)
        if first and bins.may_follow(made.values()):
            closer = bins.following((yield from net.extents()), spec.bins)
            if closer != bins:
                bins = closer
                made = yield from net.sides(bins)
        for name, side in made.items():
            sides[name].append(side)
        yield _frame(spec, step + 1, len(sizes), given, sides, bins)


@dataclass
class _Net:
    """The nets of all sides for one seed and its inputs, and what was drawn for them so far."""

    spec: ActivationsSpec
    seed: int
    device: str
    inputs: Tensor
    gradient: Tensor
    layers: dict[str, list[Affine]]

    def sides(self, bins: SharedBins) -> Generator[None, None, dict[str, Side]]:
        """Every side, counted in these bins."""
        keys = {name: self._key(name, bins) for name in self.spec.sides}
        known = {name: KEPT.get(key) for name, key in keys.items()}
        yield from self._draw([name for name, side in known.items() if side is None])
        made = {}
        for name, side in known.items():
            net = (self.layers.get(name, []), self.inputs, self.gradient)
            made[name] = KEPT.put(
                keys[name], side or (yield from _propagate(self.spec, name, *net, bins))
            )
        return made

    def extents(self) -> Generator[None, None, list[Extent]]:
        """How far z and h of every side reach."""
        keys = {name: self._key(name, None) for name in self.spec.sides}
        known = {name: EXTENTS.get(key) for name, key in keys.items()}
        yield from self._draw([name for name, extent in known.items() if extent is None])
        found = []
        for name, extent in known.items():
            layers = self.layers.get(name, [])
            made = extent or (yield from extent_of(_build(self.spec), layers, self.inputs))
            found.append(EXTENTS.put(keys[name], made))
        return found

    def _draw(self, names: list[str]) -> Generator[None, None, None]:
        missing = [name for name in names if name not in self.layers]
        columns = self.inputs.shape[1]
        self.layers |= yield from _layers(self.spec, missing, self.seed, columns, self.device)

    def _key(self, name: str, bins: SharedBins | None) -> tuple[object, ...]:
        samples = len(self.inputs)
        return (*_key(self.spec, name, self.seed, samples, self.device), bins)


KEPT: Kept[Side] = Kept(2**22, lambda side: 6 * side.octaves.size + 2 * side.unit_mean.size)
"""The most recent sides: a moved scale changes one of them, and the others need not be computed
again."""
EXTENTS: Kept[Extent] = Kept(2**12, lambda extent: 1)
"""How far the most recent sides reach, where that was asked."""


def _key(
    spec: ActivationsSpec, name: str, seed: int, samples: int, device: str
) -> tuple[object, ...]:
    """What a side's numbers depend on: all of the spec but the other sides, plus the seed, samples
    and device given."""
    common = (
        getattr(spec, p.name)
        for p in parameters(ActivationsSpec)
        if not p.name.startswith(("init_", "std")) and p.name not in ("seed", "seeds", "preview")
    )
    init = getattr(spec, f"init_{name}")
    scale = getattr(spec, f"std_{name}") if INITIALIZERS[init].has_scale else None
    return (init, scale, *common, seed, samples, device, stamp(spec.path))


def _inputs(spec: ActivationsSpec, seed: int) -> Tensor:
    """The input of the nets: for N(0,1) as many columns as units, 64 for digits, or a
    file's own."""
    return input_rows(
        spec.input, spec.preprocess, spec.path, spec.samples, spec.width, seed, spec.array
    )


def _frame(
    spec: ActivationsSpec,
    step: int,
    total: int,
    given: tuple[float, float],
    sides: dict[str, list[Side]],
    bins: SharedBins,
) -> ActivationsFrame:
    z, h = _curve(spec, bins.z)
    return ActivationsFrame(
        step=step,
        total=total,
        input_mean=given[0],
        input_std=given[1],
        edges=read_only(bins.h.edges),
        z_edges=read_only(bins.z.edges),
        octave_edges=read_only(histogram.octave_edges()),
        function_z=read_only(z),
        function_h=read_only(h),
        **{name: _with_band(nets) for name, nets in sides.items()},
    )


def _curve(spec: ActivationsSpec, bins: histogram.Bins) -> tuple[Array, Array]:
    edges = bins.edges
    z = torch.linspace(edges[0], edges[-1], CURVE_POINTS, dtype=torch.float64)
    return z.numpy(), activation_of(spec.activation, spec.slope).function(z).numpy()


def _with_band(nets: list[Side]) -> Side:
    """The first net, with the curves of all nets as its band."""
    if len(nets) == 1:
        return nets[0]
    names = [field.name for field in fields(SeedCurves)]
    curves = {n: np.concatenate([getattr(net.seeds, n) for net in nets]) for n in names}
    return replace(nets[0], seeds=SeedCurves(**{n: read_only(c) for n, c in curves.items()}))


def _layers(
    spec: ActivationsSpec, names: Sequence[str], seed: int, columns: int, device: str
) -> Generator[None, None, dict[str, list[Affine]]]:
    """The weights and biases of every layer for these sides, made from the same draws."""
    sides: dict[str, list[Affine]] = {name: [] for name in names}
    for layer in range(spec.depth if names else 0):
        fan_in = spec.width if layer else columns
        draws = kept_draw(seed, 2 + layer, spec.width, fan_in).to(device)
        for name, layers in sides.items():
            initializer = INITIALIZERS[getattr(spec, f"init_{name}")]
            made = initializer.steps(draws, getattr(spec, f"std_{name}"), spec.leak)
            weight = yield from made
            layers.append(Affine(weight, _bias(spec, initializer, seed, layer, fan_in, device)))
            yield None
    return sides


def _bias(
    spec: ActivationsSpec, initializer: Initializer, seed: int, layer: int, fan_in: int, device: str
) -> Tensor | None:
    """[unit] the biases of a layer: the common one, and those that the initialization draws."""
    drawn = initializer.biases(kept_draw(seed, BIASES + layer, spec.width), fan_in)
    if drawn is None:
        return torch.full((spec.width,), spec.bias, device=device) if spec.bias else None
    return (drawn + spec.bias).to(device)


def _build(spec: ActivationsSpec) -> Build:
    return Build(
        activation=activation_of(spec.activation, spec.slope),
        norm=spec.norm,
        before=spec.norm_place == "before",
        residual=spec.residual,
    )


def _propagate(
    spec: ActivationsSpec,
    name: str,
    layers: list[Affine],
    inputs: Tensor,
    gradient: Tensor,
    bins: SharedBins,
) -> Generator[None, None, Side]:
    """A side: pass the input forward through every layer and the gradient back, and
    measure both."""
    build = _build(spec)
    activation = build.activation
    beside = Beside(inputs.device.type)
    found: dict[str, list[Future[Any]]] = {"z": [], "slope": [], "h": []}
    back: dict[str, list[Future[Any]]] = {"h": [], "z": [], "weight": []}

    def watch_forward(what: str, values: Tensor) -> None:
        if what == "slope":
            limit = SATURATED * activation.steepest
            found[what].append(beside.ask(share_under, values, limit))
        elif what == "z":
            found[what].append(beside.ask(binned, values, bins.z))
        else:
            found[what].append(beside.ask(binned_units, values, bins.h))

    def watch_backward(what: str, values: Tensor) -> None:
        back[what].insert(0, beside.ask(measured, values))

    try:
        passed = yield from forward(build, layers, inputs, watch_forward)
        yield from backward(build, passed, gradient, watch_backward)
        expected = expected_of(spec, name, build, inputs)
        yield None
        return side_of((yield from answers(found)), (yield from answers(back)), expected)
    finally:
        beside.close()
