"""The reading of Reuse: what a pretrained trunk was good for, in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.networks.transfer import TransferFrame, TransferSpec

Array = np.ndarray[Any, Any]

PAIRS = (
    ("fine_tune", "scratch"),
    ("fine_tune", "head"),
    ("head", "scratch"),
    ("head", "random"),
    ("random", "scratch"),
)
"""The ways that are compared in words, the most telling pair first."""
MOST_PAIRS = 2
FEW = 3
"""The numbers of examples up to which a narrow table has room for spreads."""


def transfer(spec: TransferSpec, frame: TransferFrame) -> Reading:
    """The accuracy of every way with every number of examples, and what became of a trunk."""
    trunks, pairs = tuple(_of_trunks(spec, frame)), tuple(_of_pairs(spec, frame))
    told = (*trunks, *pairs) if spec.bn_mode == "train" else (*pairs, *trunks)
    sentences = (*_of_pretraining(spec, frame), *told)
    headers = (tr("Accuracy in %"), *map(str, frame.samples_per_class))
    rows = tuple(
        (name(way), *(_cell(frame, k, c) for c in range(len(frame.samples_per_class))))
        for k, way in enumerate(frame.ways)
    )
    return Reading(sentences, headers, rows)


def without_spread(spec: TransferSpec, frame: TransferFrame) -> Reading:
    """The same where there is little room: with many numbers of examples only the means, or the
    last one, of which the sentences speak, would be out of sight."""
    whole = transfer(spec, frame)
    if len(frame.samples_per_class) <= FEW:
        return whole
    rows = tuple((row[0], *(cell.partition(" ± ")[0] for cell in row[1:])) for row in whole.rows)
    return Reading(whole.sentences, whole.headers, rows)


def name(way: str) -> str:
    """What a way is called."""
    return choice(TransferSpec.key, "ways", way)


def known(frame: TransferFrame) -> int | None:
    """The place of the largest number of examples that every way has learned from; None while
    there is none."""
    ended = np.isfinite(frame.mean_accuracy).all(axis=0)
    return int(np.flatnonzero(ended)[-1]) if ended.any() else None


def mean(values: Array) -> float:
    """The mean over the seeds that are known; NaN if none is."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if there.size else float("nan")


def _of_pretraining(spec: TransferSpec, frame: TransferFrame) -> Iterator[str]:
    if frame.step < spec.pretraining:
        yield tr(
            "Pretraining on the digits 0-4: step {step} of {steps}.",
            step=frame.step,
            steps=spec.pretraining,
        )


def _of_trunks(spec: TransferSpec, frame: TransferFrame) -> Iterator[str]:
    """What became of the old task in a frozen trunk."""
    c = known(frame)
    if c is None or "head" not in frame.ways:
        return
    k = frame.ways.index("head")
    parts = {
        "parameters": percent(mean(frame.moved_parameters[k, c])),
        "features": percent(mean(frame.moved_features[k, c])),
        "before": percent(frame.old_before),
        "after": percent(mean(frame.old_accuracy[k, c])),
    }
    if spec.bn_mode == "eval":
        yield tr(
            "Frozen with eval(): parameters moved {parameters}, features {features}; the old task "
            "0-4 stays at {after}.",
            **parts,
        )
    else:
        yield tr(
            "Frozen without eval(): parameters moved {parameters}, yet features {features}, as "
            "BN's averages go on; the old task 0-4 went from {before} to {after}.",
            **parts,
        )


def _of_pairs(spec: TransferSpec, frame: TransferFrame) -> Iterator[str]:
    """Which of two ways is ahead, with how many examples, and where that may be chance."""
    pairs = [pair for pair in PAIRS if set(pair) <= set(frame.ways)]
    for one, other in pairs[:MOST_PAIRS]:
        a, b = frame.ways.index(one), frame.ways.index(other)
        order = frame.apart[a, b]
        enough = np.isfinite(frame.spread[[a, b]]).all(axis=0)
        found = [
            *_ahead(frame, (a, b), np.flatnonzero(order > 0)),
            *_ahead(frame, (b, a), np.flatnonzero(order < 0)),
        ]
        if (tied := np.flatnonzero((order == 0) & enough)).size:
            found.append(
                tr(
                    "With {counts} examples what is between {one} and {other} cannot be told from "
                    "chance ({seeds} seeds).",
                    one=name(one),
                    other=name(other),
                    counts=_counts(frame, tied),
                    seeds=spec.seeds,
                )
            )
        if found:
            yield " ".join(found)


def _ahead(frame: TransferFrame, pair: tuple[int, int], places: Array) -> Iterator[str]:
    """Where the first of two ways is ahead, with the numbers where it is so by most."""
    if places.size:
        high, low = (frame.mean_accuracy[k] for k in pair)
        most = places[np.argmax((high - low)[places])]
        yield tr(
            "With {counts} examples a class {one} is ahead of {other}: {high} against {low} with "
            "{n}.",
            one=name(frame.ways[pair[0]]),
            other=name(frame.ways[pair[1]]),
            counts=_counts(frame, places),
            high=percent(high[most]),
            low=percent(low[most]),
            n=int(frame.samples_per_class[most]),
        )


def _counts(frame: TransferFrame, places: Sequence[int] | Array) -> str:
    return ", ".join(str(frame.samples_per_class[c]) for c in places)


def _cell(frame: TransferFrame, k: int, c: int) -> str:
    spread = frame.spread[k, c]
    told = number(100 * frame.mean_accuracy[k, c])
    return told if np.isnan(spread) else f"{told} ± {number(100 * spread, 2)}"
