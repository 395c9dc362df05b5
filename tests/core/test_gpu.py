"""What a GPU asks of an experiment, held without one: numpy is given no tensor as it stands."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS


def refuse(tensor: torch.Tensor, *_: Any) -> None:
    """As a tensor on a GPU does."""
    raise TypeError("can't convert this tensor to numpy; copy it to the host first")


@pytest.mark.parametrize("key", [key for key, e in EXPERIMENTS.items() if e.uses_torch])
def test_no_tensor_is_handed_to_numpy_without_a_copy(key, monkeypatch):
    chosen = EXPERIMENTS[key]
    spec = chosen.spec(**chosen.smallest)
    monkeypatch.setattr(torch.Tensor, "__array__", refuse)
    run = Run(chosen, spec, "cpu")
    assert last_frame(run).step > 0
    assert not run.fallback
