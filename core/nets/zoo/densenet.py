"""Densely connected nets (Huang et al. 2017), as torchvision and Dive into Deep Learning have
them."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.settings import Settings

THICK = 4
"""A bottleneck's width, in growths."""


def densenet(settings: Settings) -> Net:
    """Blocks in which each layer takes all maps before it and adds ``growth`` more; between blocks
    a convolution of 1 x 1 halves the channels and a pooling the side. Table 1 of the paper.

    Norm and activation come before each convolution. d2l's has no bottlenecks, and biases.
    """
    net = Builder(settings.channels, settings.side)
    net.at("stem")
    net.conv(settings.width, 7, 2, 3, bias=settings.biased)
    net.norm()
    net.activation()
    x = net.max_pool(3, 2, 1)
    for stage, layers in enumerate(settings.blocks, 1):
        for i in range(layers):
            net.at(f"stage{stage}.layer{i + 1}")
            net.norm(of=x)
            net.activation()
            if settings.bottleneck:
                net.conv(THICK * settings.growth, 1, bias=settings.biased)
                net.norm()
                net.activation()
            x = net.concat(x, net.conv(settings.growth, 3, 1, 1, bias=settings.biased))
        if stage < len(settings.blocks):
            net.at(f"transition{stage}")
            net.norm()
            net.activation()
            net.conv(max(1, net.channels() // 2), 1, bias=settings.biased)
            x = net.avg_pool(2, 2)
    net.at("head")
    net.norm()
    net.activation()
    net.global_pool()
    net.flatten()
    net.linear(settings.classes)
    return net.net()
