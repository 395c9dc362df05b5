"""The batch that is normalized, as a tensor: read, drawn, cropped and convolved."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from core.data.arrays import stamp
from core.data.digits import load_digits
from core.data.images import Picture, find_pictures, load_picture
from core.data.photos import load_photos
from core.kept import Kept
from core.normalization.given import given
from core.normalization.inputs import InputSpec, in_turn, is_dense, may_convolve
from core.parameters import parameters

LARGE = 2**21
"""The most values that are drawn or convolved without yielding."""

Steps = Generator[None, None, Tensor]


def load_input(spec: InputSpec) -> Steps:
    """The batch on the CPU, [N, C, H, W] or [N, D]: in float32, or in float64 where numbers of a
    file or typed ones need that (:func:`core.data.narrowing.needs_float64`).

    Raises :class:`SpecError` for faults that only the data show.
    """
    if spec.source in ("file", "numbers"):
        return torch.from_numpy(given(spec))
    generator = torch.Generator().manual_seed(spec.seed)
    if spec.source == "noise":
        return (yield from _noise(spec, generator))
    if spec.source == "digits":
        x = _digits(spec, generator)
    else:
        pictures = load_photos() if spec.source == "photos" else (yield from _pictures(spec))
        x = yield from _crops(pictures, spec, generator)
    yield None
    if not (may_convolve(spec) and spec.convolve):
        return x
    return (yield from _convolve(x, spec.channels, generator))


def _noise(spec: InputSpec, generator: torch.Generator) -> Steps:
    """Noise in which each channel has its own mean and std, typed or drawn."""
    channel_wise = (1, spec.channels, 1, 1)
    offset = 2 * torch.randn(channel_wise, generator=generator)
    scale = torch.randn(channel_wise, generator=generator).exp()
    if typed := in_turn(spec, "offsets", spec.channels):
        offset = torch.tensor(typed).reshape(channel_wise)
    if typed := in_turn(spec, "scales", spec.channels):
        scale = torch.tensor(typed).reshape(channel_wise)
    if is_dense(spec):
        noise = torch.randn(spec.batch, spec.channels, generator=generator)
        return noise.mul_(scale[..., 0, 0]).add_(offset[..., 0, 0])
    noise = torch.empty(spec.batch, spec.channels, spec.size, spec.size)
    # torch draws normal numbers sixteen at a time: of whole sixteens the draws are those of all.
    apart = noise.numel() > LARGE and noise[0].numel() % 16 == 0
    for some in noise if apart else [noise]:
        some.normal_(generator=generator).mul_(scale[0]).add_(offset[0])
        yield None
    return noise


def _pictures(spec: InputSpec) -> Generator[None, None, list[Picture]]:
    pictures = []
    for path in find_pictures(spec.images, spec.batch):
        pictures.append(load_picture(Path(path)))
        yield None
    return pictures


def _crops(pictures: Sequence[Picture], spec: InputSpec, generator: torch.Generator) -> Steps:
    """[N, 3, size, size] crops in 0..1, from the pictures in turn.

    A crop is as large a square as whole pixels allow, averaged down to ``size``, so that something
    can be seen in it. A picture smaller than that is enlarged.
    """
    crops = []
    for n in range(spec.batch):
        picture = pictures[n % len(pictures)]
        _, height, width = picture.shape
        every = min(height, width) // spec.size
        side = every * spec.size or min(height, width)
        top = int(torch.randint(height - side + 1, (), generator=generator))
        left = int(torch.randint(width - side + 1, (), generator=generator))
        crop = torch.tensor(picture[:, top : top + side, left : left + side])
        if every:
            crops.append(torch.nn.functional.avg_pool2d(crop, every))
        else:
            crops.append(torch.nn.functional.adaptive_avg_pool2d(crop, spec.size))
        if n % 4 == 3:
            yield None
    return torch.stack(crops)


def _digits(spec: InputSpec, generator: torch.Generator) -> Tensor:
    """[N, 1, 8, 8] or [N, 64] digits in 0..1."""
    images = torch.tensor(load_digits().images)
    chosen = torch.randperm(len(images), generator=generator)[: spec.batch]
    x = images[chosen] / 16
    return x if is_dense(spec) else x.reshape(-1, 1, 8, 8)


def _convolve(x: Tensor, channels: int, generator: torch.Generator) -> Steps:
    """Convolve to a number of channels with random 3x3 filters of variance 2 / fan_in, edges padded
    with zeros."""
    fan_in = x.shape[1] * 9
    filters = torch.randn(channels, x.shape[1], 3, 3, generator=generator) * math.sqrt(2 / fan_in)
    if x.shape[0] * channels * x.shape[2] * x.shape[3] <= LARGE:
        return torch.nn.functional.conv2d(x, filters, padding=1)
    output = x.new_empty(x.shape[0], channels, *x.shape[2:])
    for sample, result in zip(x, output, strict=True):
        result[...] = torch.nn.functional.conv2d(sample, filters, padding=1)
        yield None
    return output


KEPT: Kept[Tensor] = Kept(2**24, lambda x: x.numel())
"""The most recent inputs, kept so that a moved γ or ε does not draw, decode and convolve them
again."""


def input_of(spec: InputSpec) -> Steps:
    """The same as :func:`load_input`, from memory if it was made recently. The tensor is shared and
    must not be changed."""
    opened = {"file": spec.path, "images": spec.images}.get(spec.source, "")
    key = (*(getattr(spec, p.name) for p in parameters(InputSpec)), stamp(opened))
    x = KEPT.get(key)
    return KEPT.put(key, (yield from load_input(spec))) if x is None else x
