"""What many diagnosed runs say of the rules, in words and a table. No Qt."""

from __future__ import annotations

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.verdicts import verdict_name
from core.diagnosis.diagnosis_study import PAR, WHOLE, DiagnosisStudyFrame, DiagnosisStudySpec


def diagnosis_study(spec: DiagnosisStudySpec, frame: DiagnosisStudyFrame) -> Reading:
    """How many runs are read right, with all that is measured and from the curves alone."""
    headers = (tr("Kind of run"), tr("Runs"), tr("Read right"), tr("By curves alone"), tr("Else"))
    rows = tuple(_row(frame, place) for place in range(len(frame.kinds)))
    return Reading(tuple(_sentences(spec, frame)), headers, rows)


def _sentences(spec: DiagnosisStudySpec, frame: DiagnosisStudyFrame) -> list[str]:
    said = [
        tr(
            "Of {read} runs {right} read right; from curves alone {share}.",
            read=frame.read,
            right=frame.right,
            share=percent(frame.right_by_curves / frame.read),
        )
    ]
    if frame.step < frame.total:
        said.append(tr("Training: {step} of {total} runs.", step=frame.step, total=frame.total))
    elif spec.each < WHOLE:
        said.append(
            tr("Few runs say little: {count} of each kind are the whole study.", count=WHOLE)
        )
    said.append(
        tr("Nets of one to four layers on the digits; other sizes need thresholds of their own.")
    )
    return said


def _row(frame: DiagnosisStudyFrame, place: int) -> tuple[str, ...]:
    """A kind of run, how often it was read right, and what else it was taken for."""
    read = frame.confusion[place]
    others = [k for k in np.flatnonzero(read) if frame.readings[k] != frame.kinds[place]]
    told = ", ".join(f"{verdict_name(frame.readings[k])} {number(float(read[k]))}" for k in others)
    return (
        verdict_name(frame.kinds[place]),
        str(int(read.sum())),
        str(int(read[place])),
        str(int(frame.by_curves[place, place])),
        told,
    )


def score(frame: DiagnosisStudyFrame, answers: dict[int, str]) -> tuple[int, int, int]:
    """Of the answered runs: how many there are, how many are right, and how many the rules read
    right."""
    right = sum(frame.truths[run] == answer for run, answer in answers.items())
    rules = sum(frame.truths[run] == frame.verdicts[run] for run in answers)
    return len(answers), right, rules


def score_words(frame: DiagnosisStudyFrame, answers: dict[int, str], *, solved: bool) -> str:
    """The person's score, once it is told."""
    count, right, rules = score(frame, answers)
    if not solved:
        return tr(
            "{count} of {total} answered. Par from the curves alone is {par}.",
            count=count,
            par=percent(PAR),
            total=len(frame.kinds),
        )
    if not count:
        return tr("Solved, without a guess.")
    return tr(
        "You read {right} of {count} right ({share}); the rules, with all that is measured, "
        "{rules}. Par from the curves alone is {par}.",
        par=percent(PAR),
        right=right,
        count=count,
        share=percent(right / count),
        rules=rules,
    )
