"""The words of Networks. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "architecture": _("What each layer of an architecture makes, costs and sees"),
}

_NETS: Mapping[str, str] = {
    "lenet": "LeNet",
    "lenet_bn": _("LeNet with batch norm"),
    "resnet18": "ResNet-18",
    "resnet34": "ResNet-34",
    "resnet50": "ResNet-50",
    "resnet101": "ResNet-101",
    "resnet152": "ResNet-152",
    "resnet50_v2": "ResNet-50 v2",
    "resnext50_32x4d": "ResNeXt-50 32x4d",
    "resnext101_32x8d": "ResNeXt-101 32x8d",
    "resnet18_d2l": _("ResNet-18 of d2l"),
}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices={},
    of_field={
        ("architecture", "net"): _NETS,
        ("architecture", "version"): {"plain": _("none"), "v1": "v1", "v2": "v2"},
        ("architecture", "head"): {
            "dense": _("dense layers"),
            "global": _("global pooling"),
        },
    },
)

OPERATIONS: Mapping[str, str] = {
    "input": _("input"),
    "conv": _("convolution"),
    "linear": _("linear"),
    "norm": _("norm"),
    "activation": _("activation"),
    "max_pool": _("max pooling"),
    "avg_pool": _("average pooling"),
    "adaptive_pool": _("adaptive pooling"),
    "global_pool": _("global pooling"),
    "add": _("sum"),
    "concat": _("concatenation"),
    "scale": _("scaling"),
    "flatten": _("flattening"),
    "dropout": _("dropout"),
}
"""Words for what a row does."""
