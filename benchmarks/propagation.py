"""The statistics of every value, against a bare pass.

The Activations experiment at its default (10 layers of 500 units, 1000 samples, two nets), to its
frame: histograms, moments, median, saturation and dead units of every pre-activation and
activation, and the sizes of every gradient of both and of the weights. ``bare`` sends the same
input forward and the same gradient backward through the same two nets in plain torch, the weights'
gradients included, with nothing measured; ``bare, drawn`` also draws their weights from random
numbers, as the experiment has to for a new seed. In one process, in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor

from benchmarks.timing import Table, interleaved
from core import device
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.signals.initializers import INITIALIZERS
from core.signals.propagation import KEPT, ActivationsSpec


def measure(quick: bool) -> Iterator[Table]:
    """The experiment, a bare pass with ready weights, and one that draws them."""
    device.prepare()
    spec = ActivationsSpec()
    weights = _weights(spec)
    taken = interleaved(
        2 if quick else 7,
        {
            "experiment": lambda: _experiment(spec),
            "bare": partial(_bare, spec, weights),
            "bare, drawn": lambda: _bare(spec, _weights(spec)),
        },
    )
    threads = torch.get_num_threads()
    table = Table(
        "Statistics of every value",
        f"{spec.depth} x {spec.width} x {spec.samples}, two nets, torch with {threads} thread(s).",
    )
    table.add("bare forward and backward", taken["bare"].ms(), "weights ready")
    table.add("bare, with its weights drawn", taken["bare, drawn"].ms())
    table.add("the experiment", taken["experiment"].ms(), "everything measured")
    table.add("experiment / bare", taken["experiment"].over(taken["bare"]).times())
    drawn = taken["experiment"].over(taken["bare, drawn"])
    table.add("experiment / bare with its weights drawn", drawn.times())
    yield table


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
