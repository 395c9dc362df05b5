"""A dense net: layers of units, each with an activation and perhaps a norm, and scores on top."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

from core.nets.norms import in_order
from core.nets.residual import Residual
from core.nets.weights import linear


class DenseLayer(nn.Sequential):
    """A dense layer h = f(W x + b), with a norm before f or after it."""

    linear: nn.Linear
    activation: nn.Module

    def __init__(
        self, layer: nn.Linear, activation: nn.Module, norm: nn.Module | None, *, norm_first: bool
    ) -> None:
        parts = OrderedDict(linear=layer, **in_order(activation, norm, norm_first=norm_first))
        super().__init__(parts)


class DenseNet(nn.Sequential):
    """A net from [N, fan_in] to [N, classes]: hidden :class:`DenseLayer` layers, then a linear one.

    It begins with the given ``weights``, [fan_out, fan_in] each and the scores' last, which also
    determine the layers' sizes and device. Hidden units begin with ``bias``, scores with 0, unless
    ``biases`` [fan_out] are given for every layer, the scores' last. ``norm`` makes a norm for a
    number of units. With ``residual``, a layer that is as wide as its input is added to it.
    """

    scores: nn.Linear

    def __init__(
        self,
        weights: Sequence[Tensor],
        activation: Callable[[], nn.Module],
        *,
        bias: float = 0.0,
        biases: Sequence[Tensor] | None = None,
        norm: Callable[[int], nn.Module] | None = None,
        norm_first: bool = True,
        residual: bool = False,
    ) -> None:
        blocks: OrderedDict[str, nn.Module] = OrderedDict()
        if biases is None:
            hidden = [torch.full((len(w),), bias, device=w.device) for w in weights[:-1]]
            biases = [*hidden, weights[-1].new_zeros(len(weights[-1]))]
        for number, (weight, of_units) in enumerate(zip(weights[:-1], biases[:-1], strict=True), 1):
            fan_out, fan_in = weight.shape
            layer = DenseLayer(
                linear(weight, of_units),
                activation(),
                norm(fan_out) if norm else None,
                norm_first=norm_first,
            )
            skips = residual and fan_in == fan_out
            blocks[f"layer{number}"] = Residual(layer) if skips else layer
        blocks["scores"] = linear(weights[-1], biases[-1])
        super().__init__(blocks)

    @property
    def blocks(self) -> tuple[nn.Module, ...]:
        """The hidden layers, including their residual connections: their outputs are passed on."""
        return tuple(self)[:-1]

    @property
    def activations(self) -> tuple[nn.Module, ...]:
        """The activation module of each hidden layer; its input is z (normalized, if the norm
        stands before it)."""
        return tuple(layer.activation for layer in self._layers())

    @property
    def weights(self) -> tuple[Tensor, ...]:
        """[fan_out, fan_in] weight of each layer, the scores' last."""
        return (*(layer.linear.weight for layer in self._layers()), self.scores.weight)

    def _layers(self) -> Iterator[DenseLayer]:
        for block in self.blocks:
            layer = block.body if isinstance(block, Residual) else block
            assert isinstance(layer, DenseLayer)
            yield layer
