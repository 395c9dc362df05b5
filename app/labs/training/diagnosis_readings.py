"""The reading of a diagnosed run: the verdict in a sentence, and the rules as a table. No Qt."""

from __future__ import annotations

import math

from app.words.labels import field_of, number, percent, tr
from app.words.reading import Reading
from app.words.verdicts import condition, measured, threshold, verdict_name, verdict_sentences
from app.words.vocabulary import value_words
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec
from core.parameters import parameters
from core.training.rules import RULES, Condition, Rule, nearest


def diagnosis(spec: DiagnosisSpec, frame: DiagnosisFrame) -> Reading:
    """What ails the run, by which number, and every rule with its own."""
    sentences = verdict_sentences(frame.reading, frame.numbers, done=frame.step == frame.total)
    headers = (tr("Rule"), tr("Measured"), tr("Times its threshold"), tr("Holds where"))
    rows = tuple(_row(rule, frame) for rule in RULES)
    return Reading((*sentences, *_ends(frame)), headers, rows)


def in_short(spec: DiagnosisSpec, frame: DiagnosisFrame) -> Reading:
    """The same where there is little room: of what a rule asks only the thresholds, in the order of
    what was measured."""
    whole = diagnosis(spec, frame)
    headers = (tr("Rule"), tr("Measured"), tr("Threshold"), tr("Times"))
    rows = []
    for rule, (name, values, times, _) in zip(RULES, whole.rows, strict=True):
        asked = _asked(rule, frame)
        rows.append((name, values, ", ".join(threshold(one) for one in asked), times))
    return Reading(whole.sentences, headers, tuple(rows))


def _ends(frame: DiagnosisFrame) -> tuple[str, ...]:
    """How the run stands on samples that it saw and on those that it did not see."""
    if not frame.evaluated_at.size:
        return ()
    trained, held_out = frame.train_losses[-1], frame.test_losses[-1]
    return (
        tr(
            "Loss {train} on training samples ({train_right} right), {test} held out "
            "({test_right} right). The rules were set on small dense nets on the digits.",
            train=number(trained),
            train_right=percent(frame.train_accuracies[-1]),
            test=number(held_out),
            test_right=percent(frame.test_accuracies[-1]),
        ),
    )


def _row(rule: Rule, frame: DiagnosisFrame) -> tuple[str, ...]:
    """A rule: where it holds, and what was measured of the alternative that is nearest."""
    times, _ = nearest(rule, frame.numbers)
    asked = _asked(rule, frame)
    values = (measured(one.measure, frame.numbers.get(one.measure, math.nan)) for one in asked)
    said = tr(" and ").join(condition(one) for one in asked)
    return verdict_name(rule.key), ", ".join(values), number(times, 2), said


def _asked(rule: Rule, frame: DiagnosisFrame) -> tuple[Condition, ...]:
    """The alternative of a rule that is nearest; its first where nothing is known."""
    _, every = nearest(rule, frame.numbers)
    return every or rule.any_of[0]


def lit(frame: DiagnosisFrame) -> int | None:
    """The place of the rule that decided; None if none holds."""
    keys = [rule.key for rule in RULES]
    verdict = str(frame.verdict)
    return keys.index(verdict) if verdict in keys else None


def cure_words(spec: DiagnosisSpec, cured: DiagnosisSpec) -> str:
    """The settings that a cure changes, with their new values."""
    return ", ".join(
        f"{field_of(DiagnosisSpec, p.name)} {value_words(p, getattr(cured, p.name))}"
        for p in parameters(DiagnosisSpec)
        if getattr(spec, p.name) != getattr(cured, p.name) and p.name != "changes"
    )
