"""Train the runs of a :class:`core.diagnosis.diagnosis_study.DiagnosisStudySpec`, and read each."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.diagnosis.diagnosis_study import KINDS, READINGS, DiagnosisStudyFrame, DiagnosisStudySpec
from core.diagnosis.illnesses import drawn
from core.diagnosis.making import split_of
from core.diagnosis.run_diagnosis import Recorder
from core.experiment import Frames, read_only
from core.training.health import measures
from core.training.rules import CURVES, judge

Array = np.ndarray[Any, Any]

BREATH = 25
"""The steps between two breaths: of nets of this size they take some 15 ms."""


def run(spec: DiagnosisStudySpec, device: str) -> Frames:
    """Train one run after the other; yields a frame after each. One of each kind comes first."""
    readings = _Readings(spec)
    for number in range(spec.each):
        order = np.random.default_rng((spec.seed, number)).permutation(len(KINDS))
        for kind in order:
            one = drawn(KINDS[kind], number, spec.seed, spec.drawn, spec.longest)
            recorder = Recorder(one, (yield from split_of(one, device)))
            yield None
            while recorder.step < one.steps:
                if recorder.due:
                    _evaluate(recorder)
                recorder.advance()
                if recorder.step % BREATH == 0:
                    yield None
            _evaluate(recorder)
            readings.add(int(kind), recorder)
            yield readings.frame()


def _evaluate(recorder: Recorder) -> None:
    """Evaluate at once: these nets and sets take a few milliseconds."""
    for _ in recorder.evaluate():
        pass


class _Readings:
    """All that was read so far, and the first runs with their curves."""

    def __init__(self, spec: DiagnosisStudySpec) -> None:
        self._total = spec.each * len(KINDS)
        self._confusion, self._by_curves = np.zeros((2, len(KINDS), len(READINGS)), int)
        self._truths: list[str] = []
        self._verdicts: list[str] = []
        self._shown: list[dict[str, Array]] = []

    def add(self, kind: int, recorder: Recorder) -> None:
        """Read a run that has ended."""
        verdict = recorder.verdict.key
        alone = judge(measures(recorder.record()), CURVES).key
        self._confusion[kind, READINGS.index(verdict)] += 1
        self._by_curves[kind, READINGS.index(alone)] += 1
        if len(self._shown) < len(KINDS):
            self._truths.append(KINDS[kind])
            self._verdicts.append(verdict)
            self._shown.append(_curves(recorder))

    def frame(self) -> DiagnosisStudyFrame:
        """A snapshot."""
        read = int(self._confusion.sum())
        return DiagnosisStudyFrame(
            step=read,
            total=self._total,
            kinds=KINDS,
            readings=READINGS,
            confusion=read_only(self._confusion.copy()),
            by_curves=read_only(self._by_curves.copy()),
            read=read,
            right=int(self._confusion.trace()),
            right_by_curves=int(self._by_curves.trace()),
            truths=tuple(self._truths),
            verdicts=tuple(self._verdicts),
            **{
                name: read_only(_padded([shown[name] for shown in self._shown]))
                for name in self._shown[0]
            },
        )


def _curves(recorder: Recorder) -> dict[str, Array]:
    frame = recorder.frame()
    return {
        "losses": frame.losses,
        "evaluated_at": frame.evaluated_at,
        "train_losses": frame.train_losses,
        "test_losses": frame.test_losses,
        "train_accuracies": frame.train_accuracies,
        "test_accuracies": frame.test_accuracies,
        "measured_at": frame.measured_at,
        "ratio": np.median(frame.update_ratio, axis=0),
        "dead": frame.dead.max(axis=1),
        "saturated": frame.saturated.max(axis=1),
        "std": frame.std[:, -1],
        "weight_norm": frame.weight_norm,
    }


def _padded(rows: list[Array]) -> Array:
    """[row, place] rows of different lengths, with NaN behind their ends."""
    table = np.full((len(rows), max(map(len, rows))), np.nan)
    for row, values in zip(table, rows, strict=True):
        row[: len(values)] = values
    return table
