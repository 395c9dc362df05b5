"""KNOWN: the nets that have names, and FAMILIES: what builds them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from core.nets.rows import Net, TooSmallError, fits
from core.nets.zoo.lenet import lenet
from core.nets.zoo.resnet import resnet
from core.nets.zoo.settings import Settings


@dataclass(frozen=True)
class Family:
    """What builds the nets of a family, and the settings by which they differ."""

    build: Callable[[Settings], Net]
    sliders: frozenset[str]
    """Settings that a person may change, besides side, channels and classes."""
    stages: tuple[int, int] = (0, 0)
    """The fewest and the most stages, where blocks may be chosen."""


def _family(build: Callable[[Settings], Net], *sliders: str, stages: tuple[int, int]) -> Family:
    return Family(build, frozenset(sliders), stages)


FAMILIES: Mapping[str, Family] = {
    "lenet": Family(lenet, frozenset({"batch_norm"})),
    "resnet": _family(
        resnet,
        *("blocks", "width", "cardinality", "version", "bottleneck", "batch_norm"),
        stages=(1, 6),
    ),
}

_RESNET = Settings(family="resnet", width=64)
_DEEP = replace(_RESNET, bottleneck=True)
_LENET = Settings(family="lenet", side=28, channels=1, classes=10, batch_norm=False, head="dense")

KNOWN: Mapping[str, Settings] = {
    "lenet": _LENET,
    "lenet_bn": replace(_LENET, batch_norm=True),
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
}
"""By key, family by family, in the order of their years."""


def build(settings: Settings) -> Net:
    """The net; :class:`TooSmallError` if its input is."""
    return FAMILIES[settings.family].build(settings)


MOST_SIDE = 1024


def smallest_side(settings: Settings) -> int:
    """The smallest input that leaves every map a pixel; MOST_SIDE + 1 if there is none. The input
    and the classes of ``settings`` do not matter."""
    return _smallest_side(replace(settings, side=MOST_SIDE, channels=1, classes=1))


@lru_cache(maxsize=256)
def _smallest_side(settings: Settings) -> int:
    try:
        net = build(settings)
    except TooSmallError:
        return MOST_SIDE + 1
    return bisect_left(range(1, MOST_SIDE), True, key=lambda side: fits(net, side)) + 1
