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

SHORT: Mapping[str, str] = {
    "sigmoid_squared": mark("sigmoid, squared"),
    "logistic": mark("logistic + penalty"),
    "softmax_ce": "softmax CE",
    "softmax_squared": mark("softmax, squared"),
}
"""What those with long names are called where there is little room."""

SAME: Mapping[str, str] = {"bce": "sigmoid_bce"}
"""The names by which nets are trained by losses that are called otherwise here."""

DIED = 0.05
"""The gradient below which a loss is said to pull no more."""
FAILED = 0.5
"""How far a line's slope may be off before it is said to fail."""


def losses(spec: LossesSpec, frame: LossesFrame) -> Reading:
    """Which gradient has died, the lines' slopes, and how well nets learned; the table has a
    row for each loss."""
    sentences = (*_at_point(spec, frame), *_of_lines(spec, frame), *_of_nets(frame))
    headers = (
        tr("Loss"),
        tr("At z"),
        tr("Gradient"),
        tr("Ordinary start"),
        tr("Wrong, sure start"),
    )
    trained = [SAME.get(name, name) for name in frame.names]
    others = tuple(name for name in frame.trained if name not in trained)
    return Reading(sentences, headers, tuple(_row(frame, n) for n in (*frame.names, *others)))


def _at_point(spec: LossesSpec, frame: LossesFrame) -> Iterator[str]:
    wrong = {"yes_no": spec.z * (2 * spec.target - 1) < 0, "classes": spec.z < 0}
    dead = [
        tr("{loss} ({gradient})", loss=name_of(name), gradient=number(float(gradient), 4))
        for name, gradient in zip(frame.names, frame.gradient_at, strict=True)
        if abs(gradient) < DIED and wrong.get(spec.family, False)
    ]
    if dead:
        yield tr("The answer is wrong and sure; {losses} hardly pulls.", losses=", ".join(dead))


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
    ordinary, sure = np.round(frame.accuracy.max(axis=2), 3).T
    yield tr(
        "New digits right, at the best rate: {ordinary} … {best} from an ordinary start, {sure} … "
        "{surest} from a wrong, sure one.",
        ordinary=percent(float(ordinary.min())),
        best=percent(float(ordinary.max())),
        sure=percent(float(sure.min())),
        surest=percent(float(sure.max())),
    )
    if np.isfinite(frame.sets_right).all():
        yield tr(
            "Sets of digits: BCE {bce}, softmax {softmax}; their sizes known, {bce_top} and "
            "{softmax_top}.",
            **{
                key: percent(float(np.round(value, 3)))
                for key, value in zip(
                    ("bce", "softmax", "bce_top", "softmax_top"), frame.sets_right, strict=True
                )
            },
        )


def _row(frame: LossesFrame, name: str) -> tuple[str, ...]:
    """A loss: its value and gradient, and how well nets learned by it, as far as there are any."""
    cells = [short_name(name), "–", "–"]
    if name in frame.names:
        k = frame.names.index(name)
        cells[1:] = (number(float(at[k]), 4) for at in (frame.value_at, frame.gradient_at))
    trained = SAME.get(name, name)
    if trained not in frame.trained:
        return (*cells, "–", "–")
    for row in frame.accuracy[frame.trained.index(trained)]:
        known = np.isfinite(row).all()
        best = float(np.round(row.max(), 3)) if known else np.nan
        rate = number(float(frame.rates[int(row.argmax())])) if known else ""
        cells.append(tr("{share} at η {rate}", share=percent(best), rate=rate) if known else "–")
    return tuple(cells)


def name_of(key: str) -> str:
    """What a loss is called."""
    return tr(CALLED[key])


def short_name(key: str) -> str:
    """What a loss is called in a legend or a table."""
    return tr(SHORT.get(key, CALLED[key]))
