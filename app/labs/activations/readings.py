"""The readings of Activations: what results say, in words and tables. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.labs.activations.words import (
    OUTCOMES,
    diagnosis,
    saturated_yet_growing,
)
from app.words.labels import _, number, percent, tr
from app.words.names import ACTIVATIONS as NAMES
from app.words.reading import Reading, value_range
from app.words.vocabulary import choice
from core.layers.activations import ACTIVATIONS, activation_of
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from core.signals.diagnosis import diagnose
from core.signals.functions import FunctionsFrame, FunctionsSpec
from core.signals.outcome import Outcome, outcome
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec
from core.signals.training import LN_CLASSES, TrainingFrame, TrainingSpec

Array = np.ndarray[Any, Any]


KINKED = ("relu", "leaky_relu")
MOST_LAYERS = 5
"""The most layers whose shares of dead units stand in one cell."""

SHOWN: Mapping[str, tuple[str, ...]] = {
    "forward": ("std", "saturated", "dead"),
    "backward": ("median |dL/dz|", "RMS dL/dz"),
    "weights": ("median |dL/dW|", "RMS dL/dW"),
}
"""The measures in the table of each page."""


def activations(spec: ActivationsSpec, frame: ActivationsFrame, *, page: str = "") -> Reading:
    """A verdict for each side, and the layers' numbers.

    Beside a page's pictures the table holds what that page is about, measure by measure, but not
    what is zero in every layer of every side. The end that the signal reaches comes first: forward
    the last layer, backward the first.
    """
    activation = activation_of(spec.activation, spec.slope)
    normed = spec.norm != "none"
    sentences = []
    for name, side in frame.sides.items():
        found = diagnose(side, activation, frame.input_mean, frame.input_std, normed=normed)
        sentences.append(diagnosis(name.upper(), found))
        if found.saturated_yet_growing and page in ("", "backward"):
            sentences.append(saturated_yet_growing(name.upper(), found))
    columns = [
        _columns(side, 2 if page and len(frame.sides) > 2 else 3) for side in frame.sides.values()
    ]
    names = [name for name in columns[0] if not page or name in SHOWN[page]]
    if page:
        zero = {number(0), percent(0)}
        names = [n for n in names if any(set(of[n]) - zero for of in columns)]
    table = [of[name] for name in names for of in columns]
    rows = [
        (str(layer + 1), *(column[layer] for column in table)) for layer in range(len(frame.a.std))
    ]
    if page == "forward":
        given = number(frame.input_std, 3)
        told = [given if name == "std" else "" for name in names for _ in columns]
        rows = [*reversed(rows), (tr("input"), *told)]
    named = (f"{side.upper()} {tr(name)}" for name in names for side in frame.sides)
    return Reading(tuple(sentences), (tr("Layer"), *named), tuple(rows))


def functions(spec: FunctionsSpec, frame: FunctionsFrame, alone: str = "") -> Reading:
    """What is known about each function, or about the one that is shown alone, and how the two
    small runs ended."""
    positive, centered = frame.one_sign
    alike, drawn = frame.symmetry_losses[:, -1]
    sentences: tuple[str, ...] = (
        tr(
            "Inputs that are all positive give both weights a gradient of one sign in {positive} "
            "of the steps: the path can only zig-zag. Centered ones do in {centered}.",
            positive=percent(positive),
            centered=percent(centered),
        ),
        tr(
            "Units that start alike stay alike ({units} units are one) and end at a loss of "
            "{alike}; drawn ones at {drawn}.",
            units=frame.symmetry.shape[-1],
            alike=number(alike),
            drawn=number(drawn),
        ),
    )
    rows = tuple(
        (
            tr(NAMES[key]),
            _flats(frame.flat_below[i], frame.flat_above[i]),
            number(round(float(frame.mean[i]), 6), 2),
            tr("yes") if ACTIVATIONS[key].zero_centered else tr("no"),
            f"{number(frame.cost[i], 2)} x" if np.isfinite(frame.cost[i]) else number(np.nan),
        )
        for i, key in enumerate(frame.functions)
        if alone in ("", key)
    )
    headers = (
        tr("Function"),
        tr("Saturated for z"),
        tr("Mean for N(0,1)"),
        tr("Odd"),
        tr("Cost over ReLU's"),
    )
    if alone in KINKED:
        kink = tr("At its kink, z = 0, the slope is taken as {slope}, as torch does.",
                  slope=number(spec.slope if alone == "leaky_relu" else 0))  # fmt: skip
        sentences = (kink, *sentences)
    return Reading(sentences, headers, rows)


def _flats(below: float, above: float) -> str:
    parts = [f"< {number(below, 2)}"] * bool(np.isfinite(below))
    parts += [f"> {number(above, 2)}"] * bool(np.isfinite(above))
    return ", ".join(parts) or tr("nowhere")


def preprocessing(spec: PreprocessingSpec, frame: PreprocessingFrame) -> Reading:
    """How far each stage's covariance is from the identity."""
    rows = []
    for stage, key in enumerate(frame.stages):
        seen, unseen = frame.covariances[stage], frame.test_covariances[stage]
        rows.append(
            (
                choice(spec.key, "stages", key),
                number(round(float(np.abs(frame.means[stage]).max()), 9), 2),
                value_range(np.diag(seen)),
                number(round(_off_diagonal(seen), 9), 2),
                value_range(np.diag(unseen)),
            )
        )
    rows.append((tr("divided by λ, not √λ"), number(0), value_range(np.diag(frame.wrong)), "0", ""))
    sentences = [_whitened(frame)]
    if frame.errors.size:
        k = spec.components
        sentences.append(
            tr(
                "{k} components hold {share} of the variance; of digits not seen they leave out "
                "{error} of 16 gray levels.",
                k=k,
                share=percent(float(frame.eigenvalues[:k].sum() / frame.eigenvalues.sum())),
                error=number(frame.errors[k - 1], 2),
            )
        )
    headers = (
        tr("Stage"),
        tr("Largest mean"),
        tr("Variances"),
        tr("Largest covariance"),
        tr("Variances not seen"),
    )
    return Reading(tuple(sentences), headers, tuple(rows))


def _whitened(frame: PreprocessingFrame) -> str:
    if not frame.constant_directions:
        return tr("Whitened rows have the covariance of the identity; divided by λ they have 1/λ.")
    return tr(
        "Whitened rows have the covariance of the identity, but for {count} directions in which "
        "nothing varies; divided by λ they have 1/λ.",
        count=frame.constant_directions,
    )


def _off_diagonal(matrix: Array) -> float:
    return float(np.abs(matrix - np.diag(np.diag(matrix))).max())


def training(spec: TrainingSpec, frame: TrainingFrame) -> Reading:
    """How the training began, what has become of each net, and its numbers."""
    sentences = []
    if frame.losses.size:
        first = float(frame.losses[0, 0])
        sentences.append(
            tr(
                "The first loss is {first}; a random guess loses ln 10 = {nothing}.",
                first=number(first, 4),
                nothing=number(LN_CLASSES, 4),
            )
        )
    rows = []
    for net, rate in enumerate(rates_taken(spec, frame)):
        sentences.append(_become(frame, net, f"η {rate}"))
        rows.append((rate, *_answers(frame, net)))
    headers = (
        tr("Rate η"),
        tr("Batch loss"),
        tr("Train loss"),
        tr("Held-out loss"),
        tr("Train accuracy"),
        tr("Held-out accuracy"),
        tr("Dead units (by layer)"),
        tr("|Δw|/|w|, median layer"),
    )
    return Reading(tuple(sentences), headers, tuple(rows))


def _answers(frame: TrainingFrame, net: int) -> tuple[str, ...]:
    """A net's numbers. Until it is evaluated on all data again, its last evaluation is from before
    it diverged: then none is shown."""
    nothing, diverged = number(np.nan), bool(frame.diverged_at[net])

    def last(values: Array, show: Callable[[float], str]) -> str:
        value = values[net, -1]
        return show(value) if np.isfinite(value) and not diverged else nothing

    return (
        number(frame.losses[net, -1] if frame.step else np.nan),
        last(frame.train_losses, number),
        last(frame.test_losses, number),
        last(frame.train_accuracies, percent),
        last(frame.test_accuracies, percent),
        nothing
        if diverged
        else f"{percent(frame.dead_share[net, -1])} ({_by_layer(frame.dead[net, -1])})",
        number(frame.median_ratio[net], 2),
    )


def _by_layer(shares: Array) -> str:
    """The share of dead units in each layer; of many layers, in the worst."""
    if len(shares) <= MOST_LAYERS:
        return " · ".join(number(100 * share, 2) for share in shares)
    worst = int(np.argmax(shares))
    return tr("layer {layer}: {share}", layer=worst + 1, share=percent(shares[worst]))


def rates_taken(spec: TrainingSpec, frame: TrainingFrame) -> list[str]:
    """Each net's rate; if it was changed on the way, the first and the last."""
    if not frame.step:
        return [number(spec.learning_rate * factor) for factor in spec.factors]
    changes = len(frame.changed_at)
    between = ["…"] if changes > 1 else []
    return [
        " → ".join([number(first), *between, number(last)] if changes else [number(last)])
        for first, last in frame.rates[:, [0, -1]]
    ]


def _become(frame: TrainingFrame, net: int, name: str) -> str:
    """A sentence about what has become of a net."""
    end = outcome(frame, net)
    begun = end is Outcome.BEGUN and frame.step
    loss = (frame.losses if begun else frame.train_losses)[net, -1]
    wholly = np.flatnonzero(frame.dead[net, -1] == 1)
    said = tr(
        OUTCOMES[end],
        net=name,
        step=int(frame.diverged_at[net]),
        loss=number(loss),
        train=percent(frame.train_accuracies[net, -1]),
        test=percent(frame.test_accuracies[net, -1]),
        dead=percent(frame.dead_share[net, -1]),
    )
    if end not in (Outcome.STILL, Outcome.WORSE) or not wholly.size:
        return said
    return f"{said} " + tr(
        "Layer {layer} is wholly dead: no gradient passes it.", layer=wholly[0] + 1
    )


def _columns(side: Side, digits: int) -> dict[str, list[str]]:
    """Each measure of a side by its name, layer by layer."""

    def numbers(values: Array) -> list[str]:
        return [number(float(value), digits) for value in values]

    def shares(values: Array) -> list[str]:
        return [f"{text} %" for text in numbers(100 * values)]

    return {
        _("std"): numbers(side.std),
        _("saturated"): shares(side.saturated),
        _("dead"): shares(side.dead),
        _("std of dL/dh"): numbers(side.gradient.std),
        _("median |dL/dz|"): numbers(side.z_gradient.median),
        _("RMS dL/dz"): numbers(side.z_gradient.rms),
        _("median |dL/dW|"): numbers(side.weight_gradient.median),
        _("RMS dL/dW"): numbers(side.weight_gradient.rms),
    }
