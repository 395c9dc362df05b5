"""What the Inception nets are made of: convolutions with a norm, and paths beside one another."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Pair

Unit = tuple[int, int | Pair] | tuple[int, int | Pair, int]
"""Channels, kernel, and stride, if it is not 1: with a stride nothing is padded, without one the
map keeps its size."""


def unit(
    net: Builder, out: int, kernel: int | Pair, stride: int = 1, padding: int | Pair = 0
) -> int:
    """A convolution without a bias, a norm, a ReLU."""
    net.conv(out, kernel, stride, padding)
    net.norm()
    return net.activation()


def same(kernel: int | Pair) -> Pair:
    """The padding under which a map keeps its size."""
    tall, wide = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    return tall // 2, wide // 2


def path(net: Builder, name: str, x: int, *units: Unit) -> int:
    """Units one behind the other, as a branch of the present block that begins at ``x``."""
    part = net.part
    net.at(part, name)
    for out, kernel, *strides in units:
        stride, padding = (strides[0], 0) if strides else (1, same(kernel))
        net.conv(out, kernel, stride, padding, of=x)
        net.norm()
        x = net.activation()
    net.at(part)
    return x


def average_path(net: Builder, x: int, out: int, *, counts_padding: bool = True) -> int:
    """The mean of each 3 x 3 window, and a convolution of 1 x 1."""
    part = net.part
    net.at(part, "pool")
    x = net.avg_pool(3, 1, 1, counts_padding=counts_padding, of=x)
    net.at(part)
    return path(net, "pool", x, (out, 1))


def max_path(net: Builder, x: int) -> int:
    """The largest value of each 3 x 3 window, at every second place."""
    part = net.part
    net.at(part, "pool")
    x = net.max_pool(3, 2, of=x)
    net.at(part)
    return x


def fork(net: Builder, name: str, x: int, out: int) -> int:
    """Convolutions of 1 x 3 and of 3 x 1 beside each other, concatenated."""
    beside = (
        path(net, f"{name}.wide", x, (out, (1, 3))),
        path(net, f"{name}.tall", x, (out, (3, 1))),
    )
    part = net.part
    net.at(part, name)
    x = net.concat(*beside)
    net.at(part)
    return x


def thin_stem(net: Builder) -> int:
    """The first rows of Inception v3 and of Inception-ResNet-v2: to 192 channels at an eighth of
    the side."""
    net.at("stem")
    unit(net, 32, 3, 2)
    unit(net, 32, 3)
    unit(net, 64, 3, 1, 1)
    net.max_pool(3, 2)
    unit(net, 80, 1)
    unit(net, 192, 3)
    return net.max_pool(3, 2)


def head(net: Builder, classes: int, dropout: float = 0.0) -> None:
    """Global pooling and a linear layer."""
    net.at("head")
    net.global_pool()
    if dropout:
        net.dropout(dropout)
    net.flatten()
    net.linear(classes)
