"""Presets of Networks, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.labs.networks.depth_presets import DEPTH
from app.labs.networks.shifts_presets import SHIFTS
from app.labs.networks.transfer_presets import TRANSFER
from app.panel.preset import Preset
from app.words.labels import _ as mark


def _net(claim: str, name: str, net: str, part: int = -1, row: int = -1, **settings: Any) -> Preset:
    """A preset of a counted net, which points at one of its parts, or at a row of that."""
    view = {"part": part, "row": row}
    return Preset(name, {"net": net, **settings}, view=view, claim=claim)


PRESETS: Sequence[Preset] = (
    _net("T5", mark("VGG-16: the dense layers hold the weights"), "vgg16", 5),
    _net("T5", mark("GoogLeNet: 22 layers, a twentieth of VGG's weights"), "googlenet", 1),
    _net("T2", mark("ResNet-18: 18 layers, and three more"), "resnet18", 2, 5),
    _net("T2", mark("A bottleneck: ResNet-50 costs little more than 34"), "resnet50", 3),
    _net("T2", mark("ResNeXt: same cost, 32 paths"), "resnext50_32x4d", 3, 3),
    _net("T2", mark("Pre-activation: BN and ReLU come first"), "resnet50_v2", 1, 0),
    _net("T3", mark("DenseNet-121: few weights, many MACs"), "densenet121", 1),
    _net("T3", mark("Growth: the channels of d2l's DenseNet"), "densenet_d2l", 1),
    _net("T5", mark("Pure Inception v4 has no skips"), "inception_v4"),
    _net("T5", mark("Inception-ResNet-v2 has them"), "inception_resnet_v2"),
    _net("T5", mark("NiN: no dense layer at all"), "nin", 3),
    _net("T5", mark("AlexNet: eight layers, 61 million weights"), "alexnet", 3),
    _net("T5", mark("LeNet: five layers, 61,706 weights"), "lenet", 2),
    *DEPTH,
    *SHIFTS,
    *TRANSFER,
)
