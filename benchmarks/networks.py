"""A net as a table of rows against its modules, and nets of several depths against a bare loop.

The modules are those of the script that *Copy as PyTorch* gives, built and run on torch's device
``meta``, where nothing is allocated. Depth trains its default nets side by side; the bare loop
takes the same steps of the same nets, one net after the other, and looks at nothing. In one
process, in turn, with torch imported before.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

import torch
from torch.nn import functional as F

from benchmarks.timing import Sample, Table, interleaved
from core import device
from core.data.draws import generator
from core.nets.zoo.known import KNOWN, build
from core.networks.architecture import ArchitectureSpec
from core.networks.depth import MOMENTUM, ORDER, DepthFrame, DepthSpec
from core.networks.run_depth import digits, net_of, run
from core.scripts.networks.architecture import net_text
from core.training.data import batches


def measure(quick: bool) -> Iterator[Table]:
    """Every net that has a name, both ways; then the default nets of Depth."""
    yield _rows(quick)
    yield _depth(quick)


def _rows(quick: bool) -> Table:
    """Every net that has a name, as rows and as modules."""
    table = Table(
        "A net as rows, and as modules on meta",
        f"torch with {torch.get_num_threads()} thread(s).",
    )
    for key, settings in KNOWN.items():
        works: dict[str, Callable[[], object]] = {
            "rows": partial(build, settings),
            "modules": _modules(key),
        }
        # Garbage of the modules is not to be collected in the rows' time.
        gc.collect()
        gc.disable()
        taken = interleaved(5 if quick else 15, works)
        gc.enable()
        rows = len(build(settings).rows)
        table.add(f"{key}, rows", taken["rows"].ms(), f"{rows} rows")
        table.add(f"{key}, modules", taken["modules"].ms())
        table.add(f"{key}, modules / rows", taken["modules"].over(taken["rows"]).times())
    return table


def _modules(key: str) -> Callable[[], None]:
    """Builds the net's modules, and runs them once."""
    names: dict[str, Any] = {}
    exec(compile(net_text(ArchitectureSpec(net=key)), key, "exec"), names)

    def run() -> None:
        with torch.no_grad(), torch.device("meta"):
            names["build"]().eval()(torch.empty(1, *names["INPUT"]))

    return run


def _depth(quick: bool) -> Table:
    """The default run of Depth: what looking costs, when its claim is seen, how long it is away."""
    device.prepare()
    spec = DepthSpec()
    apart: list[float] = []
    away: list[float] = []

    def looked_at() -> None:
        apart.append(0.0)
        began = last = perf_counter()
        for frame in run(spec, "cpu"):
            now = perf_counter()
            away.append(now - last)
            last = now
            if isinstance(frame, DepthFrame) and not apart[-1]:
                latest = dict(zip(frame.kinds, frame.latest_loss[:, -1], strict=True))
                if latest["v1"] < latest["plain"] / 1.5:
                    apart[-1] = now - began

    rounds = 2 if quick else 5
    taken = interleaved(rounds, {"bare": partial(_bare, spec), "looked at": looked_at})
    table = Table(
        "Depth at its default",
        f"Depths {spec.depths} of {spec.kinds} and the shallow net alone, {spec.steps} steps each.",
    )
    table.add("bare torch steps", taken["bare"].ms())
    table.add("the experiment", taken["looked at"].ms())
    table.add("experiment / bare", taken["looked at"].over(taken["bare"]).times())
    deepest = f"depth {spec.layers[-1]}"
    table.add("until v1 is a third below plain", Sample(tuple(apart[1:])).ms(), deepest)
    table.add("between two yields", Sample(tuple(away)).ms())
    return table


def _bare(spec: DepthSpec) -> None:
    """The loop that every tutorial has, on the same nets, data and order."""
    data = digits(spec, "cpu")
    nets = [net_of(spec, kind, depth) for kind in spec.compared for depth in spec.layers]
    for net in (*nets, net_of(spec.replace(norm="none"), "plain", spec.layers[0])):
        optimizer = torch.optim.SGD(net.parameters(), spec.learning_rate, MOMENTUM)
        order = batches(len(data.y), spec.batch, generator(spec.seed, ORDER))
        for rows in islice(order, spec.steps):
            loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            loss.item()
