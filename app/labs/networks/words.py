"""The words of Networks. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "architecture": _("What each layer of an architecture makes, costs and sees"),
    "depth": _("Plain and residual nets of several depths, trained side by side"),
    "transfer": _("A pretrained trunk on a new task, from few examples"),
    "shifts": _("Small nets trained on digits in one place and tested on moved ones"),
}

_NETS: Mapping[str, str] = {
    "lenet": "LeNet",
    "lenet_bn": _("LeNet with batch norm"),
    "alexnet": "AlexNet",
    "vgg11": "VGG-11",
    "vgg13": "VGG-13",
    "vgg16": "VGG-16",
    "vgg19": "VGG-19",
    "nin": "NiN",
    "googlenet": "GoogLeNet",
    "inception_v3": "Inception v3",
    "inception_v4": "Inception v4",
    "inception_resnet_v2": "Inception-ResNet-v2",
    "resnet18": "ResNet-18",
    "resnet34": "ResNet-34",
    "resnet50": "ResNet-50",
    "resnet101": "ResNet-101",
    "resnet152": "ResNet-152",
    "resnet50_v2": "ResNet-50 v2",
    "resnext50_32x4d": "ResNeXt-50 32x4d",
    "resnext101_32x8d": "ResNeXt-101 32x8d",
    "resnet18_d2l": _("ResNet-18 of d2l"),
    "densenet121": "DenseNet-121",
    "densenet161": "DenseNet-161",
    "densenet169": "DenseNet-169",
    "densenet201": "DenseNet-201",
    "densenet_d2l": _("DenseNet of d2l"),
}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices={},
    of_field={
        ("architecture", "net"): _NETS,
        ("depth", "kinds"): {"plain": _("plain"), "v1": "v1", "v2": "v2"},
        ("depth", "form"): {"dense": _("dense"), "conv": _("3 x 3 convolutions")},
        ("architecture", "version"): {"plain": _("none"), "v1": "v1", "v2": "v2"},
        ("architecture", "head"): {
            "dense": _("dense layers"),
            "global": _("global pooling"),
        },
        ("transfer", "data"): {
            "placed": _("placed on a canvas"),
            "digits": _("plain, 8 x 8"),
        },
        ("transfer", "ways"): {
            "scratch": _("from scratch"),
            "random": _("head on a random trunk"),
            "head": _("head alone"),
            "fine_tune": _("fine-tuned"),
        },
        ("transfer", "bn_mode"): {
            "train": _("train(): goes on"),
            "eval": _("eval(): stands still"),
        },
        ("shifts", "nets"): {
            "dense": _("dense"),
            "local": _("local + global max"),
            "conv_flatten": _("conv + flatten"),
            "conv_max": _("conv + global max"),
        },
        ("shifts", "pooling"): {
            "max": _("the maximum of 2 x 2"),
            "average": _("the mean of 2 x 2"),
            "stride": _("a stride of 2"),
            "none": _("none"),
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

KIND_NAMES: Mapping[str, str] = {
    "conv": _("convolution"),
    "dense": _("linear"),
    "pool": _("pooling"),
    "norm": _("norm"),
    "activation": _("activation"),
    "join": _("sum or concatenation"),
}
"""Words for the kinds of operations that are told apart by color."""

PART_NAMES: Mapping[str, str] = {
    "stem": _("stem"),
    "stage": _("stage"),
    "head": _("head"),
    "transition": _("transition"),
    "pool": _("pooling"),
    "inception": _("inception"),
    "mixed": _("mixed"),
    "a": _("blocks A"),
    "b": _("blocks B"),
    "c": _("blocks C"),
    "reduction_a": _("reduction A"),
    "reduction_b": _("reduction B"),
    "end": _("end"),
    "dense": _("dense layers"),
}
"""Words for a part of a net; its number comes after the word."""
