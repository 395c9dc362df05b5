"""The statistics of every value, against a bare pass.

The Activations experiment at its default (10 layers of 500 units, 1000 samples, two nets), to its
frame: histograms, moments, median, saturation and dead units of every pre-activation and
activation, and the sizes of every gradient of both and of the weights. ``bare`` sends the same
input forward and the same gradient backward through the same two nets in plain torch, the weights'
gradients included, with nothing measured; ``bare, drawn`` also draws their weights from random
numbers, as the experiment has to for a new seed. In one process, in turn.

The experiment counts in threads beside the pass, on cores that torch is not given. So the bare pass
is also taken with torch on every core; and the processor time of both is told, which is what the
experiment would take where no core is idle.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from benchmarks.timing import Sample, Table, interleaved
from core import beside, device
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.initializers import INITIALIZERS
from core.signals.activations import ActivationsSpec
from core.signals.run_activations import KEPT


def measure(quick: bool) -> Iterator[Table]:
    """The experiment, a bare pass with ready weights, and one that draws them."""
    device.prepare()
    spec = ActivationsSpec()
    weights = _weights(spec)
    processor: dict[str, list[float]] = {"experiment": [], "bare": []}
    rounds = 4 if quick else 15
    taken = interleaved(
        rounds,
        {
            "experiment": _timed(lambda: _experiment(spec), processor["experiment"]),
            "bare": _timed(partial(_bare, spec, weights), processor["bare"]),
            "bare, drawn": lambda: _bare(spec, _weights(spec)),
            "bare, every core": lambda: _on_every_core(partial(_bare, spec, weights)),
        },
    )
    table = Table(
        "Statistics of every value",
        f"{spec.depth} x {spec.width} x {spec.samples}, two nets; torch with "
        f"{torch.get_num_threads()} thread(s), {beside.threads()} beside it.",
    )
    table.add("bare forward and backward", taken["bare"].ms(), "weights ready")
    table.add("bare, with its weights drawn", taken["bare, drawn"].ms())
    table.add("bare, torch on every core", taken["bare, every core"].ms())
    table.add("the experiment", taken["experiment"].ms(), "everything measured")
    table.add("experiment / bare", taken["experiment"].over(taken["bare"]).times())
    drawn = taken["experiment"].over(taken["bare, drawn"])
    table.add("experiment / bare with its weights drawn", drawn.times())
    every = taken["experiment"].over(taken["bare, every core"])
    table.add("experiment / bare with torch on every core", every.times())
    work = {name: Sample(tuple(times[-rounds:])) for name, times in processor.items()}
    table.add("processor time / bare's", work["experiment"].over(work["bare"]).times())
    yield table


def _on_every_core(work: Callable[[], None]) -> None:
    usual = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    work()
    torch.set_num_threads(usual)


def _timed(work: Callable[[], object], taken: list[float]) -> Callable[[], None]:
    """The same work, which also notes the processor time of all threads."""

    def timed() -> None:
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)

    return timed


def _experiment(spec: ActivationsSpec) -> None:
    KEPT.forget()  # or it would only look up what it measured before
    last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))


def _weights(spec: ActivationsSpec) -> list[list[Tensor]]:
    generator = torch.Generator().manual_seed(spec.seed)
    draws = [torch.randn(spec.width, spec.width, generator=generator) for _ in range(spec.depth)]
    return [
        [INITIALIZERS[key].weights(one, spec.std) for one in draws]
        for key in (spec.init_a, spec.init_b)
    ]


def _bare(spec: ActivationsSpec, nets: list[list[Tensor]]) -> None:
    generator = torch.Generator().manual_seed(spec.seed)
    inputs = torch.randn(spec.samples, spec.width, generator=generator)
    gradient = torch.randn(spec.samples, spec.width, generator=generator)
    for weights in nets:
        for weight in weights:
            weight.requires_grad_().grad = None
        signal = inputs
        for weight in weights:
            signal = (signal @ weight.T).tanh()
        torch.autograd.backward([signal], [gradient])
