"""The schedules of the learning rate: the factor on it at each update.

All but one are functions of the update alone. The plateau follows the loss: it is torch's
``ReduceLROnPlateau`` with torch's own defaults. Tests hold each against ``torch.optim``'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

RISE, LOW, LOWEST = 0.3, 25.0, 1e4
"""OneCycleLR: the share of the updates in which the rate rises, the factor from the first rate to
the highest, and the factor from the last rate to the first."""

CYCLES = 7
"""Warm restarts: the first of three cycles takes a seventh of the updates, each other twice as
many as the one before."""

PATIENCE, THRESHOLD, FACTOR, LEAST_CHANGE = 10, 1e-4, 0.1, 1e-8
"""ReduceLROnPlateau: how many updates in a row may not improve, by what part of the best loss one
has to, the factor on the rate after that, and the least change of a rate that is made."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A schedule: the factor on the learning rate at update ``t`` (0 is the first) of ``total``."""

    key: str
    factor: Callable[[int, int], float] | None
    """None for the schedule that follows the loss."""
    tex: str
    """The rule as lines of TeX, where t counts from 1 on, as in the rules."""
    name: str = ""
    """The name of the function in :attr:`code`."""
    code: str = ""
    """The factor as a Python function of the update ``t`` of ``STEPS``; empty if there is none."""

    def factors(self, rate: float, total: int) -> Generator[float, float, None]:
        """The factors on ``rate``, update after update; what is sent in is the loss before the
        update that had the last one."""
        if self.factor is None:
            yield from _on_plateaus(rate)
        t = 0
        while self.factor is not None:
            yield self.factor(t, total)
            t += 1


def _on_plateaus(rate: float) -> Generator[float, float, None]:
    factor, best, bad = 1.0, math.inf, 0
    while True:
        loss = yield factor
        if loss < best * (1 - THRESHOLD):
            best, bad = loss, 0
        else:
            bad += 1
        if bad > PATIENCE:
            if rate * factor * (1 - FACTOR) > LEAST_CHANGE:
                factor *= FACTOR
            bad = 0


def rates_used(schedule: str, rate: float, total: int, losses: Iterable[float] = ()) -> list[float]:
    """The rate of every update: of all ``total`` where only their number decides, else of one more
    than there are ``losses`` so far, ``total`` at most."""
    one = SCHEDULES[schedule]
    if one.factor is not None:
        return [rate * one.factor(t, total) for t in range(total)]
    factors = one.factors(rate, total)
    used = [rate * next(factors)]
    for loss in losses:
        used.append(rate * factors.send(loss))
    return used[:total]


def _tenth(total: int) -> int:
    return max(1, total // 10)


CURVE_POINTS = 240
"""The most points of a curve that is drawn small."""


def curve(
    schedule: str, total: int, used: Sequence[float] | None = None
) -> list[tuple[float, float]]:
    """The points of a small picture of a schedule: the update as a part of all, and the factor on η
    there. Of one that follows the loss there are as many as rates were ``used``, relative to the
    first of them."""
    factor = SCHEDULES[schedule].factor
    count = total if factor is not None else len(used or ())
    chosen = range(0, count, max(1, count // CURVE_POINTS))
    some = sorted({*chosen, count - 1} if count else ())
    if factor is not None:
        return [(t / total, factor(t, total)) for t in some]
    return [(t / total, used[t] / used[0]) for t in some] if used else []


_STEP = '''
def step_decay(t):
    """The rate's factor at update t: a tenth after each third."""
    return 0.1 ** (t // max(1, STEPS // 3))
'''

_INVERSE = '''
def inverse(t):
    """The rate's factor at update t: down to a tenth."""
    return 1 / (1 + 9 * t / STEPS)
'''

_COSINE = '''
def cosine(t):
    """The rate's factor at update t: half a cosine, down to 0."""
    return (1 + math.cos(math.pi * t / STEPS)) / 2
'''

_WARMUP = '''
def warmup(t):
    """The rate's factor at update t: up to 1 over the first tenth."""
    return min(1.0, (t + 1) / max(1, STEPS // 10))
'''

_ONE_CYCLE = '''
def one_cycle(t):
    """The rate's factor at update t, as OneCycleLR's: up to 1, then to almost 0."""
    top = 0.3 * STEPS - 1
    if t <= top:
        low, part = 1 / 25, t / top
    else:
        low, part = 1 / 25 / 1e4, (STEPS - 1 - t) / (STEPS - 1 - top)
    return low + (1 - low) * (1 - math.cos(math.pi * part)) / 2
'''

_RESTARTS = '''
def restarts(t):
    """The rate's factor at update t: half cosines, each twice as long as the last."""
    length = max(1, STEPS // 7)
    while t >= length:
        t, length = t - length, 2 * length
    return (1 + math.cos(math.pi * t / length)) / 2
'''


def _one_cycle(t: int, total: int) -> float:
    top = RISE * total - 1
    if t <= top:
        low, part = 1 / LOW, t / top
    else:
        low, part = 1 / LOW / LOWEST, (total - 1 - t) / (total - 1 - top)
    return low + (1 - low) * (1 - math.cos(math.pi * part)) / 2


def _restarts(t: int, total: int) -> float:
    length = max(1, total // CYCLES)
    while t >= length:
        t, length = t - length, 2 * length
    return (1 + math.cos(math.pi * t / length)) / 2


_SCHEDULES = (
    Schedule(
        key="constant",
        factor=lambda t, total: 1.0,
        tex="",
    ),
    Schedule(
        key="step",
        factor=lambda t, total: 0.1 ** (t // max(1, total // 3)),
        tex=(
            r"S = \max(1, \lfloor T/3 \rfloor)"
            "\n"
            r"\eta_t = \eta \cdot 0.1^{\lfloor (t-1)/S \rfloor}"
        ),
        name="step_decay",
        code=_STEP,
    ),
    Schedule(
        key="inverse",
        factor=lambda t, total: 1 / (1 + 9 * t / total),
        tex=r"\eta_t = \frac{\eta}{1 + 9(t-1)/T}",
        name="inverse",
        code=_INVERSE,
    ),
    Schedule(
        key="cosine",
        factor=lambda t, total: (1 + math.cos(math.pi * t / total)) / 2,
        tex=r"\eta_t = \frac{\eta}{2}\left(1 + \cos\frac{\pi (t-1)}{T}\right)",
        name="cosine",
        code=_COSINE,
    ),
    Schedule(
        key="warmup",
        # LinearLR from 1/W on, which reaches 1 at the last update of the first tenth.
        factor=lambda t, total: min(1.0, (t + 1) / _tenth(total)),
        tex=(
            r"S = \max(1, \lfloor T/10 \rfloor)"
            "\n"
            r"\eta_t = \eta \min\left(1, \frac{t}{S}\right)"
        ),
        name="warmup",
        code=_WARMUP,
    ),
    Schedule(
        key="one_cycle",
        factor=_one_cycle,
        tex=(
            r"S = 0.3 T, \quad u = \begin{cases} \frac{t-1}{S-1} & t \leq S \\"
            r" \frac{T-t}{T-S} & t > S \end{cases}"
            "\n"
            r"l = \begin{cases} 1/25 & t \leq S \\ 10^{-4}/25 & t > S \end{cases}"
            "\n"
            r"\eta_t = \eta \left(l + (1-l) \frac{1 - \cos(\pi u)}{2}\right)"
        ),
        name="one_cycle",
        code=_ONE_CYCLE,
    ),
    Schedule(
        key="restarts",
        factor=_restarts,
        tex=(
            r"S = \max(1, \lfloor T/7 \rfloor)"
            "\n"
            r"k = \lfloor \log_2((t-1)/S + 1) \rfloor"
            "\n"
            r"u = \frac{(t-1) - S (2^k - 1)}{S 2^k}"
            "\n"
            r"\eta_t = \frac{\eta}{2}\left(1 + \cos(\pi u)\right)"
        ),
        name="restarts",
        code=_RESTARTS,
    ),
    Schedule(
        key="plateau",
        factor=None,
        tex=(
            r"n \leftarrow \begin{cases} 0 & f < 0.9999 F \\ n + 1 & f \geq 0.9999 F \end{cases}"
            "\n"
            r"F \leftarrow \begin{cases} f & n = 0 \\ F & n > 0 \end{cases}"
            "\n"
            r"\eta_{t+1} = \begin{cases} 0.1 \eta_t & n > 10 \\ \eta_t & n \leq 10 \end{cases}"
            "\n"
            r"n \leftarrow \begin{cases} 0 & n > 10 \\ n & n \leq 10 \end{cases}"
        ),
    ),
)

SCHEDULES: Mapping[str, Schedule] = MappingProxyType({s.key: s for s in _SCHEDULES})
