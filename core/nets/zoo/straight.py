"""Nets that are one straight path: AlexNet (Krizhevsky 2014, as torchvision has it), VGG (Simonyan
and Zisserman 2015), NiN (Lin et al. 2014, as Dive into Deep Learning has it)."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.settings import Settings

DENSE = 4096
"""Width of the two dense layers before the last."""


def alexnet(settings: Settings) -> Net:
    """Five convolutions, three of them before a pooling, and three dense layers: the net of one
    GPU, without local response normalization."""
    net = Builder(settings.channels, settings.side)
    stages = (
        ((64, 11, 4, 2),),
        ((192, 5, 1, 2),),
        ((384, 3, 1, 1), (256, 3, 1, 1), (256, 3, 1, 1)),
    )
    for i, convs in enumerate(stages, 1):
        net.at(f"stage{i}")
        for out, kernel, stride, padding in convs:
            net.conv(out, kernel, stride, padding, bias=True)
            net.activation()
        net.max_pool(3, 2)
    net.at("head")
    if settings.head == "global":
        return _global_head(net, settings.classes)
    net.adaptive_pool(6)
    net.flatten()
    for _ in range(2):
        net.dropout()
        net.linear(DENSE)
        net.activation()
    net.linear(settings.classes)
    return net.net()


def vgg(settings: Settings) -> Net:
    """Stages of 3 x 3 convolutions, each halved by a pooling, with twice the channels of the one
    before, eight times the first at most; then three dense layers. Table 1 of the paper."""
    net = Builder(settings.channels, settings.side)
    for stage, convs in enumerate(settings.blocks):
        net.at(f"stage{stage + 1}")
        for _ in range(convs):
            net.conv(min(settings.width << stage, 8 * settings.width), 3, 1, 1, bias=True)
            if settings.batch_norm:
                net.norm()
            net.activation()
        net.max_pool(2, 2)
    net.at("head")
    if settings.head == "global":
        return _global_head(net, settings.classes)
    net.adaptive_pool(7)
    net.flatten()
    for _ in range(2):
        net.linear(DENSE)
        net.activation()
        net.dropout()
    net.linear(settings.classes)
    return net.net()


def nin(settings: Settings) -> Net:
    """Convolutions that are each followed by two of 1 x 1, dense layers at every pixel; the last
    makes a map for each class, and its mean is the answer: no layer is dense."""
    net = Builder(settings.channels, settings.side)
    stages = ((96, 11, 4, 0), (256, 5, 1, 2), (384, 3, 1, 1))
    for i, (out, kernel, stride, padding) in enumerate(stages, 1):
        net.at(f"stage{i}")
        _nin_block(net, out, kernel, stride, padding)
        net.max_pool(3, 2)
    net.dropout()
    net.at("head")
    _nin_block(net, settings.classes, 3, 1, 1)
    net.global_pool()
    net.flatten()
    return net.net()


def _nin_block(net: Builder, out: int, kernel: int, stride: int, padding: int) -> None:
    net.conv(out, kernel, stride, padding, bias=True)
    net.activation()
    for _ in range(2):
        net.conv(out, 1, bias=True)
        net.activation()


def _global_head(net: Builder, classes: int) -> Net:
    net.global_pool()
    net.flatten()
    net.linear(classes)
    return net.net()
