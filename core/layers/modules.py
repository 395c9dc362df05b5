"""Modules of torch.nn from the light records of this package."""

from __future__ import annotations

from torch import nn

from core.layers.activations import Activation


def activation_module(activation: Activation) -> nn.Module:
    """A module of torch.nn for an activation, built from the record's class and arguments."""
    made = getattr(nn, activation.module)(*activation.arguments)
    assert isinstance(made, nn.Module)
    return made
