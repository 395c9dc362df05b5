"""KNOWN: the nets that have names, and FAMILIES: what builds them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from core.nets.rows import Net, TooSmallError, fits
from core.nets.zoo.densenet import densenet
from core.nets.zoo.inception import googlenet, inception_v3
from core.nets.zoo.inception_v4 import inception_resnet_v2, inception_v4
from core.nets.zoo.lenet import lenet
from core.nets.zoo.resnet import resnet
from core.nets.zoo.settings import Settings
from core.nets.zoo.straight import alexnet, nin, vgg


@dataclass(frozen=True)
class Family:
    """What builds the nets of a family, and the settings by which they differ."""

    build: Callable[[Settings], Net]
    sliders: frozenset[str]
    """Settings that a person may change, besides side, channels and classes."""
    stages: tuple[int, int] = (0, 0)
    """The fewest and the most stages, where blocks may be chosen."""


def _family(
    build: Callable[[Settings], Net], *sliders: str, stages: tuple[int, int] = (0, 0)
) -> Family:
    return Family(build, frozenset(sliders), stages)


FAMILIES: Mapping[str, Family] = {
    "lenet": _family(lenet, "batch_norm"),
    "alexnet": _family(alexnet, "head"),
    "vgg": _family(vgg, "blocks", "width", "batch_norm", "head", stages=(1, 6)),
    "nin": _family(nin),
    "googlenet": _family(googlenet, "auxiliary"),
    "inception_v3": _family(inception_v3, "auxiliary"),
    "inception_v4": _family(inception_v4, "blocks", stages=(3, 3)),
    "inception_resnet_v2": _family(inception_resnet_v2, "blocks", stages=(3, 3)),
    "resnet": _family(
        resnet,
        *("blocks", "width", "cardinality", "version", "bottleneck", "batch_norm"),
        stages=(1, 6),
    ),
    "densenet": _family(densenet, "blocks", "width", "growth", "bottleneck", stages=(1, 6)),
}

_LENET = Settings(family="lenet", side=28, channels=1, classes=10, batch_norm=False, head="dense")
_VGG = Settings(family="vgg", width=64, batch_norm=False, head="dense")
_RESNET = Settings(family="resnet", width=64)
_DEEP = replace(_RESNET, bottleneck=True)
_DENSENET = Settings(family="densenet", width=64, growth=32, bottleneck=True)

KNOWN: Mapping[str, Settings] = {
    "lenet": _LENET,
    "lenet_bn": replace(_LENET, batch_norm=True),
    "alexnet": Settings(family="alexnet", batch_norm=False, head="dense"),
    "vgg11": replace(_VGG, blocks=(1, 1, 2, 2, 2)),
    "vgg13": replace(_VGG, blocks=(2, 2, 2, 2, 2)),
    "vgg16": replace(_VGG, blocks=(2, 2, 3, 3, 3)),
    "vgg19": replace(_VGG, blocks=(2, 2, 4, 4, 4)),
    "nin": Settings(family="nin", classes=10, batch_norm=False),
    "googlenet": Settings(family="googlenet"),
    "inception_v3": Settings(family="inception_v3", side=299),
    "inception_v4": Settings(family="inception_v4", side=299, blocks=(4, 7, 3)),
    "inception_resnet_v2": Settings(family="inception_resnet_v2", side=299, blocks=(10, 20, 10)),
    "resnet18": replace(_RESNET, blocks=(2, 2, 2, 2)),
    "resnet34": replace(_RESNET, blocks=(3, 4, 6, 3)),
    "resnet50": replace(_DEEP, blocks=(3, 4, 6, 3)),
    "resnet101": replace(_DEEP, blocks=(3, 4, 23, 3)),
    "resnet152": replace(_DEEP, blocks=(3, 8, 36, 3)),
    "resnet50_v2": replace(_DEEP, blocks=(3, 4, 6, 3), version="v2"),
    "resnext50_32x4d": replace(_DEEP, blocks=(3, 4, 6, 3), width=4, cardinality=32),
    "resnext101_32x8d": replace(_DEEP, blocks=(3, 4, 23, 3), width=8, cardinality=32),
    "resnet18_d2l": replace(
        _RESNET, blocks=(2, 2, 2, 2), side=96, channels=1, classes=10, biased=True
    ),
    "densenet121": replace(_DENSENET, blocks=(6, 12, 24, 16)),
    "densenet161": replace(_DENSENET, blocks=(6, 12, 36, 24), width=96, growth=48),
    "densenet169": replace(_DENSENET, blocks=(6, 12, 32, 32)),
    "densenet201": replace(_DENSENET, blocks=(6, 12, 48, 32)),
    "densenet_d2l": replace(
        _DENSENET,
        blocks=(4, 4, 4, 4),
        side=96,
        channels=1,
        classes=10,
        bottleneck=False,
        biased=True,
    ),
}
"""By key, family by family."""


def build(settings: Settings) -> Net:
    """The net; :class:`TooSmallError` if its input is."""
    return FAMILIES[settings.family].build(settings)


MOST_SIDE = 1024


def smallest_side(settings: Settings) -> int:
    """The smallest input that leaves every map a pixel; MOST_SIDE + 1 if there is none. Neither the
    input of ``settings`` nor any number of channels matters."""
    thin = replace(
        settings, side=MOST_SIDE, channels=1, classes=1, width=1, growth=1, cardinality=1
    )
    return _smallest_side(thin)


@lru_cache(maxsize=256)
def _smallest_side(settings: Settings) -> int:
    try:
        net = build(settings)
    except TooSmallError:
        return MOST_SIDE + 1
    return bisect_left(range(1, MOST_SIDE), True, key=lambda side: fits(net, side)) + 1
