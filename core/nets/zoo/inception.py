"""GoogLeNet (Szegedy et al. 2015) and Inception v3 (Szegedy et al. 2016), as torchvision has
them."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.paths import average_path, fork, head, max_path, path, thin_stem, unit
from core.nets.zoo.settings import Settings

_GOOGLENET = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
"""Channels of 1 x 1, of 3 x 3 and what reduces to it, of "5 x 5" and what reduces to it, and behind
the pooling: table 1 of the paper."""


def googlenet(settings: Settings) -> Net:
    """Nine blocks of four paths. torchvision's has a norm behind each convolution, and 3 x 3 where
    the paper has 5 x 5."""
    net = Builder(settings.channels, settings.side)
    net.at("stem")
    unit(net, 64, 7, 2, 3)
    net.max_pool(3, 2, ceil=True)
    unit(net, 64, 1)
    unit(net, 192, 3, 1, 1)
    x = net.max_pool(3, 2, ceil=True)
    for key, (one, before3, three, before5, five, pooled) in _GOOGLENET.items():
        net.at(f"inception{key}")
        ends = [
            path(net, "1x1", x, (one, 1)),
            path(net, "3x3", x, (before3, 1), (three, 3)),
            path(net, "5x5", x, (before5, 1), (five, 3)),
        ]
        net.at(net.part, "pool")
        ends.append(path(net, "pool", net.max_pool(3, 1, 1, ceil=True, of=x), (pooled, 1)))
        x = net.concat(*ends)
        if settings.auxiliary and key in ("4a", "4d"):
            _early_head(net, f"auxiliary{key}", x, settings.classes)
        elif key in ("3b", "4e"):
            net.at(f"pool{key[0]}")
            x = net.max_pool(3 if key == "3b" else 2, 2, ceil=True, of=x)
    head(net, settings.classes, dropout=0.2)
    return net.net()


def _early_head(net: Builder, name: str, x: int, classes: int) -> None:
    """A classifier in the middle of GoogLeNet, for its training alone."""
    net.at(name)
    x = path(net, "1x1", net.adaptive_pool(4, of=x), (128, 1))
    net.linear(1024, of=net.flatten(of=x))
    net.activation()
    net.dropout(0.7)
    net.linear(classes)


def inception_v3(settings: Settings) -> Net:
    """Convolutions of 5 x 5 become two of 3 x 3, those of 7 x 7 one of 1 x 7 and one of 7 x 1."""
    net = Builder(settings.channels, settings.side)
    x = thin_stem(net)
    for key, pooled in (("5b", 32), ("5c", 64), ("5d", 64)):
        net.at(f"mixed{key}")
        x = net.concat(
            path(net, "1x1", x, (64, 1)),
            path(net, "5x5", x, (48, 1), (64, 5)),
            path(net, "double", x, (64, 1), (96, 3), (96, 3)),
            average_path(net, x, pooled),
        )
    net.at("mixed6a")
    x = net.concat(
        path(net, "3x3", x, (384, 3, 2)),
        path(net, "double", x, (64, 1), (96, 3), (96, 3, 2)),
        max_path(net, x),
    )
    for key, thin in (("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192)):
        net.at(f"mixed{key}")
        x = _sevens(net, x, thin)
    if settings.auxiliary:
        _late_head(net, x, settings.classes)
    net.at("mixed7a")
    x = net.concat(
        path(net, "3x3", x, (192, 1), (320, 3, 2)),
        path(net, "7x7", x, (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3, 2)),
        max_path(net, x),
    )
    for key in ("7b", "7c"):
        net.at(f"mixed{key}")
        x = net.concat(
            path(net, "1x1", x, (320, 1)),
            fork(net, "3x3", path(net, "3x3", x, (384, 1)), 384),
            fork(net, "double", path(net, "double", x, (448, 1), (384, 3)), 384),
            average_path(net, x, 192),
        )
    head(net, settings.classes, dropout=0.5)
    return net.net()


def _sevens(net: Builder, x: int, thin: int) -> int:
    """A block of v3 whose windows are 7 long, in one direction and then in the other."""
    return net.concat(
        path(net, "1x1", x, (192, 1)),
        path(net, "7x7", x, (thin, 1), (thin, (1, 7)), (192, (7, 1))),
        path(
            net,
            "double",
            x,
            (thin, 1),
            (thin, (7, 1)),
            (thin, (1, 7)),
            (thin, (7, 1)),
            (192, (1, 7)),
        ),
        average_path(net, x, 192),
    )


def _late_head(net: Builder, x: int, classes: int) -> None:
    """The classifier in the middle of v3, for its training alone."""
    net.at("auxiliary")
    x = net.avg_pool(5, 3, of=x)
    x = path(net, "1x1", x, (128, 1))
    net.at("auxiliary", "5x5")
    net.conv(768, 5, of=x)
    net.norm()
    net.activation()
    net.at("auxiliary")
    net.global_pool()
    net.flatten()
    net.linear(classes)
