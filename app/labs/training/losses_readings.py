"""What losses say in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.diagnosis.losses import LINES, SLOPE, LossesFrame, LossesSpec

Array = np.ndarray[Any, Any]

CALLED: Mapping[str, str] = {
    "l2": "L2",
    "l1": "L1",
    "smooth_l1": mark("smooth L1"),
    "huber": "Huber",
    "bce": "BCE",
    "sigmoid_squared": mark("squared error on a sigmoid"),
    "hinge": mark("hinge"),
    "logistic": mark("logistic with penalty"),
    "softmax_ce": mark("softmax cross-entropy"),
    "softmax_squared": mark("squared error on a softmax"),
    "sigmoid_bce": mark("sigmoid BCE"),
}
"""The losses."""

DIED = 0.05
"""The gradient below which a loss is said to pull no more."""
FAILED = 0.5
"""How far a line's slope may be off before it is said to fail."""


def losses(spec: LossesSpec, frame: LossesFrame) -> Reading:
    """The losses and gradients at the point, the lines' slopes, and how well nets learned by each
    loss."""
    sentences = (*_at_point(spec, frame), *_of_lines(spec, frame), *_of_nets(frame))
    headers = (
        tr("Loss"),
        tr("Value at z"),
        tr("Gradient at z"),
        tr("Trained by"),
        tr("Ordinary start"),
        tr("Wrong, sure start"),
    )
    many = max(len(frame.names), len(frame.trained))
    return Reading(sentences, headers, tuple(_row(spec, frame, k) for k in range(many)))


def _at_point(spec: LossesSpec, frame: LossesFrame) -> Iterator[str]:
    told = ", ".join(
        tr("{loss} {gradient}", loss=name_of(name), gradient=number(float(gradient), 4))
        for name, gradient in zip(frame.names, frame.gradient_at, strict=True)
    )
    yield tr("Gradients at z = {z}: {told}.", z=number(spec.z), told=told)
    wrong = {"yes_no": spec.z * (2 * spec.target - 1) < 0, "classes": spec.z < 0}
    dead = [
        name_of(name)
        for name, gradient in zip(frame.names, frame.gradient_at, strict=True)
        if abs(gradient) < DIED and wrong.get(spec.family, False)
    ]
    if dead:
        yield tr("The answer is wrong and sure, and {losses} hardly pulls.", losses=", ".join(dead))


def _of_lines(spec: LossesSpec, frame: LossesFrame) -> Iterator[str]:
    slopes = ", ".join(
        tr("{loss} {slope}", loss=name_of(name), slope=number(float(line[0])))
        for name, line in zip(LINES, frame.lines, strict=True)
    )
    if spec.points:
        yield tr("Slopes through your points: {slopes}.", slopes=slopes)
        return
    yield tr(
        "Slopes with {share} outliers, where {true} is right: {slopes}.",
        share=percent(spec.outliers),
        true=number(SLOPE),
        slopes=slopes,
    )
    if (np.abs(frame.lines[:, 0] - SLOPE) > FAILED).all():
        yield tr("With so many outliers all three fail.")


def _of_nets(frame: LossesFrame) -> Iterator[str]:
    if not np.isfinite(frame.accuracy).all():
        yield tr("Nets are being trained by each loss from both starts.")
        return
    best = frame.accuracy.max(axis=2)
    parts = [
        tr(
            "{loss} {ordinary} and {sure}",
            loss=name_of(name),
            ordinary=percent(float(np.round(ordinary, 3))),
            sure=percent(float(np.round(sure, 3))),
        )
        for name, (ordinary, sure) in zip(frame.trained, best, strict=True)
    ]
    yield tr(
        "Right on new digits from an ordinary and from a wrong, sure start, each at its best of "
        "six rates: {parts}.",
        parts="; ".join(parts),
    )
    if np.isfinite(frame.sets_right).all():
        yield tr(
            "Whole sets of one to three digits right: BCE {bce}, softmax {softmax}; with their "
            "number known {bce_top} and {softmax_top}.",
            **{
                key: percent(float(np.round(value, 3)))
                for key, value in zip(
                    ("bce", "softmax", "bce_top", "softmax_top"), frame.sets_right, strict=True
                )
            },
        )


def _row(spec: LossesSpec, frame: LossesFrame, k: int) -> tuple[str, ...]:
    cells = ["", "", ""]
    if k < len(frame.names):
        cells = [
            name_of(frame.names[k]),
            number(float(frame.value_at[k]), 4),
            number(float(frame.gradient_at[k]), 4),
        ]
    accuracy = frame.accuracy[k] if k < len(frame.trained) else np.full((2, 1), np.nan)
    cells.append(name_of(frame.trained[k]) if k < len(frame.trained) else "")
    for row in accuracy:
        known = np.isfinite(row).all()
        best = float(np.round(row.max(), 3)) if known else np.nan
        rate = number(float(frame.rates[int(row.argmax())])) if known else ""
        cells.append(tr("{share} at η {rate}", share=percent(best), rate=rate) if known else "–")
    return tuple(cells)


def name_of(key: str) -> str:
    """What a loss is called."""
    return tr(CALLED[key])
