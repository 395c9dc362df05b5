"""Reads the tables of a lesson's file, and says in a sentence what is wrong with one."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from core.experiments import EXPERIMENTS, MAIN
from core.lessons.array_expression import Expression, ExpressionError, parse
from core.lessons.records import (
    BOUNDS,
    LANGUAGES,
    Check,
    Lesson,
    LessonError,
    Show,
    Words,
    adapted,
)
from core.parameters import Spec, SpecError, parameter_of

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Table:
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

    def table(self, key: str) -> Table:
        values = self.take(key, dict, f"a table [{key}]", None)
        return Table(f"[{key}]", values)

    def tables(self, key: str, most: int) -> list[Table]:
        accepted = f"1 to {most} tables [[{key}]]"
        found = self.take(key, list, accepted, None)
        if not 1 <= len(found) <= most or not all(isinstance(t, dict) for t in found):
            raise self.fault(f"{key} makes no sense; accepted: {accepted}")
        return [Table(f"[[{key}]] {n}", values) for n, values in enumerate(found, 1)]

    def words(self) -> Mapping[str, str]:
        return {language: self.text(language) for language in LANGUAGES}

    def end(self) -> None:
        """Refuse keys that were never taken."""
        for key in self._values:
            if key not in self._taken:
                raise self.fault(f"there is no key {key}; accepted: {', '.join(self._taken)}")


def lesson_of(table: Table, name: str) -> Lesson:
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
        shows=tuple(_show(t, panel) for t in table.tables("show", 6)),
        checks=tuple(_check(t) for t in table.tables("check", 12)),
    )
    table.end()
    return lesson


def _sources(table: Table) -> tuple[Mapping[str, str], ...]:
    """Each source is a text, or a table with its words in every language."""
    accepted = (
        'a list of texts, such as ["Kingma & Ba (2015), Adam"], or of { en = "…", zh_CN = "…" }'
    )
    found = table.take("sources", list, accepted, [])
    in_all = [dict.fromkeys(LANGUAGES, s) if isinstance(s, str) else s for s in found]
    for source in in_all:
        if not isinstance(source, dict) or set(source) != set(LANGUAGES):
            raise table.fault(f"sources makes no sense; accepted: {accepted}")
    return tuple(Table("sources", source).words() for source in in_all)


def _words(table: Table, wrong: bool, formula: str) -> Words:
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


def _lines(table: Table, count: int) -> tuple[str, ...]:
    """The names of the formula's ``count`` lines, or none."""
    accepted = f"{count} texts, a name for each line of the formula"
    lines = table.take("lines", list, accepted, [])
    if lines and (len(lines) != count or not all(isinstance(line, str) for line in lines)):
        raise table.fault(f"lines = {lines} makes no sense; accepted: {accepted}")
    return tuple(lines)


def flowing(text: str) -> str:
    """The text with the line breaks of its file removed; a blank line still ends a paragraph, and a
    line that begins with a bullet stays one.

    Chinese is written without spaces, so its lines are joined without one.
    """
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    wide = "[\u2e80-\u9fff\uff00-\uffef]"
    line = r"\s*\n\s*(?!\s|•)"
    joined = (re.sub(rf"(?<={wide}){line}|{line}(?={wide})", "", p) for p in paragraphs)
    return "\n\n".join(re.sub(line, " ", p) for p in joined)


def _show(table: Table, panel: str) -> Show:
    show = Show(
        words=table.words(),
        panel=table.key_of("panel", MAIN, panel),
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
    _check_settings(
        table, "settings", EXPERIMENTS[MAIN[show.panel]].spec, show.settings, alone=alone
    )
    for key, settings in show.pages.items():
        if key not in EXPERIMENTS or not isinstance(settings, dict):
            raise table.fault(
                f"pages.{key} makes no sense; accepted: a table of settings for one of "
                f"{', '.join(EXPERIMENTS)}"
            )
        # What it shares with the panel's main experiment is not known here.
        _check_settings(table, f"pages.{key}", EXPERIMENTS[key].spec, settings, alone=False)
    return show


def _check(table: Table) -> Check:
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


def _expression(table: Table, key: str) -> Expression:
    try:
        return parse(table.text(key))
    except ExpressionError as error:
        raise table.fault(f"{key}, {error}") from None


def _check_settings(
    table: Table, key: str, spec: type[Spec], settings: Mapping[str, Any], *, alone: bool = True
) -> None:
    """Refuse settings that no spec accepts.

    If they are not ``alone``, but change a spec that only the panel knows, only their names can be
    checked.
    """
    try:
        for name in settings:
            parameter_of(spec, name)
        if alone:
            adapted(spec, settings)
    except SpecError as error:
        raise table.fault(f"{key}.{error}") from None
