"""The same tensor through batch, layer, instance and group normalization, side by side."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core import histogram
from core.data.arrays import load_array, shape_of
from core.data.digits import load_digits
from core.data.photos import load_photos
from core.experiment import Frame, Frames, read_only
from core.normalization.norms import NORMS, Norm, reference_layers
from core.parameters import (
    Reason,
    Spec,
    SpecError,
    choice,
    file,
    integer,
    number,
    seed,
    switch,
)

if TYPE_CHECKING:
    import torch
    from torch import Tensor

Array = np.ndarray[Any, Any]

SOURCES = ("photos", "digits", "noise", "file")
CONVOLVED_CHANNELS = 8
DEFAULT_GROUPS = 4
SPAN = (-5.0, 5.0)
"""Where the outputs' histograms are drawn: fixed, so that γ and β are seen to move them."""


def channels(spec: Any) -> int | None:
    """The channels of the tensor that is normalized; None for a file that has no right shape."""
    if spec.source == "file":
        shape = shape_of(spec.path)
        return shape[1] if shape is not None and len(shape) == 4 and shape[1] > 0 else None
    if spec.source != "noise" and spec.convolve:
        return CONVOLVED_CHANNELS
    return {"photos": 3, "digits": 1, "noise": CONVOLVED_CHANNELS}[spec.source]


def _divisors(spec: Any) -> tuple[int, ...]:
    """What ``groups`` may be. Of an unreadable file nothing is known: its own error comes later."""
    count = channels(spec)
    if count is None:
        return (1, 2, 4, 8, 16, 32)
    return tuple(g for g in range(1, count + 1) if count % g == 0)


def _default_groups(spec: Any) -> int:
    return max(g for g in _divisors(spec) if g <= DEFAULT_GROUPS)


def _drawn(spec: Any) -> bool:
    return bool(spec.source != "file")


@dataclass(frozen=True, kw_only=True)
class NormalizationSpec(Spec):
    """The tensor [N, C, H, W] that is normalized, and what the norms are given."""

    key: ClassVar[str] = "normalization"

    source: str = choice("photos", SOURCES, "The batch: crops of photos, digits, noise, or a file")
    path: str = file((".npy",), "A tensor [N, C, H, W]", applies=lambda s: s.source == "file")
    batch: int = integer(8, 1, 64, "Samples N in the batch", applies=_drawn)
    size: int = integer(
        128,
        8,
        256,
        "Height and width of each sample in pixels",
        unit="px",
        applies=lambda spec: spec.source in ("photos", "noise"),
    )
    convolve: bool = switch(
        True,
        "A seeded random 3x3 convolution to 8 channels first, as inside a net",
        applies=lambda spec: spec.source in ("photos", "digits"),
    )
    groups: int = choice(
        None, _divisors, "Groups G of GN; they divide the channels", auto=_default_groups
    )
    eps: float = number(1e-5, 1e-12, 10.0, "ε, added to the variance under the root", log=True)
    gamma: float = number(1.0, -10.0, 10.0, "Scale γ of every channel")
    beta: float = number(0.0, -10.0, 10.0, "Shift β of every channel")
    bins: int = integer(100, 4, histogram.MAX_BINS, "Bins of every histogram", log=True)
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Mean and std of every group of elements that share them: before, and after."""

    mean: Array
    """BN [C], LN [N], IN [N, C], GN [N, G]."""
    std: Array
    """Biased (divided by n), without ε."""


@dataclass(frozen=True, kw_only=True)
class NormalizationFrame(Frame):
    """The input and the four outputs, with what tells them apart."""

    input: Array
    """[N, C, H, W] float32."""
    bn: Array
    """[N, C, H, W]"""
    ln: Array
    """[N, C, H, W]"""
    in_: Array = field(metadata={"array": "in"})
    """[N, C, H, W], called ``in``; NaN where each map is a single value and has no statistics."""
    gn: Array
    """[N, C, H, W]"""
    difference: Array
    """[4] bn, ln, in, gn: largest absolute difference from torch.nn's own layer."""
    bn_group: Statistics = field(metadata={"array": "bn"})
    ln_group: Statistics = field(metadata={"array": "ln"})
    in_group: Statistics = field(metadata={"array": "in"})
    gn_group: Statistics = field(metadata={"array": "gn"})
    input_edges: Array
    """[bin+1] over the input's own range."""
    input_counts: Array
    """[bin]"""
    input_nonfinite: Array
    """[] NaN and infinities in the input."""
    edges: Array
    """[bin+1] common to the four outputs."""
    counts: Array
    """[4, bin] bn, ln, in, gn."""
    below: Array
    """[4]"""
    above: Array
    """[4]"""
    nonfinite: Array
    """[4]"""

    def output(self, key: str) -> Array:
        """The output of a norm by its key."""
        return getattr(self, "in_" if key == "in" else key)  # type: ignore[no-any-return]


def run(spec: NormalizationSpec, device: str) -> Frames:
    """Normalize four ways, compare with torch.nn, count; one frame at the end."""
    x = (yield from _tensor(spec)).to(device)
    yield None
    layers = reference_layers()
    outputs: dict[str, Array] = {}
    statistics: dict[str, Statistics] = {}
    difference: list[float] = []
    counted: list[histogram.Counts] = []
    for key, norm in NORMS.items():
        if _has_statistics(norm, spec, x):
            result = norm.apply(
                x, groups=spec.groups, gamma=spec.gamma, beta=spec.beta, eps=spec.eps
            )
            yield None
            reference = layers[key](x, spec.groups, spec.gamma, spec.beta, spec.eps)
            output, mean, variance = result.output, result.mean, result.variance
            difference.append(_largest_difference(output, reference))
        else:
            output = x.new_full(x.shape, math.nan)
            mean, variance = x[..., 0, 0], x.new_zeros(x.shape[:2])
            difference.append(math.nan)
        yield None
        outputs[key] = _array(output)
        statistics[key] = Statistics(mean=_array(mean), std=_array(variance.sqrt()))
        counted.append(histogram.count(output, *SPAN, spec.bins))
        yield None
    low, high = _range(x)
    of_input = histogram.count(x, low, high, spec.bins)
    yield NormalizationFrame(
        step=1,
        total=1,
        input=_array(x),
        bn=outputs["bn"],
        ln=outputs["ln"],
        in_=outputs["in"],
        gn=outputs["gn"],
        difference=read_only(np.array(difference)),
        bn_group=statistics["bn"],
        ln_group=statistics["ln"],
        in_group=statistics["in"],
        gn_group=statistics["gn"],
        input_edges=read_only(histogram.edges(low, high, spec.bins)),
        input_counts=read_only(of_input.bins),
        input_nonfinite=read_only(np.array(of_input.nonfinite)),
        edges=read_only(histogram.edges(*SPAN, spec.bins)),
        counts=read_only(np.array([c.bins for c in counted])),
        below=read_only(np.array([c.below for c in counted])),
        above=read_only(np.array([c.above for c in counted])),
        nonfinite=read_only(np.array([c.nonfinite for c in counted])),
    )


def _has_statistics(norm: Norm, spec: NormalizationSpec, x: Tensor) -> bool:
    """Whether each group has more than one value. BN of a single value ends the run instead."""
    shape = tuple(x.shape)
    if shape[0] * shape[2] * shape[3] == 1:
        raise SpecError("path", Reason.TOO_FEW_VALUES, "x".join(map(str, shape)), "N·H·W > 1")
    return norm.key != "in" or norm.group_size(shape, spec.groups) > 1


def _largest_difference(output: Tensor, reference: Tensor) -> float:
    """Over the values that both have; NaN where there is none."""
    apart = (output - reference).abs_()
    largest = float(apart.max())
    if math.isfinite(largest):
        return largest
    apart = apart[apart.isfinite()]
    return float(apart.max()) if apart.numel() else math.nan


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


def _tensor(spec: NormalizationSpec) -> Generator[None, None, Tensor]:
    """The batch [N, C, H, W], float32."""
    import torch

    if spec.source == "file":
        return torch.from_numpy(load_array(spec.path, (4,)))
    generator = torch.Generator().manual_seed(spec.seed)
    if spec.source == "noise":
        shape = (1, CONVOLVED_CHANNELS, 1, 1)
        offset = 2 * torch.randn(shape, generator=generator)
        scale = torch.randn(shape, generator=generator).exp()
        noise = torch.randn(
            spec.batch, CONVOLVED_CHANNELS, spec.size, spec.size, generator=generator
        )
        return noise * scale + offset
    x = _photos(spec, generator) if spec.source == "photos" else _digits(spec, generator)
    yield None
    return _convolve(x, generator) if spec.convolve else x


def _photos(spec: NormalizationSpec, generator: torch.Generator) -> Tensor:
    """[N, 3, size, size] crops in 0..1, the photos in turn.

    A crop is as large a square as whole pixels allow, then averaged down to ``size``: so it shows
    something.
    """
    import torch

    photos = load_photos()
    crops = []
    for n in range(spec.batch):
        photo = photos[n % len(photos)]
        _, height, width = photo.shape
        every = min(height, width) // spec.size
        side = every * spec.size
        top = int(torch.randint(height - side + 1, (), generator=generator))
        left = int(torch.randint(width - side + 1, (), generator=generator))
        crop = torch.tensor(photo[:, top : top + side, left : left + side])
        crops.append(torch.nn.functional.avg_pool2d(crop, every))
    return torch.stack(crops)


def _digits(spec: NormalizationSpec, generator: torch.Generator) -> Tensor:
    """[N, 1, 8, 8] in 0..1."""
    import torch

    images = torch.tensor(load_digits().images)
    chosen = torch.randperm(len(images), generator=generator)[: spec.batch]
    return images[chosen].reshape(-1, 1, 8, 8) / 16


def _convolve(x: Tensor, generator: torch.Generator) -> Tensor:
    """To 8 channels by random 3x3 filters of variance 2 / fan_in, edges padded with zeros."""
    import torch

    fan_in = x.shape[1] * 9
    filters = torch.randn(CONVOLVED_CHANNELS, x.shape[1], 3, 3, generator=generator)
    return torch.nn.functional.conv2d(x, filters * math.sqrt(2 / fan_in), padding=1)
