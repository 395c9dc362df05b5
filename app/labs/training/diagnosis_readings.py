"""The reading of a diagnosed run: the verdict in a sentence, and the rules as a table. No Qt."""

from __future__ import annotations

import math

from app.words.labels import field_of, number, percent, tr
from app.words.reading import Reading
from app.words.verdicts import condition, measured, verdict_name, verdict_sentences
from app.words.vocabulary import value_words
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec
from core.parameters import parameters
from core.training.rules import RULES, Rule, nearest


def diagnosis(spec: DiagnosisSpec, frame: DiagnosisFrame) -> Reading:
    """What ails the run, by which number, and every rule with its own."""
    sentences = verdict_sentences(frame.reading, frame.numbers, done=frame.step == frame.total)
    headers = (tr("Rule"), tr("Measured"), tr("Times its threshold"), tr("Holds where"))
    rows = tuple(_row(rule, frame) for rule in RULES)
    return Reading((*sentences, *_ends(frame)), headers, rows)


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
    times, every = nearest(rule, frame.numbers)
    asked = every or rule.any_of[0]
    values = (measured(one.measure, frame.numbers.get(one.measure, math.nan)) for one in asked)
    said = tr(" and ").join(condition(one) for one in asked)
    return verdict_name(rule.key), ", ".join(values), number(times, 2), said


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
