"""What a search says in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.diagnosis.search import SearchFrame, SearchSpec, decades_off, typical


def search(spec: SearchSpec, frame: SearchFrame) -> Reading:
    """Which way finds lower losses, how much of the loss the rate explains, and how far off the
    range test is."""
    sentences = (*_of_ways(spec, frame), *_of_test(frame))
    headers = (
        tr("Way"),
        tr("Searches"),
        tr("Median"),
        tr("Mean ± std"),
        tr("Best"),
        tr("Worst"),
    )
    return Reading(sentences, headers, tuple(_row(frame, k) for k in range(len(frame.ways))))


def of_map(frame: SearchFrame) -> str:
    """The line above the map."""
    if not np.isfinite(frame.rate_explains):
        known = int((~np.isnan(frame.map)).sum())
        return tr("{known} of {all} trainings", known=known, all=frame.map.size)
    return tr(
        "{all} trainings: the rate explains {share} of the variance of their losses.",
        all=frame.map.size,
        share=percent(frame.rate_explains),
    )


def signs() -> tuple[str, str, str, str]:
    """The names of the range test's readings and of the best rate of the map, as short as a line in
    a chart wants them."""
    return tr("minimum/10"), tr("steepest by log η"), tr("steepest by η"), tr("best")


def _of_ways(spec: SearchSpec, frame: SearchFrame) -> Iterator[str]:
    medians = "; ".join(
        tr("{way} {loss}", way=choice("search", "ways", way), loss=number(typical(best)[-1]))
        for way, best in zip(frame.ways, frame.best, strict=True)
        if np.isfinite(best[:, -1]).any()
    )
    if medians:
        known = int(np.isfinite(frame.best[0, :, -1]).sum())
        yield tr(
            "Lowest test loss of {budget} trainings, median of {known} searches: {medians}.",
            budget=spec.budget,
            known=known,
            medians=medians,
        )
    if np.isfinite(frame.random_wins):
        yield tr(
            "A random search ends lower than a grid in {share} of the searches.",
            share=percent(frame.random_wins),
        )


def _of_test(frame: SearchFrame) -> Iterator[str]:
    apart = decades_off(frame)
    if not np.isfinite(apart).all():
        return
    tenth, by_log, by_value = (_away(float(one)) for one in apart)
    yield tr(
        "Powers of ten from the map's best rate, {best}: the range test's minimum/10 {tenth}, "
        "steepest by log η {by_log}, by η {by_value}.",
        best=number(frame.best_rate, 2),
        tenth=tenth,
        by_log=by_log,
        by_value=by_value,
    )


def _away(decades: float) -> str:
    """A distance in powers of ten, with its sign."""
    far = number(round(abs(decades), 1), 2)
    return f"-{far}" if decades < 0 else f"+{far}"


def _row(frame: SearchFrame, k: int) -> tuple[str, ...]:
    ends = frame.best[k, :, -1]
    known = ends[~np.isnan(ends)]
    name = choice("search", "ways", frame.ways[k])
    if not known.size:
        return (name, "0", *["–"] * 4)
    finite = known[np.isfinite(known)]
    spread = f" ± {number(finite.std(ddof=1), 2)}" if finite.size > 1 else ""
    return (
        name,
        str(known.size),
        number(float(np.median(known))),
        (number(float(finite.mean())) if finite.size else "–") + spread,
        number(float(known.min())),
        number(float(known.max())),
    )
