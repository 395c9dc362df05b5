"""Residual nets: ResNet v1 (He et al. 2015), v2 (He et al. 2016), ResNeXt (Xie et al. 2017), and
the plain nets that they are compared with."""

from __future__ import annotations

from core.nets.builder import Builder
from core.nets.rows import Net
from core.nets.zoo.settings import Settings

STEM, EXPANSION = 64, 4
"""The stem's channels where blocks are bottlenecks, and how much wider those are at their ends."""


def resnet(settings: Settings) -> Net:
    """A stem of 7 x 7, stages that each halve the map and double the channels, global pooling.

    Strides stand at the 3 x 3 convolutions and in each stage's first block, as torchvision and timm
    have them; in the paper's own code bottlenecks stride at their first 1 x 1.
    """
    net = Builder(settings.channels, settings.side)
    net.at("stem")
    net.conv(STEM if settings.bottleneck else settings.width, 7, 2, 3, bias=_biased(settings))
    if settings.version != "v2":
        _norm_relu(net, settings)
    net.max_pool(3, 2, 1)
    block = _pre_activation if settings.version == "v2" else _post_activation
    for stage, count in enumerate(settings.blocks):
        for i in range(count):
            net.at(f"stage{stage + 1}.block{i + 1}")
            block(net, settings, stage, 2 if stage and not i else 1)
    net.at("head")
    if settings.version == "v2":
        _norm_relu(net, settings)
    net.global_pool()
    net.flatten()
    net.linear(settings.classes)
    return net.net()


def _convs(settings: Settings, stage: int, stride: int) -> list[tuple[int, int, int, int]]:
    """Channels, kernel, stride and groups of a block's convolutions."""
    width, paths = settings.width << stage, settings.cardinality
    if not settings.bottleneck:
        return [(width, 3, stride, paths), (width, 3, 1, paths)]
    out = EXPANSION * STEM << stage
    return [(width * paths, 1, 1, 1), (width * paths, 3, stride, paths), (out, 1, 1, 1)]


def _post_activation(net: Builder, settings: Settings, stage: int, stride: int) -> None:
    """relu(x + F(x)), or relu(F(x)) of a plain net: norm behind each convolution (2015, fig. 2)."""
    x = net.last
    convs = _convs(settings, stage, stride)
    for i, (out, kernel, step, groups) in enumerate(convs):
        if i:
            net.activation()
        _conv(net, settings, out, kernel, step, groups)
        if settings.batch_norm:
            net.norm()
    if settings.version == "v1":
        branch = net.last
        net.add(branch, _skip(net, settings, x, branch, stride))
    net.activation()


def _pre_activation(net: Builder, settings: Settings, stage: int, stride: int) -> None:
    """x + F(relu(norm(x))): norm and activation before each convolution (2016, fig. 4e)."""
    x, active = net.last, 0
    for i, (out, kernel, step, groups) in enumerate(_convs(settings, stage, stride)):
        at = _norm_relu(net, settings)
        active = active if i else at
        _conv(net, settings, out, kernel, step, groups)
    branch = net.last
    net.add(branch, _skip(net, settings, x, branch, stride, active))


def _skip(
    net: Builder, settings: Settings, x: int, branch: int, stride: int, active: int | None = None
) -> int:
    """The identity, or where shapes change a convolution of 1 x 1: of x, in v2 of what the branch
    takes."""
    if net.rows[x].shape == net.rows[branch].shape:
        return x
    net.at(net.part, "skip")
    of = x if active is None else active
    place = net.conv(net.channels(branch), 1, stride, bias=_biased(settings), of=of)
    if settings.batch_norm and active is None and not settings.biased:
        place = net.norm()
    net.at(net.part)
    return place


def _conv(
    net: Builder, settings: Settings, out: int, kernel: int, stride: int, groups: int
) -> None:
    net.conv(out, kernel, stride, kernel // 2, groups=groups, bias=_biased(settings))


def _norm_relu(net: Builder, settings: Settings) -> int:
    if settings.batch_norm:
        net.norm()
    return net.activation()


def _biased(settings: Settings) -> bool:
    return settings.biased or not settings.batch_norm
