"""The same tensor through batch, layer, instance, group and RMS normalization, side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core import histogram
from core.beside import Beside
from core.experiment import Frame, Frames, read_only
from core.layers.norms import NORMS, Norm, Normalized, Variant, reference_layers
from core.normalization.inputs import InputSpec, channels_of, in_turn, input_of
from core.number_lists import GRAMMAR, read_numbers
from core.parameters import Reason, SpecError, choice, integer, number, text

if TYPE_CHECKING:
    from torch import Tensor

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
        None, _divisors, "Groups G of GN; they divide the channels", auto=_default_groups
    )
    eps: float = number(1e-5, 1e-12, 10.0, "ε, added to the variance under the root", log=True)
    undo: str = choice(
        "no", UNDO, "γ and β that give BN's input back: the exact ones, or the notes' γ = σ"
    )
    gamma: float = number(1.0, -10.0, 10.0, "Scale γ of every channel", applies=_given)
    beta: float = number(0.0, -10.0, 10.0, "Shift β of every channel", applies=_given)
    gammas: str = text(
        "",
        read_numbers,
        GRAMMAR,
        "Scale γ of each channel, in turn; empty: the one above",
        applies=_given,
        entries=_each("gammas", "gamma"),
    )
    betas: str = text(
        "",
        read_numbers,
        GRAMMAR,
        "Shift β of each channel, in turn; empty: the one above",
        applies=_given,
        entries=_each("betas", "beta"),
    )
    variant: str = choice(
        Variant.DEFINITION.value,
        tuple(v.value for v in Variant),
        "The definition, or what is often written in its place",
    )
    bins: int = integer(100, 4, histogram.MAX_BINS, "Bins of every histogram", log=True)


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


PIECE = 2**21
"""Values that are worked on between two breaths; or those of one sample, or of one channel."""


@dataclass(frozen=True)
class _Result:
    """One norm's part of the frame, or a piece of it."""

    output: Tensor
    statistics: Statistics
    counts: histogram.Counts


@dataclass(frozen=True)
class _Apart:
    """From one of torch's layers."""

    difference: float
    """The largest, absolute."""
    largest: float
    """Of torch's output, by absolute value."""

    @property
    def ulp(self) -> float:
        """The difference in units of rounding."""
        return self.difference / float(np.spacing(np.float32(self.largest)))


def run(spec: NormalizationSpec, device: str) -> Frames:
    """Normalize five ways, compare with torch.nn, count; one frame at the end."""
    x = (yield from input_of(spec)).to(device)
    refuse_single_values(spec, tuple(x.shape))
    yield None
    gamma, beta, undone = yield from _affine(spec, x)
    results: dict[str, _Result] = {}
    torchs = _Torchs(spec, x, gamma, beta)
    try:
        for key, norm in NORMS.items():
            results[key] = yield from _of_norm(norm, x, spec, gamma, beta, torchs)
        low, high = _range(x)
        yield None
        of_input = yield from _counted(x, low, high, spec.bins)
        apart = yield from torchs.told()
    finally:
        torchs.close()
    yield _frame(
        spec,
        results,
        apart,
        input=_array(x),
        undone=undone,
        gamma=gamma,
        beta=beta,
        input_edges=histogram.edges(low, high, spec.bins),
        input_counts=of_input.bins,
        input_nonfinite=of_input.nonfinite,
    )


class _Torchs:
    """torch.nn's layers beside ours: what they make of the same input, and how far it is off.

    Besides its own, LN is held against GN with 1 group (``ln_gn1``), IN against GN with C
    (``in_gnc``).
    """

    def __init__(self, spec: NormalizationSpec, x: Tensor, gamma: Tensor, beta: Tensor) -> None:
        self._spec, self._x, self._gamma, self._beta = spec, x, gamma, beta
        self._beside = Beside(x.device.type)
        self._asked: dict[str, list[Future[_Apart]]] = {
            name: [] for name in (*NORMS, "ln_gn1", "in_gnc")
        }

    def ask(self, key: str, part: tuple[slice, slice], output: Tensor) -> None:
        """Hold a norm's output of a part of the input against torch's layers."""
        shape = tuple(self._x.shape)
        hole = key == "in" and NORMS["in"].group_size(shape, self._spec.groups) == 1
        if not hole:
            self._ask(key, key, self._spec.groups, part, output)
        size = math.prod(shape[1:])
        if key == "ln" and size * shape[0] > 1:  # torch refuses a single value
            self._ask("ln_gn1", "gn", 1, part, output)
        elif key == "in" and size > shape[1]:
            self._ask("in_gnc", "gn", shape[1], part, output)

    def _ask(
        self, name: str, layer: str, groups: int, part: tuple[slice, slice], output: Tensor
    ) -> None:
        affine = self._gamma[part[1]], self._beta[part[1]]
        asked = self._beside.ask(
            _off_torch, output, layer, self._x[part], groups, *affine, self._spec.eps
        )
        self._asked[name].append(asked)

    def told(self) -> Generator[None, None, dict[str, _Apart]]:
        """All answers, once they are there."""
        told = {}
        for name, asked in self._asked.items():
            found = []
            for one in asked:
                found.append(one.result())
                yield None
            told[name] = _Apart(
                _most([one.difference for one in found]), _most([one.largest for one in found])
            )
        return told

    def close(self) -> None:
        """Give up what has not begun."""
        self._beside.close()


def _off_torch(
    output: Tensor, key: str, x: Tensor, groups: int, gamma: Tensor, beta: Tensor, eps: float
) -> _Apart:
    reference = reference_layers()[key](x, groups, gamma, beta, eps)
    low, high = _range(reference)
    difference = _largest(reference.sub_(output))  # in place: new memory is dearer than the sum
    return _Apart(difference, max(abs(low), abs(high)))


def parts_of(key: str, shape: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """Samples and channels of pieces that share no statistics with one another: channels for BN,
    samples for the other norms. One piece, where all is no more work than that."""
    axis = 1 if key == "bn" else 0
    size = shape[axis]
    # torch refuses a sample alone where each of its groups is a single value.
    least = 2 if axis == 0 and math.prod(shape[2:]) == 1 else 1
    count = max(1, min(size // least, -(-math.prod(shape) // PIECE)))
    ends = [size * k // count for k in range(count + 1)]
    pieces, every = [slice(*ends) for ends in pairwise(ends)], slice(None)
    return [(every, piece) if axis else (piece, every) for piece in pieces]


def _of_norm(
    norm: Norm,
    x: Tensor,
    spec: NormalizationSpec,
    gamma: Tensor,
    beta: Tensor,
    torchs: _Torchs,
) -> Generator[None, None, _Result]:
    """A norm's output and all that is told of it, piece by piece."""
    parts = parts_of(norm.key, tuple(x.shape))
    output = x.new_empty(x.shape) if len(parts) > 1 else None
    pieces: list[_Result] = []
    for part in parts:
        some, scale, shift = x[part], gamma[part[1]], beta[part[1]]
        if norm.group_size(tuple(x.shape), spec.groups) == 1 and norm.key == "in":
            done = _hole(some)
        else:
            done = norm.apply(
                some,
                groups=spec.groups,
                gamma=scale,
                beta=shift,
                eps=spec.eps,
                variant=Variant(spec.variant),
            )
        yield None
        torchs.ask(norm.key, part, done.output)
        yield None
        statistics = _statistics(norm, done, spec)
        yield None
        counts = histogram.count(done.output, *SPAN, spec.bins)
        if output is not None:
            output[part] = done.output
        pieces.append(_Result(done.output, statistics, counts))
        yield None
    return pieces[0] if output is None else _joined(output, pieces)


def _joined(output: Tensor, pieces: list[_Result]) -> _Result:
    """Of the whole batch. The axis that it was divided along is the first of its statistics."""
    names = [field.name for field in fields(Statistics)]
    joined = {n: np.concatenate([getattr(p.statistics, n) for p in pieces]) for n in names}
    return _Result(
        output,
        Statistics(**{name: read_only(array) for name, array in joined.items()}),
        _added([p.counts for p in pieces]),
    )


def _most(values: Sequence[float]) -> float:
    """The largest of those that are numbers; NaN where none is."""
    return float(np.fmax.reduce(values)) if values else math.nan


def _added(counts: Sequence[histogram.Counts]) -> histogram.Counts:
    return histogram.Counts(
        np.sum([c.bins for c in counts], axis=0),
        sum(c.below for c in counts),
        sum(c.above for c in counts),
        sum(c.nonfinite for c in counts),
    )


def _counted(
    x: Tensor, low: float, high: float, bins: int
) -> Generator[None, None, histogram.Counts]:
    import torch

    found = []
    for piece in torch.split(x.reshape(-1), PIECE):
        found.append(histogram.count(piece, low, high, bins))
        yield None
    return _added(found)


def _frame(
    spec: NormalizationSpec, results: dict[str, _Result], apart: dict[str, _Apart], **others: Any
) -> Any:
    counts = [r.counts for r in results.values()]
    four = [apart[key] for key in results if key != "rms"]
    arrays = {
        "difference": [a.difference for a in four],
        "difference_ulp": [a.ulp for a in four],
        "rms_difference": apart["rms"].difference,
        "rms_difference_ulp": apart["rms"].ulp,
        "ln_gn1": apart["ln_gn1"].difference,
        "in_gnc": apart["in_gnc"].difference,
        "edges": histogram.edges(*SPAN, spec.bins),
        "counts": [c.bins for c in counts],
        "below": [c.below for c in counts],
        "above": [c.above for c in counts],
        "nonfinite": [c.nonfinite for c in counts],
        **others,
    }
    fields: dict[str, Any] = {name: read_only(np.asarray(a)) for name, a in arrays.items()}
    for key, result in results.items():
        fields["in_" if key == "in" else key] = _array(result.output)
        fields[f"{key}_group"] = result.statistics
    return NormalizationFrame(step=1, total=1, **fields)


def refuse_single_values(spec: NormalizationSpec, shape: tuple[int, ...]) -> None:
    """BN of a single value for each channel ends the run; IN alone is a hole."""
    if NORMS["bn"].group_size(shape, spec.groups) > 1:
        return
    field = {"file": "path", "numbers": "numbers"}.get(spec.source, "batch")
    given = "x".join(map(str, shape))
    raise SpecError(field, Reason.TOO_FEW_VALUES, given, "N·H·W > 1" if shape[2:] else "N > 1")


def _affine(
    spec: NormalizationSpec, x: Tensor
) -> Generator[None, None, tuple[Tensor, Tensor, Array]]:
    """γ and β [C], and how far the two ways of undoing BN are from the input [2]."""
    count = x.shape[1]
    if spec.undo == "no":
        gamma, beta = (
            x.new_tensor(affine_of(spec, typed, common, count))
            for typed, common in (("gammas", "gamma"), ("betas", "beta"))
        )
        return gamma, beta, np.full(2, math.nan)
    variant = _without_axes(spec.variant)
    channel_wise = (1, -1, *(1,) * (x.ndim - 2))
    chosen, means, apart = [], [], []
    for part in parts_of("bn", tuple(x.shape)):
        plain = NORMS["bn"].apply(x[part], eps=spec.eps, variant=variant)
        yield None
        gammas = ((plain.variance + spec.eps).sqrt(), plain.variance.sqrt())
        for gamma in gammas:
            back = plain.output * gamma.reshape(channel_wise) + plain.mean.reshape(channel_wise)
            apart.append(_largest(back.sub_(x[part])))
            yield None
        chosen.append(gammas[UNDO.index(spec.undo) - 1])
        means.append(plain.mean)
    exact, notes = _most(apart[::2]), _most(apart[1::2])
    return _cat(chosen), _cat(means), np.array([exact, notes])


def _cat(pieces: Sequence[Tensor]) -> Tensor:
    import torch

    return torch.cat(list(pieces))


def _without_axes(variant: str) -> Variant:
    """γ and β are one a channel: BN is undone on its own axes."""
    return Variant.DEFINITION if variant == Variant.DENSE_AXES else Variant(variant)


def _hole(x: Tensor) -> Normalized:
    """IN where each map is a single value."""
    n, c = x.shape[:2]
    return Normalized(
        x.new_full(x.shape, math.nan), x.reshape(n, c, -1)[..., 0], x.new_zeros((n, c))
    )


def _statistics(norm: Norm, done: Normalized, spec: NormalizationSpec) -> Statistics:
    mean, std = norm.statistics(done.output, spec.groups, Variant(spec.variant))
    return Statistics(
        mean=_array(done.mean),
        std=_array(done.variance.sqrt()),
        mean_after=_array(mean),
        std_after=_array(std),
    )


def _largest(apart: Tensor) -> float:
    """The largest absolute value of those that are finite; NaN where none is."""
    low, high = (float(bound) for bound in apart.aminmax())
    if not math.isfinite(low + high):
        apart = apart[apart.isfinite()]
        if not apart.numel():
            return math.nan
        low, high = (float(bound) for bound in apart.aminmax())
    return max(-low, high)


def _range(x: Tensor) -> tuple[float, float]:
    """Lowest and highest finite value; never empty."""
    low, high = (float(bound) for bound in x.aminmax())
    if not math.isfinite(low + high):
        finite = x[x.isfinite()]
        low, high = (float(b) for b in finite.aminmax()) if finite.numel() else (0.0, 1.0)
    room = max(0.5, abs(low) * 1e-3)
    return (low, high) if low < high else (low - room, high + room)


def _array(tensor: Tensor) -> Array:
    return read_only(tensor.detach().cpu().numpy())
