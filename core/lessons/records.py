"""What a lesson is: its words, what it shows, what it checks; and the library of them all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from core.experiments import EXPERIMENTS
from core.lessons.array_expression import Expression
from core.parameters import Spec, parameter_of

LANGUAGES = ("en", "zh_CN")
BOUNDS = ("above", "below")

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Words:
    """The text of a lesson in one language. A blank line begins a new paragraph, a bullet (•) a new
    line."""

    title: str
    claim: str
    to_try: str
    """One thing to try by hand, and what to look for."""
    taught: str = ""
    """What is commonly taught, if that is wrong or loose."""
    true: str = ""
    """What is true instead of what is commonly taught."""
    lines: tuple[str, ...] = ()
    """What each line of the formula is called, in order; empty where it says so itself."""


@dataclass(frozen=True)
class Show:
    """A state of a panel in which the claim can be seen: a preset, possibly changed further, or
    changes from the defaults."""

    words: Mapping[str, str]
    """The text by language."""
    panel: str
    """The panel that shows it: the lesson's own, unless the file names another."""
    preset: str = ""
    """The English name of one of the panel's presets."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    pages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Settings of a companion's spec, by its key."""
    view: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A number that the claim stands or falls by: an experiment, an expression over the arrays of
    its last frame, and its expected value.

    It holds where ``|value - expected| <= tolerance + relative |expected|``; with a ``bound``, also
    wherever the value lies on that side of what is expected.
    """

    words: Mapping[str, str]
    """What is counted or measured, by language."""
    experiment: str
    settings: Mapping[str, Any]
    value: Expression
    expected: Expression
    tolerance: float = 0.0
    relative: float = 0.0
    bound: str = ""
    """One of :data:`BOUNDS` where the claim is about more, or less, than a number."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit, by language; empty for a plain number."""

    @property
    def spec(self) -> Spec:
        """The spec that is run; :class:`SpecError` where the settings make no sense."""
        return adapted(EXPERIMENTS[self.experiment].spec, self.settings)

    def holds(self, value: float, expected: float) -> bool:
        """Whether a value is what it should be. Infinities and NaN equal only themselves."""
        if not (math.isfinite(value) and math.isfinite(expected)):
            return value == expected or (math.isnan(value) and math.isnan(expected))
        apart = value - expected
        if self.bound:
            return (-apart if self.bound == "above" else apart) <= self.margin(expected)
        return abs(apart) <= self.margin(expected)

    def margin(self, expected: float) -> float:
        """How far a value may be from what is expected."""
        return self.tolerance + self.relative * abs(expected)


@dataclass(frozen=True)
class Lesson:
    """A lesson: one claim."""

    claim: str
    """The claim's name, such as O3; also the file's name."""
    panel: str
    order: int
    """The lesson's place among those of its panel."""
    words: Mapping[str, Words]
    """The lesson's text by language."""
    shows: tuple[Show, ...]
    checks: tuple[Check, ...]
    wrong: bool = False
    """Whether the claim is commonly taught wrongly, or loosely."""
    formula: str = ""
    """The formula in TeX, without words: those are the :attr:`Words.lines`."""
    sources: tuple[Mapping[str, str], ...] = ()
    """The sources by language; most read the same in all."""

    def in_language(self, language: str) -> Words:
        """The lesson's text in that language, or in English if it has none."""
        return self.words.get(language, self.words["en"])


class LessonError(ValueError):
    """A fault in a lesson's file, as a sentence for its author."""


@dataclass(frozen=True)
class Library:
    """All lessons, by panel and place, and the faults of files that were left out."""

    lessons: tuple[Lesson, ...]
    problems: tuple[str, ...] = ()

    @cached_property
    def by_claim(self) -> Mapping[str, Lesson]:
        """All lessons by the name of their claim."""
        return {lesson.claim: lesson for lesson in self.lessons}

    def of_panel(self, panel: str) -> tuple[Lesson, ...]:
        """The lessons of one panel, in their order."""
        return tuple(lesson for lesson in self.lessons if lesson.panel == panel)


def adapted(spec: type[Spec], settings: Mapping[str, Any]) -> Spec:
    """The default spec with these changes, and with what depends on them adapted, as a
    preset does."""
    for name in settings:
        parameter_of(spec, name)
    return spec().adapt(**settings)
