"""A small sign beside the curves of a training: what ails the run, as far as it was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping

from app.widgets.sentences import Sentences
from app.widgets.styled import styled
from app.words.labels import tr
from app.words.verdicts import reasons, verdict_name, verdict_sentences
from core.training.judging import Judged
from core.training.rules import GOOD, UNKNOWN


class VerdictSign(Sentences):
    """Says the verdict on each of several runs; the tool tip has the numbers, and the rules that
    were not asked."""

    def __init__(self) -> None:
        super().__init__()
        styled(self, "muted")
        self.setWordWrap(True)
        self.setAccessibleName(tr("Is it healthy?"))

    def show_verdicts(self, runs: Mapping[str, Judged], *, done: bool) -> None:
        """Show the verdicts on these runs, by their names; a name may be empty where there is one
        run alone."""
        text = verdict_words(runs, done=done)
        if text != self.text():
            self.setText(text)
            self.setToolTip("\n".join(_lines(runs, done=done)))


def verdict_words(runs: Mapping[str, Judged], *, done: bool) -> str:
    """The verdicts in one line: of one run with its reason, of several the runs of each verdict."""
    if len(runs) == 1:
        (one,) = runs.values()
        said = _name(one)
        if one.verdict.key not in (GOOD, UNKNOWN):
            why = reasons(one.verdict.decided, one.numbers)
            said = tr("{name}: {why}.", name=said, why=why)
    else:
        groups: dict[str, list[str]] = {}
        for name, one in runs.items():
            groups.setdefault(_name(one), []).append(name)
        said = "; ".join(
            tr("{verdict}: {runs}", verdict=verdict, runs=", ".join(names))
            for verdict, names in groups.items()
        )
    return said if done else tr("So far: {name}", name=said)


def _name(one: Judged) -> str:
    """The name of a verdict; a run is healthy only as far as rules could be asked."""
    if one.verdict.key == GOOD and any(map(math.isnan, one.verdict.times.values())):
        return tr("Healthy, as far as it is measured")
    return verdict_name(one.verdict.key)


def _lines(runs: Mapping[str, Judged], *, done: bool) -> list[str]:
    """What the tool tip says: every run's verdict with its numbers, then what was not asked."""
    found = []
    for name, one in runs.items():
        said = " ".join(verdict_sentences(one.verdict, one.numbers, done=done))
        found.append(f"{name}: {said}" if name else said)
    times = [one.verdict.times for one in runs.values()]
    unasked = [
        verdict_name(key)
        for key in (times[0] if times else ())
        if all(math.isnan(each.get(key, math.nan)) for each in times)
    ]
    if unasked:
        found.append(tr("Not measured here, so not judged: {rules}.", rules=", ".join(unasked)))
    found.append(tr("The rules were set on small nets on the digits (Training, Diagnose)."))
    return found
