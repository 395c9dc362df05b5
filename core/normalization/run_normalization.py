"""The run of normalization: every norm on the batch, piece by piece, with torch.nn beside it."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core import counting, histogram
from core.data.narrowing import beyond_float32, merged_by_float32
from core.experiment import Frames, read_only
from core.layers.norms import NORMS, Norm, Normalized, Variant
from core.normalization.beside_torch import (
    Apart,
    BesideTorch,
    finite_range,
    largest_number,
    largest_of,
)
from core.normalization.input_tensors import input_of
from core.normalization.normalization import (
    SPAN,
    UNDO,
    NormalizationFrame,
    NormalizationSpec,
    Statistics,
    affine_of,
    is_hole,
)

Array = np.ndarray[Any, Any]

PIECE = 2**21
"""The number of values that are worked on between two yields; at least those of one sample or
channel."""


@dataclass(frozen=True)
class _Result:
    """One norm's part of the frame, or a piece of that part."""

    output: Tensor
    statistics: Statistics
    counts: histogram.Counts


def run(spec: NormalizationSpec, device: str) -> Frames:
    """Normalize in five ways, compare with torch.nn, and count; one frame at the end."""
    x = (yield from input_of(spec)).to(device)
    yield None
    gamma, beta, undone = yield from _affine(spec, x)
    results: dict[str, _Result] = {}
    torchs = BesideTorch(spec, x, gamma, beta)
    try:
        for key, norm in NORMS.items():
            results[key] = yield from _of_norm(norm, x, spec, gamma, beta, torchs)
        low, high = finite_range(x)
        yield None
        of_input = yield from _counted(x, low, high, spec.bins)
        lost = (_merged(x), _beyond(x))
        yield None
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
        merged=lost[0],
        beyond=lost[1],
    )


def _merged(x: Tensor) -> int:
    return merged_by_float32(_array(x)) if x.dtype == torch.float64 else 0


def _beyond(x: Tensor) -> int:
    return beyond_float32(_array(x)) if x.dtype == torch.float64 else 0


def parts_of(key: str, shape: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """The slices of samples and channels of pieces that share no statistics with one another.

    BN is divided by channels, the other norms by samples. It is one piece if the whole is no more
    work than that.
    """
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
    torchs: BesideTorch,
) -> Generator[None, None, _Result]:
    """A norm's output and everything reported about it, piece by piece."""
    parts = parts_of(norm.key, tuple(x.shape))
    output = x.new_empty(x.shape) if len(parts) > 1 else None
    pieces: list[_Result] = []
    for part in parts:
        some, scale, shift = x[part], gamma[part[1]], beta[part[1]]
        if is_hole(norm.key, tuple(x.shape)):
            done = _hole(norm.key, some)
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
        counts = counting.count(done.output.float(), *SPAN, spec.bins)
        if output is not None:
            output[part] = done.output
        pieces.append(_Result(done.output, statistics, counts))
        yield None
    return pieces[0] if output is None else _joined(output, pieces)


def _joined(output: Tensor, pieces: list[_Result]) -> _Result:
    """Join the pieces of the whole batch. Its statistics' first axis is the one along which it was
    divided."""
    names = [field.name for field in fields(Statistics)]
    joined = {n: np.concatenate([getattr(p.statistics, n) for p in pieces]) for n in names}
    return _Result(
        output,
        Statistics(**{name: read_only(array) for name, array in joined.items()}),
        _added([p.counts for p in pieces]),
    )


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
    found = []
    for piece in torch.split(x.reshape(-1), PIECE):
        if piece.dtype == torch.float64:  # as shares of the range, which float32 holds
            piece = ((piece - low) / (high - low)).float()
            found.append(counting.count(piece, 0.0, 1.0, bins))
        else:
            found.append(counting.count(piece, low, high, bins))
        yield None
    return _added(found)


def _frame(
    spec: NormalizationSpec, results: dict[str, _Result], apart: dict[str, Apart], **others: Any
) -> Any:
    counts = [r.counts for r in results.values()]
    four = [apart[key] for key in results if key != "rms"]
    arrays = {
        "difference": [a.difference for a in four],
        "difference_ulp": [a.ulp for a in four],
        "rms_difference": apart["rms"].difference,
        "rms_difference_ulp": apart["rms"].ulp,
        "exact_difference": [apart[key].ours for key in results],
        "torch_exact_difference": [apart[key].theirs for key in results],
        "ln_gn1": apart["ln_gn1"].difference,
        "in_gnc": apart["in_gnc"].difference,
        "edges": histogram.edges(*SPAN, spec.bins),
        "counts": [c.bins for c in counts],
        "below": [c.below for c in counts],
        "above": [c.above for c in counts],
        "nonfinite": [c.nonfinite for c in counts],
        **others,
    }
    fields: dict[str, Any] = {
        name: _array(a) if isinstance(a, Tensor) else read_only(np.asarray(a))
        for name, a in arrays.items()
    }
    for key, result in results.items():
        fields["in_" if key == "in" else key] = _array(result.output)
        fields[f"{key}_group"] = result.statistics
    return NormalizationFrame(step=1, total=1, **fields)


def _affine(
    spec: NormalizationSpec, x: Tensor
) -> Generator[None, None, tuple[Tensor, Tensor, Array]]:
    """γ and β [C], and how far from the input the two ways of undoing BN are [2]."""
    count = x.shape[1]
    if spec.undo == "no":
        gamma, beta = (
            x.new_tensor(affine_of(spec, typed, common, count))
            for typed, common in (("gammas", "gamma"), ("betas", "beta"))
        )
        return gamma, beta, np.full(2, math.nan)
    variant = _without_axes(spec.variant)
    undone = not is_hole("bn", tuple(x.shape))
    channel_wise = (1, -1, *(1,) * (x.ndim - 2))
    chosen, means, apart = [], [], []
    for part in parts_of("bn", tuple(x.shape)):
        plain = NORMS["bn"].apply(x[part], eps=spec.eps, variant=variant)
        yield None
        gammas = ((plain.variance + spec.eps).sqrt(), plain.variance.sqrt())
        for gamma in gammas:
            back = plain.output * gamma.reshape(channel_wise) + plain.mean.reshape(channel_wise)
            apart.append(largest_of(back.sub_(x[part])))
            yield None
        chosen.append(gammas[UNDO.index(spec.undo) - 1])
        means.append(plain.mean)
    exact, notes = largest_number(apart[::2]), largest_number(apart[1::2])
    apart_by = np.array([exact, notes]) if undone else np.full(2, math.nan)
    return torch.cat(chosen), torch.cat(means), apart_by


def _without_axes(variant: str) -> Variant:
    """The variant used to undo BN, always on BN's own axes: there is one γ and β for
    each channel."""
    return Variant.DEFINITION if variant == Variant.DENSE_AXES else Variant(variant)


def _hole(key: str, x: Tensor) -> Normalized:
    """The result of BN or IN where each group is a single value: NaN."""
    values = x.reshape(x.shape[:2])
    mean = values[0] if key == "bn" else values
    return Normalized(x.new_full(x.shape, math.nan), mean, torch.zeros_like(mean))


def _statistics(norm: Norm, done: Normalized, spec: NormalizationSpec) -> Statistics:
    mean, std = norm.statistics(done.output, spec.groups, Variant(spec.variant))
    return Statistics(
        mean=_array(done.mean),
        std=_array(done.variance.sqrt()),
        mean_after=_array(mean),
        std_after=_array(std),
    )


def _array(tensor: Tensor) -> Array:
    return read_only(tensor.detach().cpu().numpy())
