"""Norms from their definition, forward, against torch.nn.functional.

On 8 x 8 x 128 x 128 in float32 with γ and β, GN in 4 groups. In one process, in turn. The
definition also hands out every group's mean and variance, which torch's own keep to themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks.timing import Table, interleaved
from core import device
from core.layers.norms import NORMS

SHAPE = (8, 8, 128, 128)
GROUPS = 4
GAMMA, BETA, EPS = 1.5, 0.5, 1e-5


def measure(quick: bool) -> Iterator[Table]:
    """Each norm both ways."""
    device.prepare()
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(0)) * 3 + 1
    threads = torch.get_num_threads()
    table = Table(
        "Norms from their definition",
        f"Forward, {' x '.join(map(str, SHAPE))}, float32, torch with {threads} thread(s).",
    )
    for key, plain in _plain(x).items():
        own = partial(NORMS[key].apply, x, groups=GROUPS, gamma=GAMMA, beta=BETA, eps=EPS)
        taken = interleaved(15 if quick else 60, {"own": own, "torch": plain})
        apart = float((own().output - plain()).abs().max())
        table.add(f"{key}, torch.nn.functional", taken["torch"].ms())
        table.add(f"{key}, from its definition", taken["own"].ms(), f"{apart:.0e} apart at most")
        table.add(f"{key}, definition / torch", taken["own"].over(taken["torch"]).times())
    yield table


def _plain(x: Tensor) -> dict[str, Callable[[], Tensor]]:
    channels = x.shape[1]
    gamma, beta = torch.full((channels,), GAMMA), torch.full((channels,), BETA)
    every = torch.full(x.shape[1:], GAMMA), torch.full(x.shape[1:], BETA)
    return {
        "bn": lambda: F.batch_norm(x, None, None, gamma, beta, training=True, eps=EPS),
        "ln": lambda: F.layer_norm(x, x.shape[1:], *every, eps=EPS),
        "in": lambda: F.instance_norm(x, weight=gamma, bias=beta, eps=EPS),
        "gn": lambda: F.group_norm(x, GROUPS, gamma, beta, EPS),
        "rms": lambda: F.rms_norm(x, x.shape[1:], every[0], EPS),
    }
