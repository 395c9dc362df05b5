"""A signal's way through a deep dense net, forward and backward, under up to four
initializations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core import histogram
from core.data.choosing import array_field
from core.data.files import ARRAY_SUFFIXES
from core.data.preprocessing import PREPROCESSINGS
from core.data.rows import DIGITS, INPUTS
from core.experiment import Frame
from core.parameters import Reason, SpecError, choice, file, integer, number, switch
from core.signals.measured import Binned, Measured, Theory
from core.signals.net import SIDES, MeasuredSpec

Array = np.ndarray[Any, Any]

MAX_VALUES = 2**29
"""The most values of signals and weights that may be kept for the way back: 2 GiB in float32."""
MAX_LAYER = 2**23
"""The most values that one layer's output may have: looking at all of them takes at most 65 ms."""


@dataclass(frozen=True, kw_only=True)
class ActivationsSpec(MeasuredSpec):
    """A dense net, its input, and the initializations to compare."""

    key: ClassVar[str] = "activations"

    input: str = choice(
        "normal", INPUTS, "Input", "What goes in: N(0,1), the digits, or rows of a file"
    )
    path: str = file(
        ARRAY_SUFFIXES, "File", "Rows of numbers [N, D]", applies=lambda spec: spec.input == "file"
    )
    array: str = array_field((2,), lambda spec: spec.input == "file")
    preprocess: str = choice(
        "scaled",
        PREPROCESSINGS,
        "Preprocess",
        "What is done to the rows before they go in",
        matters=lambda spec: spec.input != "normal",
    )
    samples: int = integer(
        1000,
        1,
        lambda spec: DIGITS if spec.input == "digits" else 20_000,
        "Samples",
        "Inputs that go through the net at once",
        log=True,
    )
    seeds: int = integer(
        1, 1, 32, "Seeds", "Nets of so many seeds, from this one on: a band", log=True
    )
    z_range: float = number(
        5.0,
        0.01,
        1000.0,
        "Range of z ±",
        "How far z is binned, and h after a norm or a sum: ± this or a bit more; "
        "values that lie close together get closer bins",
        log=True,
    )
    bins: int = integer(100, 4, histogram.MAX_BINS, "Bins", histogram.BINS_HELP, log=True)
    preview: bool = switch(
        False, "Preview", "Show an eighth of the samples first", matters=lambda spec: False
    )

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
    """[seed, layer] the same measure for every net of the band, the shown one first."""

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
    """What came out of each layer; its own arrays describe h, which the layer passes on."""

    saturated: Array
    """[layer] share of values whose abs(f'(z)) is under .0591 of its maximum."""
    dead: Array
    """[layer] share of units that are zero for every sample."""
    unit_mean: Array
    """[layer, unit] mean over the samples."""
    unit_std: Array
    """[layer, unit] std over the samples."""
    z: Binned
    """The activation's argument z, after a norm that stands before the activation."""
    gradient: Measured
    """dL/dh, where a seeded N(0,1) gradient is put in at the last layer's output."""
    z_gradient: Measured
    """The gradient dL/dz."""
    weight_gradient: Measured
    """The gradient dL/dW, summed over the samples."""
    theory: Theory
    """What mean-field theory predicts for this net."""
    seeds: SeedCurves


@dataclass(frozen=True, kw_only=True)
class ActivationsFrame(Frame):
    """All sides, over common bins.

    Arrays carry their side's name in front: ``a_std``, ``b_z_counts``, ``a_gradient_median``,
    ``a_theory_std``, ``a_seeds_std``.
    """

    input_mean: float
    """Mean of what goes in, after its preprocessing"""
    input_std: float
    """Population std of what goes in"""
    edges: Array
    """[bin+1] bin edges of h"""
    z_edges: Array
    """[bin+1] bin edges of z"""
    octave_edges: Array
    """[octave+1] octave edges of every quantity's magnitude"""
    function_z: Array
    """[point] z of the function's curve, over the range of ``z_edges``"""
    function_h: Array
    """[point] f of the function's curve"""
    a: Side
    b: Side
    c: Side | None = None
    d: Side | None = None

    @property
    def sides(self) -> dict[str, Side]:
        """The compared sides by name."""
        found = {name: getattr(self, name) for name in SIDES}
        return {name: side for name, side in found.items() if side is not None}
