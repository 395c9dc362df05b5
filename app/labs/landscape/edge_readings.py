"""What a run at the edge of stability shows, in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.landscape.edge import SETTLING, TOP, EdgeFrame, EdgeSpec, leaps

_FORMULAS = {
    "gd": "2/η",
    "sgd": "2/η",
    "momentum": "2(1 + β)/η",
    "nesterov": "2(1 + β)/(η(1 + 2β))",
    "adam": "2(1 + β₁)/((1 − β₁)η)",
}
FALLEN = 0.5
"""The part of its highest ratio to the line below which λ1 is said to have fallen."""
AT = 0.9
"""The part of the line from which the curvature along a step is told where λ1 is below it."""
_KINKED = ("relu", "leaky_relu")
LEAPT = 1.5
"""How many times as high as before the loss is where it is said to leap."""


def formula(optimizer: str) -> str:
    """The line as the field writes it."""
    return _FORMULAS[optimizer]


def edge(spec: EdgeSpec, frame: EdgeFrame) -> Reading:
    """Where λ1 came to its line, and how it stayed there; the table has the run's end."""
    return at(spec, frame, int(frame.measured_at[-1]) if len(frame.measured_at) else None)


def at(spec: EdgeSpec, frame: EdgeFrame, step: int | None) -> Reading:
    """The same, with the numbers at a measured step in the table."""
    headers = (
        tr("Moment"),
        tr("Step"),
        tr("Loss"),
        *(f"λ{k + 1}" for k in range(TOP)),
        tr("The line"),
        tr("λ1/line"),
        tr("Along the step"),
    )
    moments: list[tuple[str, float]] = []
    if len(frame.measured_at):
        moments.append((tr("first"), float(frame.measured_at[0])))
    if np.isfinite(frame.crossed):
        moments.append((tr("on the line"), frame.crossed))
    if step is not None:
        moments.append((tr("playhead"), float(step)))
    rows = tuple(_row(frame, name, int(place)) for name, place in moments)
    return Reading(tuple(_sentences(spec, frame)), headers, rows)


def _sentences(spec: EdgeSpec, frame: EdgeFrame) -> Iterator[str]:
    if not len(frame.measured_at):
        return
    if frame.diverged:
        step = int(np.isfinite(frame.losses).sum())
        yield tr("The run diverged at step {step}: its loss is no number.", step=step)
    yield from _of_stay(spec, frame)
    yield from _of_leap(frame)
    if spec.optimizer == "sgd":
        yield tr(
            "2/η is the line of full-batch descent: by batches of {batch} the noise of the "
            "gradient keeps λ1 at or below it, the lower the smaller they are.",
            batch=spec.batch,
        )
    elif spec.optimizer == "adam":
        yield tr("With Adam λ is that of the Hessian divided by what Adam divides its step by.")


def _of_stay(spec: EdgeSpec, frame: EdgeFrame) -> Iterator[str]:
    line = f"{formula(spec.optimizer)} = {_value(float(frame.threshold[-1]))}"
    if np.isfinite(frame.crossed):
        yield tr(
            "λ1 is on the line {line} at step {step}. Since then its median is {median} of the "
            "line, and {share} of the steps raise the loss; from {first} it came to {last} all the "
            "same.",
            line=line,
            step=int(frame.crossed),
            median=number(frame.hovering, 4),
            share=percent(round(frame.rising, 3)),
            first=number(float(frame.losses[min(int(frame.crossed), len(frame.losses) - 1)]))
            if len(frame.losses)
            else "–",
            last=number(float(frame.losses[-1])) if len(frame.losses) else "–",
        )
        return
    changed = [step for step, _, _ in frame.changed()]
    since = max(changed, default=0)
    ratios = np.where(frame.measured_at >= since, frame.ratios, np.nan)
    if not np.isfinite(ratios).any():
        return
    place = int(np.nanargmax(ratios))
    told = {
        "line": line,
        "share": percent(round(float(ratios[place]), 3)),
        "step": int(frame.measured_at[place]),
    }
    if since:
        yield tr(
            "Since step {since} λ1 has not come to the line {line}: at most {share} of it, at step "
            "{step}.",
            since=since,
            **told,
        )
    else:
        yield tr(
            "λ1 has not come to the line {line}: at most {share} of it, at step {step}.", **told
        )
    yield from _of_fall(spec, frame, float(ratios[-1]), float(ratios[place]))


def _of_fall(spec: EdgeSpec, frame: EdgeFrame, last: float, highest: float) -> Iterator[str]:
    """What the last measurement says of λ1 beside the line: how it stands to the curvature along
    the last step, and to the highest it came."""
    along = float(frame.free_reading[-1] / frame.threshold[-1])
    if along > max(AT, last) and spec.activation in _KINKED:
        yield tr(
            "The curvature along the last step is {share} of it all the same: a step counts the "
            "kinks that it crosses, the Hessian at a point does not.",
            share=percent(round(along, 3)),
        )
    if last < FALLEN * highest:
        loss = number(float(frame.losses[-1]))
        if spec.loss == "cross_entropy":
            yield tr(
                "It has fallen to {share}: cross-entropy gets flat where the net is sure "
                "(loss {loss}), whatever the rate.",
                share=percent(round(last, 3)),
                loss=loss,
            )
        else:
            yield tr(
                "It has fallen to {share} (loss {loss}).", share=percent(round(last, 3)), loss=loss
            )


def _of_leap(frame: EdgeFrame) -> Iterator[str]:
    for leap in leaps(frame):
        if not leap.highest > LEAPT * leap.before:
            continue
        yield tr(
            "At step {step} the rate becomes {rate}: the loss leaps from {before} to {highest} and "
            "is {later} {steps} steps on; λ1 goes from {sharp} to {flat}.",
            step=leap.step,
            rate=number(leap.rate),
            before=number(leap.before),
            highest=number(leap.highest),
            later=number(leap.later),
            steps=SETTLING,
            sharp=_value(leap.sharp_before),
            flat=_value(leap.sharp_later),
        )


def _row(frame: EdgeFrame, name: str, step: int) -> tuple[str, ...]:
    time = int(np.flatnonzero(frame.measured_at == step)[0])
    loss = float(frame.losses[min(step, len(frame.losses) - 1)]) if len(frame.losses) else np.nan
    return (
        name,
        str(step),
        number(loss),
        *(_value(float(value)) for value in frame.eigenvalues[time]),
        _value(float(frame.threshold[time])),
        number(float(frame.ratios[time])),
        _value(float(frame.free_reading[time])),
    )


def _value(curvature: float) -> str:
    """A curvature by four digits, or by as many as a large one has."""
    return f"{curvature:.0f}" if abs(curvature) >= 1000 else number(curvature, 4)
