"""What the five checks say in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.labs.training import words
from app.words.labels import number, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.diagnosis.sanity import (
    BAND,
    LEARNED,
    LEAST_GAIN,
    NEAR,
    RED,
    UNKNOWN,
    ZERO_SHARE,
    SanityFrame,
    SanitySpec,
)


def sanity(spec: SanitySpec, frame: SanityFrame) -> Reading:
    """Which lights are red and which are not, the first loss in its parts, and each number."""
    sentences = (*_of_lights(spec, frame), *_of_first(spec, frame))
    headers = (tr("Check"), tr("Red or green"), tr("Number"), tr("Green when"))
    signs = {-1: "…", 0: tr("red"), 1: tr("green")}
    rows = zip(frame.light_names, frame.lights, frame.numbers, _rules(), strict=True)
    return Reading(
        sentences,
        headers,
        tuple(
            (_name(key), signs[int(light)], number(float(value), 3), rule)
            for key, light, value, rule in rows
        ),
    )


def _of_lights(spec: SanitySpec, frame: SanityFrame) -> Iterator[str]:
    if (frame.lights == UNKNOWN).any():
        yield tr("The checks are being made.")
        return
    red = [_name(k) for k, v in zip(frame.light_names, frame.lights, strict=True) if v == RED]
    green = [_name(k) for k, v in zip(frame.light_names, frame.lights, strict=True) if v != RED]
    bug = choice("sanity", "bug", spec.bug)
    if spec.bug == "none":
        if red:
            yield tr("No fault is planted, and still red: {red}.", red=", ".join(red))
        else:
            yield tr("No fault is planted, and all five lights are green.")
    elif red:
        yield tr("Planted: {bug}. Red: {red}.", bug=bug, red=", ".join(red))
        yield tr("Not found by: {green}.", green=", ".join(green) or "–")
    else:
        yield tr("Planted: {bug}. No light turns red: these checks do not find it.", bug=bug)
    if spec.bug == "frozen_layers" and frame.lights[1] != RED:
        yield tr(
            "Overfitting 20 passes at {loss}: a head alone learns them; the update ratio 0 tells.",
            loss=number(float(frame.numbers[1]), 2),
        )
    lowest = float(np.nanmin(frame.overfit_losses))
    if frame.lights[1] == RED and lowest < LEARNED:
        yield tr(
            "The loss on 20 was down at {low} and came back to {last}.",
            low=number(lowest, 2),
            last=number(float(frame.overfit_losses[-1]), 3),
        )


def _of_first(spec: SanitySpec, frame: SanityFrame) -> Iterator[str]:
    values = {
        "data": number(float(frame.first_parts[0]), 4),
        "log": number(float(frame.expected_loss[0]), 4),
        "c": spec.classes,
    }
    yield tr("First loss of the data {data}, ln {c} = {log}.", **values)
    if spec.penalty:
        yield tr(
            "With the penalty's {penalty} it is {whole}: compare the data's part alone.",
            penalty=number(float(frame.first_parts[1])),
            whole=number(frame.first_loss),
        )
    if spec.balance == "rare":
        yield tr(
            "A constant answer reaches {floor}: only below that is something learned.",
            floor=number(float(frame.expected_loss[2])),
        )
    if frame.lights[0] == RED:
        yield tr("That is the start's scale at the head, no mistake: ln C holds for a small head.")


def _rules() -> tuple[str, ...]:
    low, high = (number(end) for end in BAND)
    return (
        tr("first loss / ln C within {near} of 1", near=number(NEAR)),
        tr("last loss on 20 at most {most}", most=number(LEARNED)),
        tr("true labels gain at least {gain} more", gain=number(LEAST_GAIN)),
        tr("each layer within {low} … {high}", low=low, high=high),
        tr("loss at most {share} of that without inputs", share=number(ZERO_SHARE)),
    )


def _name(key: str) -> str:
    return tr(words.LIGHTS[key])
