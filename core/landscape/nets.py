"""The nets whose landscapes are looked at, at He's start."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from core.data.digits import CLASSES
from core.nets.convolutional import ConvolutionalNet, shapes_of
from core.nets.dense import DenseNet
from core.nets.weights import he_normal


def dense(shapes: Sequence[tuple[int, ...]], draws: torch.Generator) -> DenseNet:
    """ReLU layers with weights of these shapes [fan_out, fan_in], the scores' last."""
    return DenseNet(he_normal(shapes, 1.0, draws), nn.ReLU)


def convolutional(depth: int, width: int, draws: torch.Generator) -> ConvolutionalNet:
    """So many convolutions of digits with batch norm, each of so many channels."""
    *filters, weight = he_normal(shapes_of(depth, width, CLASSES), 1.0, draws)
    return ConvolutionalNet(filters, weight, nn.BatchNorm2d, norm_first=True)
