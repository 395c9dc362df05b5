"""What Flatness says in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.landscape.flatness import (
    MEASURES,
    MOST_EPOCHS,
    FlatnessFrame,
    FlatnessSpec,
    is_chance,
)

NAMES: Mapping[str, str] = {
    "sharpness": mark("λmax"),
    "trace": mark("trace"),
    "rise": mark("rise of the loss"),
    "test_loss": mark("test loss"),
    "accuracy": mark("test accuracy"),
}
"""What is measured, by :data:`core.landscape.flatness.MEASURES`."""

LEAST_EXPLAINED = 0.01
"""The share of a difference below which nobody need hear of it."""


def flatness(spec: FlatnessSpec, frame: FlatnessFrame) -> Reading:
    """Which runs end flatter, which test better, and what of it is chance."""
    headers = (tr("Mean of the runs"), *(value_name(spec, frame, v) for v in _all(frame)))
    rows = [(tr("training loss"), *(number(mean) for mean in _means(frame.losses)))]
    for name in MEASURES:
        rows.append((tr(NAMES[name]), *_cells(frame, name)))
        if name == "trace":
            errors = (number(mean, 2) for mean in _means(frame.trace_error))
            rows.append((tr("its standard error"), *errors))
    return Reading(tuple(_sentences(spec, frame)), headers, tuple(rows), first=4)


def value_name(spec: FlatnessSpec, frame: FlatnessFrame, v: int) -> str:
    """A value that is compared, with what it is of."""
    value = number(float(frame.values[v]))
    words = {
        "batch": tr("batch {value}", value=value),
        "learning_rate": tr("η = {value}", value=value),
        "rho": tr("ρ = {value}", value=value) if frame.values[v] else tr("no SAM"),
    }
    return words[spec.compared]


def p_words(p: float) -> str:
    """A p value."""
    return tr("p < 0.0001") if p < 1e-4 else tr("p = {p}", p=number(p, 2))


def _all(frame: FlatnessFrame) -> range:
    return range(len(frame.values))


def _means(values: np.ndarray) -> list[float]:
    """Means over the runs; NaN until all are known."""
    return [float(one) for one in values.mean(axis=1)]


def _cells(frame: FlatnessFrame, name: str) -> Iterator[str]:
    values = getattr(frame, name)
    place = MEASURES.index(name)
    for v, mean in enumerate(_means(values)):
        said = percent(mean) if name == "accuracy" and np.isfinite(mean) else number(mean)
        p = float(frame.p_values[place, v])
        yield f"{said} ({p_words(p)})" if np.isfinite(p) else said


def _sentences(spec: FlatnessSpec, frame: FlatnessFrame) -> Iterator[str]:
    far = 0 if frame.reference else len(frame.values) - 1
    if np.isfinite(frame.p_values[:, far]).any():
        yield from _of_flatness(spec, frame, far)
        yield from _of_test(spec, frame, far)
        yield from _of_loss(spec, frame, far)
    else:
        done = int(np.isfinite(frame.sharpness).sum())
        yield tr(
            "{done} of {all} runs have ended; the others train on until the loss is {loss}.",
            done=done,
            all=frame.losses.size,
            loss=number(spec.target),
        )
    if (missed := int((frame.reached == 0).sum())) > 0:
        yield tr(
            "{missed} runs did not get down to the loss within {epochs} epochs: they stopped "
            "higher, and there curvature is another.",
            missed=missed,
            epochs=MOST_EPOCHS,
        )


def _of_flatness(spec: FlatnessSpec, frame: FlatnessFrame, far: int) -> Iterator[str]:
    told = _told(spec, frame, far, "sharpness")
    if is_chance(float(frame.p_values[0, far])):
        yield tr("λmax: no difference ({p}): {far} {at_far}, {near} {at_near}.", **told)
    elif frame.differences[0, far].mean() < 0:
        yield tr("{far} ends flatter than {near}: λmax {at_far} against {at_near} ({p}).", **told)
    else:
        yield tr("{far} ends sharper than {near}: λmax {at_far} against {at_near} ({p}).", **told)


def _of_test(spec: FlatnessSpec, frame: FlatnessFrame, far: int) -> Iterator[str]:
    accuracy = _told(spec, frame, far, "accuracy")
    if is_chance(float(frame.p_values[MEASURES.index("accuracy"), far])):
        yield tr("Test accuracy: no difference ({p}): {at_far} and {at_near}.", **accuracy)
    else:
        yield tr("Test accuracy {at_far} against {at_near} ({p}).", **accuracy)
    loss = _told(spec, frame, far, "test_loss")
    better = int((frame.differences[MEASURES.index("test_loss"), far] < 0).sum())
    if is_chance(float(frame.p_values[MEASURES.index("test_loss"), far])):
        yield tr("Test loss: no difference ({p}): {at_far} and {at_near}.", **loss)
    else:
        yield tr(
            "Test loss {at_far} against {at_near} ({p}), lower in {better} of {all} pairs.",
            better=better,
            all=frame.losses.shape[1],
            **loss,
        )


def _of_loss(spec: FlatnessSpec, frame: FlatnessFrame, far: int) -> Iterator[str]:
    share = float(frame.explained[far])
    if not np.isfinite(frame.matched).all() or not share > LEAST_EXPLAINED:
        return
    means = _means(frame.losses)
    yield tr(
        "{share} of that flatness is a lower loss alone: an epoch took {far} to {low}, {near} to "
        "{high}; trained on to {low}, {near} has λmax {matched}.",
        share=percent(round(share, 2)),
        far=value_name(spec, frame, far),
        near=value_name(spec, frame, frame.reference),
        low=number(means[far]),
        high=number(means[frame.reference]),
        matched=number(float(frame.matched[far].mean())),
    )


def _told(spec: FlatnessSpec, frame: FlatnessFrame, far: int, name: str) -> dict[str, str]:
    """The values of a measure that a sentence quotes."""
    means = _means(getattr(frame, name))
    say = percent if name == "accuracy" else number
    return {
        "far": _begun(value_name(spec, frame, far)),
        "near": value_name(spec, frame, frame.reference),
        "at_far": say(means[far]),
        "at_near": say(means[frame.reference]),
        "p": p_words(float(frame.p_values[MEASURES.index(name), far])),
    }


def _begun(words: str) -> str:
    """Words as a sentence begins; a Greek letter stays as it is."""
    return words[0].upper() + words[1:] if words[0].isascii() else words
