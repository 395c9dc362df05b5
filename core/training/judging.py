"""The verdict on a run, from what was recorded of it: for every panel that trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.training.health import Record, measures
from core.training.rules import Verdict, judge


@dataclass(frozen=True)
class Judged:
    """A verdict, with all numbers that it was made of."""

    verdict: Verdict
    numbers: Mapping[str, float]


def judged(record: Record) -> Judged:
    """Judge a run by what was recorded so far; rules whose numbers were not are not asked."""
    numbers = measures(record)
    return Judged(judge(numbers), numbers)
