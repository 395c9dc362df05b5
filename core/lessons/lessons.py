"""Lessons: claims about training, each shown in a panel and checked by numbers.

Each claim is a file ``resources/lessons/O3.toml``. :func:`load` reads them all; a file with a fault
is left out and the fault reported in a sentence. :func:`measure` computes one check.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.experiment import Experiment, Frame, Frames, Run
from core.experiments import EXPERIMENTS, MAIN
from core.lessons.array_expression import Expression, ExpressionError, parse
from core.parameters import Spec, SpecError, parameter_of
from core.resources import resource

LANGUAGES = ("en", "zh_CN")
BOUNDS = ("above", "below")
FOLDER = resource("lessons")

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Words:
    """The text of a lesson in one language. A blank line begins a new paragraph."""

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
    """A state of the lesson's panel in which the claim can be seen: a preset, possibly changed
    further, or changes from the defaults."""

    words: Mapping[str, str]
    """The text by language."""
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
        return _adapted(EXPERIMENTS[self.experiment].spec, self.settings)

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


def load(folder: Path = FOLDER) -> Library:
    """Load every lesson of the folder. A file that has a fault is left out, whatever
    the fault is."""
    lessons, problems = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            lessons.append(read(path))
        except LessonError as error:
            problems.append(f"{path.name}: {error}")
    panels = list(MAIN)
    lessons.sort(key=lambda lesson: (panels.index(lesson.panel), lesson.order, lesson.claim))
    return Library(tuple(lessons), tuple(problems))


def read(path: Path) -> Lesson:
    """Read one lesson; :class:`LessonError` says what is wrong with the file."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(f"this file cannot be read: {error}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LessonError(f"this is no TOML: {error}") from None
    return _lesson(_Table("", values), path.stem)


# Running the checks


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


def measure(check: Check, device: str = "cpu") -> Generator[Measured | None, Any, None]:
    """Run a check's experiment to its end; yields ``None`` whenever the run yields, then the
    result. A failure is a result too."""
    try:
        run = Run(EXPERIMENTS[check.experiment], check.spec, device)
    except SpecError as error:
        yield _failed(str(error))
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
    yield _failed(fault) if frame is None else _compare(check, frame)


def measure_all(checks: Sequence[Check], device: str = "cpu") -> Frames:
    """Run the checks of a lesson one after another, in the manner of an experiment."""
    done: list[Measured] = []
    for check in checks:
        for result in measure(check, device):
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


# Reading a file


class _Table:
    """A table of the file, whose keys are taken one by one: a key that is left over is unknown."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self.place = place
        self._values = values
        self._taken: list[str] = []

    def fault(self, sentence: str) -> LessonError:
        return LessonError(f"{self.place}: {sentence}" if self.place else sentence)

    def take(self, key: str, kind: type | tuple[type, ...], accepted: str, default: Any) -> Any:
        """The value of a key, if it is of the right kind; a key without a default is required."""
        self._taken.append(key)
        if key not in self._values:
            if default is None:
                raise self.fault(f"{key} is missing; accepted: {accepted}")
            return default
        value = self._values[key]
        is_switch = isinstance(value, bool) and kind is not bool
        if is_switch or not isinstance(value, kind):
            raise self.fault(f"{key} = {value!r} makes no sense; accepted: {accepted}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        text: str = self.take(key, str, "a text", default).strip()
        if not text and default is None:
            raise self.fault(f"{key} is empty; accepted: a text")
        return text

    def key_of(self, key: str, accepted: Collection[str], default: str | None = None) -> str:
        text = self.text(key, default)
        if text not in accepted:
            raise self.fault(f"{key} = {text!r} is unknown; accepted: {', '.join(accepted)}")
        return text

    def number(self, key: str, default: float) -> float:
        value = float(self.take(key, (int, float), "a number of at least 0", default))
        if not 0 <= value < math.inf:
            raise self.fault(f"{key} = {value} makes no sense; accepted: a number of at least 0")
        return value

    def values(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.take(key, dict, "a table, such as { steps = 10 }", {})
        return found

    def table(self, key: str) -> _Table:
        values = self.take(key, dict, f"a table [{key}]", None)
        return _Table(f"[{key}]", values)

    def tables(self, key: str, most: int) -> list[_Table]:
        accepted = f"1 to {most} tables [[{key}]]"
        found = self.take(key, list, accepted, None)
        if not 1 <= len(found) <= most or not all(isinstance(t, dict) for t in found):
            raise self.fault(f"{key} makes no sense; accepted: {accepted}")
        return [_Table(f"[[{key}]] {n}", values) for n, values in enumerate(found, 1)]

    def words(self) -> Mapping[str, str]:
        return {language: self.text(language) for language in LANGUAGES}

    def end(self) -> None:
        """Refuse keys that were never taken."""
        for key in self._values:
            if key not in self._taken:
                raise self.fault(f"there is no key {key}; accepted: {', '.join(self._taken)}")


def _lesson(table: _Table, name: str) -> Lesson:
    claim = table.text("claim")
    if claim != name or not re.fullmatch(r"[A-Z][0-9]+", claim):
        raise table.fault(
            f"claim = {claim!r} in a file named {name!r}; accepted: a letter and a number, such "
            "as O3, the same in both"
        )
    panel = table.key_of("panel", MAIN)
    wrong = table.take("wrong", bool, "true or false", False)
    formula = table.text("formula", "")
    lesson = Lesson(
        claim=claim,
        panel=panel,
        order=table.take("order", int, "a whole number", None),
        wrong=wrong,
        formula=formula,
        sources=_sources(table),
        words={key: _words(table.table(key), wrong, formula) for key in LANGUAGES},
        shows=tuple(_show(t, panel) for t in table.tables("show", 4)),
        checks=tuple(_check(t) for t in table.tables("check", 12)),
    )
    table.end()
    return lesson


def _sources(table: _Table) -> tuple[Mapping[str, str], ...]:
    """Each source is a text, or a table with its words in every language."""
    accepted = (
        'a list of texts, such as ["Kingma & Ba (2015), Adam"], or of { en = "…", zh_CN = "…" }'
    )
    found = table.take("sources", list, accepted, [])
    in_all = [dict.fromkeys(LANGUAGES, s) if isinstance(s, str) else s for s in found]
    for source in in_all:
        if not isinstance(source, dict) or set(source) != set(LANGUAGES):
            raise table.fault(f"sources makes no sense; accepted: {accepted}")
    return tuple(_Table("sources", source).words() for source in in_all)


def _words(table: _Table, wrong: bool, formula: str) -> Words:
    words = Words(
        title=table.text("title"),
        claim=flowing(table.text("claim")),
        to_try=flowing(table.text("try")),
        taught=flowing(table.text("taught")) if wrong else "",
        true=flowing(table.text("true")) if wrong else "",
        lines=_lines(table, len(formula.splitlines())),
    )
    table.end()
    return words


def _lines(table: _Table, count: int) -> tuple[str, ...]:
    """The names of the formula's ``count`` lines, or none."""
    accepted = f"{count} texts, a name for each line of the formula"
    lines = table.take("lines", list, accepted, [])
    if lines and (len(lines) != count or not all(isinstance(line, str) for line in lines)):
        raise table.fault(f"lines = {lines} makes no sense; accepted: {accepted}")
    return tuple(lines)


def flowing(text: str) -> str:
    """The text with the line breaks of its file removed; a blank line still ends a paragraph.

    Chinese is written without spaces, so its lines are joined without one.
    """
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    wide = "[\u2e80-\u9fff\uff00-\uffef]"
    joined = (re.sub(rf"(?<={wide})\s*\n\s*|\s*\n\s*(?={wide})", "", p) for p in paragraphs)
    return "\n\n".join(re.sub(r"\s*\n\s*", " ", p) for p in joined)


def _show(table: _Table, panel: str) -> Show:
    show = Show(
        words=table.words(),
        preset=table.text("preset", ""),
        settings=table.values("settings"),
        page=table.text("page", ""),
        pages=table.values("pages"),
        view=table.values("view"),
    )
    table.end()
    if not (show.preset or show.settings or show.page or show.pages or show.view):
        raise table.fault("it shows nothing; accepted: preset, settings, page, pages, view")
    alone = not show.preset
    _check_settings(table, "settings", EXPERIMENTS[MAIN[panel]].spec, show.settings, alone=alone)
    for key, settings in show.pages.items():
        if key not in EXPERIMENTS or not isinstance(settings, dict):
            raise table.fault(
                f"pages.{key} makes no sense; accepted: a table of settings for one of "
                f"{', '.join(EXPERIMENTS)}"
            )
        # What it shares with the panel's main experiment is not known here.
        _check_settings(table, f"pages.{key}", EXPERIMENTS[key].spec, settings, alone=False)
    return show


def _check(table: _Table) -> Check:
    words = table.words()
    key = table.key_of("experiment", EXPERIMENTS)
    unit = table.text("unit", "")
    check = Check(
        words=words,
        experiment=key,
        settings=table.values("settings"),
        value=_expression(table, "value"),
        expected=_expression(table, "expected"),
        tolerance=table.number("tolerance", 0.0),
        relative=table.number("relative", 0.0),
        bound=table.key_of("bound", ("", *BOUNDS), ""),
        units={"en": unit, "zh_CN": table.text("unit_zh", unit)},
    )
    table.end()
    _check_settings(table, "settings", EXPERIMENTS[key].spec, check.settings)
    return check


def _expression(table: _Table, key: str) -> Expression:
    try:
        return parse(table.text(key))
    except ExpressionError as error:
        raise table.fault(f"{key}, {error}") from None


def _check_settings(
    table: _Table, key: str, spec: type[Spec], settings: Mapping[str, Any], *, alone: bool = True
) -> None:
    """Refuse settings that no spec accepts.

    If they are not ``alone``, but change a spec that only the panel knows, only their names can be
    checked.
    """
    try:
        for name in settings:
            parameter_of(spec, name)
        if alone:
            _adapted(spec, settings)
    except SpecError as error:
        raise table.fault(f"{key}.{error}") from None


def _adapted(spec: type[Spec], settings: Mapping[str, Any]) -> Spec:
    """The default spec with these changes, and with what depends on them adapted, as a
    preset does."""
    for name in settings:
        parameter_of(spec, name)
    return spec().adapt(**settings)
