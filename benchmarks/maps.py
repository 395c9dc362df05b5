"""A basin map against torch.optim on one tensor of all its starts, and the time to a first picture.

``plain`` is what a person writes who wants many starts at once: one float32 parameter [starts, 2],
the formula in torch, ``sum().backward()`` and ``step()``; at the end it has the last positions. The
map has besides which minimum each start leads to and since which step it stays there, and has shown
a coarse picture first. Both in one process, in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor

from benchmarks.timing import Sample, Table, interleaved
from core import device
from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.run_basins import COARSE
from core.descent.swarm import Swarm
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import Competitor
from core.surfaces.surfaces import SURFACES

RATE = 0.01
STEPS = 200
RESOLUTION = 256

PLAIN: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
}
SEARCHED = ("rastrigin", "levy", "ackley", "griewank", "easom")
"""Surfaces whose minima are searched for before the first picture."""


def measure(quick: bool) -> Iterator[Table]:
    """The map against the one tensor, on each surface; and first pictures."""
    device.prepare()
    rounds = 2 if quick else 9
    for surface in PLAIN:
        yield _against_torch(surface, rounds)
    yield _first_pictures(rounds)


def _against_torch(surface: str, rounds: int) -> Table:
    starts = RESOLUTION**2
    table = Table(
        f"Adam's basins on {surface}: {RESOLUTION} x {RESOLUTION} starts x {STEPS} steps",
        f"In one process, in turn, {torch.get_num_threads()} thread(s); all is compiled before.",
    )
    spec = _spec(surface)
    taken = interleaved(
        rounds,
        {
            "plain": partial(_plain, surface),
            "map": partial(_map, spec),
            "swarm": partial(_swarm, surface),
        },
    )
    plain = taken["plain"]
    table.add("torch.optim on one tensor", plain.ms(), f"{_speed(plain, starts)} particle-steps/s")
    table.add("the whole map", taken["map"].ms(), f"{_speed(taken['map'], starts)}")
    table.add("torch.optim / the map", plain.over(taken["map"]).times())
    table.add("torch.optim / the steps alone", plain.over(taken["swarm"]).times(), "no basins")
    agreement = _agreement(surface)
    table.add("starts that end at the same place", ("", f"{100 * agreement:.2f} %", ""))
    return table


def _first_pictures(rounds: int) -> Table:
    table = Table(
        f"The first picture of a basin map, {COARSE} x {COARSE} starts x {STEPS} steps of Adam",
        "The formula is compiled before, as it is where the surface is shown already.",
    )
    surfaces = (*PLAIN, *SEARCHED)
    works = {surface: partial(_first, _spec(surface)) for surface in surfaces}
    for surface, sample in interleaved(rounds, works).items():
        note = "its minima are searched for" if surface in SEARCHED else ""
        table.add(surface, sample.ms(), note)
    return table


def _spec(surface: str) -> BasinsSpec:
    return BasinsSpec(
        surface=surface,
        optimizer=(Competitor("adam"),),
        learning_rate=RATE,
        steps=STEPS,
        resolution=RESOLUTION,
    )


def _speed(sample: Sample, starts: int) -> str:
    return f"{starts * STEPS / sample.median:.1e}"


def _first(spec: BasinsSpec) -> BasinsFrame:
    """The first frame of a map, the rest of it not computed."""
    run = Run(EXPERIMENTS["basins"], spec, "cpu")
    frame = next(frame for frame in run if frame is not None)
    assert isinstance(frame, BasinsFrame)
    return frame


def _map(spec: BasinsSpec) -> BasinsFrame:
    frame = last_frame(Run(EXPERIMENTS["basins"], spec, "cpu"))
    assert isinstance(frame, BasinsFrame)
    return frame


def _starts(surface: str) -> Tensor:
    """[2, starts] float32"""
    record = SURFACES[surface]
    axes = (np.linspace(*side, RESOLUTION) for side in (record.x, record.y))
    return torch.tensor(np.reshape(np.meshgrid(*axes), (2, -1)), dtype=torch.float32)


def _swarm(surface: str) -> Tensor:
    """The steps of all starts at once, and nothing else."""
    hyper = Competitor("adam").hyper(RATE)
    swarm = Swarm(
        SURFACES[surface].function(), Competitor("adam").optimizer, hyper, *_starts(surface)
    )
    for _ in range(STEPS):
        swarm.reuse(swarm.advance(1)[:-1])
    return swarm.p


def _plain(surface: str) -> Tensor:
    """[2, starts] where torch's own Adam takes all starts."""
    points = _starts(surface).T.contiguous().requires_grad_()
    optimizer = torch.optim.Adam([points], lr=RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = PLAIN[surface](points[:, 0], points[:, 1]).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return points.detach().T


def _agreement(surface: str) -> float:
    """The part of the starts whose last places are the same to a thousandth of the diagonal."""
    apart = (_plain(surface) - _swarm(surface)).norm(dim=0)
    return float((apart < 1e-3 * SURFACES[surface].diagonal).float().mean())
