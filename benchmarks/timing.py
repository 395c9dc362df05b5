"""Taking times, and printing them as tables."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

SPREAD = ("min", "median", "max")


@dataclass(frozen=True)
class Sample:
    """What was measured, again and again."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def percentile(self, percent: float) -> float:
        """The value that so many percent do not exceed."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def over(self, other: Sample) -> Sample:
        """Ratios of values that were taken in the same round."""
        return Sample(tuple(a / b for a, b in zip(self.values, other.values, strict=True)))

    def spread(self, scale: float = 1.0, unit: str = "") -> tuple[str, ...]:
        """Minimum, median and maximum as a table's cells."""
        low, high = min(self.values), max(self.values)
        return tuple(short(value * scale) + unit for value in (low, self.median, high))

    def ms(self) -> tuple[str, ...]:
        """The spread of seconds, in milliseconds."""
        return self.spread(1000, " ms")

    def times(self) -> tuple[str, ...]:
        """The spread of ratios."""
        return self.spread(unit=" x")


def short(value: float) -> str:
    """Three digits, and never an exponent."""
    return f"{value:.0f}" if abs(value) >= 99.5 else f"{value:.3g}"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(rounds: int, works: Mapping[str, Callable[[], object]]) -> dict[str, Sample]:
    """Call all works in turn (A B A B ...), so that what disturbs the machine disturbs them alike.

    A first round is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            elapsed = seconds(work)
            if number:
                taken[name].append(elapsed)
    return {name: Sample(tuple(values)) for name, values in taken.items()}


@dataclass
class Table:
    """A title, what is measured and how, and a line for each measurement."""

    title: str
    about: str = ""
    columns: Sequence[str] = SPREAD
    last: str = "compared"
    _lines: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, name: str, cells: Sequence[str], note: str = "") -> None:
        """One line: its name, a cell for each column, and a remark."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{name}: {len(cells)} cells for {len(self.columns)} columns")
        self._lines.append((name, *cells, note))

    def text(self) -> str:
        """The table as it is printed."""
        lines = [("", *self.columns, self.last), *self._lines]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns) + 1)]
        printed = [self.title, "=" * len(self.title)]
        printed += [self.about] if self.about else []
        for name, *cells, note in lines:
            middle = "  ".join(f"{c:>{w}}" for c, w in zip(cells, widths[1:], strict=True))
            printed.append(f"  {name:<{widths[0]}}  {middle}  {note}".rstrip())
        return "\n".join(printed) + "\n"
