"""The edge of stability: products with the Hessian, eigenvalues that are followed by few of them,
and what watching a training costs. Part of ``landscape``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import torch

from benchmarks.timing import Table, interleaved, short
from core.landscape.edge import EdgeSpec
from core.landscape.run_edge import Recorder, data_of, loss_of, net_of, optimizer_of, run
from saddlepoint.following import Following
from saddlepoint.hessian import Hessian, lanczos
from saddlepoint.objective import Objective, flat

AT_ONCE = 20
"""Gradients, or products, that are timed together."""
FEW = 5
"""The products that are allowed where few are asked for."""

FLAGSHIP = EdgeSpec(hidden="50, 50", samples=500, steps=1500)
RUNS: Mapping[str, EdgeSpec] = {
    "64-50-50-10, 500, rate 0.1": FLAGSHIP,
    "64-100-100-10, 200, rate 0.1": EdgeSpec(),
    "64-100-100-10, 200, rate 0.05": EdgeSpec(learning_rate=0.05),
}


def tables(quick: bool) -> Iterator[Table]:
    """All tables; on one thread."""
    yield _products(3 if quick else 15)
    yield _followed()
    yield _watched(1 if quick else 5)
    yield _crossed()


def _products(rounds: int) -> Table:
    table = Table("Products with a Hessian", f"{AT_ONCE} each, the graph kept.")
    for name, spec in RUNS.items():
        model, data = net_of(spec), data_of(spec)
        loss, parameters = loss_of(spec), list(model.parameters())
        with Hessian(model, loss, data) as hessian:
            v = torch.randn(len(hessian.objective.vector))

            def gradient(
                model: torch.nn.Module = model,
                data: tuple[torch.Tensor, torch.Tensor] = data,
                parameters: list[torch.nn.Parameter] = parameters,
                loss: Callable[..., torch.Tensor] = loss,
            ) -> None:
                torch.autograd.grad(loss(model(data[0]), data[1]), parameters)

            taken = interleaved(
                rounds,
                {
                    "gradient": partial(_often, gradient),
                    "product": partial(_often, partial(hessian.product, v)),
                },
            )
        table.add(f"{name}, gradient", taken["gradient"].ms())
        table.add(f"{name}, product / gradient", taken["product"].over(taken["gradient"]).times())
    return table


def _often(work: Callable[[], object]) -> None:
    for _ in range(AT_ONCE):
        work()


def _followed() -> Table:
    """λ1 against a full Lanczos run at the same weights, at every look but the first."""
    about = "In percent of λ1 by a full Lanczos run; looks at steps of a training."
    table = Table("The largest eigenvalue, followed", about, columns=("products", "median", "max"))
    for name, spec in (("64-50-50-10, 500", FLAGSHIP), ("64-100-100-10, 200", EdgeSpec())):
        for every, most in ((20, FEW), (20, 10), (50, 10)):
            spent, off = _looks(spec.replace(steps=1000), every, most)
            cells = (short(float(np.mean(spent))), *map(short, (np.median(off), np.max(off))))
            table.add(f"{name}, every {every} steps, at most {most} products", cells)
    return table


def _looks(spec: EdgeSpec, every: int, most: int) -> tuple[list[int], list[float]]:
    model, (x, y) = net_of(spec), data_of(spec)
    loss, optimizer = loss_of(spec), optimizer_of(spec, model)
    objective = Objective(model, loss, (x, y))
    following = Following(tolerance=0.06, most=most)
    spent, off = [], []
    for step in range(spec.steps):
        if step % every == 0:
            weights = flat(list(model.parameters()))
            with Hessian.of(objective, weights) as hessian:
                for _ in following.look(hessian.product, weights):
                    pass
                true = lanczos(hessian.product, len(weights), tolerance=1e-5, like=weights)
            if step:
                spent.append(following.products)
                off.append(100 * abs(float(following.values[0] / true.values[0] - 1)))
        optimizer.zero_grad()
        loss(model(x), y).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return spent, off


def _watched(rounds: int) -> Table:
    table = Table("A run with all that is shown of it", "Over a bare torch loop of as many steps.")
    for name, spec in RUNS.items():
        taken = interleaved(rounds, {"bare": partial(_bare, spec), "run": partial(_run, spec)})
        table.add(f"{name}, bare", taken["bare"].ms(), f"{spec.steps} steps")
        table.add(f"{name}, run / bare", taken["run"].over(taken["bare"]).times())
    return table


def _bare(spec: EdgeSpec) -> None:
    model, (x, y) = net_of(spec), data_of(spec)
    loss_function, optimizer = loss_of(spec), optimizer_of(spec, model)
    for _ in range(spec.steps):
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()  # type: ignore[no-untyped-call]
        loss.item()
        optimizer.step()


def _run(spec: EdgeSpec) -> None:
    for _ in run(spec, "cpu"):
        pass


def _crossed() -> Table:
    about = "Gradient descent, rate 0.1, 64-50-50-10, 500 digits: λ1 comes to 20."
    table = Table("Until the line is crossed", about, columns=("step", "seconds"))
    for seed in range(3):
        recorder = Recorder(FLAGSHIP.replace(seed=seed), "cpu")
        began = time.perf_counter()
        while recorder.step < FLAGSHIP.steps:
            if recorder.due:
                for _ in recorder.measure():
                    pass
                if recorder.frame().ratios[-1] >= 1:
                    break
            recorder.advance()
        elapsed = time.perf_counter() - began
        table.add(f"seed {seed}", (str(recorder.step), short(elapsed)))
    return table
