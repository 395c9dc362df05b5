"""What every place of a map sees of the input, found by passing intervals through a net.

torch's own modules are asked to pass, instead of numbers, the first and the last pixel that a place
depends on: each window takes the smallest first and the largest last one. So receptive fields are
found by what the windows touch, without the formula that rows use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

SIDE = 8192
"""Pixels along each axis: more than any of the nets sees."""


class Support:
    """For each of two axes, and each place along it: minus the first pixel seen, and the last one.

    An axis is [1, 2, places].
    """

    def __init__(self, axes: Sequence[torch.Tensor]) -> None:
        self.axes = axes

    @classmethod
    def __torch_function__(
        cls, function: Any, types: Any, arguments: Any = (), keywords: Any = None
    ) -> Any:
        assert function is torch.cat
        return sum(arguments[0][1:], arguments[0][0])

    def __add__(self, other: Support) -> Support:
        pairs = zip(self.axes, other.axes, strict=True)
        return Support([torch.maximum(a, b) for a, b in pairs])

    def __rmul__(self, factor: float) -> Support:
        return self

    def relu(self) -> Support:
        return self

    def widest(self) -> int:
        """The pixels seen along the longer side, where no border is in the way."""
        return max(int((axis[0, 0] + axis[0, 1]).max()) + 1 for axis in self.axes)


def _pair(value: Any) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)


def _window(layer: Any, x: Support) -> Support:
    if not x.axes:  # behind what is not followed
        return x
    told = map(_pair, (layer.kernel_size, layer.stride, layer.padding))
    ceil = getattr(layer, "ceil_mode", False)
    return Support(
        [
            F.max_pool1d(axis, kernel, stride, padding, ceil_mode=ceil)
            for axis, kernel, stride, padding in zip(x.axes, *told, strict=True)
        ]
    )


WINDOWS = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
VALUE_BY_VALUE = (nn.BatchNorm1d, nn.BatchNorm2d, nn.ReLU, nn.Sigmoid, nn.Dropout)
UNFOLLOWED = (nn.AdaptiveAvgPool2d, nn.Flatten, nn.Linear)
"""What sees as much as the side of the input lets it."""


def fields_of(net: nn.Module, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The receptive field of every convolution, in the order in which they run, but for those
    behind an adaptive pooling."""
    seen = []

    def convolve(layer: Any, x: Support) -> Support:
        made = _window(layer, x)
        if made.axes:
            seen.append(made.widest())
        return made

    def same(layer: Any, x: Support) -> Support:
        return x

    def stop(layer: Any, x: Support) -> Support:
        return Support([])

    forwards: dict[type[nn.Module], Callable[..., Support]] = {
        **dict.fromkeys(WINDOWS, _window),
        **dict.fromkeys(VALUE_BY_VALUE, same),
        **dict.fromkeys(UNFOLLOWED, stop),
        nn.Conv2d: convolve,
    }
    for kind, forward in forwards.items():
        monkeypatch.setattr(kind, "forward", forward)
    places = torch.arange(float(SIDE))
    axis = torch.stack([-places, places])[None]
    net(Support([axis, axis]))
    return seen
