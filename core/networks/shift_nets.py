"""The four nets of :class:`core.networks.shifts.ShiftsSpec`, from [N, 1, 16, 16] to [N, 10].

All begin with He's weights and with biases of 0. ``layer1`` and ``layer2`` are those whose maps are
looked at; the dense net has none.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.data.canvas import CANVAS
from core.data.digits import CLASSES
from core.nets.maps import GlobalMax, LocallyConnected, MaxPool
from core.nets.weights import convolution, he_normal, linear
from core.networks.shifts import ShiftsSpec

HIDDEN = 64
"""The units of a dense layer."""


@dataclass(frozen=True)
class Trunk:
    """Two layers over maps."""

    side: int
    """The pixels along each side of what a filter sees."""
    first: int
    """The maps of the first layer."""
    second: int
    shared: bool = True
    """Whether the first layer's weights are the same at every pixel."""


TRUNKS = {
    "local": Trunk(5, 16, 32, shared=False),
    "conv_flatten": Trunk(3, 8, 16),
    "conv_max": Trunk(5, 16, 32),
}
"""The nets with maps."""


def margin_of(key: str, spec: ShiftsSpec) -> int:
    """The pixels of the canvas along its border in which the second layer's maps see the padding of
    the first one's, which is no blank picture's answer."""
    return spec.stride * (TRUNKS[key].side // 2)


def net_of(key: str, spec: ShiftsSpec, generator: torch.Generator) -> nn.Sequential:
    """The untrained net of that key, drawn from the generator on the CPU."""
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    if key in TRUNKS:
        _add_trunk(parts, TRUNKS[key], spec, generator)
    if key == "conv_flatten":
        if spec.pooling != "none":
            parts["pooling2"] = _smaller(spec.pooling)
        _add_dense(parts, TRUNKS[key].second * (CANVAS // spec.stride**2) ** 2, generator)
    elif key == "dense":
        _add_dense(parts, CANVAS**2, generator)
    else:
        parts["largest"] = GlobalMax()
        parts["scores"] = _dense(TRUNKS[key].second, CLASSES, generator)
    return nn.Sequential(parts)


def _add_trunk(
    parts: OrderedDict[str, nn.Module], trunk: Trunk, spec: ShiftsSpec, generator: torch.Generator
) -> None:
    k, first, second = trunk.side, trunk.first, trunk.second
    if trunk.shared:
        begins: nn.Module = _convolution((first, 1, k, k), 1, generator)
    else:
        drawn = torch.randn(CANVAS, CANVAS, first, 1, k, k, generator=generator)
        begins = LocallyConnected(drawn * math.sqrt(2 / k**2), torch.zeros(first, CANVAS, CANVAS))
    parts["layer1"] = nn.Sequential(begins, nn.ReLU())
    if spec.pooling in ("max", "average"):
        parts["pooling1"] = _smaller(spec.pooling)
    stride = 2 if spec.pooling == "stride" else 1
    parts["layer2"] = nn.Sequential(
        _convolution((second, first, k, k), stride, generator), nn.ReLU()
    )


def _add_dense(parts: OrderedDict[str, nn.Module], inputs: int, generator: torch.Generator) -> None:
    parts["flatten"] = nn.Flatten()
    parts["hidden"] = nn.Sequential(_dense(inputs, HIDDEN, generator), nn.ReLU())
    parts["scores"] = _dense(HIDDEN, CLASSES, generator)


def _smaller(pooling: str) -> nn.Module:
    """Half the pixels along each side; with strides alone, every other one is taken."""
    if pooling == "average":
        return nn.AvgPool2d(2)
    return MaxPool(2) if pooling == "max" else MaxPool(1, 2)


def _convolution(
    shape: tuple[int, int, int, int], stride: int, generator: torch.Generator
) -> nn.Conv2d:
    return convolution(_drawn(shape, generator), torch.zeros(shape[0]), stride)


def _dense(inputs: int, units: int, generator: torch.Generator) -> nn.Linear:
    return linear(_drawn((units, inputs), generator), torch.zeros(units))


def _drawn(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    (weights,) = he_normal([shape], 1.0, generator)
    return weights
