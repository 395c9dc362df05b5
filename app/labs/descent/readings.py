"""The readings of Descent: what results say, in words and tables. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.labs.descent.words import IN_FLOAT32, VERDICTS, competitor
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.descent import TUNED_RATES, DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.descent.tangent import TangentFrame, TangentSpec
from core.surfaces.section import ROUNDING
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import Verdict

Array = np.ndarray[Any, Any]


EXACT = 1e-6
"""Nearer to a known minimum than this a competitor is at it, whatever the tolerance is."""

Column = Callable[[DescentFrame, int, int], str]
"""The text of a column for a frame, a competitor, and a step."""


def descent(
    spec: DescentSpec, frame: DescentFrame, step: int | None = None, *, narrow: bool = False
) -> Reading:
    """Where each competitor is at a step (the last, if none is given).

    ``narrow`` uses fewer digits and words, and leaves out columns that can have no answer.
    """
    at = frame.step if step is None else min(step, frame.step)
    over_data = _over_data(spec)
    cells = [
        _competitor(spec, frame, k, at, narrow=narrow, over_data=over_data)
        for k in range(len(frame.optimizers))
    ]
    first, left_out = _first_columns(spec, frame, over_data, narrow=narrow)
    headers = (*first, *(name for name in cells[0] if name not in (*first, *left_out)))
    rows = tuple(tuple(row[name] for name in headers) for row in cells)
    return Reading(_tuned(frame) if spec.tune else (), headers, rows, len(first))


def _competitor(
    spec: DescentSpec,
    frame: DescentFrame,
    k: int,
    at: int,
    *,
    narrow: bool,
    over_data: Mapping[str, Column],
) -> dict[str, str]:
    """All cells of a competitor's row by the columns' names."""
    # Where a path is lost: its last numbers would read as if it stood still there.
    lost = (Verdict.DIVERGED, Verdict.NO_VALUE)
    there = np.flatnonzero(~np.isin(frame.verdicts[k, : at + 1], lost))
    last = int(there[-1]) if there.size else 0
    x, y = frame.positions[k, at]
    gone = frame.verdicts[k, at] in lost
    arrived = -1 if gone else int(frame.steps_to_tolerance[k])
    shown = np.nan if gone else 1.0
    return {
        tr("Optimizer"): competitor(frame.optimizers[k], tuned=spec.tune),
        tr("Where it is"): _whereabouts(frame, k, at, last, narrow),
        tr("Loss"): number(shown * frame.losses[k, at], 3 if narrow else 4),
        tr("Distance"): number(shown * frame.distance[k, at], 2 if narrow else 3),
        tr("Arrived at"): str(arrived) if 0 <= arrived <= at else number(np.nan),
        tr("Evals."): str(frame.evaluations[k, at]),
        **{name: of(frame, k, at) for name, of in over_data.items()},
        tr("|gradient|"): number(shown * frame.gradient_norms[k, at], 3),
        tr("Position"): number(np.nan) if gone else f"({number(x, 4)}, {number(y, 4)})",
        tr("Rate"): number(frame.rates[k], 3),
    }


def _first_columns(
    spec: DescentSpec, frame: DescentFrame, over_data: Mapping[str, Column], *, narrow: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that are visible without scrolling, and those that are left out: what this race
    is about comes before what every race shows."""
    rare = [name for name in over_data if name == tr("Rare weight off by")]
    first = [tr("Optimizer"), tr("Where it is"), tr("Loss"), *rare]
    first += [tr("Rate")] if spec.tune else []
    of_a_minimum = (tr("Distance"), tr("Arrived at"))
    answered = not narrow or bool(np.isfinite(frame.lowest))
    if not rare:
        first += of_a_minimum if answered else ()
        first.append(tr("Samples") if spec.budget == "samples" and over_data else tr("Evals."))
    return tuple(first), () if answered else of_a_minimum


def _tuned(frame: DescentFrame) -> tuple[str, ...]:
    """What a fair race is, and who was lost at every rate: of them none is the best."""
    lost = np.isin(frame.verdicts[:, -1], (Verdict.DIVERGED, Verdict.NO_VALUE))
    names = [competitor(text, tuned=True) for text in np.array(frame.optimizers)[lost].tolist()]
    told = [tr("Lost at every rate that was tried: {names}.", names=", ".join(names))]
    if lost.all():
        return tuple(told)
    return (
        tr(
            "Tuned: each competitor raced at {count} rates from {lowest} to {highest}, "
            "and this is its best.",
            count=len(TUNED_RATES),
            lowest=number(TUNED_RATES[0]),
            highest=number(TUNED_RATES[-1]),
        ),
        *(told if names else ()),
    )


def _whereabouts(frame: DescentFrame, k: int, at: int, last: int, narrow: bool) -> str:
    """The verdict in words, and since when it holds; ``last`` is the last step before the path
    diverged."""
    verdict = Verdict(frame.verdicts[k, at])
    if verdict is Verdict.DIVERGED:
        if narrow:
            return tr("diverged at {step}", step=last + 1)
        return tr("diverged at step {step}", step=last + 1)
    if verdict is Verdict.NO_VALUE:
        if narrow:
            return tr("no value at {step}", step=last + 1)
        return tr("f has no value from step {step} on", step=last + 1)
    if verdict is Verdict.MINIMUM and _on_its_way(frame, k, at):
        return tr("nearing") if narrow else tr("near a minimum")
    if verdict is Verdict.OUTSIDE:
        since = frame.outside_since(k, at)
        if narrow:
            return tr("outside since {step}", step=since)
        return tr("outside the drawn domain since step {step}", step=since)
    return tr(VERDICTS[verdict])


def _on_its_way(frame: DescentFrame, k: int, at: int) -> bool:
    """Whether a competitor is near a known minimum, but its loss not yet within the tolerance."""
    arrived = 0 <= frame.steps_to_tolerance[k] <= at
    return not arrived and bool(frame.distance[k, at] > EXACT)


def _over_data(spec: DescentSpec) -> dict[str, Column]:
    """The additional columns for a loss over data."""
    surface = surface_of(spec)
    if surface.loss is None:
        return {}
    columns: dict[str, Column] = {
        tr("Samples"): lambda frame, k, at: str(frame.samples[k, at]),
        tr("Held-out loss"): lambda frame, k, at: number(frame.test_losses[k, at], 4),
    }
    if surface.key == "logistic_regression":
        columns[tr("Penalty in the loss")] = lambda frame, k, at: number(frame.penalties[k, at], 3)
    if surface.key == "sparse_regression":
        ((_, best),) = surface.minima
        columns[tr("Rare weight off by")] = lambda frame, k, at: number(
            abs(frame.positions[k, at, 1] - best), 3
        )
    return columns


def heights(spec: HeightsSpec, frame: HeightsFrame) -> Reading:
    """The heights that were found."""
    finite = frame.heights[np.isfinite(frame.heights)]
    row = (number(finite.min()), number(finite.max()), str(frame.heights.size - finite.size))
    return Reading((), (tr("Lowest"), tr("Highest"), tr("Not finite")), (row,))


def basins(spec: BasinsSpec, frame: BasinsFrame) -> Reading:
    """How much of the domain leads to each minimum, and how fast."""
    formula = compile_surface(spec)
    rows = []
    medians = frame.median_steps
    for k, (x, y) in enumerate(frame.minima):
        rows.append(
            (
                f"({number(x, 4)}, {number(y, 4)})",
                number(formula.at(float(x), float(y))[0], 4),
                percent(frame.shares[k]),
                number(medians[k], 4),
            )
        )
    others = (tr("still on the way"), tr("diverged"), tr("left the domain"), tr("no value"))
    for words, share in zip(others, frame.shares[len(frame.minima) :], strict=True):
        rows.append((words, "", percent(share), ""))
    headers = (tr("Minimum"), tr("Loss"), tr("Share of starts"), tr("Steps to settle, median"))
    return Reading((tr(IN_FLOAT32),), headers, tuple(rows))


def rates(spec: RatesSpec, frame: RatesFrame) -> Reading:
    """The fastest pair, and how many arrived or diverged."""
    steps = frame.steps_to_settle
    arrived = steps >= 0
    if arrived.any():
        fewest = int(steps[arrived].min())
        i, j = np.argwhere(steps == fewest)[0]
        sentence = tr(
            "Settles fastest, in {steps} steps, with {x_name} {x} and {y_name} {y}",
            steps=fewest,
            x_name=choice(spec.key, "x_parameter", spec.x_parameter),
            x=number(frame.x_values[j], 4),
            y_name=choice(spec.key, "y_parameter", spec.y_parameter),
            y=number(frame.y_values[i], 4),
        )
    else:
        sentence = tr("No pair arrived within {steps} steps.", steps=spec.steps)
    row = (
        percent(float(arrived.mean())),
        percent(float(frame.diverged.mean())),
        percent(float((~arrived & ~frame.diverged).mean())),
    )
    return Reading((sentence,), (tr("Arrived"), tr("Diverged"), tr("Neither")), (row,))


def tangent(spec: TangentSpec, frame: TangentFrame) -> Reading:
    """What the slope predicts for a gradient step, and what really happens."""
    numbers = {
        "rate": number(spec.learning_rate),
        "value": number(frame.value, 4),
        "predicted": number(frame.predicted, 4),
        "real": number(frame.real, 4),
        "limit": number(frame.first_failing_rate, 4),
    }
    sentences = [_of_step(frame, numbers)]
    if _is_rounding(frame):
        pass  # at the bottom no rate can be said to lower f
    elif np.isfinite(frame.first_failing_rate):
        sentences.append(
            tr("Every η below {limit} lowers f; at {limit} the step first fails.", **numbers)
        )
    elif np.isinf(frame.first_failing_rate):
        sentences.append(tr("No η up to a million fails to lower f."))
    rows = (
        (tr("f here"), number(frame.value, 6)),
        (tr("slope along the line"), number(frame.slope, 6)),
        (tr("curvature along the line"), number(frame.curvature, 6)),
        (tr("f after the step, by the tangent"), number(frame.predicted, 6)),
        (tr("f after the step"), number(frame.real, 6)),
        (tr("first η that fails"), number(frame.first_failing_rate, 6)),
    )
    return Reading(tuple(sentences), (tr("Quantity"), tr("Value")), rows)


def _is_rounding(frame: TangentFrame) -> bool:
    """Whether both what the step promises and what it does are lost in rounding."""
    least = ROUNDING * abs(frame.value)
    promised, done = frame.predicted - frame.value, frame.real - frame.value
    return bool(frame.slope != 0 and abs(promised) <= least and abs(done) <= least)


def _of_step(frame: TangentFrame, numbers: Mapping[str, str]) -> str:
    """Whether the step goes down, as the tangent predicts."""
    if frame.slope == 0:
        return tr("No slope here, so no step: f = {value}.", **numbers)
    least = ROUNDING * abs(frame.value)
    if abs(frame.real - frame.value) <= least:
        if abs(frame.predicted - frame.value) > least:
            return tr(
                "A step of η = {rate}: the tangent promises f = {predicted}, "
                "but f stays at {value}.",
                **numbers,
            )
        return tr("The step changes f = {value} by no more than rounding.", **numbers)
    if frame.real < frame.value:
        return tr(
            "A step of η = {rate}: the tangent promises f = {predicted}, and f falls from {value} "
            "to {real}.",
            **numbers,
        )
    return tr(
        "A step of η = {rate} is too long: the tangent promises f = {predicted}, but f goes "
        "from {value} to {real}.",
        **numbers,
    )
