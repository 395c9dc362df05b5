"""A Descent race against the same race as plain torch.optim loops.

``plain`` is what a person writes first: for one optimizer after another a float64 parameter, the
formula in torch, ``backward()`` and ``step()``, the positions and losses kept. The race gives the
same positions and losses, and besides the gradient norms and, by gradient and Hessian, a verdict at
every point. Both in one process, in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor

from benchmarks.timing import Table, interleaved, short
from core import device
from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor

RATE = 1e-4
STEPS = 1000
SLICE_MS = 33
MANY = (
    "gd,gd:learning_rate=0.0002,momentum,momentum:momentum=0.5,nesterov,nesterov:momentum=0.5,"
    "adagrad,adadelta,rmsprop,rmsprop:alpha=0.9,adam,nadam"
)

Make = Callable[[list[Tensor]], torch.optim.Optimizer]
PLAIN: dict[str, Make] = {
    "gd": partial(torch.optim.SGD, lr=RATE),
    "momentum": partial(torch.optim.SGD, lr=RATE, momentum=0.9),
    "nesterov": partial(torch.optim.SGD, lr=RATE, momentum=0.9, nesterov=True),
    "adagrad": partial(torch.optim.Adagrad, lr=RATE),
    "adadelta": partial(torch.optim.Adadelta, lr=RATE),
    "rmsprop": partial(torch.optim.RMSprop, lr=RATE),
    "adam": partial(torch.optim.Adam, lr=RATE),
    "nadam": partial(torch.optim.NAdam, lr=RATE),
}


def measure(quick: bool) -> Iterator[Table]:
    """The race against the loops, and a race that has to fit a slice."""
    device.prepare()
    spec = DescentSpec(
        surface="rosenbrock",
        optimizers=tuple(Competitor(key) for key in PLAIN),
        learning_rate=RATE,
        steps=STEPS,
    )
    start = spec.start_x, spec.start_y
    table = Table(
        "A race on Rosenbrock", "In one process, in turn; the formula is compiled before."
    )
    taken = interleaved(
        1 if quick else 5, {"plain": partial(_plain, start), "race": partial(_race, spec)}
    )
    what = f"{len(PLAIN)} optimizers x {STEPS} steps"
    table.add("plain torch.optim loops", taken["plain"].ms(), what)
    table.add("the race", taken["race"].ms(), what)
    table.add("plain / race", taken["plain"].over(taken["race"]).times())

    apart = np.abs(_plain(start) - _race(spec).positions).max()
    table.add("largest distance between their paths", ("", short_exponent(apart), ""))

    many = spec.adapt(optimizers=MANY, steps=300)
    small = interleaved(5 if quick else 25, {"many": partial(_race, many)})["many"]
    table.add("the race", small.ms(), f"12 competitors x 300 steps; a slice is {SLICE_MS} ms")
    part = short(small.median * 1000 / SLICE_MS)
    table.add("its part of a slice", ("", f"{part} x", ""), "the median")
    yield table


def short_exponent(value: float) -> str:
    """A number of any size."""
    return f"{value:.1e}"


def _race(spec: DescentSpec) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    return frame


def _plain(start: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Every optimizer's positions [K, steps+1, 2]."""
    positions = torch.empty(len(PLAIN), STEPS + 1, 2, dtype=torch.float64)
    losses = torch.empty(len(PLAIN), STEPS + 1, dtype=torch.float64)
    for k, make in enumerate(PLAIN.values()):
        point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = make([point])
        for step in range(STEPS):
            optimizer.zero_grad()
            loss = (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2
            loss.backward()  # type: ignore[no-untyped-call]
            positions[k, step] = point.detach()
            losses[k, step] = loss.detach()
            optimizer.step()
        positions[k, STEPS] = point.detach()
    return positions.numpy()
