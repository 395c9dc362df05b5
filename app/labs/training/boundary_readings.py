"""What the plane says in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.diagnosis.boundary import OWN, TESTED, BoundaryFrame, BoundarySpec, chance


def boundary(spec: BoundarySpec, frame: BoundaryFrame) -> Reading:
    """What the nets tell right in the end."""
    return at(spec, frame, len(frame.moments) - 1)


def at(spec: BoundarySpec, frame: BoundaryFrame, moment: int) -> Reading:
    """What the nets tell right at a moment."""
    sentences = (*_of_nets(spec, frame, moment), *_of_shape(spec, frame))
    headers = (tr("Net"), tr("Training points"), tr("Held out"), tr("Last loss"))
    rows = tuple(_row(frame, k, moment) for k in range(len(frame.nets)))
    return Reading(sentences, headers, rows)


def _of_nets(spec: BoundarySpec, frame: BoundaryFrame, moment: int) -> Iterator[str]:
    parts = []
    for k, key in enumerate(frame.nets):
        told = {
            "net": choice(spec.key, "losses", key),
            "train": percent(float(frame.train_accuracy[k, moment])),
            "test": percent(float(frame.test_accuracy[k, moment])),
        }
        if spec.data == OWN:
            parts.append(tr("{net} tells {train} of the points right", **told))
        else:
            parts.append(
                tr(
                    "{net} tells {train} of the points right, {test} of the held-out ones",
                    **told,
                )
            )
    yield tr("After {step} steps {found}.", step=int(frame.moments[moment]), found="; ".join(parts))


def _of_shape(spec: BoundarySpec, frame: BoundaryFrame) -> Iterator[str]:
    if not spec.layers:
        yield tr("Without a hidden layer the classes are parted by straight lines.")
    dead = frame.dead.max(axis=0) if frame.dead.size else np.zeros(0)
    for place in np.flatnonzero(dead > 0):
        yield tr(
            "In layer {layer} {share} of the units say the same of all points.",
            layer=int(place) + 1,
            share=percent(float(dead[place])),
        )
    if spec.data != OWN:
        yield tr("Held out are {tested} other points of the same set.", tested=TESTED)


def _row(frame: BoundaryFrame, k: int, moment: int) -> tuple[str, ...]:
    step = int(frame.moments[moment])
    test = float(frame.test_accuracy[k, moment])
    return (
        choice("boundary", "losses", frame.nets[k]),
        percent(float(frame.train_accuracy[k, moment])),
        _share(test) if np.isfinite(test) else "–",
        number(float(frame.losses[k, step - 1])) if step else "–",
    )


def _share(share: float) -> str:
    """A share of the held-out points, with the standard deviation that so many have by chance."""
    return f"{percent(share)} ± {number(100 * chance(share), 2)}"
