"""What is said of a run: the verdicts' names, the numbers that decided, and why. No Qt.

Every panel that trains says it in these words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from app.words.labels import _, number, percent, tr
from core.training.rules import GOOD, UNKNOWN, Condition, Verdict

VERDICTS: Mapping[str, str] = {
    "starts_large": _("Start too large"),
    "starts_dead": _("Dead from the start"),
    "starts_small": _("Start too small"),
    "diverges": _("Diverges"),
    "overpenalized": _("Penalty too strong"),
    "not_shuffled": _("Not shuffled"),
    "too_high": _("Rate too high"),
    "too_low": _("Rate too low"),
    "label_noise": _("Wrong labels"),
    "overfits": _("Overfits"),
    "stuck": _("Nothing learned yet"),
    GOOD: _("Healthy"),
    UNKNOWN: _("Not judged yet"),
}
"""The names of the verdicts, by key."""

MEASURES: Mapping[str, str] = {
    "first_loss": _("first loss / ln C"),
    "first_excess": _("first loss above ln C by"),
    "saturated_first": _("share of saturated values at the start"),
    "dead_first": _("share of dead units at the start"),
    "last_std": _("std of the last hidden layer at the start"),
    "std_factor": _("factor of the std from layer to layer at the start"),
    "not_finite": _("share of steps without a finite loss"),
    "weight_growth": _("norm of the weights / its start"),
    "place_share": _("share of the batch losses' order that the place in the epoch explains"),
    "class_variety": _("classes in a batch / in a shuffled batch"),
    "loss_growth": _("loss / first loss"),
    "early_ratio": _("|Δw| / |w| in the first epoch"),
    "largest_ratio": _("largest |Δw| / |w| of an epoch"),
    "dead_last": _("share of a layer's dead units"),
    "upward": _("share of steps up by more than 0.5"),
    "last_loss": _("training loss"),
    "loss_share": _("training loss / ln C"),
    "train_error": _("training error"),
    "test_above": _("held-out accuracy above training accuracy by"),
    "test_below": _("held-out accuracy below training accuracy by"),
}
"""The names of the measured numbers, by key."""

_SHARES = frozenset(
    {
        *("saturated_first", "dead_first", "not_finite", "place_share", "dead_last", "upward"),
        *("first_excess", "train_error", "test_above", "test_below"),
    }
)


def verdict_name(key: str) -> str:
    """The name of a verdict."""
    return tr(VERDICTS[key])


def measured(name: str, value: float) -> str:
    """A measured number as it is said."""
    if math.isnan(value):
        return number(value)
    # Of a share no more is known than a hundredth of a percent: one of ten thousand. (+ 0.0 makes
    # a 0 of -0.)
    return percent(round(value, 4) + 0.0) if name in _SHARES else number(value, 2)


def condition(one: Condition) -> str:
    """A condition as a readable line: what is compared with which threshold."""
    return f"{tr(MEASURES[one.measure])} {threshold(one)}"


def threshold(one: Condition) -> str:
    """What a condition compares with."""
    return f"{'>' if one.above else '<'} {measured(one.measure, one.threshold)}"


def reasons(decided: tuple[Condition, ...], numbers: Mapping[str, float]) -> str:
    """The conditions that decided, with what was measured beside each threshold."""
    return "; ".join(
        tr(
            "{measure} {value} ({sign} {threshold})",
            measure=tr(MEASURES[one.measure]),
            value=measured(one.measure, numbers.get(one.measure, math.nan)),
            sign=_sign(one, numbers),
            threshold=measured(one.measure, one.threshold),
        )
        for one in decided
    )


def _sign(one: Condition, numbers: Mapping[str, float]) -> str:
    """How what was measured compares with the threshold."""
    return ">" if numbers.get(one.measure, math.nan) > one.threshold else "<"


def verdict_sentences(
    verdict: Verdict, numbers: Mapping[str, float], *, done: bool
) -> tuple[str, ...]:
    """The verdict as a sentence with its numbers, and how sure it is."""
    if verdict.key == UNKNOWN:
        return (tr("Not judged yet: nothing has been measured."),)
    name = verdict_name(verdict.key)
    if not done:
        name = tr("So far: {name}", name=name)
    why = reasons(verdict.decided, numbers)
    if verdict.key == GOOD:
        return (
            tr("{name}: no rule holds.", name=name),
            tr(
                "The nearest is “{rule}”: {why}; {times} times away.",
                rule=verdict_name(verdict.runner_up),
                why=why,
                times=number(verdict.sure, 2),
            ),
        )
    return (tr("{name}: {why}.", name=name, why=why), _surely(verdict))


def _surely(verdict: Verdict) -> str:
    second = verdict_name(verdict.runner_up)
    if math.isinf(verdict.sure):
        return tr("Beyond doubt; next to it: {second}.", second=second)
    return tr(
        "{times} times its threshold; next to it: {second}.",
        times=number(verdict.sure, 2),
        second=second,
    )
