"""What Two solutions says in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.landscape.connection import LOW, ConnectionFrame, ConnectionSpec

TINY = 1e-3
"""A barrier in nats that nobody need tell from none."""


TREATMENTS: Mapping[str, str] = {
    "batch": mark("re-estimated"),
    "interpolated": mark("interpolated"),
    "first": mark("one end's"),
}
"""By which statistics batch norm normalizes on the line."""


def connection(spec: ConnectionSpec, frame: ConnectionFrame) -> Reading:
    """How high the wall between both nets is, of what it is made, and whether the bend leads
    around it."""
    headers = (tr("Way"), tr("Barrier"), tr("Highest loss"), tr("Lowest accuracy"))
    rows = [_line_row(frame, k) for k in range(len(frame.treatments))]
    if len(frame.curve):
        worst = float(frame.curve_accuracy[-1].min())
        highest = float(frame.curve[-1].max())
        barrier = float(frame.curve_barriers[-1])
        rows.append((tr("curve"), number(barrier), number(highest), percent(worst)))
    return Reading(tuple(_sentences(spec, frame)), headers, tuple(rows), first=4)


def way_name(frame: ConnectionFrame, k: int) -> str:
    """The name of a line where it stands among lines."""
    if len(frame.treatments) == 1:
        return tr("straight line")
    return tr(TREATMENTS[frame.treatments[k]])


def line_name(frame: ConnectionFrame, k: int) -> str:
    """The name of a line, by the statistics that batch norm uses on it."""
    if len(frame.treatments) == 1:
        return tr("straight line")
    statistics = tr(TREATMENTS[frame.treatments[k]])
    return tr("line, {statistics}", statistics=statistics)


def _line_row(frame: ConnectionFrame, k: int) -> tuple[str, ...]:
    between = (frame.t >= 0) & (frame.t <= 1) & np.isfinite(frame.line[k])
    if not between.any():
        return (line_name(frame, k), "–", "–", "–")
    return (
        line_name(frame, k),
        number(float(frame.barriers[k])),
        number(float(frame.line[k, between].max())),
        percent(float(frame.line_accuracy[k, between].min())),
    )


def _sentences(spec: ConnectionSpec, frame: ConnectionFrame) -> Iterator[str]:
    if np.isnan(frame.line[:, -1]).all() and not len(frame.curve):
        yield tr("Both nets are trained; their losses are {a} and {b}.", **_ends(frame))
        return
    yield tr(
        "Between two nets with losses {a} and {b} the line rises by {barrier}.",
        barrier=number(float(frame.barriers[0])),
        **_ends(frame),
    )
    if len(frame.treatments) > 1:
        yield from _of_statistics(frame)
    if len(frame.curve):
        yield _of_curve(spec, frame)


def of_plane(frame: ConnectionFrame) -> str:
    """The line above the plane."""
    if not np.isfinite(frame.plane).any():
        return tr("The plane is surveyed when the bend is trained.")
    return tr("The plane holds the curve: at most {beside} beside.", beside=_small(frame.beside))


def _small(values: np.ndarray) -> str:
    """The largest of values that are rounding, as a power of ten above it."""
    largest = float(values.max())
    return "0" if largest == 0 else number(10.0 ** np.ceil(np.log10(largest)), 1)


def _ends(frame: ConnectionFrame) -> dict[str, str]:
    return {"a": number(float(frame.ends[0])), "b": number(float(frame.ends[1]))}


def _of_statistics(frame: ConnectionFrame) -> Iterator[str]:
    own, mixed, first = (float(one) for one in frame.barriers)
    at_other = int(np.abs(frame.t - 1).argmin())
    yield tr(
        "That is with statistics re-estimated at each place. With interpolated ones it is {mixed}, "
        "of which {share} is wrong statistics; with one end's {first}, and the other net itself "
        "then has loss {loss} and accuracy {accuracy}.",
        mixed=number(mixed),
        share=percent(round(1 - own / mixed, 2)) if mixed > 0 else "–",
        first=number(first),
        loss=number(float(frame.line[2, at_other])),
        accuracy=percent(float(frame.line_accuracy[2, at_other])),
    )
    lost = int(np.isnan(frame.line[1]).sum())
    if lost:
        yield tr(
            "Interpolated variances are never negative between the nets; beyond them {lost} of "
            "{all} places have some, and no loss.",
            lost=lost,
            all=int(((frame.t < 0) | (frame.t > 1)).sum()),
        )


def _of_curve(spec: ConnectionSpec, frame: ConnectionFrame) -> str:
    line, curve = float(frame.barriers[0]), float(frame.curve_barriers[-1])
    told = {
        "curve": number(curve),
        "share": percent(float(f"{curve / line:.2g}")) if line > 0 else "–",
        "steps": int(frame.looks[-1]),
        "rate": number(spec.rate),
    }
    if curve < LOW * line:
        reached = int(frame.looks[np.argmax(frame.curve_barriers < LOW * line)])
        told |= {"low": percent(LOW), "reached": reached}
        if curve < TINY:
            return tr(
                "The curve rises nowhere; it was under {low} of that after {reached} steps.", **told
            )
        return tr(
            "The curve rises by {curve}, {share} of that; it was under {low} after {reached} "
            "steps.",
            **told,
        )
    return tr(
        "After {steps} steps at rate {rate} the curve still rises by {curve}, {share} of that: "
        "no way around yet.",
        **told,
    )
