"""Rules that name what ails a run: one record each, in the order in which they are asked.

A rule compares measured numbers (:data:`core.training.health.MEASURES`) with thresholds. The first
that holds is the verdict, since what one rule finds may make the next one blind: a net that is
saturated by a far too high rate does not move, so its update ratio is 0, and "too low" would hold.

Thresholds come from runs of small nets (``core/diagnosis/illnesses.py``) and hold for nets of that
size alone.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

GOOD = "good"
"""The verdict where no rule holds."""
UNKNOWN = "unknown"
"""The verdict while nothing has been measured that a rule could look at."""


@dataclass(frozen=True)
class Condition:
    """A measured number above a threshold, or below it."""

    measure: str
    above: bool
    threshold: float

    def times(self, value: float) -> float:
        """How far the number is on the side of the condition: how many times the threshold it is,
        or is contained in it. Above 1 the condition holds; NaN where nothing was measured."""
        if math.isnan(value):
            return math.nan
        over, under = (value, self.threshold) if self.above else (self.threshold, value)
        if over <= 0:
            return 0.0
        return over / under if under > 0 else math.inf

    def __str__(self) -> str:
        return f"{self.measure} {'>' if self.above else '<'} {self.threshold:g}"


def above(measure: str, threshold: float) -> Condition:
    """The condition that a number is above a threshold."""
    return Condition(measure, True, threshold)


def below(measure: str, threshold: float) -> Condition:
    """The condition that a number is below a threshold."""
    return Condition(measure, False, threshold)


@dataclass(frozen=True)
class Change:
    """A setting that a cure changes: to a value, by a factor, or, for a rate, by the factor that
    brings the update ratio of the first steps to ``ratio``."""

    setting: str
    value: float | str | bool | None = None
    factor: float | None = None
    ratio: float | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An illness: when it is found, and what cures it."""

    key: str
    any_of: tuple[tuple[Condition, ...], ...]
    """The alternatives, of which one must hold with all of its conditions."""
    cures: tuple[tuple[Change, ...], ...] = ()
    """What helps, the first the most usual: the changes of each."""

    @property
    def says(self) -> str:
        """The comparison as a readable line."""
        return ", or ".join(" and ".join(map(str, every)) for every in self.any_of)


_HEALTHY_START = (
    Change("init", "kaiming_normal"),
    Change("init_scale", 1.0),
    Change("bias", 0.0),
)
TARGET = 1e-2
"""The |Δw| / |w| at which good runs begin."""

RULES: Sequence[Rule] = (
    Rule(
        key="starts_large",
        any_of=((above("first_loss", 2.2),), (above("saturated_first", 0.5),)),
        cures=(_HEALTHY_START,),
    ),
    Rule(key="starts_dead", any_of=((above("dead_first", 0.6),),), cures=(_HEALTHY_START,)),
    Rule(
        key="starts_small",
        any_of=((below("last_std", 0.12), below("first_excess", 0.05), below("std_factor", 0.6)),),
        cures=(_HEALTHY_START,),
    ),
    Rule(
        key="diverges",
        any_of=((above("not_finite", 0.0),), (above("weight_growth", 1000.0),)),
        cures=((Change("learning_rate", ratio=TARGET),),),
    ),
    Rule(
        key="overpenalized",
        any_of=((below("weight_growth", 0.5),),),
        cures=((Change("weight_decay", 0.0),),),
    ),
    Rule(
        key="not_shuffled",
        any_of=((above("place_share", 0.2),), (below("class_variety", 0.6),)),
        cures=((Change("shuffle", True),),),
    ),
    Rule(
        key="too_high",
        any_of=(
            (above("loss_growth", 1.5),),
            (above("early_ratio", 0.08),),
            (above("weight_growth", 2.2),),
            (above("dead_last", 0.6),),
            (above("upward", 0.25), above("largest_ratio", 0.02)),
        ),
        cures=((Change("learning_rate", ratio=TARGET),),),
    ),
    Rule(
        key="too_low",
        any_of=((below("largest_ratio", 3e-4), above("last_loss", 0.35)),),
        cures=((Change("learning_rate", ratio=TARGET),),),
    ),
    Rule(
        key="label_noise",
        any_of=((above("train_error", 0.1), above("test_above", 0.06)),),
        cures=((Change("label_noise", 0.0),),),
    ),
    Rule(
        key="overfits",
        any_of=((below("train_error", 0.07), above("test_below", 0.065)),),
        cures=((Change("weight_decay", 0.01),), (Change("samples", factor=10),)),
    ),
    Rule(key="stuck", any_of=((above("loss_share", 0.9),),)),
)
"""The rules, in the order in which they are asked."""

CURVES: Sequence[Rule] = (
    Rule(key="starts_large", any_of=((above("first_loss", 2.2),),)),
    Rule(key="diverges", any_of=((above("not_finite", 0.0),),)),
    Rule(key="not_shuffled", any_of=((above("place_share", 0.2),),)),
    Rule(key="too_high", any_of=((above("loss_growth", 1.5),), (above("upward", 0.25),))),
    Rule(key="too_low", any_of=((above("last_loss", 2.0),),)),
    Rule(
        key="label_noise",
        any_of=((above("train_error", 0.1), above("test_above", 0.06)),),
    ),
    Rule(
        key="overfits",
        any_of=((below("train_error", 0.07), above("test_below", 0.065)),),
    ),
)
"""What can be told by the curves of loss and accuracy alone. Five illnesses are one curve, flat at
ln C: it is called a rate that is too low."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What rules say of a run."""

    key: str = UNKNOWN
    """The first rule that holds; :data:`GOOD` if none does."""
    runner_up: str = UNKNOWN
    """The rule that comes next: of the others that hold, the one that does so most; for a good run,
    the nearest to holding."""
    sure: float = math.nan
    """How many times its threshold the deciding number is; for a good run, how many times more the
    nearest rule would need."""
    decided: tuple[Condition, ...] = ()
    """The conditions that decided: those that hold, or, for a good run, the nearest rule's."""
    times: Mapping[str, float] = field(default_factory=dict)
    """How many times its threshold each rule's number is, by key; NaN where none was measured."""


def judge(measured: Mapping[str, float], rules: Sequence[Rule] = RULES) -> Verdict:
    """The verdict on the numbers measured so far."""
    found = {rule.key: nearest(rule, measured) for rule in rules}
    times = {key: one[0] for key, one in found.items()}
    known = [key for key, value in times.items() if not math.isnan(value)]
    if not known:
        return Verdict(times=times)
    held = [key for key in known if times[key] > 1]
    order = sorted(known, key=lambda key: times[key], reverse=True)
    if not held:
        first = order[0]
        sure = 1 / times[first] if times[first] else math.inf
        return Verdict(key=GOOD, runner_up=first, sure=sure, decided=found[first][1], times=times)
    verdict = held[0]
    others = [key for key in order if key != verdict and times[key] > 1]
    return Verdict(
        key=verdict,
        runner_up=others[0] if others else GOOD,
        sure=times[verdict],
        decided=found[verdict][1],
        times=times,
    )


def nearest(rule: Rule, measured: Mapping[str, float]) -> tuple[float, tuple[Condition, ...]]:
    """Of a rule's alternatives that were measured, the one that holds most, or lacks least."""
    best: tuple[float, tuple[Condition, ...]] = (math.nan, ())
    for every in rule.any_of:
        times = [one.times(measured.get(one.measure, math.nan)) for one in every]
        least = math.nan if any(map(math.isnan, times)) else min(times)
        if not math.isnan(least) and not least <= best[0]:
            best = (least, every)
    return best


def unasked(measured: Collection[str], rules: Sequence[Rule] = RULES) -> tuple[str, ...]:
    """The rules that can never be asked where only these numbers are measured."""
    return tuple(
        rule.key
        for rule in rules
        if not any(all(one.measure in measured for one in every) for every in rule.any_of)
    )
