"""torch's own optimizers from the light records of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor

from core.optimizers import own_torch
from core.optimizers.records import Optimizer


def torch_optimizer(
    optimizer: Optimizer,
    parameters: Iterable[Tensor],
    hyper: Mapping[str, float],
    weight_decay: float = 0.0,
) -> torch.optim.Optimizer:
    """An optimizer of torch.optim over these parameters, built from the record's class and these
    hyper-parameters; of :mod:`core.optimizers.own_torch` where torch has none."""
    told = optimizer.torch_keywords(hyper, weight_decay)
    where = own_torch if optimizer.torch_source else torch.optim
    made = getattr(where, optimizer.torch)(parameters, **told)
    assert isinstance(made, torch.optim.Optimizer)
    return made
