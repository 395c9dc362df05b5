"""Residual connections, which add a body's output to its input, and nets of such blocks.

He, Zhang, Ren & Sun 2016a, Deep residual learning for image recognition (v1); 2016b, Identity
mappings in deep residual networks (v2).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from core.nets.weights import convolution, linear


class Residual(nn.Module):
    """y = F(x) + x, for a body F that preserves the shape of x."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.body(x) + x
        return out


class Block(nn.Module):
    """Two weighted layers as a branch F, alone or with a skip around it, by ``kind``:

    - ``plain``: relu(F(x)), F = layer, norm, ReLU, layer, norm;
    - ``v1``: relu(x + F(x)) with the same F (2016a, figure 2);
    - ``v2``: x + F(x), F = norm, ReLU, layer, norm, ReLU, layer (2016b, figure 4e).

    It begins with the given ``weights``, [out, in] of dense layers or [out, in, k, k] of
    convolutions. ``norm`` makes a norm for a number of units; without one the layers have a bias.
    With ``zero`` a branch beside a skip begins as zero: its last weights, or the γ of its last
    norm.
    """

    def __init__(
        self,
        kind: str,
        weights: Sequence[Tensor],
        norm: Callable[[int], nn.Module] | None,
        *,
        zero: bool = False,
    ) -> None:
        super().__init__()
        self.kind = kind
        first, second = (_layer(weight, biased=norm is None) for weight in weights)
        one, other = ([norm(len(weight))] if norm else [] for weight in weights)
        if kind == "v2":
            parts = [*one, nn.ReLU(), first, *other, nn.ReLU(), second]
        else:
            parts = [first, *one, nn.ReLU(), second, *other]
        if zero and kind != "plain":
            nn.init.zeros_(parts[-1].get_parameter("weight"))
        self.branch = nn.Sequential(*parts)

    def forward(self, x: Tensor) -> Tensor:
        return self.joined(x, x)

    def joined(self, skipped: Tensor, x: Tensor) -> Tensor:
        """The block's output where what its skip is given differs from what its branch is given, so
        that a derivative by either can be taken alone."""
        out: Tensor = self.branch(x)
        if self.kind == "plain":
            return torch.relu(out)
        return torch.relu(skipped + out) if self.kind == "v1" else skipped + out


class BlockNet(nn.Sequential):
    """A net of a stem, which sets the width, :class:`Block` blocks, and a head of scores."""

    stem: nn.Sequential
    head: nn.Sequential

    def __init__(self, stem: nn.Module, blocks: Sequence[Block], head: nn.Module) -> None:
        parts: OrderedDict[str, nn.Module] = OrderedDict(stem=stem)
        parts |= {f"block{number}": block for number, block in enumerate(blocks, 1)}
        super().__init__(OrderedDict(parts, head=head))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, from the input on."""
        return tuple(part for part in self if isinstance(part, Block))


def block_net(
    kind: str,
    weights: Sequence[Tensor],
    norm: Callable[[int], nn.Module] | None,
    *,
    zero: bool = False,
) -> BlockNet:
    """A net of blocks of that kind from the weights of its layers: the stem's, two for each block,
    and the scores' [classes, units] last. Maps are averaged before the scores.

    Norm and ReLU stand behind the stem, or in v2, where blocks begin with them, before the scores.
    """
    first, *inner, last = weights
    behind = [*([norm(len(first))] if norm else []), nn.ReLU()]
    stem: list[nn.Module] = [_layer(first, biased=norm is None)]
    head: list[nn.Module] = [linear(last, last.new_zeros(len(last)))]
    if first.ndim == 4:
        head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), *head]
    if kind == "v2":
        head = [*behind, *head]
    else:
        stem += behind
    pairs = zip(inner[::2], inner[1::2], strict=True)
    blocks = [Block(kind, pair, norm, zero=zero) for pair in pairs]
    return BlockNet(nn.Sequential(*stem), blocks, nn.Sequential(*head))


def with_identities(net: BlockNet, blocks: int) -> BlockNet:
    """The same plain net, its modules included, with that many further blocks before the head that
    are the identity: W = 1, b = 0, which a ReLU's output passes unchanged."""
    weight = net.blocks[-1].branch[-1].get_parameter("weight")
    same = torch.zeros_like(weight.detach())
    (nn.init.eye_ if weight.ndim == 2 else nn.init.dirac_)(same)
    more = [Block("plain", (same.clone(), same.clone()), None) for _ in range(blocks)]
    return BlockNet(net.stem, [*net.blocks, *more], net.head)


def _layer(weight: Tensor, *, biased: bool) -> nn.Module:
    bias = weight.new_zeros(len(weight)) if biased else None
    return linear(weight, bias) if weight.ndim == 2 else convolution(weight, bias)
