"""What beginnings say in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.diagnosis.beginnings import (
    ACTIVATIONS,
    DEEP_RATES,
    PRESENTATIONS,
    SIZES,
    BeginningsFrame,
    BeginningsSpec,
)

CALLED: Mapping[str, str] = {
    "xavier": mark("sigmoid, Xavier"),
    "rbm": mark("sigmoid, pretrained"),
    "bn": mark("sigmoid, BN"),
    "he": mark("ReLU, He"),
    "skips": mark("ReLU, skips"),
}
"""The deep nets."""


def beginnings(spec: BeginningsSpec, frame: BeginningsFrame) -> Reading:
    """What the part that is run has shown so far."""
    if spec.part == "perceptron":
        return Reading(tuple(_perceptron(spec, frame)), (), ())
    if spec.part == "mlp":
        headers = (tr("Activation"), *(tr("H = {many}", many=many) for many in SIZES))
        rows = zip(ACTIVATIONS, frame.share, strict=True)
        table = tuple((choice(spec.key, "activation", k), *map(_share, row)) for k, row in rows)
        return Reading(tuple(_mlp(spec, frame)), headers, table)
    return _deep(frame)


def _perceptron(spec: BeginningsSpec, frame: BeginningsFrame) -> Iterator[str]:
    gate, known = spec.gate.upper(), frame.learned_after
    told = known[np.isfinite(known)]
    if not len(told):
        yield tr(
            "After {count} presentations {wrong} of the four corners are wrong: no line parts "
            "{gate}, and none of {orders} orders finds one.",
            count=PRESENTATIONS,
            wrong=int(frame.wrong[-1]),
            gate=gate,
            orders=len(known),
        )
        return
    if np.isfinite(known[0]):
        count = int(known[0])
        yield tr("{gate} is learned after {count} presentations.", gate=gate, count=count)
    yield tr(
        "In {orders} orders of presentation it took {least} to {most}, half of them at most "
        "{median}.",
        orders=len(told),
        least=int(told.min()),
        most=int(told.max()),
        median=number(float(np.median(told))),
    )


def _mlp(spec: BeginningsSpec, frame: BeginningsFrame) -> Iterator[str]:
    many, right = len(frame.learned), int(frame.learned.sum())
    yield tr(
        "{right} of {many} starts ({share}) tell {gate} right after {step} steps, with {hidden} "
        "hidden units and {activation}.",
        right=right,
        many=many,
        share=percent(float(np.round(right / many, 3))),
        gate=spec.gate.upper(),
        step=min(frame.step, spec.steps),
        hidden=spec.hidden,
        activation=choice(spec.key, "activation", spec.activation),
    )
    if spec.gate == "xor" and spec.hidden == 2 and right < 0.95 * many and frame.step >= spec.steps:
        yield tr("Two units can tell XOR, but from many starts training gets stuck before it does.")
    yield tr("The table: the share of 200 starts that learn it, good to some 3 % either way.")


def _deep(frame: BeginningsFrame) -> Reading:
    headers = (
        tr("Net"),
        tr("Learning rate"),
        tr("Last loss"),
        tr("Right on new digits"),
    )
    names = [tr(CALLED[name]) for name in frame.nets]
    rows = [
        (name, number(rate), _number(loss), _share(share))
        for name, rate, loss, share in zip(
            names, DEEP_RATES, frame.final_loss, frame.accuracy, strict=True
        )
    ]
    return Reading(tuple(_deep_sentences(frame)), headers, tuple(rows))


def _deep_sentences(frame: BeginningsFrame) -> Iterator[str]:
    stuck, pretrained, normalized, relu, skips = (_number(v) for v in frame.final_loss)
    if not np.isfinite(frame.final_loss[1]):
        yield tr("Nets of ten layers are being trained, one after another.")
        return
    yield tr(
        "After {steps} steps ten sigmoid layers are at {stuck}, where guessing is at {guess}; "
        "pretrained layer by layer they reach {pretrained}.",
        steps=frame.losses.shape[1],
        stuck=stuck,
        guess=number(float(np.log(10)), 4),
        pretrained=pretrained,
    )
    if np.isfinite(frame.final_loss[-1]):
        yield tr(
            "Without pretraining: {normalized} with batch normalization, {relu} with ReLU and "
            "He's start, {skips} with skips as well.",
            normalized=normalized,
            relu=relu,
            skips=skips,
        )


def _number(value: float) -> str:
    return number(float(np.round(value, 3)), 4) if np.isfinite(value) else "–"


def _share(value: float) -> str:
    return percent(float(np.round(value, 3))) if np.isfinite(value) else "–"
