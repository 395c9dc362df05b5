"""What the fit of models and of a net says in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.diagnosis.fit import STEPS, FitFrame, FitSpec, lowest, peak
from core.known import mean_of_known

Array = np.ndarray[Any, Any]


def fit(spec: FitSpec, frame: FitFrame) -> Reading:
    """Where the test error is lowest, whether it has a peak, and how long the net learned what
    helps."""
    sentences = (*_of_models(spec, frame), *_of_net(spec, frame))
    headers = (
        tr("Features"),
        tr("Training error"),
        tr("Test error"),
        tr("|W|"),
        tr("Squared error"),
        tr("Penalty"),
    )
    rows = tuple(_row(spec, frame, i) for i in _told(spec, frame))
    return Reading(sentences, headers, rows)


def _of_models(spec: FitSpec, frame: FitFrame) -> Iterator[str]:
    test = mean_of_known(frame.test_error)
    if not np.isfinite(test).all():
        yield tr("The models are being solved for.")
        return
    told = {"n": spec.samples, "p": frame.sizes[-1], "last": percent(test[-1])}
    found = peak(spec, frame)
    if found is None:
        best = int(np.argmin(test))
        yield tr(
            "No peak around p = n = {n}: the test error is lowest, {best}, at {size} features, and "
            "{last} at {p}.",
            best=percent(test[best]),
            size=frame.sizes[best],
            **told,
        )
    else:
        top, least = found
        yield tr(
            "Test error {low} at {few} features, {high} at {top} where a model can just fit all "
            "{n} samples, and {last} at {p}: double descent.",
            low=percent(test[least]),
            few=frame.sizes[least],
            high=percent(test[top]),
            top=frame.sizes[top],
            **told,
        )
    i = frame.chosen
    yield tr(
        "With {p} features: training error {train}, test error {test}.",
        p=frame.sizes[i],
        train=percent(mean_of_known(frame.train_error)[i]),
        test=_spread(frame.test_error[i]),
    )


def _of_net(spec: FitSpec, frame: FitFrame) -> Iterator[str]:
    place = lowest(frame)
    if place is None:
        return
    told = {
        "step": int(frame.net_steps[-1]),
        "train": number(frame.net_train_loss[-1]),
        "test": number(frame.net_test_loss[-1]),
        "wrong": percent(frame.net_train_error[-1]),
    }
    if frame.net_steps[-1] < STEPS:
        yield tr("The net at step {step}: training loss {train}, test loss {test}.", **told)
        return
    yield tr(
        "The net: test loss lowest, {low}, at step {at}; {test} at step {step}, where the training "
        "loss is {train} and {wrong} of the training labels are missed.",
        low=number(frame.net_test_loss[place]),
        at=int(frame.net_steps[place]),
        **told,
    )
    if spec.decay:
        yield tr(
            "Its penalty, {penalty}, is told apart from the training loss.",
            penalty=number(frame.net_penalty[-1]),
        )


def _told(spec: FitSpec, frame: FitFrame) -> list[int]:
    """The models of the table, by size: the smallest, the best small one, the peak, the chosen one,
    the largest."""
    places = {0, frame.chosen, len(frame.sizes) - 1, *(peak(spec, frame) or ())}
    return sorted(places)


def _row(spec: FitSpec, frame: FitFrame, i: int) -> tuple[str, ...]:
    penalty = number(mean_of_known(frame.penalty)[i]) if spec.ridge else "–"
    return (
        str(frame.sizes[i]),
        _spread(frame.train_error[i]),
        _spread(frame.test_error[i]),
        number(mean_of_known(frame.length)[i]),
        number(mean_of_known(frame.train_loss)[i]),
        penalty,
    )


def _spread(errors: Array) -> str:
    known = errors[np.isfinite(errors)]
    if not known.size:
        return number(np.nan)
    spread = f" ± {number(100 * known.std(ddof=1), 2)}" if known.size > 1 else ""
    return percent(float(known.mean())) + spread
