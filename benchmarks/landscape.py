"""Real networks' landscapes against the plain way of computing them, on one thread.

Planes: every cell of a plane against the loop that everybody writes, ``functional_call`` and a loss
at each place, with the same directions. The first pass are the 11 x 11 cells that a person sees
first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from benchmarks.timing import Table, interleaved
from saddlepoint.objective import Objective
from saddlepoint.planes import Plane, lay, survey

COARSE = 11


def measure(quick: bool) -> Iterator[Table]:
    """Planes of three nets."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield _planes(quick)
    finally:
        torch.set_num_threads(threads)


def _dense(*sizes: int) -> nn.Module:
    layers: list[nn.Module] = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def _convolutional() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(128, 10),
    )


NETS: Mapping[str, tuple[Callable[[], nn.Module], tuple[int, ...], int]] = {
    "784-128-64-10, 1024": (lambda: _dense(784, 128, 64, 10), (1024, 784), 41),
    "64-50-50-10, 512": (lambda: _dense(64, 50, 50, 10), (512, 64), 41),
    "64-100-100-10, 512": (lambda: _dense(64, 100, 100, 10), (512, 64), 41),
    "CNN with BN, 512": (_convolutional, (512, 1, 8, 8), 21),
}
"""By net and samples: the net, the data's shape, and cells of a side."""


def _planes(quick: bool) -> Table:
    table = Table("Planes of a loss", "Filter-normalized random directions, cross-entropy.")
    for name, (make, shape, side) in NETS.items():
        with torch.random.fork_rng():
            torch.manual_seed(0)
            model, x = make().eval(), torch.rand(shape)
            y = torch.randint(0, 10, (len(x),))
        objective = Objective(model, F.cross_entropy, (x, y))
        laid = lay(objective, "random", size=side)
        taken = interleaved(
            1 if quick else 5,
            {
                "loop": partial(_by_a_loop, model, x, y, laid),
                "here": partial(_surveyed, objective, laid),
                "first": partial(_surveyed, objective, laid, cells=COARSE**2),
            },
        )
        apart = _surveyed(objective, laid).values / _by_a_loop(model, x, y, laid) - 1
        table.add(f"{name}, a loop", taken["loop"].ms(), f"{side} x {side} cells")
        table.add(f"{name}, here", taken["here"].ms(), f"{np.abs(apart).max():.1g} apart at most")
        table.add(f"{name}, loop / here", taken["loop"].over(taken["here"]).times())
        table.add(f"{name}, first pass", taken["first"].ms(), f"{COARSE} x {COARSE} cells")
    return table


def _surveyed(objective: Objective, laid: Plane, cells: int | None = None) -> Plane:
    """The plane, as far as so many cells."""
    found = laid
    for found in survey(objective, laid):
        if cells is not None and found.known >= cells:
            break
    return found


def _by_a_loop(model: nn.Module, x: Tensor, y: Tensor, laid: Plane) -> np.ndarray:
    """[v, u] the loss of each cell as it is usually computed."""
    names = {name: p.detach() for name, p in model.named_parameters()}
    sizes = [p.numel() for p in names.values()]
    first, second = (
        [d.view(p.shape) for d, p in zip(torch.split(one, sizes), names.values(), strict=True)]
        for one in laid.directions
    )
    values = np.empty((len(laid.v), len(laid.u)))
    with torch.no_grad():
        for i, v in enumerate(laid.v.tolist()):
            for j, u in enumerate(laid.u.tolist()):
                moved = {
                    name: p + u * a + v * b
                    for (name, p), a, b in zip(names.items(), first, second, strict=True)
                }
                values[i, j] = float(F.cross_entropy(functional_call(model, moved, (x,)), y))
    return values
