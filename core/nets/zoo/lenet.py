"""LeNet-5, as Dive into Deep Learning has it (LeCun et al. 1998 has RBF units at its end)."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.settings import Settings


def lenet(settings: Settings) -> Net:
    """Two convolutions of 5 x 5, each averaged down by two, and three dense layers.

    d2l's pads its first convolution by 2; its variant with batch norm does not.
    """
    net = Builder(settings.channels, settings.side)
    padding = 0 if settings.batch_norm else 2
    for stage, out in enumerate((6, 16), 1):
        net.at(f"stage{stage}")
        net.conv(out, 5, padding=padding if stage == 1 else 0, bias=True)
        if settings.batch_norm:
            net.norm()
        net.activation("sigmoid")
        net.avg_pool(2, 2)
    net.at("head")
    net.flatten()
    for out in (120, 84):
        net.linear(out)
        if settings.batch_norm:
            net.norm()
        net.activation("sigmoid")
    net.linear(settings.classes)
    return net.net()
