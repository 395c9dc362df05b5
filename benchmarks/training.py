"""What looking at a training costs.

The Training experiment at its default (10 layers of 500 tanh units, 500 steps of 64 digits,
momentum) against the same torch steps with nothing measured, at the default cadence and at the one
that is proposed from a measured cost; and the frames it yields a second. The same of Diagnose at
its default. Then what makes small trainings quick: many at once, against the same modules one by
one; and the models of a double descent. In one process, in turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.timing import Sample, Table, interleaved
from core import device, kept
from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.diagnosis import making, run_search
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec
from core.diagnosis.fit import FitSpec
from core.diagnosis.search import (
    BATCH,
    DECAYS,
    MOMENTUM,
    RATES,
    STEPS,
    WIDTH,
    SearchFrame,
    SearchSpec,
)
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import OPTIMIZERS
from core.signals.run_training import net_of, pictures, propose_cadence
from core.signals.training import ORDER, TrainingSpec
from core.training.data import Split, batches
from core.waiting import result_of


def measure(quick: bool) -> Iterator[Table]:
    """Bare steps, the experiment, and the experiment at the proposed cadence."""
    device.prepare()
    spec = TrainingSpec()
    proposed = spec.replace(cadence=propose_cadence(spec))
    taken = interleaved(
        2 if quick else 5,
        {
            "bare": lambda: _bare(spec),
            "experiment": lambda: last_frame(Run(EXPERIMENTS["training"], spec, "cpu")),
            "proposed": lambda: last_frame(Run(EXPERIMENTS["training"], proposed, "cpu")),
        },
    )
    table = Table(
        "A training that is looked at",
        f"{spec.depth} x {spec.width}, {spec.steps} steps of {spec.batch} digits.",
    )
    table.add("bare torch steps", taken["bare"].ms())
    table.add("the experiment", taken["experiment"].ms(), f"every {spec.cadence} steps")
    table.add("at the proposed cadence", taken["proposed"].ms(), f"every {proposed.cadence} steps")
    table.add("experiment / bare", taken["experiment"].over(taken["bare"]).times())
    table.add("proposed / bare", taken["proposed"].over(taken["bare"]).times())
    frames = Sample(tuple(spec.steps / value for value in taken["proposed"].values))
    table.add("frames a second", frames.spread())
    yield table
    yield _diagnosed(quick)
    yield _searched(quick)
    yield _fitted(quick)


def _diagnosed(quick: bool) -> Table:
    """Diagnose, with all that it measures and judges, against the same steps alone."""
    spec = DiagnosisSpec(epochs=30)
    data = _split(spec)
    costs: list[float] = []

    def diagnosed() -> None:
        frame = last_frame(Run(EXPERIMENTS["diagnosis"], spec, "cpu"))
        assert isinstance(frame, DiagnosisFrame)
        costs.append(1 + frame.cost)

    bare = partial(_bare_diagnosed, spec, data)
    taken = interleaved(5 if quick else 41, {"bare": bare, "experiment": diagnosed})
    table = Table(
        "A run that is diagnosed",
        f"{spec.hidden} units, {spec.steps} steps of {spec.batch} digits, "
        f"measured every {spec.cadence}.",
    )
    table.add("bare torch steps", taken["bare"].ms())
    table.add("the experiment", taken["experiment"].ms())
    table.add("experiment / bare", taken["experiment"].over(taken["bare"]).times())
    note = "as the run itself takes its time; the rest is data, frames, and that it can be stopped"
    table.add("measuring and steps / steps", Sample(tuple(costs)).times(), note)
    return table


def _searched(quick: bool) -> Table:
    """The trainings of Search: 64 at once against modules, and its whole map."""
    spec = SearchSpec()
    work = run_search.Trainings(spec, "cpu")
    generator_ = np.random.default_rng(0)
    rates = 10 ** generator_.uniform(-3, -0.5, run_search.AT_ONCE)
    decays = 10 ** generator_.uniform(-5, -2, run_search.AT_ONCE)
    apart: list[float] = []

    def alone() -> None:
        nets = work.nets(rates, decays)
        singles = [_trained_alone(work, k, rates[k], decays[k]) for k in range(len(rates))]
        for x, y in work.batches(STEPS):
            nets.step(x, y)
        found, wanted = nets.layers[-1].weight, torch.stack(singles)
        apart.append(float((found - wanted).abs().max() / wanted.abs().max()))

    taken = interleaved(
        1 if quick else 5,
        {
            "both": alone,
            "at once": lambda: result_of(work.losses(rates, decays)),
            "first": lambda: next(filter(None, Run(EXPERIMENTS["search"], spec, "cpu"))),
            "map": lambda: _until_mapped(spec),
        },
    )
    both, at_once = taken["both"], taken["at once"]
    one_by_one = Sample(tuple(b - a for b, a in zip(both.values, at_once.values, strict=True)))
    table = Table(
        "Small trainings, many at once",
        f"Nets 64-{WIDTH}-10, {STEPS} steps of {BATCH} digits, each with its own rate and decay.",
    )
    table.add(f"{len(rates)} modules, one by one", one_by_one.ms())
    table.add(
        f"{len(rates)} at once", at_once.ms(), f"weights apart: {max(apart):.1g} of the largest"
    )
    table.add("one by one / at once", one_by_one.over(at_once).times())
    table.add("first cells of the map", taken["first"].ms())
    table.add(f"all {RATES * DECAYS} cells", taken["map"].ms(), "with the first search by each way")
    per_cell = Sample(tuple(value * len(rates) / RATES / DECAYS for value in taken["map"].values))
    table.add("one by one / in the map", one_by_one.over(per_cell).times())
    return table


def _trained_alone(work: run_search.Trainings, k: int, rate: float, decay: float) -> Tensor:
    """One of the nets as a person would write and train it: its last weights."""
    first, last = nn.Linear(PIXELS, WIDTH), nn.Linear(WIDTH, CLASSES)
    net = nn.Sequential(first, nn.ReLU(), last)
    layers = work.nets(np.array([rate]), np.array([decay])).layers
    with torch.no_grad():
        for module, layer in zip((first, last), layers, strict=True):
            module.weight.copy_(layer.weight[0])
            module.bias.copy_(layer.bias[0])
    optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=MOMENTUM, weight_decay=decay)
    for x, y in work.batches(STEPS):
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return last.weight.detach()


def _until_mapped(spec: SearchSpec) -> None:
    for frame in filter(None, Run(EXPERIMENTS["search"], spec, "cpu")):
        assert isinstance(frame, SearchFrame)
        if not np.isnan(frame.map).any():
            return


def _fitted(quick: bool) -> Table:
    """The curve of a double descent: computed anew, and after a move of the ridge."""
    spec = FitSpec()

    def first(**changes: Any) -> None:
        next(filter(None, Run(EXPERIMENTS["fit"], spec.replace(**changes), "cpu")))

    def fresh() -> None:
        kept.forget()
        first()

    ridges = itertools.cycle((1e-3, 1e-2, 1e-1))
    taken = interleaved(
        2 if quick else 9, {"fresh": fresh, "ridge": lambda: first(ridge=next(ridges))}
    )
    table = Table("A double descent", f"{len(spec.sizes)} sizes, {spec.samples} samples, one seed.")
    table.add("the whole curve", taken["fresh"].ms(), "nothing known")
    table.add("after a move of the ridge", taken["ridge"].ms())
    return table


def _bare_diagnosed(spec: DiagnosisSpec, data: Split) -> None:
    net = making.net_of(spec)
    optimizer = making.optimizer_of(spec, net)
    order = batches(len(data.y), spec.batch, generator(spec.seed, ORDER))
    for rows in islice(order, spec.steps):
        loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        loss.item()


def _split(spec: DiagnosisSpec) -> Split:
    """The data of a diagnosed run."""
    return result_of(making.split_of(spec, "cpu"))


def _bare(spec: TrainingSpec) -> None:
    """The loop that every tutorial has, on the same net, data and order."""
    data = pictures(spec, "cpu")
    net = net_of(spec, data.x.shape[1])
    record = OPTIMIZERS[spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    optimizer = torch_optimizer(record, net.parameters(), hyper)
    order = batches(len(data.y), spec.batch, generator(spec.seed, ORDER))
    for rows in islice(order, spec.steps):
        loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        loss.item()
