"""A small convolutional net for small pictures whose layers are normalized one way or another.

(conv 3x3, norm, ReLU) x depth, or ReLU before the norm; a linear layer. The first two layers are
followed by 2 x 2 average pooling, so of digits maps are 8 x 8, then 4 x 4, then 2 x 2 as deep as it
goes: as in large nets, the deep layers' statistics are of few pixels.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from core.nets.norms import in_order
from core.nets.weights import convolution, linear

POOLED_LAYERS = 2


class ConvolutionalLayer(nn.Sequential):
    """A convolution, a norm and a ReLU, with the norm before or after the ReLU, and perhaps a
    pooling."""

    def __init__(self, filters: Tensor, norm: nn.Module, *, norm_first: bool, pooled: bool) -> None:
        after = in_order(nn.ReLU(), norm, norm_first=norm_first)
        parts = OrderedDict(convolution=convolution(filters), **after)
        if pooled:
            parts["pooling"] = nn.AvgPool2d(2)
        super().__init__(parts)


class ConvolutionalNet(nn.Sequential):
    """A net from [N, 1, side, side] to [N, classes].

    It begins with the given filters [out, in, k, k] of each layer and the given weight [classes,
    fan_in] of the linear layer. ``norm`` makes a norm for a number of channels, on the CPU.
    """

    layer1: ConvolutionalLayer
    scores: nn.Linear

    def __init__(
        self,
        filters: Sequence[Tensor],
        weight: Tensor,
        norm: Callable[[int], nn.Module],
        *,
        norm_first: bool,
    ) -> None:
        parts: OrderedDict[str, nn.Module] = OrderedDict()
        for number, one in enumerate(filters, 1):
            parts[f"layer{number}"] = ConvolutionalLayer(
                one, norm(len(one)), norm_first=norm_first, pooled=number <= POOLED_LAYERS
            )
        parts["flatten"] = nn.Flatten()
        parts["scores"] = linear(weight, torch.zeros(len(weight)))
        super().__init__(parts)


def shapes_of(depth: int, width: int, classes: int, side: int = 8) -> list[tuple[int, ...]]:
    """The shapes of each layer's filters and of the linear layer's weight, for pictures of
    ``side`` x ``side`` pixels."""
    widths = [1, *[width] * depth]
    fan_in = (side >> min(depth, POOLED_LAYERS)) ** 2 * width
    return [*((after, before, 3, 3) for before, after in pairwise(widths)), (classes, fan_in)]
