"""The same tensor through batch, layer, instance, group and RMS normalization, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from core import histogram
from core.experiment import Frame
from core.layers.norms import NORMS, Variant
from core.normalization.inputs import InputSpec, channels_of, in_turn
from core.number_lists import GRAMMAR, read_numbers
from core.parameters import Reason, SpecError, choice, integer, number, row

Array = np.ndarray[Any, Any]

DEFAULT_GROUPS = 4
SPAN = (-5.0, 5.0)
"""Where the outputs' histograms are drawn: fixed, so that γ and β are seen to move them."""

UNDO = ("no", "exact", "notes")
"""γ and β that give BN's input back: none, γ = √(σ² + ε), or γ = σ as notes have it."""


def _divisors(spec: Any) -> tuple[int, ...]:
    """What ``groups`` may be. Of an unreadable file nothing is known: its own error comes later."""
    count = channels_of(spec)
    if count is None:
        return (1, 2, 4, 8, 16, 32)
    return tuple(g for g in range(1, count + 1) if count % g == 0)


def _default_groups(spec: Any) -> int:
    return max(g for g in _divisors(spec) if g <= DEFAULT_GROUPS)


def _given(spec: Any) -> bool:
    return bool(spec.undo == "no")


def _each(typed: str, common: str) -> Callable[[Any], tuple[float, ...] | None]:
    """The number of every channel: those that were typed in turn, or the common one."""

    def entries(spec: Any) -> tuple[float, ...] | None:
        count = channels_of(spec)
        return None if count is None else affine_of(spec, typed, common, count)

    return entries


def affine_of(spec: Any, typed: str, common: str, count: int) -> tuple[float, ...]:
    """γ or β of so many channels."""
    return in_turn(spec, typed, count) or (float(getattr(spec, common)),) * count


@dataclass(frozen=True, kw_only=True)
class NormalizationSpec(InputSpec):
    """The batch that is normalized, and what the norms are given."""

    key: ClassVar[str] = "normalization"

    groups: int = choice(
        None,
        _divisors,
        "Groups G",
        "Groups G of GN; they divide the channels",
        auto=_default_groups,
    )
    eps: float = number(
        1e-5, 1e-12, 10.0, "Epsilon ε", "ε, added to the variance under the root", log=True
    )
    undo: str = choice(
        "no", UNDO, "Undo", "γ and β that give BN's input back: the exact ones, or the notes' γ = σ"
    )
    gamma: float = number(1.0, -10.0, 10.0, "Gamma γ", "Scale γ of every channel", applies=_given)
    beta: float = number(0.0, -10.0, 10.0, "Beta β", "Shift β of every channel", applies=_given)
    gammas: str = row(
        "",
        read_numbers,
        GRAMMAR,
        _each("gammas", "gamma"),
        "γ by channel",
        "Scale γ of each channel, in turn; empty: the one above",
        applies=_given,
    )
    betas: str = row(
        "",
        read_numbers,
        GRAMMAR,
        _each("betas", "beta"),
        "β by channel",
        "Shift β of each channel, in turn; empty: the one above",
        applies=_given,
    )
    variant: str = choice(
        Variant.DEFINITION.value,
        tuple(v.value for v in Variant),
        "Written as",
        "The definition, or what is often written in its place",
    )
    bins: int = integer(100, 4, histogram.MAX_BINS, "Bins", "Bins of every histogram", log=True)


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Mean and std of every group of elements that share them: before, and after.

    BN [C], LN [N], IN [N, C], GN [N, G], RMSNorm [N]; a dense layer's axes on maps leave BN
    [C, H, W] and LN [N, H, W].
    """

    mean: Array
    """What is subtracted; RMSNorm subtracts nothing: 0."""
    std: Array
    """Biased (divided by n), without ε; RMSNorm's is the root mean square."""
    mean_after: Array
    """Of the output."""
    std_after: Array
    """Of the output, biased."""


@dataclass(frozen=True, kw_only=True)
class NormalizationFrame(Frame):
    """The input and the outputs, with what tells them apart. Maps [N, C, H, W], dense [N, D]."""

    input: Array
    """[N, C, H, W] or [N, D] float32."""
    bn: Array
    """Shaped like the input, as all outputs."""
    ln: Array
    in_: Array = field(metadata={"array": "in"})
    """Called ``in``; NaN where each map is a single value and has no statistics."""
    gn: Array
    rms: Array
    difference: Array
    """[4] bn, ln, in, gn: largest absolute difference from torch.nn's own layer."""
    difference_ulp: Array
    """[4] the same in units of rounding: steps of float32 at the largest output."""
    rms_difference: Array
    """[] RMSNorm's largest absolute difference from torch.nn.RMSNorm."""
    rms_difference_ulp: Array
    """[]"""
    ln_gn1: Array
    """[] largest absolute difference between LN and torch's GN with 1 group."""
    in_gnc: Array
    """[] between IN and torch's GN with a group for each channel; NaN where IN is a hole."""
    undone: Array
    """[2] largest absolute difference between BN's output and its input, with γ = √(σ² + ε) and
    with the notes' γ = σ (β = μ both times); NaN unless ``undo`` is asked for."""
    gamma: Array
    """[C] as given to every norm."""
    beta: Array
    """[C]"""
    bn_group: Statistics = field(metadata={"array": "bn"})
    ln_group: Statistics = field(metadata={"array": "ln"})
    in_group: Statistics = field(metadata={"array": "in"})
    gn_group: Statistics = field(metadata={"array": "gn"})
    rms_group: Statistics = field(metadata={"array": "rms"})
    input_edges: Array
    """[bin+1] over the input's own range."""
    input_counts: Array
    """[bin]"""
    input_nonfinite: Array
    """[] NaN and infinities in the input."""
    edges: Array
    """[bin+1] common to the outputs."""
    counts: Array
    """[5, bin] bn, ln, in, gn, rms."""
    below: Array
    """[5]"""
    above: Array
    """[5]"""
    nonfinite: Array
    """[5]"""

    def output(self, key: str) -> Array:
        """The output of a norm by its key."""
        return getattr(self, "in_" if key == "in" else key)  # type: ignore[no-any-return]

    def group(self, key: str) -> Statistics:
        """The statistics of a norm by its key."""
        return getattr(self, f"{key}_group")  # type: ignore[no-any-return]

    def off_torch(self, key: str) -> tuple[float, float]:
        """Largest difference from torch.nn: absolute, and in units of rounding."""
        if key == "rms":
            return float(self.rms_difference), float(self.rms_difference_ulp)
        at = list(NORMS).index(key)
        return float(self.difference[at]), float(self.difference_ulp[at])


def refuse_single_values(spec: NormalizationSpec, shape: tuple[int, ...]) -> None:
    """BN of a single value for each channel ends the run; IN alone is a hole."""
    if NORMS["bn"].group_size(shape, spec.groups) > 1:
        return
    field = {"file": "path", "numbers": "numbers"}.get(spec.source, "batch")
    given = "x".join(map(str, shape))
    raise SpecError(field, Reason.TOO_FEW_VALUES, given, "N·H·W > 1" if shape[2:] else "N > 1")
