"""What it costs to record a training from within its script, at the cadence that is chosen there.

The bare loop, and the same with :func:`saddlepoint.watch`, in turn. Their weights are compared in
the end, bit for bit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

import saddlepoint as sp
from benchmarks.timing import Table, interleaved

STEPS = 600
BATCH = 64


def measure(quick: bool) -> Iterator[Table]:
    """A deep dense net, and a small convolutional one."""
    table = Table("A training that is watched", f"{STEPS} steps of {BATCH} samples, SGD.")
    for name, (make, shape) in NETS.items():
        trained: dict[str, list[Tensor]] = {}
        taken = interleaved(
            1 if quick else 5,
            {
                "bare": partial(_train, make, shape, trained, "bare"),
                "watched": partial(_train, make, shape, trained, "watched"),
            },
        )
        pairs = zip(trained["bare"], trained["watched"], strict=True)
        same = "the same bits" if all(torch.equal(a, b) for a, b in pairs) else "NOT THE SAME"
        table.add(f"{name}, bare", taken["bare"].ms())
        table.add(f"{name}, watched", taken["watched"].ms(), same)
        table.add(f"{name}, watched / bare", taken["watched"].over(taken["bare"]).times())
    yield table


def _dense() -> nn.Module:
    layers: list[nn.Module] = [nn.Linear(64, 500), nn.Tanh()]
    for _ in range(9):
        layers += [nn.Linear(500, 500), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(500, 10))


def _convolutional() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(128, 10),
    )


NETS: Mapping[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "MLP 10 x 500": (_dense, (64,)),
    "small CNN": (_convolutional, (1, 8, 8)),
}


def _train(
    make: Callable[[], nn.Module],
    shape: tuple[int, ...],
    trained: dict[str, list[Tensor]],
    how: str,
) -> None:
    with torch.random.fork_rng(), tempfile.TemporaryDirectory() as folder:
        torch.manual_seed(0)
        model = make()
        x, y = torch.rand(1000, *shape), torch.randint(0, 10, (1000,))
        sgd = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)
        run = sp.watch(model, sgd, Path(folder) / "run.saddle") if how == "watched" else None
        for step in range(STEPS):
            rows = slice(step * BATCH % 900, step * BATCH % 900 + BATCH)
            sgd.zero_grad()
            loss = F.cross_entropy(model(x[rows]), y[rows])
            loss.backward()  # type: ignore[no-untyped-call]
            sgd.step()
        if run is not None:
            run.close()
        trained[how] = [p.detach() for p in model.parameters()]
