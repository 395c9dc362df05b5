"""What the measured layers say about a net at its start: what is wrong, where, by how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.layers.activations import Activation
from core.signals.activations import Side


class Condition(StrEnum):
    """A condition of a net; the gravest comes first. A signal goes forward, a gradient back."""

    NO_SPREAD = "no_spread"
    """The input itself is constant, which says nothing about the net."""
    BROKEN = "signal_broken"
    GRADIENT_BROKEN = "gradient_broken"
    DEAD = "dead"
    SIGNAL_EXPLODING = "signal_exploding"
    GRADIENT_EXPLODING = "gradient_exploding"
    SIGNAL_VANISHING = "signal_vanishing"
    GRADIENT_VANISHING = "gradient_vanishing"
    SATURATED = "saturated"
    DYING = "dying"
    HEALTHY = "healthy"


FACTOR = 10.0
"""The factor from end to end above which a signal explodes, and below whose inverse it vanishes:
over the usual ten layers it is 1.3 a layer, more than chance makes of a net of a hundred units."""
SATURATED = 0.5
"""The share of a layer's values on the flats above which it is saturated: the typical value then no
longer moves."""
DYING = 0.5
"""The share of a layer's units that are zero for every sample above which it is dying."""
SPREAD = 1e-3
"""The input's std as a share of its RMS below which it has no spread: what differs between samples
is then lost next to the mean in the first layer, whatever the initialization."""
WIDER = 1.5
"""The input's std in units of half of the activation's range up to which the two can be compared:
N(0,1) goes into a tanh, and raw gray levels do not."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A condition that holds for the net, with the numbers that show it."""

    condition: Condition
    layer: int = 0
    """The layer that is meant, counted from 1."""
    value: float = math.nan
    """The measured number: a std, or a share."""
    ratio: float = math.nan
    """The measured number divided by what it is compared with."""
    against: int = 0
    """The layer that it is compared with, counted from 1; 0 is the input."""
    factor: float = math.nan
    """The reason: the factor from each layer to the next, in the direction of the signal; for
    saturation, the RMS of the activation's argument."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The conditions of a net, the worst first, and numbers about its gradient."""

    findings: tuple[Finding, ...]
    growth: float
    """The factor of the gradient from each layer to the one before it: the geometric mean."""
    median: float
    """The median of abs(dL/dz) at the first layer."""
    rms: float
    """The RMS of dL/dz at the first layer."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions alone."""
        return tuple(found.condition for found in self.findings)

    @property
    def worst(self) -> Condition:
        """The gravest condition."""
        return self.findings[0].condition

    @property
    def saturated_yet_growing(self) -> bool:
        """Whether most local derivatives are next to 0 and the gradient grows all the same, carried
        by the few steep units. "Saturated, so gradients vanish" is not what happens then."""
        return Condition.SATURATED in self.conditions and self.growth > 1


def diagnose(
    side: Side, activation: Activation, given_mean: float, given_std: float, *, normed: bool = False
) -> Diagnosis:
    """Diagnose one side whose input has this mean and std; ``normed`` says that its layers are
    normalized, so that they cannot be compared with the input."""
    found = list(_of_input(given_mean, given_std))
    if not found:
        found = [*_broken(side), *_units(side, activation)]
        if not any(one.condition is Condition.BROKEN for one in found):
            found += _signal(side, activation, math.nan if normed else given_std)
            found += _gradient(side)
    found.sort(key=lambda one: list(Condition).index(one.condition))
    growth = _ratio(*side.gradient.std[[0, -1]]) ** (1 / max(1, len(side.std) - 1))
    return Diagnosis(
        findings=tuple(found) or (_healthy(side, given_std),),
        growth=float(growth),
        median=float(side.z_gradient.median[0]),
        rms=float(side.z_gradient.rms[0]),
    )


def _of_input(mean: float, std: float) -> list[Finding]:
    if std >= SPREAD * math.hypot(mean, std) and std > 0:
        return []
    return [Finding(condition=Condition.NO_SPREAD, value=std, ratio=mean)]


def _broken(side: Side) -> list[Finding]:
    """Values that overflowed: forward the first layer that has any, backward the last."""
    found: list[Finding] = []
    for condition, values, at in (
        (Condition.BROKEN, side, 0),
        (Condition.GRADIENT_BROKEN, side.gradient, -1),
    ):
        bad = (values.nonfinite > 0) | ~np.isfinite(values.std)
        if bad.any() and not found:
            layer = int(np.flatnonzero(bad)[at])
            every = values.octaves[layer].sum() + values.zero[layer] + values.nonfinite[layer]
            share = float(values.nonfinite[layer] / max(1, every))
            found.append(Finding(condition=condition, layer=layer + 1, value=share))
    return found


def _units(side: Side, activation: Activation) -> list[Finding]:
    """The layer with the most dead units, and the one with the most saturated values."""
    found = []
    worst = int(np.argmax(side.dead))
    share = float(side.dead[worst])
    if share > DYING:
        kind = Condition.DEAD if share == 1 else Condition.DYING
        found.append(Finding(condition=kind, layer=worst + 1, value=share))
    flattest = int(np.argmax(side.saturated))
    flat = float(side.saturated[flattest])
    if activation.bounded and flat > SATURATED:
        z = float(side.z.rms[flattest])
        found.append(
            Finding(condition=Condition.SATURATED, layer=flattest + 1, value=flat, factor=z)
        )
    return found


def _signal(side: Side, activation: Activation, given: float) -> list[Finding]:
    """The last layer's std against the input's and the first layer's, whichever differs more. What
    comes out of a bounded activation cannot be as wide as a wide input, and is not compared with
    it."""
    depth, last = len(side.std), float(side.std[-1])
    against = [(1, float(side.std[0]), depth - 1)] if depth > 1 else []
    reach = (activation.limits[1] - activation.limits[0]) / 2
    if math.isfinite(given) and given <= WIDER * reach:
        against.insert(0, (0, given, depth))
    ratios = [_ratio(last, reference) for _, reference, _ in against]
    apart = [_apart(ratio) for ratio in ratios]
    if not apart or max(apart) <= FACTOR:
        return []
    which = int(np.argmax(apart))
    layer, _, steps = against[which]
    kind = Condition.SIGNAL_EXPLODING if ratios[which] > 1 else Condition.SIGNAL_VANISHING
    return [
        Finding(
            condition=kind,
            layer=depth,
            value=last,
            ratio=ratios[which],
            against=layer,
            factor=ratios[which] ** (1 / steps),
        )
    ]


def _gradient(side: Side) -> list[Finding]:
    """The std of dL/dh at the first layer against that at the last, where it was put in."""
    first, last = (float(one) for one in side.gradient.std[[0, -1]])
    ratio = _ratio(first, last)
    if len(side.std) < 2 or not math.isfinite(ratio) or _apart(ratio) <= FACTOR:
        return []
    kind = Condition.GRADIENT_EXPLODING if ratio > 1 else Condition.GRADIENT_VANISHING
    depth = len(side.std)
    factor = ratio ** (1 / (depth - 1))
    return [
        Finding(condition=kind, layer=1, value=first, ratio=ratio, against=depth, factor=factor)
    ]


def _healthy(side: Side, given: float) -> Finding:
    last = float(side.std[-1])
    return Finding(
        condition=Condition.HEALTHY,
        layer=len(side.std),
        value=last,
        ratio=_ratio(last, given),
        factor=_ratio(*side.gradient.std[[0, -1]]),
    )


def _apart(ratio: float) -> float:
    """How many times larger the larger of two numbers is, given their ratio."""
    return max(ratio, 1 / ratio) if ratio else math.inf


def _ratio(value: float, reference: float) -> float:
    """value / reference; a signal that is zero from the start has vanished."""
    if reference:
        return float(value / reference)
    return np.inf if value else 0.0
