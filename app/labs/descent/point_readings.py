"""Readings of one point of a surface, or of one step over it. No Qt."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.labs.descent.words import DEFINITENESS, QUANTITIES, VERDICTS, competitor
from app.words.labels import number, tr
from app.words.reading import Reading
from core.descent.step import StepTaken
from core.surfaces.curvature import Definiteness, PointCurvature
from core.surfaces.verdicts import Verdict

Array = np.ndarray[Any, Any]

_DEFINITE = (Definiteness.POSITIVE_DEFINITE, Definiteness.NEGATIVE_DEFINITE)

ROUNDED_OFF = 1e-14
"""A coordinate below this fraction of the other one is shown as zero."""


def place(point: Array | tuple[float, float]) -> str:
    """The text of a point; a coordinate that is negligible beside the other is a rounded zero."""
    least = ROUNDED_OFF * max(abs(float(v)) for v in point)
    x, y = (number(float(v) if abs(v) > least else 0.0, 4) for v in point)
    return f"({x}, {y})"


def step(taken: StepTaken | None) -> Reading:
    """Every number of one update, so that it can be recomputed by hand."""
    if taken is None:
        words = tr("No update here: the path has ended, or the method has no rule of its own.")
        return Reading((words,), (), ())
    rows = tuple(
        (tr(QUANTITIES.get(q.key, q.key)), number(q.of_x, 9), number(q.of_y, 9))
        for q in taken.quantities
    )
    sentence = tr(
        "{name}, from step {step} to {next}",
        name=competitor(taken.competitor.text),
        step=taken.step,
        next=taken.step + 1,
    )
    return Reading((sentence,), (tr("Quantity"), tr("of x"), tr("of y")), rows)


def curvature(at: PointCurvature) -> Reading:
    """Gradient and Hessian at a point, and what they imply."""
    (xx, xy), (_, yy) = at.hessian
    sentences = [
        tr(
            "At {place} the Hessian is {definiteness}.",
            place=place(at.point),
            definiteness=tr(DEFINITENESS[at.definiteness]),
        )
    ]
    if at.verdict is Verdict.UNDECIDED and at.definiteness in _DEFINITE:
        sentences.append(tr("Newton's steps lead on to where the curvature is 0: undecided."))
    elif at.stationary:
        sentences.append(
            tr("The gradient is 0 here, or nearly: {verdict}.", verdict=tr(VERDICTS[at.verdict]))
        )
    sentences.append(
        tr("Shaded: no negative eigenvalue. Arrows: blue bends upwards, orange downwards.")
    )
    rows = (
        (tr("value f"), number(at.value, 6), ""),
        (tr("gradient g"), number(at.gradient[0], 6), number(at.gradient[1], 6)),
        (tr("Hessian H, row x"), number(xx, 6), number(xy, 6)),
        (tr("Hessian H, row y"), number(xy, 6), number(yy, 6)),
        (tr("eigenvalues λ"), number(at.eigenvalues[0], 6), number(at.eigenvalues[1], 6)),
        (tr("eigenvector of the first"), *(number(v, 4) for v in at.eigenvectors[0])),
        (tr("eigenvector of the second"), *(number(v, 4) for v in at.eigenvectors[1])),
        (tr("Newton's step -H⁻¹g"), number(at.newton[0], 6), number(at.newton[1], 6)),
    )
    return Reading(tuple(sentences), (tr("Quantity"), tr("of x"), tr("of y")), rows)
