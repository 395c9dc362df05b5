"""A plane in the space of a net's weights: its loss there, and how far paths lie beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.parameters import Reason, Spec, SpecError, choice, integer, number, seed

Array = np.ndarray[Any, Any]

ORDER, WEIGHTS, BATCHES, DIRECTIONS = range(4)
"""Streams of the seed."""

NETS = ("dense", "conv")
WIDTH = 50
"""Units in each of the two hidden layers of the dense net, which are ReLU."""
CHANNELS = 16
"""Channels of both convolutions of the net with batch norm."""
OPTIMIZERS = ("momentum", "gd", "adam")
RATES = {"momentum": 0.05, "gd": 0.2, "adam": 0.003}
RUNS = ("optimizers", "seeds")
KINDS = ("pca", "random", "through", "sharpest")
LENGTHS = ("filter", "tensor", "whole")
SEEDS = 3
MOMENTS = 40
"""A path is recorded about so many times after its start."""
MOST_STEPS = 20_000
LINES = 14
"""Contour lines between the lowest and the highest loss."""
HIGHEST = 1e3
"""How many times the lowest loss is drawn as high: above it all is one color."""
PROBES = 30
"""Random vectors by which the trace is estimated."""


@dataclass(frozen=True, kw_only=True)
class PlaneSpec(Spec):
    """A net, the runs that train it, and the plane through the end of one of them."""

    key: ClassVar[str] = "plane"

    net: str = choice(
        "dense", NETS, "Net", "Two layers of 50 ReLU units, or two convolutions with batch norm"
    )
    runs: str = choice(
        "optimizers", RUNS, "Runs", "Three optimizers from one start, or three starts of one"
    )
    optimizer: str = choice(
        "momentum",
        OPTIMIZERS,
        "Optimizer",
        "Whose end is the plane's center; with three starts, what trains",
    )
    kind: str = choice("pca", KINDS, "Plane", "What its two directions are")
    about: str = choice(
        "mean",
        ("mean", "end"),
        "Counted from",
        "What the path's variance is taken about: its mean, as usual, or its end",
        applies=lambda spec: spec.kind == "pca",
    )
    lengths: str = choice(
        "filter",
        LENGTHS,
        "As long as",
        "What gets the length of the weights in its place",
        applies=lambda spec: spec.kind == "random",
    )
    rescale: float = number(
        1.0,
        0.1,
        10.0,
        "Rescaled by",
        "The first layer times this, the second divided by it: the same function",
        log=True,
        applies=lambda spec: spec.net == "dense" and spec.kind == "random",
    )
    reach: float = number(
        1.0, 0.02, 20.0, "Reach", "How far the plane goes, as a multiple of the usual", log=True
    )
    side: int = choice(41, (21, 41, 81), "Cells", "Cells of a side")
    samples: int = integer(500, 50, 1000, "Samples", "Digits that are trained on", log=True)
    batch: int = integer(
        64, 1, 1000, "Batch", "Samples in a step; all of them, if there are fewer", log=True
    )
    epochs: int = integer(25, 1, 400, "Epochs", "Passes through the samples", log=True)
    seed: int = seed()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.steps > MOST_STEPS:
            most = max(1, MOST_STEPS // self.steps_an_epoch)
            raise SpecError("epochs", Reason.TOO_LARGE, self.epochs, f"1 … {most}")

    @property
    def steps_an_epoch(self) -> int:
        return -(-self.samples // self.batch)

    @property
    def steps(self) -> int:
        return self.epochs * self.steps_an_epoch

    @property
    def every(self) -> int:
        """Steps between two recorded points of a path."""
        return max(1, self.steps // MOMENTS)

    @property
    def moments(self) -> int:
        """Recorded points of a path, its start and its end among them."""
        return 1 + -(-self.steps // self.every)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the runs, the center's first."""
        if self.runs == "seeds":
            return tuple(f"seed {k + 1}" for k in range(SEEDS))
        return (self.optimizer, *(key for key in OPTIMIZERS if key != self.optimizer))


@dataclass(frozen=True, kw_only=True)
class PlaneFrame(Frame):
    """The loss at c + u d₁ + v d₂, where c is the end of the first run, and K paths of T recorded
    points beside it. What is not known yet is NaN.

    The net is trained on digits in 0..1 with cross-entropy, and its loss is over all samples that
    it is trained on; batch norm uses its running statistics, on the plane those of the center. A
    point's coordinates are those of the nearest point of the plane: (DᵀD)⁻¹Dᵀ(w - c). Li, Xu,
    Taylor, Studer & Goldstein 2018; Lorch 2016.
    """

    names: tuple[str, ...]
    """[K] keys of the runs; the first is the center's."""
    u: Array
    """[n] u of the columns."""
    v: Array
    """[n] v of the rows."""
    values: Array
    """[v, u] loss; the center is the net's own loss."""
    lines: Array
    """[points, 2] (u, v) of all contour lines, one after another; none until all is computed."""
    breaks: Array
    """[lines] index in ``lines`` at which each begins."""
    line_levels: Array
    """[lines] the loss along each, by equal factors."""
    moments: Array
    """[T] the steps after which points were recorded."""
    paths: Array
    """[K, T, 2] where they lie in the plane."""
    residuals: Array
    """[K, T] how far each is beside the plane, as a share of its distance from c; the last point of
    the first run is c itself, and has none."""
    real_losses: Array
    """[K, T] the loss at each point, with its own running statistics."""
    drawn_losses: Array
    """[K, T] the loss at its place in the plane, which is what the picture shows there."""
    shares: Array
    """[T] the share of the first path's variance, as it is counted, that each principal component
    holds."""
    share: float
    """The share that two components hold, about the mean."""
    share_about_end: float
    """The same about the end."""
    walk_share: float
    """The share that a random walk of as many points has, in very many dimensions."""
    sharpest: float
    """λmax, the largest eigenvalue of the Hessian at c."""
    plane_curvature: float
    """The largest curvature along any direction of the plane at c."""
    curvature_seen: float
    """The ratio of both."""
    trace: float
    """The sum of all eigenvalues, estimated; divided by the number of weights it is what a random
    direction sees."""
    trace_error: float
    """Its standard error."""
    parameters: int


def share_below(frame: PlaneFrame, loss: float) -> float:
    """The share of the cells known so far whose loss is below that."""
    known = frame.values[np.isfinite(frame.values)]
    return float((known < loss).mean()) if len(known) else float("nan")


def worst_ratio(frame: PlaneFrame, run: int = 0) -> float:
    """How many times the drawn loss is the real one, or the other way round, at worst."""
    real, drawn = frame.real_losses[run], frame.drawn_losses[run]
    known = np.isfinite(real) & np.isfinite(drawn) & (real > 0) & (drawn > 0)
    if not known.any():
        return float("nan")
    return float(np.exp(np.abs(np.log(real[known] / drawn[known])).max()))


def beside(frame: PlaneFrame, run: int = 0) -> tuple[float, float, float]:
    """The residual of a path at its start, its median, and that of its last point which is not the
    center."""
    found = frame.residuals[run]
    found = found[np.isfinite(found)]
    if not len(found):
        return (float("nan"),) * 3
    return float(found[0]), float(np.median(found)), float(found[-1])
