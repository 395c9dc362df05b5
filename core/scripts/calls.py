"""Calls of torch's own classes as they appear in a script."""

from __future__ import annotations

from collections.abc import Mapping

from core.optimizers.records import Optimizer


def class_name(optimizer: Optimizer) -> str:
    """The name of torch's class for an optimizer; without torch's if the script defines it."""
    return optimizer.torch if optimizer.torch_source else f"torch.optim.{optimizer.torch}"


def torch_call(
    optimizer: Optimizer, hyper: Mapping[str, float], weight_decay: float = 0.0
) -> tuple[str, list[tuple[str, str]]]:
    """The name of torch's class for an optimizer, and its named arguments as text."""
    told = optimizer.torch_keywords(hyper, weight_decay)
    return class_name(optimizer), [(name, repr(value)) for name, value in told.items()]
