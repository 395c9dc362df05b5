"""A signal's way through a deep dense net, forward and backward, under up to four
initializations."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core import histogram
from core.beside import Beside
from core.data.arrays import stamp
from core.data.preprocessing import PREPROCESSINGS
from core.data.rows import DIGITS, INPUTS, input_rows, kept_draw
from core.experiment import Frame, Frames, read_only
from core.kept import Kept
from core.layers.activations import SATURATED, activation_of
from core.layers.initializers import INITIALIZERS, Fan
from core.parameters import (
    Reason,
    SpecError,
    choice,
    file,
    integer,
    number,
    parameters,
    switch,
)
from core.signals import theory
from core.signals.measures import (
    Binned,
    Measured,
    binned,
    binned_units,
    measured,
    moments,
    share_under,
    stacked,
)
from core.signals.net import SIDES, NetSpec
from core.signals.passes import EPS, Build, backward, forward
from core.signals.theory import Theory

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

MAX_VALUES = 2**29
"""Signals and weights that are kept for the way back: 2 GiB in float32."""
MAX_LAYER = 2**23
"""Values of one layer's output: looking at all of them takes 65 ms at most."""
CURVE_POINTS = 241
PREVIEW = 8
"""A preview takes one sample of so many."""


@dataclass(frozen=True, kw_only=True)
class ActivationsSpec(NetSpec):
    """A dense net, what goes in, and the initializations to compare."""

    key: ClassVar[str] = "activations"

    input: str = choice("normal", INPUTS, "What goes in: N(0,1), the digits, or rows of a file")
    path: str = file((".npy",), "Rows of numbers [N, D]", applies=lambda spec: spec.input == "file")
    preprocess: str = choice(
        "scaled",
        PREPROCESSINGS,
        "What is done to the rows before they go in",
        matters=lambda spec: spec.input != "normal",
    )
    samples: int = integer(
        1000,
        1,
        lambda spec: DIGITS if spec.input == "digits" else 20_000,
        "Inputs that go through the net at once",
        log=True,
    )
    seeds: int = integer(1, 1, 32, "Nets of so many seeds, from this one on: a band", log=True)
    z_range: float = number(
        5.0, 0.01, 1000.0, "How far z is binned, and h after a norm or a sum: ± this or a bit more",
        log=True,
    )  # fmt: skip
    bins: int = integer(100, 4, histogram.MAX_BINS, histogram.BINS_HELP, log=True)
    preview: bool = switch(False, "Show an eighth of the samples first", matters=lambda spec: False)

    def __post_init__(self) -> None:
        super().__post_init__()
        kept = 2 if self.norm == "none" else 3
        room = MAX_VALUES // (self.depth * self.width)
        room = min((room - self.width * len(self.sides)) // kept, MAX_LAYER // self.width)
        if self.samples > room:
            if room >= 1:
                raise SpecError("samples", Reason.TOO_LARGE, self.samples, f"1 … {room}")
            # One sample must fit beside the weights.
            widest = math.isqrt(MAX_VALUES // (self.depth * len(self.sides))) - kept
            raise SpecError("width", Reason.TOO_LARGE, self.width, f"1 … {widest}")

    @property
    def reach(self) -> float:
        return self.z_range


@dataclass(frozen=True, kw_only=True)
class SeedCurves:
    """[seed, layer]: the same measures for every net of the band, the shown one first."""

    std: Array
    rms: Array
    saturated: Array
    dead: Array
    gradient_std: Array
    z_gradient_rms: Array
    z_gradient_median: Array
    weight_gradient_rms: Array


@dataclass(frozen=True, kw_only=True)
class Side(Binned):
    """What came out of each layer: its own arrays are of h, what the layer passes on."""

    saturated: Array
    """[layer] share of values whose abs(f'(z)) is under .0591 of its maximum."""
    dead: Array
    """[layer] share of units that are zero for every sample."""
    unit_mean: Array
    """[layer, unit] over the samples."""
    unit_std: Array
    """[layer, unit]"""
    z: Binned
    """The activation's argument, after a norm that stands before it."""
    gradient: Measured
    """dL/dh, for a seeded N(0,1) gradient put in at the last layer's output."""
    z_gradient: Measured
    """dL/dz"""
    weight_gradient: Measured
    """dL/dW, summed over the samples."""
    theory: Theory
    """What mean-field theory says of this net."""
    seeds: SeedCurves


@dataclass(frozen=True, kw_only=True)
class ActivationsFrame(Frame):
    """All sides, over common bins.

    Arrays carry their side's name in front: ``a_std``, ``b_z_counts``, ``a_gradient_median``,
    ``a_theory_std``, ``a_seeds_std``.
    """

    edges: Array
    """[bin+1] of h"""
    z_edges: Array
    """[bin+1] of z"""
    octave_edges: Array
    """[octave+1] of every quantity's magnitude"""
    function_z: Array
    """[point] over the range of ``z_edges``"""
    function_h: Array
    """[point] f there"""
    a: Side
    b: Side
    c: Side | None = None
    d: Side | None = None

    @property
    def sides(self) -> dict[str, Side]:
        """Those that are there, by their names."""
        found = {name: getattr(self, name) for name in SIDES}
        return {name: side for name, side in found.items() if side is not None}


def run(spec: ActivationsSpec, device: str) -> Frames:
    """Send the input forward and a gradient backward through all nets; a frame after each seed."""
    preview = spec.preview and spec.samples >= 8 * PREVIEW
    sizes = [spec.samples // PREVIEW] * preview + [spec.samples] * spec.seeds
    sides: dict[str, list[Side]] = {}
    weights: dict[str, list[Tensor]] = {}
    for step, samples in enumerate(sizes):
        first = step <= preview
        if first:
            sides = {name: [] for name in spec.sides}
        seed = spec.seed if first else spec.seed + step - preview
        inputs = _inputs(spec, seed)[:samples].to(device)
        gradient = kept_draw(seed, 1, spec.samples, spec.width)[: len(inputs)].to(device)
        yield None
        known = {name: KEPT.get(_key(spec, name, seed, samples, device)) for name in spec.sides}
        missing = [name for name, side in known.items() if side is None]
        # A preview's nets are the first ones'.
        if step != preview or not weights.keys() >= set(missing):
            weights = yield from _weights(spec, missing, seed, inputs.shape[1], device)
        for name, side in known.items():
            made = side or (yield from _propagate(spec, name, weights[name], inputs, gradient))
            sides[name].append(KEPT.put(_key(spec, name, seed, samples, device), made))
        yield _frame(spec, step + 1, len(sizes), sides)


KEPT: Kept[Side] = Kept(2**22, lambda side: 6 * side.octaves.size + 2 * side.unit_mean.size)
"""The last sides: a moved scale changes one of them, the others need not be computed anew."""


def _key(
    spec: ActivationsSpec, name: str, seed: int, samples: int, device: str
) -> tuple[object, ...]:
    """What a side's numbers are made of: all of the spec but the other sides, and who asks."""
    common = (
        getattr(spec, p.name)
        for p in parameters(ActivationsSpec)
        if not p.name.startswith(("init_", "std")) and p.name not in ("seed", "seeds", "preview")
    )
    init = getattr(spec, f"init_{name}")
    scale = getattr(spec, f"std_{name}") if INITIALIZERS[init].has_scale else None
    return (init, scale, *common, seed, samples, device, stamp(spec.path))


def _inputs(spec: ActivationsSpec, seed: int) -> Tensor:
    """As many columns as units for N(0,1); 64 for digits; a file's own."""
    return input_rows(spec.input, spec.preprocess, spec.path, spec.samples, spec.width, seed)


def _frame(
    spec: ActivationsSpec, step: int, total: int, sides: dict[str, list[Side]]
) -> ActivationsFrame:
    z, h = _curve(spec)
    return ActivationsFrame(
        step=step,
        total=total,
        edges=read_only(spec.h_bins(spec.bins).edges),
        z_edges=read_only(_z_bins(spec).edges),
        octave_edges=read_only(histogram.octave_edges()),
        function_z=read_only(z),
        function_h=read_only(h),
        **{name: _with_band(nets) for name, nets in sides.items()},
    )


def _z_bins(spec: ActivationsSpec) -> histogram.Bins:
    return histogram.Bins.over(-spec.z_range, spec.z_range, spec.bins)


def _curve(spec: ActivationsSpec) -> tuple[Array, Array]:
    import torch

    edges = _z_bins(spec).edges
    z = torch.linspace(edges[0], edges[-1], CURVE_POINTS, dtype=torch.float64)
    return z.numpy(), activation_of(spec.activation, spec.slope).function(z).numpy()


def _with_band(nets: list[Side]) -> Side:
    """The first net, with the curves of all."""
    if len(nets) == 1:
        return nets[0]
    names = [field.name for field in fields(SeedCurves)]
    curves = {n: np.concatenate([getattr(net.seeds, n) for net in nets]) for n in names}
    return replace(nets[0], seeds=SeedCurves(**{n: read_only(c) for n, c in curves.items()}))


def _weights(
    spec: ActivationsSpec, names: Sequence[str], seed: int, columns: int, device: str
) -> Generator[None, None, dict[str, list[Tensor]]]:
    """These sides' weights [fan_out, fan_in] of every layer, made from the same draws."""
    sides: dict[str, list[Tensor]] = {name: [] for name in names}
    for layer in range(spec.depth if names else 0):
        fan_in = spec.width if layer else columns
        draws = kept_draw(seed, 2 + layer, spec.width, fan_in).to(device)
        for name, weights in sides.items():
            initializer = INITIALIZERS[getattr(spec, f"init_{name}")]
            made = initializer.steps(draws, getattr(spec, f"std_{name}"), spec.leak)
            weights.append((yield from made))
            yield None
    return sides


def _propagate(
    spec: ActivationsSpec, name: str, weights: list[Tensor], inputs: Tensor, gradient: Tensor
) -> Generator[None, None, Side]:
    """Forward through every layer, back again, and what was measured on the way."""
    activation = activation_of(spec.activation, spec.slope)
    build = Build(
        activation=activation,
        bias=spec.bias,
        norm=spec.norm,
        before=spec.norm_place == "before",
        residual=spec.residual,
    )
    z_bins, h_bins = _z_bins(spec), spec.h_bins(spec.bins)
    beside = Beside(inputs.device.type)
    found: dict[str, list[Future[Any]]] = {"z": [], "slope": [], "h": []}
    back: dict[str, list[Future[Any]]] = {"h": [], "z": [], "weight": []}

    def watch_forward(what: str, values: Tensor) -> None:
        if what == "slope":
            limit = SATURATED * activation.steepest
            found[what].append(beside.ask(share_under, values, limit))
        elif what == "z":
            found[what].append(beside.ask(binned, values, z_bins))
        else:
            found[what].append(beside.ask(binned_units, values, h_bins))

    def watch_backward(what: str, values: Tensor) -> None:
        back[what].insert(0, beside.ask(measured, values))

    try:
        passed = yield from forward(build, weights, inputs, watch_forward)
        yield from backward(build, passed, gradient, watch_backward)
        expected = _theory(spec, name, build, inputs)
        yield None
        return _side((yield from _answers(found)), (yield from _answers(back)), expected)
    finally:
        beside.close()


def _answers(
    asked: dict[str, list[Future[Any]]],
) -> Generator[None, None, dict[str, list[Any]]]:
    """All of them, once they are there."""
    told: dict[str, list[Any]] = {what: [] for what in asked}
    for what, futures in asked.items():
        for future in futures:
            told[what].append(future.result())
            yield None
    return told


def _side(found: dict[str, list[Any]], back: dict[str, list[Any]], expected: Theory) -> Side:
    output = stacked(Binned, [told for told, _ in found["h"]])
    units = [one for _, one in found["h"]]
    own = {field.name: getattr(output, field.name) for field in fields(Binned)}
    gradient, z_gradient, of_weights = (stacked(Measured, back[k]) for k in ("h", "z", "weight"))
    saturated = read_only(np.array(found["slope"]))
    dead = read_only(np.array([u.dead.mean() for u in units]))
    curves = {
        "std": output.std,
        "rms": output.rms,
        "saturated": saturated,
        "dead": dead,
        "gradient_std": gradient.std,
        "z_gradient_rms": z_gradient.rms,
        "z_gradient_median": z_gradient.median,
        "weight_gradient_rms": of_weights.rms,
    }
    return Side(
        **own,
        saturated=saturated,
        dead=dead,
        unit_mean=read_only(np.array([u.mean for u in units])),
        unit_std=read_only(np.array([u.std for u in units])),
        z=stacked(Binned, found["z"]),
        gradient=gradient,
        z_gradient=z_gradient,
        weight_gradient=of_weights,
        theory=expected,
        seeds=SeedCurves(**{key: read_only(curve[None]) for key, curve in curves.items()}),
    )


def _theory(spec: ActivationsSpec, name: str, build: Build, inputs: Tensor) -> Theory:
    """The line for this side; none where the theory does not hold."""
    initializer = INITIALIZERS[getattr(spec, f"init_{name}")]
    if not initializer.centered or spec.norm == "bn":
        return theory.silent(spec.depth)
    layers = []
    for layer in range(spec.depth):
        fan_in = spec.width if layer else inputs.shape[1]
        fan = Fan(fan_in, spec.width, getattr(spec, f"std_{name}"), spec.leak)
        layers.append(
            theory.Layer(
                fan_in=fan_in,
                fan_out=spec.width,
                variance=initializer.variance(fan),
                skips=spec.residual and fan_in == spec.width,
            )
        )
    return theory.predict(
        layers,
        build.activation,
        inputs.square().mean(dim=1).cpu().numpy(),
        moments(inputs)[0],
        bias=spec.bias,
        norm=spec.norm,
        before=build.before,
        eps=EPS,
    )
