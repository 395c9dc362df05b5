"""Measures what a lesson checks, one experiment after another."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.experiment import Experiment, Frame, Frames, Run
from core.experiments import EXPERIMENTS
from core.lessons.array_expression import ExpressionError
from core.lessons.records import Check, Lesson
from core.parameters import Spec, SpecError

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Measured:
    """The outcome of a check: the measured number, and whether it is the expected one. If there is
    no number, ``fault`` says why."""

    value: float
    expected: float
    ok: bool
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasuredFrame(Frame):
    """The checks that are done so far, in order."""

    measured: tuple[Measured, ...]


def measure(
    check: Check, device: str = "cpu", known: dict[Spec, Frame] | None = None
) -> Generator[Measured | None, Any, None]:
    """Run a check's experiment to its end; yields ``None`` whenever the run yields, then the
    result. A failure is a result too. A run whose last frame is ``known`` is not run again."""
    known = {} if known is None else known
    try:
        run = Run(EXPERIMENTS[check.experiment], check.spec, device)
    except SpecError as error:
        yield _failed(str(error))
        return
    if check.spec in known:
        yield _compare(check, known[check.spec])
        return
    frame: Frame | None = None
    fault = "the run ended without a frame"
    try:
        for newest in run:
            frame = newest or frame
            yield None
    except Exception as error:  # the other checks of the lesson go on
        frame, fault = None, f"{type(error).__name__}: {error}"
    finally:
        run.close()
    if frame is None:
        yield _failed(fault)
    else:
        known[check.spec] = frame
        yield _compare(check, frame)


def measure_all(checks: Sequence[Check], device: str = "cpu") -> Frames:
    """Run the checks of a lesson one after another, in the manner of an experiment."""
    done: list[Measured] = []
    known: dict[Spec, Frame] = {}
    for check in checks:
        for result in measure(check, device, known):
            if result is None:
                yield None
            else:
                done.append(result)
        yield MeasuredFrame(step=len(done), total=len(checks), measured=tuple(done))


def experiment(lesson: Lesson) -> Experiment:
    """A lesson's checks as an experiment that can be run."""
    checks = lesson.checks
    return Experiment("lesson", Spec, lambda spec, device: measure_all(checks, device), _NOTHING)


def _compare(check: Check, frame: Frame) -> Measured:
    arrays = frame.arrays()
    try:
        value = check.value.value(arrays)
    except ExpressionError as error:
        return _failed(f"value: {error}")
    try:
        expected = check.expected.value(arrays)
    except ExpressionError as error:
        return _failed(f"expected: {error}")
    return Measured(value, expected, check.holds(value, expected))


def _failed(fault: str) -> Measured:
    return Measured(math.nan, math.nan, False, fault)
