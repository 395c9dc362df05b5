"""Modules of torch's own from the light records of this folder."""

from __future__ import annotations

from torch import nn

from core.layers.activations import Activation


def activation_module(activation: Activation) -> nn.Module:
    """What the record's class of ``torch.nn`` makes of its arguments."""
    made = getattr(nn, activation.module)(*activation.arguments)
    assert isinstance(made, nn.Module)
    return made
