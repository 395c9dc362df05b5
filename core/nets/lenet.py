"""LeNet-5 as it is taught: two convolutions, three dense layers. LeCun, Bottou, Bengio & Haffner
1998, with average pooling and, as in d2l, a padding of 2."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from torch import Tensor, nn

from core.nets.weights import linear

MAPS = (6, 16)
UNITS = (120, 84)
SIDE = 5
"""The pixels along each side of a filter."""


class LeNet(nn.Sequential):
    """A net from [N, 1, side, side] to [N, classes]: (convolution, norm, activation, pooling) x 2,
    then (dense, norm, activation) x 2, then dense.

    It begins with the given ``weights`` (of :func:`lenet_shapes`) and ``biases``. ``normed`` puts a
    batch norm before every activation.
    """

    def __init__(
        self,
        weights: Sequence[Tensor],
        biases: Sequence[Tensor],
        activation: Callable[[], nn.Module],
        *,
        normed: bool,
    ) -> None:
        parts: OrderedDict[str, nn.Module] = OrderedDict()
        made: list[nn.Module] = []
        for k, (weight, bias) in enumerate(zip(weights, biases, strict=True), 1):
            maps = weight.ndim == 4
            if k == len(MAPS) + 1:
                parts["flatten"] = nn.Flatten()
            parts[f"layer{k}"] = _convolution(weight, bias, k) if maps else linear(weight, bias)
            if k == len(weights):
                break
            if normed:
                norm = nn.BatchNorm2d if maps else nn.BatchNorm1d
                parts[f"norm{k}"] = norm(len(weight))
            made.append(activation())
            parts[f"activation{k}"] = made[-1]
            if maps:
                parts[f"pooling{k}"] = nn.AvgPool2d(2)
        super().__init__(parts)
        self.activations: tuple[nn.Module, ...] = tuple(made)
        """The activation module of each hidden layer."""

    @property
    def weights(self) -> tuple[Tensor, ...]:
        """The weight of each layer, the scores' last."""
        layers = (nn.Conv2d, nn.Linear)
        return tuple(part.weight for part in self if isinstance(part, layers))


def lenet_shapes(side: int, classes: int) -> list[tuple[int, ...]]:
    """The shapes of each layer's weights, for pictures of at least 16 pixels along each side."""
    first, second = MAPS
    left = (side // 2 - SIDE + 1) // 2
    widths = [second * left**2, *UNITS, classes]
    filters = [(first, 1, SIDE, SIDE), (second, first, SIDE, SIDE)]
    return [*filters, *zip(widths[1:], widths[:-1], strict=True)]


def _convolution(weight: Tensor, bias: Tensor, number: int) -> nn.Conv2d:
    """The first convolution keeps its maps' size, the second does not."""
    many, channels, side, _ = weight.shape
    padding = side // 2 if number == 1 else 0
    layer = nn.Conv2d(channels, many, side, padding=padding, device="meta")
    layer.weight, layer.bias = nn.Parameter(weight), nn.Parameter(bias)
    return layer
