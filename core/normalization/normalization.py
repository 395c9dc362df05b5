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
from core.parameters import choice, integer, number, row

Array = np.ndarray[Any, Any]

DEFAULT_GROUPS = 4
SPAN = (-5.0, 5.0)
"""The range of the outputs' histograms: fixed, so that γ and β can be seen to move the values."""

UNDO = ("no", "exact", "notes")
"""How γ and β are chosen to undo BN: not at all, by γ = √(σ² + ε), or by γ = σ as notes have it."""


def _divisors(spec: Any) -> tuple[int, ...]:
    """The values that ``groups`` may take. For an unreadable file a few are offered: its own error
    is reported later."""
    count = channels_of(spec)
    if count is None:
        return (1, 2, 4, 8, 16, 32)
    return tuple(g for g in range(1, count + 1) if count % g == 0)


def _default_groups(spec: Any) -> int:
    return max(g for g in _divisors(spec) if g <= DEFAULT_GROUPS)


def _given(spec: Any) -> bool:
    return bool(spec.undo == "no")


def _each(typed: str, common: str) -> Callable[[Any], tuple[float, ...] | None]:
    """A function from a spec to one number for each channel: the typed ones in turn, or the common
    one."""

    def entries(spec: Any) -> tuple[float, ...] | None:
        count = channels_of(spec)
        return None if count is None else affine_of(spec, typed, common, count)

    return entries


def affine_of(spec: Any, typed: str, common: str, count: int) -> tuple[float, ...]:
    """γ or β for a number of channels."""
    return in_turn(spec, typed, count) or (float(getattr(spec, common)),) * count


@dataclass(frozen=True, kw_only=True)
class NormalizationSpec(InputSpec):
    """The batch that is normalized, and the parameters of the norms."""

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
    """Mean and std of every group of elements that share them, before and after the norm.

    Shapes: BN [C], LN [N], IN [N, C], GN [N, G], RMSNorm [N]; with a dense layer's axes on maps BN
    [C, H, W] and LN [N, H, W].
    """

    mean: Array
    """The mean that is subtracted; RMSNorm subtracts nothing, so 0."""
    std: Array
    """The biased std (divided by n), without ε; for RMSNorm the root mean square."""
    mean_after: Array
    """The mean of the output."""
    std_after: Array
    """The biased std of the output."""


@dataclass(frozen=True, kw_only=True)
class NormalizationFrame(Frame):
    """The input and the outputs, and how the outputs differ. Maps are [N, C, H, W], dense batches
    [N, D]."""

    input: Array
    """[N, C, H, W] or [N, D] the batch before normalization: float32; or float64, as then all
    outputs are, where float32 would round its spread away or overflow."""
    bn: Array
    """The output of BN, shaped like the input, as all outputs are; NaN where each channel is a
    single value and has no statistics."""
    ln: Array
    in_: Array = field(metadata={"array": "in"})
    """The output of IN, called ``in``; NaN where each map is a single value and has no
    statistics."""
    gn: Array
    rms: Array
    difference: Array
    """[4] bn, ln, in, gn: largest absolute difference from torch.nn's own layer."""
    difference_ulp: Array
    """[4] the same difference in units of rounding: steps of float32 at the largest output."""
    rms_difference: Array
    """[] RMSNorm's largest absolute difference from torch.nn.RMSNorm."""
    rms_difference_ulp: Array
    """[] the same difference in units of rounding."""
    exact_difference: Array
    """[5] bn, ln, in, gn, rms: largest absolute difference of our output from the same formula in
    float64; NaN where a large batch agrees with torch.nn, so that nobody asked, and where the
    formula or the type is another."""
    torch_exact_difference: Array
    """[5] the same of torch.nn's output."""
    merged: Array
    """[] number of distinct values of the input that float32 would not tell apart; 0 where it is
    float32."""
    beyond: Array
    """[] number of values of the input that are too large for float32."""
    ln_gn1: Array
    """[] largest absolute difference between LN and torch's GN with 1 group."""
    in_gnc: Array
    """[] largest absolute difference between IN and torch's GN with a group for each channel; NaN
    where IN is a hole."""
    undone: Array
    """[2] largest absolute difference between BN's output and its input, with γ = √(σ² + ε) and
    with the notes' γ = σ (β = μ both times); NaN unless ``undo`` is asked for."""
    gamma: Array
    """[C] γ as given to every norm."""
    beta: Array
    """[C] β as given to every norm."""
    bn_group: Statistics = field(metadata={"array": "bn"})
    ln_group: Statistics = field(metadata={"array": "ln"})
    in_group: Statistics = field(metadata={"array": "in"})
    gn_group: Statistics = field(metadata={"array": "gn"})
    rms_group: Statistics = field(metadata={"array": "rms"})
    input_edges: Array
    """[bin+1] bin edges over the input's own range."""
    input_counts: Array
    """[bin] counts of the input."""
    input_nonfinite: Array
    """[] number of NaN and infinities in the input."""
    edges: Array
    """[bin+1] bin edges common to the outputs."""
    counts: Array
    """[5, bin] counts of the outputs: bn, ln, in, gn, rms."""
    below: Array
    """[5] number of values below the lowest edge."""
    above: Array
    """[5] number of values above the highest edge."""
    nonfinite: Array
    """[5] number of NaN and infinities."""

    def output(self, key: str) -> Array:
        """The output of the norm with that key."""
        return getattr(self, "in_" if key == "in" else key)  # type: ignore[no-any-return]

    def group(self, key: str) -> Statistics:
        """The statistics of the norm with that key."""
        return getattr(self, f"{key}_group")  # type: ignore[no-any-return]

    def off_torch(self, key: str) -> tuple[float, float]:
        """The largest difference from torch.nn for the norm with that key: absolute, and in units
        of rounding."""
        if key == "rms":
            return float(self.rms_difference), float(self.rms_difference_ulp)
        at = list(NORMS).index(key)
        return float(self.difference[at]), float(self.difference_ulp[at])


def is_hole(key: str, shape: tuple[int, ...]) -> bool:
    """Whether a norm leaves nothing of a batch of that shape, since its statistics would be those
    of single values: BN's of one sample of single pixels, IN's of all single pixels. LN, GN and
    RMSNorm then still are what they are, and the others are shown."""
    return key in ("bn", "in") and NORMS[key].group_size(shape, 1) == 1
