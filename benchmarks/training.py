"""What looking at a training costs.

The Training experiment at its default (10 layers of 500 tanh units, 500 steps of 64 digits,
momentum) against the same torch steps with nothing measured, at the default cadence and at the one
that is proposed from a measured cost; and the frames it yields a second. The same of Diagnose at
its default. In one process, in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from torch.nn import functional as F

from benchmarks.timing import Sample, Table, interleaved
from core import device
from core.data.draws import generator
from core.diagnosis import making
from core.diagnosis.diagnosis import DiagnosisSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import OPTIMIZERS
from core.signals.run_training import net_of, pictures, propose_cadence
from core.signals.training import ORDER, TrainingSpec
from core.training.data import Split, batches


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


def _diagnosed(quick: bool) -> Table:
    """Diagnose, with all that it measures and judges, against the same steps alone."""
    spec = DiagnosisSpec(epochs=30)
    data = _split(spec)
    taken = interleaved(
        3 if quick else 9,
        {
            "bare": lambda: _bare_diagnosed(spec, data),
            "experiment": lambda: last_frame(Run(EXPERIMENTS["diagnosis"], spec, "cpu")),
        },
    )
    table = Table(
        "A run that is diagnosed",
        f"{spec.hidden} units, {spec.steps} steps of {spec.batch} digits, "
        f"measured every {spec.cadence}.",
    )
    table.add("bare torch steps", taken["bare"].ms())
    table.add("the experiment", taken["experiment"].ms())
    table.add("experiment / bare", taken["experiment"].over(taken["bare"]).times())
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
    """The data of a diagnosed run, for whom waiting is no matter."""
    waiting = making.split_of(spec, "cpu")
    while True:
        try:
            next(waiting)
        except StopIteration as ended:
            found: Split = ended.value
            return found


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
