"""What a chord, Jensen's inequality and a sub-level set say of convexity, in words. No Qt."""

from __future__ import annotations

import numpy as np

from app.labs.descent.point_readings import place
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.surfaces.convexity import between


def convexity(spec: ConvexitySpec, frame: ConvexityFrame) -> Reading:
    """The answers to four questions, with a witness for each no."""
    return Reading(
        (
            _witness(frame),
            *_chord_sentences(spec, frame),
            _sublevel(frame),
            tr(
                "The Hessian has no negative eigenvalue on {share} of the domain.",
                share=percent(float(frame.semidefinite.mean())),
            ),
        ),
        (),
        (),
    )


def _witness(frame: ConvexityFrame) -> str:
    if np.isfinite(frame.witness).all():
        a, b, worst = map(place, frame.witness)
        return tr(
            "Not convex: between {a} and {b} f rises above its chord, at {worst}.",
            a=a,
            b=b,
            worst=worst,
        )
    if frame.stated_convex:
        return tr("Convex: no chord was found that f rises above.")
    return tr("No chord was found that f rises above; that proves nothing.")


def _chord_sentences(spec: ConvexitySpec, frame: ConvexityFrame) -> tuple[str, ...]:
    """What the chord and Jensen's inequality on it say; nothing where an end has no value."""
    ends = [end for end, f in (("A", frame.f[0]), ("B", frame.f[-1])) if not np.isfinite(f)]
    if len(ends) == 2:
        return (tr("f has no value at A nor at B: no chord, no Jensen's inequality."),)
    if ends:
        return (tr("f has no value at {end}: no chord, no Jensen's inequality.", end=ends[0]),)
    return _chord(spec, frame), _jensen(frame)


def _chord(spec: ConvexitySpec, frame: ConvexityFrame) -> str:
    if not np.isfinite(frame.f).all():
        hole = int(np.flatnonzero(~np.isfinite(frame.f))[0])
        return tr(
            "Chord A B: f has no value at {point} between them.",
            point=place(between((spec.a_x, spec.a_y), (spec.b_x, spec.b_y), frame.t[hole])),
        )
    if frame.chord_holds:
        return tr("Chord A B: f stays below it.")
    excess, worst = number(frame.excess, 4), place(frame.worst)
    return tr("Chord A B: f rises {excess} above it, at {worst}.", excess=excess, worst=worst)


def _jensen(frame: ConvexityFrame) -> str:
    if not np.isfinite(frame.of_mean):
        return tr("Jensen: f has no value at the mean, {mean}.", mean=place(frame.mean))
    of_mean, mean_of = number(frame.of_mean, 5), number(frame.mean_of, 5)
    if frame.jensen_holds:
        return tr(
            "Jensen: f of the mean, {of_mean} ≤ {mean_of}, the mean of f.",
            of_mean=of_mean,
            mean_of=mean_of,
        )
    return tr(
        "Jensen fails: f of the mean, {of_mean} > {mean_of}, the mean of f.",
        of_mean=of_mean,
        mean_of=mean_of,
    )


def _sublevel(frame: ConvexityFrame) -> str:
    level, pieces = number(frame.level, 4), _pieces(frame)
    if np.isfinite(frame.leaving).all():
        a, b, outside = map(place, frame.leaving)
        return tr(
            "Where f ≤ {level} ({pieces}): not convex, the way from {a} to {b} leaves it "
            "at {outside}.",
            level=level,
            pieces=pieces,
            a=a,
            b=b,
            outside=outside,
        )
    if frame.pieces > 1:
        return tr("Where f ≤ {level} ({pieces}): not convex.", level=level, pieces=pieces)
    if frame.pieces_clear:
        return tr("Where f ≤ {level}: a convex set, as far as is seen.", level=level)
    return tr(
        "Where f ≤ {level} ({pieces}): no way between two points of it was found that leaves it.",
        level=level,
        pieces=pieces,
    )


def _pieces(frame: ConvexityFrame) -> str:
    """The number of pieces in words."""
    if frame.pieces < 0:
        return tr("counting its pieces")
    count = number(frame.pieces)
    if not frame.pieces_clear:
        return tr("at least {count} pieces", count=count)
    return tr("one piece") if frame.pieces == 1 else tr("{count} pieces", count=count)
