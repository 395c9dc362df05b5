"""The edge of stability: how far the sharpest curvature rises while a net learns, and where it
stays.

On a parabola of curvature λ a step of size η goes from w to (1 - ηλ) w, so that gradient descent
grows away from its minimum where λ > 2/η. Full-batch training sharpens its ground until λ, the
Hessian's largest eigenvalue, comes to that line, and then stays there (Cohen et al. 2021, Gradient
descent on neural networks typically occurs at the edge of stability, arXiv:2103.00065).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from core.data.digits import COUNT
from core.experiment import Frame
from core.layers.activations import ACTIVATIONS
from core.number_lists import read_whole_numbers
from core.parameters import Spec, Text, choice, integer, number, parameter_of, seed, text
from core.training.changes import GRAMMAR, Change, read_changes, written_changes

Array = np.ndarray[Any, Any]

OPTIMIZERS = ("gd", "momentum", "nesterov", "adam", "sgd")
LOSSES = ("squared", "cross_entropy")
"""½ Σ (output - target)² over the ten outputs, averaged over the samples, with a target of 1 at the
digit and 0 elsewhere; or the cross-entropy in nats. ``torch.nn.MSELoss`` divides by the number of
outputs too, which makes every curvature five times smaller."""
LIVE = ("learning_rate", "momentum")
"""The fields that may be changed while the net learns."""

ORDER, START = 1, 2
"""Streams of the seed: SGD's batches, and the vectors from which Lanczos begins."""
DIGITS_ORDER = 0
"""The digits are the first of ``numpy.random.RandomState(0).permutation``, whatever the seed."""

TOP = 3
"""The eigenvalues that are followed."""
BACK = 20
"""The last steps that are shown on the slice."""
LOOK = 2
"""The measurements from one look, at a slice and perhaps the spectrum, to the next."""
POINTS = 13
"""The points of a slice."""
SPECTRA = 3
"""The parts of a run after each of which the spectrum is measured."""
LANCZOS = 24
"""The steps of the Lanczos run from a random vector that measures it."""
CELLS = 256
"""The places at which the spectrum's density is told."""

MAX_LAYERS, MAX_WIDTH = 4, 256
MAX_STEPS, MAX_CADENCE = 20_000, 500

_RATES = {"gd": 0.1, "momentum": 0.3, "nesterov": 0.07, "adam": 1e-3, "sgd": 0.1}
_MOMENTA = {"momentum": 0.8}


def threshold(optimizer: str, rate: Any, momentum: Any) -> Any:
    """The curvature above which a parabola's minimum repels, at a rate η and momentum β (arrays
    too): GD, and as a plain reference SGD, 2/η; heavy ball 2(1 + β)/η; Nesterov
    2(1 + β)/(η(1 + 2β)) (Cohen et al. 2021, appendix B); Adam, on the preconditioned Hessian,
    2(1 + β₁)/((1 - β₁)η) (Cohen et al. 2022, Adaptive gradient methods at the edge of stability,
    arXiv:2207.14484)."""
    if optimizer == "momentum":
        return 2 * (1 + momentum) / rate
    if optimizer == "nesterov":
        return 2 * (1 + momentum) / (rate * (1 + 2 * momentum))
    if optimizer == "adam":
        return 2 * (1 + momentum) / ((1 - momentum) * rate)
    return 2 / rate


def _read_sizes(parameter: Text, given: str) -> tuple[int, ...]:
    return read_whole_numbers(parameter, given, 1, MAX_WIDTH, MAX_LAYERS)


def _read_changes(parameter: Text, given: str) -> tuple[Change, ...]:
    return read_changes(parameter, given, EdgeSpec, LIVE)


@dataclass(frozen=True, kw_only=True)
class EdgeSpec(Spec):
    """A net that learns digits, and how its curvature is watched."""

    key: ClassVar[str] = "edge"

    optimizer: str = choice("gd", OPTIMIZERS, "Optimizer", "How the weights are updated")
    learning_rate: float = number(
        None,
        1e-5,
        10.0,
        "Learning rate η",
        "Step size η; it can be changed while the net learns, and the line moves with it",
        log=True,
        live=True,
        auto=lambda spec: _RATES[spec.optimizer],
        anew=("optimizer",),
    )
    momentum: float = number(
        None,
        0.0,
        0.999,
        "Momentum β",
        "Share of the velocity that is kept, Adam's β₁; it can be changed while the net learns",
        near_one=True,
        live=True,
        auto=lambda spec: _MOMENTA.get(spec.optimizer, 0.9),
        anew=("optimizer",),
        applies=lambda spec: spec.optimizer in ("momentum", "nesterov", "adam"),
    )
    batch: int = integer(
        50,
        1,
        lambda spec: spec.samples,
        "Batch N",
        "Samples a step",
        log=True,
        applies=lambda spec: spec.optimizer == "sgd",
    )
    loss: str = choice("squared", LOSSES, "Loss", "What is minimized")
    activation: str = choice("tanh", ACTIVATIONS, "Activation", "Of every hidden layer")
    hidden: str = text(
        "100, 100", _read_sizes, "100, 100", "Hidden layers", "Units of each hidden layer"
    )
    samples: int = integer(200, 20, COUNT, "Samples", "Digits that the net learns", log=True)
    steps: int = integer(3000, 1, MAX_STEPS, "Steps", "Steps of the run", log=True)
    cadence: int = integer(
        50, 1, MAX_CADENCE, "Measure every", "Steps between measurements of λ", log=True
    )
    changes: str = text(
        "",
        _read_changes,
        GRAMMAR,
        "Changes",
        "What is changed on the way, such as 1000:learning_rate=0.2",
    )
    seed: int = seed()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        parameter = parameter_of(EdgeSpec, "hidden")
        assert isinstance(parameter, Text)
        return _read_sizes(parameter, self.hidden)

    @property
    def planned(self) -> tuple[Change, ...]:
        """The changes on the way: step, field and value of each."""
        parameter = parameter_of(EdgeSpec, "changes")
        assert isinstance(parameter, Text)
        return _read_changes(parameter, self.changes)

    @property
    def line(self) -> float:
        """The threshold at the rate and momentum of the spec."""
        return float(threshold(self.optimizer, self.learning_rate, self.momentum))

    @property
    def measured(self) -> tuple[int, ...]:
        """The steps before which λ is measured, and at last after the final one. Adam has no
        preconditioner before its first step, so that begins a cadence later."""
        first = self.cadence if self.optimizer == "adam" else 0
        return (*range(first, self.steps, self.cadence), self.steps)


@dataclass(frozen=True, kw_only=True)
class EdgeFrame(Frame):
    """A run so far. λ is an eigenvalue of the Hessian H of the loss over all samples; with Adam of
    P^-½ H P^-½, where P = (1 - β₁^t)(sqrt(v/(1 - β₂^t)) + ε) divides each step. What is not known
    is NaN."""

    losses: Array
    """[step] the loss before each step, over all samples; with SGD over its batch"""
    rates: Array
    """[step] the learning rate of each step"""
    momenta: Array
    """[step] the momentum of each step, whether or not the optimizer has one"""
    measured_at: Array
    """[time] the number of steps done before each measurement"""
    eigenvalues: Array
    """[time, 3] λ1, λ2, λ3, the largest ones, of which the first is largest"""
    bounds: Array
    """[time, 3] an eigenvalue lies within this distance of each; the error is far smaller, as it
    goes with the square of this"""
    products: Array
    """[time] products with the Hessian that were spent on them"""
    threshold: Array
    """[time] the curvature above which the optimizer is unstable, at the rate and momentum then"""
    free_reading: Array
    """[time] the curvature along the last step, (Δg·Δw)/|Δw|² of the weights and gradients before
    and after it: for two dot products a run's own steps tell it. With Adam (Δg·Δw)/(Δw·PΔw), which
    is that of the preconditioned Hessian; with SGD NaN, whose step followed another gradient"""
    looked_at: Array
    """[look] the number of steps done before each look at the slice along the sharpest
    direction v1"""
    along: Array
    """[look, 13] distances from the weights along v1; with Adam along P^-½ v1"""
    slice: Array
    """[look, 13] the loss over all samples at these distances"""
    bounced: Array
    """[look, 20] where on this axis the weights lay before the last steps, the latest one last;
    with Adam by the inner product of P"""
    bounced_losses: Array
    """[look, 20] the losses there, which are not only those on the axis"""
    spectrum_at: Array
    """[part] the number of steps done before each measurement of the spectrum"""
    grid: Array
    """[part, 256] eigenvalues"""
    spectrum: Array
    """[part, 256] the share of all eigenvalues per unit of λ, from one run of stochastic Lanczos
    quadrature of 24 steps (Ghorbani, Krishnan & Xiao 2019), where each eigenvalue that it found
    counts once; each node is widened to a normal curve"""
    crossed: float
    """the step of the first measurement with λ1 on or above the line, since the last change of rate
    or momentum"""
    hovering: float
    """the median of λ1 over the line from there on"""
    rising: float
    """the share of steps from there on after which the loss is higher than before"""
    cost: float = field(metadata={"array": ""})
    """The time that measuring has taken so far, as a fraction of the time without it. It is
    measured by the clock, so it is not among the arrays."""

    @property
    def ratios(self) -> Array:
        """[time] λ1 over the line."""
        found: Array = self.eigenvalues[:, 0] / self.threshold
        return found

    @property
    def diverged(self) -> bool:
        """Whether the run ended early, at a loss that is no number."""
        return self.step == self.total and not bool(np.isfinite(self.losses[-1]))

    def changed(self) -> Iterator[Change]:
        """The steps that were the first with another rate or momentum, and which."""
        for name, course in zip(LIVE, (self.rates, self.momenta), strict=True):
            for step in np.flatnonzero(np.diff(course)) + 1:
                yield int(step), name, float(course[step])


def with_changes(spec: EdgeSpec, frame: EdgeFrame) -> EdgeSpec:
    """The spec that replays a run that was changed on its way."""
    if not len(frame.losses):
        return spec
    first = {
        name: float(course[0])
        for name, course in zip(LIVE, (frame.rates, frame.momenta), strict=True)
    }
    return spec.replace(changes=written_changes(frame.changed()), **first)


def line_of(spec: EdgeSpec, frame: EdgeFrame) -> Array:
    """[step] the threshold of each step."""
    found: Array = np.asarray(threshold(spec.optimizer, frame.rates, frame.momenta), float)
    return found


@dataclass(frozen=True)
class Stay:
    """What is said of a run at the edge; NaN where it did not come there."""

    crossed: float = math.nan
    hovering: float = math.nan
    rising: float = math.nan


def stay_of(measured_at: Array, ratios: Array, losses: Array, since: int) -> Stay:
    """Where λ1 over the line [time] came to 1 since that step, its median from there on, and the
    share of steps that raise the loss [step]."""
    over = np.flatnonzero((measured_at >= since) & (ratios >= 1))
    if not len(over):
        return Stay()
    crossed = int(measured_at[over[0]])
    later = np.diff(losses[crossed:])
    known = later[np.isfinite(later)]
    return Stay(
        crossed,
        float(np.nanmedian(ratios[over[0] :])),
        float((known > 0).mean()) if len(known) else math.nan,
    )


SETTLING = 200
"""The steps after a change of the rate that it is given to settle."""


@dataclass(frozen=True)
class Leap:
    """What a change of the rate did; NaN where the run has not come so far."""

    step: int
    rate: float
    before: float
    """The loss before it."""
    highest: float
    """The highest loss within :data:`SETTLING` steps."""
    later: float
    """The loss so many steps after it."""
    sharp_before: float
    """The median of the last five λ1 before it."""
    sharp_later: float
    """The median of λ1 after it had settled, until the next change."""


def leaps(frame: EdgeFrame) -> Iterator[Leap]:
    """Every change of the rate so far."""
    changes = [(step, rate) for step, name, rate in frame.changed() if name == LIVE[0]]
    for place, (step, rate) in enumerate(changes):
        end = changes[place + 1][0] if place + 1 < len(changes) else frame.total
        settled = step + SETTLING
        earlier = frame.eigenvalues[frame.measured_at <= step, 0][-5:]
        there = (frame.measured_at >= settled) & (frame.measured_at <= end)
        yield Leap(
            step,
            rate,
            before=float(frame.losses[step]),
            highest=float(frame.losses[step:settled].max(initial=-math.inf)),
            later=float(frame.losses[settled]) if settled < len(frame.losses) else math.nan,
            sharp_before=_median(earlier),
            sharp_later=_median(frame.eigenvalues[there, 0]),
        )


def _median(values: Array) -> float:
    return float(np.median(values)) if len(values) else math.nan
