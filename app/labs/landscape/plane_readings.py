"""What a plane shows and what it hides, in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.landscape.plane import (
    OPTIMIZERS,
    PlaneFrame,
    PlaneSpec,
    beside,
    share_below,
    worst_ratio,
)


def plane(spec: PlaneSpec, frame: PlaneFrame) -> Reading:
    """How much of the path two directions hold, how far beside the plane it lies, and how much of
    the curvature the plane sees."""
    headers = (
        tr("Run"),
        tr("Loss at its end"),
        tr("Beside: start"),
        tr("median"),
        tr("last"),
        tr("Drawn/real"),
    )
    rows = tuple(_row(frame, k) for k in range(len(frame.names)))
    sentences = (*_of_picture(spec, frame), *_of_path(spec, frame), *_of_curvature(frame))
    return Reading(sentences, headers, rows)


def run_name(key: str) -> str:
    """The name of a run: its optimizer, or the number of its start."""
    if key in OPTIMIZERS:
        return choice("plane", "optimizer", key)
    return tr("start {number}", number=key.split()[1])


def _of_picture(spec: PlaneSpec, frame: PlaneFrame) -> Iterator[str]:
    """What random planes are compared by."""
    known = frame.values[np.isfinite(frame.values)]
    if spec.kind == "random" and len(known):
        yield tr(
            "In the picture the loss goes from {low} to {high}, and in {share} of the cells it is "
            "below 1.",
            low=number(float(known.min())),
            high=number(float(known.max())),
            share=percent(share_below(frame, 1.0)),
        )


def _of_path(spec: PlaneSpec, frame: PlaneFrame) -> Iterator[str]:
    run = run_name(frame.names[0])
    if spec.kind == "pca" and np.isfinite(frame.share):
        yield tr(
            "Two directions hold {share} of the variance of {run}'s path about its mean, {end} "
            "about its end; a random walk would have {walk} in two.",
            run=run,
            share=percent(frame.share),
            end=percent(frame.share_about_end),
            walk=percent(frame.walk_share),
        )
    start, median, _ = beside(frame)
    real, drawn = float(frame.real_losses[0, 0]), float(frame.drawn_losses[0, 0])
    if np.isfinite(start) and np.isfinite(real + drawn):
        yield tr(
            "Its start lies {start} of its distance from the center beside the plane, the median "
            "point {median}. At the start the loss is {real}, as drawn {drawn}.",
            start=percent(start),
            median=percent(median),
            real=number(real),
            drawn=number(drawn),
        )


def _of_curvature(frame: PlaneFrame) -> Iterator[str]:
    seen = tr(
        "The plane sees {seen} of the sharpest curvature: {plane} of λmax {sharpest}.",
        seen=part(frame.curvature_seen),
        plane=number(frame.plane_curvature),
        sharpest=number(frame.sharpest),
    )
    if np.isfinite(frame.trace):
        mean = frame.trace / frame.parameters
        seen += " " + tr(
            "A random direction sees the trace over the number of weights: {share}.",
            share=part(mean / frame.sharpest),
        )
    yield seen


def part(share: float) -> str:
    """A share as one of so many, if it is small."""
    if not np.isfinite(share) or share <= 0 or share > 0.2:
        return percent(share)
    return tr("1/{count}", count=round(1 / share))


def _row(frame: PlaneFrame, k: int) -> tuple[str, ...]:
    start, median, last = beside(frame, k)
    worst = worst_ratio(frame, k)
    return (
        run_name(frame.names[k]),
        _known(float(frame.real_losses[k, -1])),
        *(percent(round(one, 4)) if np.isfinite(one) else "–" for one in (start, median, last)),
        tr("up to {factor}×", factor=number(worst, 2)) if np.isfinite(worst) else "–",
    )


def _known(value: float) -> str:
    return number(value) if np.isfinite(value) else "–"
