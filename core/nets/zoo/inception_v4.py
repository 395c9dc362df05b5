"""Inception v4 and Inception-ResNet-v2 (Szegedy et al. 2017), as Cadene's and timm's code has
them."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.paths import average_path, fork, head, max_path, path, thin_stem, unit
from core.nets.zoo.settings import Settings


def inception_v4(settings: Settings) -> Net:
    """Three kinds of blocks, 4, 7 and 3 of them, and no skip: figures 3 to 9 of the paper."""
    net = Builder(settings.channels, settings.side)
    x = _thick_stem(net)
    first, second, third = settings.blocks
    for i in range(first):
        net.at(f"a.block{i + 1}")
        x = net.concat(
            path(net, "1x1", x, (96, 1)),
            path(net, "3x3", x, (64, 1), (96, 3)),
            path(net, "double", x, (64, 1), (96, 3), (96, 3)),
            average_path(net, x, 96, counts_padding=False),
        )
    net.at("reduction_a")
    x = net.concat(
        path(net, "3x3", x, (384, 3, 2)),
        path(net, "double", x, (192, 1), (224, 3), (256, 3, 2)),
        max_path(net, x),
    )
    for i in range(second):
        net.at(f"b.block{i + 1}")
        x = _sevens(net, x)
    net.at("reduction_b")
    x = net.concat(
        path(net, "3x3", x, (192, 1), (192, 3, 2)),
        path(net, "7x7", x, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2)),
        max_path(net, x),
    )
    for i in range(third):
        net.at(f"c.block{i + 1}")
        one = path(net, "1x1", x, (256, 1))
        three = fork(net, "3x3", path(net, "3x3", x, (384, 1)), 256)
        double = path(net, "double", x, (384, 1), (448, (3, 1)), (512, (1, 3)))
        x = net.concat(
            one,
            three,
            fork(net, "double", double, 256),
            average_path(net, x, 256, counts_padding=False),
        )
    head(net, settings.classes)
    return net.net()


def _thick_stem(net: Builder) -> int:
    """To 384 channels at an eighth of the side, with a convolution beside each pooling."""
    net.at("stem")
    unit(net, 32, 3, 2)
    unit(net, 32, 3)
    x = unit(net, 64, 3, 1, 1)
    net.at("mixed3a")
    x = net.concat(max_path(net, x), path(net, "3x3", x, (96, 3, 2)))
    net.at("mixed4a")
    # Only here a convolution has neither stride nor padding.
    ends = []
    for name, units in (("3x3", ((64, 1),)), ("7x7", ((64, 1), (64, (1, 7)), (64, (7, 1))))):
        path(net, name, x, *units)
        net.at("mixed4a", name)
        ends.append(unit(net, 96, 3))
    net.at("mixed4a")
    x = net.concat(*ends)
    net.at("mixed5a")
    return net.concat(path(net, "3x3", x, (192, 3, 2)), max_path(net, x))


def _sevens(net: Builder, x: int) -> int:
    return net.concat(
        path(net, "1x1", x, (384, 1)),
        path(net, "7x7", x, (192, 1), (224, (1, 7)), (256, (7, 1))),
        path(
            net,
            "double",
            x,
            (192, 1),
            (192, (7, 1)),
            (224, (1, 7)),
            (224, (7, 1)),
            (256, (1, 7)),
        ),
        average_path(net, x, 128, counts_padding=False),
    )


def inception_resnet_v2(settings: Settings) -> Net:
    """Inception blocks whose paths end in a convolution of 1 x 1, scaled down and added to what
    came in: the net of the paper that has skips."""
    net = Builder(settings.channels, settings.side)
    x = thin_stem(net)
    net.at("mixed5b")
    x = net.concat(
        path(net, "1x1", x, (96, 1)),
        path(net, "5x5", x, (48, 1), (64, 5)),
        path(net, "double", x, (64, 1), (96, 3), (96, 3)),
        average_path(net, x, 64, counts_padding=False),
    )
    first, second, third = settings.blocks
    for i in range(first):
        net.at(f"a.block{i + 1}")
        x = _block35(net, x)
    net.at("mixed6a")
    x = net.concat(
        path(net, "3x3", x, (384, 3, 2)),
        path(net, "double", x, (256, 1), (256, 3), (384, 3, 2)),
        max_path(net, x),
    )
    for i in range(second):
        net.at(f"b.block{i + 1}")
        x = _block17(net, x)
    net.at("mixed7a")
    x = net.concat(
        path(net, "3x3a", x, (256, 1), (384, 3, 2)),
        path(net, "3x3b", x, (256, 1), (288, 3, 2)),
        path(net, "double", x, (256, 1), (288, 3), (320, 3, 2)),
        max_path(net, x),
    )
    for i in range(third):
        net.at(f"c.block{i + 1}")
        x = _block8(net, x, last=i == third - 1)
    net.at("end")
    unit(net, 1536, 1)
    head(net, settings.classes)
    return net.net()


def _block35(net: Builder, x: int) -> int:
    """A block on maps of 35 x 35."""
    one = path(net, "1x1", x, (32, 1))
    three = path(net, "3x3", x, (32, 1), (32, 3))
    double = path(net, "double", x, (32, 1), (48, 3), (64, 3))
    _added(net, x, (one, three, double), 0.17)
    return net.activation()


def _block17(net: Builder, x: int) -> int:
    """A block on maps of 17 x 17."""
    one = path(net, "1x1", x, (192, 1))
    seven = path(net, "7x7", x, (128, 1), (160, (1, 7)), (192, (7, 1)))
    _added(net, x, (one, seven), 0.1)
    return net.activation()


def _block8(net: Builder, x: int, *, last: bool) -> int:
    """A block on maps of 8 x 8; the last is neither scaled nor cut off below."""
    one = path(net, "1x1", x, (192, 1))
    three = path(net, "3x3", x, (192, 1), (224, (1, 3)), (256, (3, 1)))
    place = _added(net, x, (one, three), 1.0 if last else 0.2)
    return place if last else net.activation()


def _added(net: Builder, x: int, ends: tuple[int, ...], factor: float) -> int:
    """x + factor · conv(ends beside one another)."""
    net.concat(*ends)
    branch = net.conv(net.channels(x), 1, bias=True)
    if factor != 1:
        branch = net.scale(factor)
    return net.add(branch, x)
