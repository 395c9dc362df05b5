"""LeNet, AlexNet, VGGs and NiN as plain torch code: nets without branches."""

from __future__ import annotations

from core.nets.zoo.settings import Settings
from core.scripts.networks.pieces import (
    DROPOUT,
    FLATTEN,
    RELU,
    Net,
    conv,
    linear,
    max_pool,
    mean_head,
    sequential,
)
from core.scripts.writing import block

WIDE = 4096
"""Units of AlexNet's and VGG's dense layers."""


def lenet(settings: Settings, says: str) -> Net:
    """LeNet-5; with batch norms and without padding, or as it was, with sigmoids and padding."""
    normed = settings.batch_norm
    padding = 0 if normed else 2
    left = ((settings.side + 2 * padding - 4) // 2 - 4) // 2

    def active(width: int, kind: str) -> list[str]:
        return [*([f"nn.BatchNorm{kind}({width})"] if normed else []), "nn.Sigmoid()"]

    pool = "nn.AvgPool2d(2)"
    first = conv(settings.channels, 6, 5, padding=padding, bias=True)
    dense = [
        FLATTEN,
        *(linear(16 * left**2, 120), *active(120, "1d")),
        *(linear(120, 84), *active(84, "1d")),
        linear(84, settings.classes),
    ]
    stages = {
        "stage1": sequential(first, *active(6, "2d"), pool),
        "stage2": sequential(conv(6, 16, 5, bias=True), *active(16, "2d"), pool),
        "head": sequential(*dense),
    }
    return Net(says=says, stages=stages)


def alexnet(settings: Settings, says: str) -> Net:
    """AlexNet of one column."""
    stages = {
        "stage1": sequential(
            *(conv(settings.channels, 64, 11, stride=4, padding=2, bias=True), RELU),
            max_pool(3, 2),
        ),
        "stage2": sequential(conv(64, 192, 5, padding=2, bias=True), RELU, max_pool(3, 2)),
        "stage3": sequential(
            *(conv(192, 384, 3, padding=1, bias=True), RELU),
            *(conv(384, 256, 3, padding=1, bias=True), RELU),
            *(conv(256, 256, 3, padding=1, bias=True), RELU),
            max_pool(3, 2),
        ),
    }
    if settings.head == "global":
        stages["head"] = mean_head(256, settings.classes)
    else:
        stages["head"] = sequential(
            *("nn.AdaptiveAvgPool2d(6)", FLATTEN),
            *(DROPOUT, linear(256 * 6 * 6, WIDE), RELU),
            *(DROPOUT, linear(WIDE, WIDE), RELU),
            linear(WIDE, settings.classes),
        )
    return Net(says=says, stages=stages)


def vgg(settings: Settings, says: str) -> Net:
    """A VGG net."""
    stages = {}
    before = settings.channels
    for place, count in enumerate(settings.blocks):
        width = settings.width * min(2**place, 8)
        stages[f"stage{place + 1}"] = f"stage({before}, {width}, {count})"
        before = width
    if settings.head == "global":
        stages["head"] = mean_head(before, settings.classes)
    else:
        stages["head"] = sequential(
            *("nn.AdaptiveAvgPool2d(7)", FLATTEN),
            *(linear(before * 7 * 7, WIDE), RELU, DROPOUT),
            *(linear(WIDE, WIDE), RELU, DROPOUT),
            linear(WIDE, settings.classes),
        )
    normed = settings.batch_norm
    active = "nn.BatchNorm2d(width), nn.ReLU()" if normed else "nn.ReLU()"
    made = block(_VGG_STAGE, norms=" with norms" if normed else "", active=active)
    return Net(says=says, parts=(made,), stages=stages)


_VGG_STAGE = '''
    def stage(channels, width, count):
        """Convolutions 3x3$norms and ReLUs, and a pooling that halves the maps."""
        layers = []
        for _ in range(count):
            conv = nn.Conv2d(channels, width, 3, padding=1)
            layers += [conv, $active]
            channels = width
        return nn.Sequential(*layers, nn.MaxPool2d(2))
'''


def nin(settings: Settings, says: str) -> Net:
    """Network in network."""
    pool = max_pool(3, 2)
    stages = {
        "stage1": sequential(f"*mlp({settings.channels}, 96, 11, stride=4)", pool),
        "stage2": sequential("*mlp(96, 256, 5, padding=2)", pool),
        "stage3": sequential("*mlp(256, 384, 3, padding=1)", pool, DROPOUT),
        "head": sequential(
            f"*mlp(384, {settings.classes}, 3, padding=1)", "nn.AdaptiveAvgPool2d(1)", FLATTEN
        ),
    }
    return Net(says=says, parts=(block(_MLP),), stages=stages)


_MLP = '''
    def mlp(channels, out, kernel, **told):
        """A convolution, and two of 1x1: a small dense net that slides over the maps."""
        return [
            *(nn.Conv2d(channels, out, kernel, **told), nn.ReLU()),
            *(nn.Conv2d(out, out, 1), nn.ReLU()),
            *(nn.Conv2d(out, out, 1), nn.ReLU()),
        ]
'''
