"""Real networks' landscapes against the plain way of computing them, on one thread.

Planes: every cell of a plane against the loop that everybody writes, ``functional_call`` and a loss
at each place, with the same directions. The first pass are the 11 x 11 cells that a person sees
first. Curves: how long the bend is trained until its barrier is a twentieth of the line's.
Flatness: five runs that take their steps together against as many plain loops.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from benchmarks import edge
from benchmarks.timing import Table, interleaved, short
from core.experiment import last_frame
from core.landscape import run_connection, run_flatness
from core.landscape.connection import BATCH, LOW, SAMPLES, ConnectionFrame, ConnectionSpec
from core.landscape.flatness import FlatnessSpec
from saddlepoint.objective import Objective
from saddlepoint.planes import Plane, lay, survey

COARSE = 11
STEPS_OF_THE_BEND = ConnectionSpec().epochs * -(-SAMPLES // BATCH)


def measure(quick: bool) -> Iterator[Table]:
    """Planes of four nets, curves between two, the runs of Flatness, the edge of stability."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield _planes(quick)
        yield _curves(quick)
        yield _flatness(quick)
        yield from edge.tables(quick)
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


def _curves(quick: bool) -> Table:
    """Two dense nets of the page Two solutions: looks at the curve count as training."""
    table = Table(
        "A curve between two nets",
        "64-64-64-10, 1000 digits; the bend is trained for 40 epochs at rate 0.3.",
        ("line's barrier", "under 5 %", "after 40 epochs", "its barrier"),
    )
    for seed in range(1 if quick else 3):
        spec = ConnectionSpec(seed=seed)
        began = under = now = 0.0
        shown: ConnectionFrame | None = None
        for frame in run_connection.run(spec, "cpu"):
            if not isinstance(frame, ConnectionFrame) or not len(frame.looks):
                continue
            now, shown = time.perf_counter(), frame
            began = began or now
            if not under and frame.curve_barriers[-1] < LOW * frame.barriers[0]:
                under = now - began
            if frame.looks[-1] == STEPS_OF_THE_BEND:
                break
        assert shown is not None
        cells = (
            short(float(shown.barriers[0])),
            f"{under:.2f} s" if under else "never",
            f"{now - began:.2f} s",
            f"{shown.curve_barriers[-1]:.4f}",
        )
        table.add(f"seed {seed}", cells)
    return table


def _flatness(quick: bool) -> Table:
    table = Table("Runs of Flatness", "Batch 64, rate 0.1, 100 steps of five nets.")
    spec = FlatnessSpec()
    runs = [run_flatness.PairedRuns(seed, "cpu") for seed in range(5)]
    rows = torch.arange(64)
    x = torch.stack([one.data.x[rows] for one in runs])
    y = torch.stack([one.data.y[rows] for one in runs])
    start = torch.stack([one.start for one in runs])
    for name, rho in (("SGD", 0.0), ("SAM", 0.2)):
        taken = interleaved(
            1 if quick else 5,
            {
                "loop": partial(_one_by_one, runs, x, y, rho),
                "here": partial(_together, start, x, y, rho),
            },
        )
        table.add(f"{name}, plain loops", taken["loop"].ms())
        table.add(f"{name}, here", taken["here"].ms())
        table.add(f"{name}, loop / here", taken["loop"].over(taken["here"]).times())
    began = time.perf_counter()
    last_frame(run_flatness.run(spec, "cpu"))
    each = (time.perf_counter() - began) / (3 * spec.seeds)
    table.add("a run, measured, of batches", ("", f"{each:.2f} s", ""), "of 8, 64, 512; one look")
    return table


def _together(w: Tensor, x: Tensor, y: Tensor, rho: float) -> Tensor:
    for _ in range(100):
        w = run_flatness.step(w, x, y, 0.1, rho)
    return w


def _one_by_one(runs: Sequence[run_flatness.PairedRuns], x: Tensor, y: Tensor, rho: float) -> None:
    """Plain loops, SAM as it is usually written."""
    for k, one in enumerate(runs):
        net = _dense(64, 64, 64, 10)
        nn.utils.vector_to_parameters(one.start.clone(), net.parameters())
        parameters = list(net.parameters())
        sgd = torch.optim.SGD(parameters, 0.1)
        for _ in range(100):
            sgd.zero_grad()
            F.cross_entropy(net(x[k]), y[k]).backward()  # type: ignore[no-untyped-call]
            if rho:
                slopes = [p.grad for p in parameters if p.grad is not None]
                length = torch.cat([g.flatten() for g in slopes]).norm()
                kept = [p.detach().clone() for p in parameters]
                with torch.no_grad():
                    for p, g in zip(parameters, slopes, strict=True):
                        p.add_(g, alpha=float(rho / length))
                sgd.zero_grad()
                F.cross_entropy(net(x[k]), y[k]).backward()  # type: ignore[no-untyped-call]
                for p, before in zip(parameters, kept, strict=True):
                    p.data = before
            sgd.step()
