"""torch's own optimizers from the light records of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor

from core.optimizers import own_torch
from core.optimizers.on_matrices import ON_MATRICES
from core.optimizers.optimizers import Competitor
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


def torch_optimizer_of(
    key: str, parameters: Iterable[Tensor], learning_rate: float
) -> torch.optim.Optimizer:
    """The optimizer with that key, of matrices too, over a net's parameters; all else that it
    takes is at its default."""
    if key in ON_MATRICES:
        made = getattr(own_torch, ON_MATRICES[key].torch)(parameters, lr=learning_rate)
        assert isinstance(made, torch.optim.Optimizer)
        return made
    one = Competitor(key)
    return torch_optimizer(one.optimizer, parameters, one.hyper(learning_rate))
