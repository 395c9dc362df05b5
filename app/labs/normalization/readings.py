"""The readings of Normalization: what results say, in words and tables. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.labs.normalization.words import NODES
from app.words.labels import number, percent, tr
from app.words.names import NORMS as NAMES
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.normalization.bn_backward import BnBackwardFrame, BnBackwardSpec
from core.normalization.norm_training import (
    PUBLISHED,
    NormTrainingFrame,
    NormTrainingSpec,
    deepest_side,
)
from core.normalization.running_statistics import RunningStatisticsFrame, RunningStatisticsSpec
from core.normalization.weight_scale import WeightScaleFrame, WeightScaleSpec
from core.parameters import plain

Array = np.ndarray[Any, Any]

UNCHANGED = 1e-2
"""The deviation below which an output whose values are about 1 counts as unchanged."""


def running_statistics(spec: RunningStatisticsSpec, frame: RunningStatisticsFrame) -> Reading:
    """Where the moving averages stand, and what each mode makes of the same input."""
    apart = float(np.abs(frame.test_train - frame.test_eval).max())
    sentences = (
        tr(
            "The same 16 samples through both modes: up to {apart} apart; a sample alone is "
            "β = 0 in training (torch refuses it), up to {one} in prediction.",
            apart=number(apart, 2),
            one=number(float(np.abs(frame.one_eval).max()), 2),
        ),
        tr(
            "m = {momentum}: torch keeps {kept} of the old average, a textbook keeps {other}.",
            momentum=number(spec.momentum),
            kept=number(1 - spec.momentum),
            other=number(spec.momentum),
        ),
        tr(
            "Frozen without eval(), a second task moves the layer's averages, and the first "
            "task's output with them: by {change} after {steps} batches. With eval(): 0.",
            change=number(float(frame.frozen_change[-1]), 2),
            steps=spec.fine_tuning,
        ),
    )
    return Reading(sentences, *_averages(spec, frame))


def _averages(
    spec: RunningStatisticsSpec, frame: RunningStatisticsFrame
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The true statistics of each feature beside both averages, as headers and rows."""
    rows = tuple(
        (
            str(c + 1),
            number(frame.true_mean[-1, c]),
            number(frame.torch_mean[-1, c]),
            number(frame.textbook_mean[-1, c]),
            number(frame.true_variance[c]),
            number(frame.torch_variance[-1, c]),
            number(frame.textbook_variance[-1, c]),
            number(frame.gauge_mean[-1, c], 2),
        )
        for c in range(spec.features)
    )
    headers = (
        tr("Feature"),
        tr("True mean"),
        tr("torch's"),
        tr("textbook's"),
        tr("True variance"),
        tr("torch's"),
        tr("textbook's"),
        tr("Drift in σ"),
    )
    return headers, rows


def bn_backward(spec: BnBackwardSpec, frame: BnBackwardFrame) -> Reading:
    """Every node's value and gradient, and the differences between the three ways of
    computing it."""
    rows = tuple(
        (
            tr(NODES[node]),
            row_of(frame.forward[k]),
            row_of(frame.gradient[k]),
            row_of(frame.closed_form[k]),
            row_of(frame.autograd[k]),
            number(frame.difference[k], 2),
        )
        for k, node in enumerate(frame.nodes)
    )
    headers = (
        tr("Node"),
        tr("Value"),
        tr("Gradient, step by step"),
        tr("Closed form"),
        tr("Autograd"),
        tr("Apart by"),
    )
    worst = number(float(frame.difference.max()), 2)
    sentences = [tr("At every node the three gradients agree within {worst}.", worst=worst)]
    if (blind := _unchecked(spec, frame)) is not None:
        sentences.append(blind)
    return Reading(tuple(sentences), headers, rows)


def _unchecked(spec: BnBackwardSpec, frame: BnBackwardFrame) -> str | None:
    """What this upstream gradient leaves unchecked: where dL/dy is constant or at right angles to
    x̂, no gradient goes through the variance."""
    upstream = np.array(spec.numbers("upstream"))
    if len(set(upstream)) == 1:
        return tr(
            "dL/dy is the same everywhere, so dL/dx is 0. A mistake in the path through the mean "
            "would show, one in the path through the variance or in the factor in front would not."
        )
    normalized = frame.forward[frame.nodes.index("normalized")]
    size = np.linalg.norm(upstream) * np.linalg.norm(normalized)
    if abs(upstream @ normalized) <= 1e-12 * size:
        return tr(
            "dL/dy is at right angles to x̂, so no gradient goes through the variance: that path is "
            "not checked."
        )
    return None


def row_of(values: Array) -> str:
    """A node's numbers: one, or one for each sample."""
    return ", ".join(number(v, 5) for v in values[np.isfinite(values)])


def norm_training(spec: NormTrainingSpec, frame: NormTrainingFrame) -> Reading:
    """The test error of every norm at every value, and the largest rate that trains."""
    names = [choice(spec.key, "norms", key) for key in frame.norms]
    sentences = list(_of_training(spec, frame, names))
    values = [
        choice(spec.key, spec.vary, v if isinstance(v, str) else plain(v)) for v in frame.values
    ]
    if spec.vary == "nothing":
        headers: tuple[str, ...] = (tr("Norm"), tr("Training loss"), tr("Test error"))
        curves = tuple(
            (name, number(frame.loss[k, 0, -1]), _error(frame, k, 0))
            for k, name in enumerate(names)
        )
        return Reading(tuple(sentences), headers, curves)
    headers = (tr("Test error"), *values)
    rows: list[tuple[str, ...]] = [
        (name, *(_error(frame, k, v) for v in range(len(values)))) for k, name in enumerate(names)
    ]
    if spec.vary == "batch":
        for key in PUBLISHED:
            errors = getattr(frame, f"published_{key}")
            missing = [number(np.nan)] * (len(values) - len(errors))
            name = tr("{norm}, ImageNet", norm=choice(spec.key, "norms", key))
            rows.append((name, *map(percent, errors), *missing))
    return Reading(tuple(sentences), headers, tuple(rows))


def _of_training(
    spec: NormTrainingSpec, frame: NormTrainingFrame, names: list[str]
) -> Iterator[str]:
    if frame.step < frame.total:
        yield tr("Training: {step} of {total} points.", step=frame.step, total=frame.total)
    if spec.vary == "learning_rate":
        rates = ", ".join(
            f"{name} {number(rate)}" for name, rate in zip(names, frame.largest_rate, strict=True)
        )
        yield tr("Largest rate that trains: {rates}.", rates=rates)
    if spec.vary == "batch":
        yield from _of_batches(spec, frame, names)
    if spec.vary == "init_scale":
        trained = (_trained_at(frame, k) for k in range(len(names)))
        scales = "; ".join(f"{name} {at}" for name, at in zip(names, trained, strict=True))
        yield tr("Initial scales that train: {scales}.", scales=scales)
    if spec.vary == "placement":
        yield from _of_places(spec, frame, names)
    if spec.seeds > 1:
        yield tr("Means over the seeds, ± their standard deviation, as far as they have come.")
    if frame.diverged.any():
        yield tr("{count} runs diverged.", count=int(frame.diverged.sum()))


def _trained_at(frame: NormTrainingFrame, k: int) -> str:
    """The values at which a norm trains, or a dash."""
    found = [number(v) for v, ok in zip(frame.values, frame.trained[k], strict=True) if ok]
    return ", ".join(found) or number(np.nan)


def _of_batches(
    spec: NormTrainingSpec, frame: NormTrainingFrame, names: list[str]
) -> Iterator[str]:
    """What smaller batches did to each norm, and how few values the deepest maps leave."""
    ends = frame.final_error[:, [0, -1]]
    if np.isfinite(ends).all():
        found = "; ".join(
            tr("{name} {before}, {after}", name=name, before=percent(a), after=percent(b))
            for name, (a, b) in zip(names, ends, strict=True)
        )
        yield tr(
            "Test error at a batch of {most} and of {least}: {found}.",
            most=frame.values[0],
            least=frame.values[-1],
            found=found,
        )
    side = deepest_side(spec)
    yield tr(
        "In the deepest maps, {side} x {side}, a batch of 2 has {two} values a channel, a batch "
        "of 1 {one}. ImageNet: ResNet-50, Wu and He 2018.",
        side=side,
        two=2 * side * side,
        one=side * side,
    )
    if not spec.scale_rate:
        yield tr("One rate for all: a smaller batch takes more steps of the same length.")


def _of_places(spec: NormTrainingSpec, frame: NormTrainingFrame, names: list[str]) -> Iterator[str]:
    """What the second layer is given before training, for the norm before and after the ReLU."""
    for k, name in enumerate(names):
        given = "; ".join(
            tr(
                "{place}: mean {mean}, std {std}",
                place=choice(spec.key, "placement", value),
                mean=number(round(float(frame.passed_mean[k, v]), 3), 2),
                std=number(float(frame.passed_std[k, v]), 2),
            )
            for v, value in enumerate(frame.values)
            if np.isfinite(frame.passed_std[k, v])
        )
        if given and frame.norms[k] == "bn":
            yield tr("What {norm} passes on before training: {given}.", norm=name, given=given)


def _error(frame: NormTrainingFrame, k: int, v: int) -> str:
    if frame.diverged[k, v]:
        return tr("diverged")
    each = frame.final_errors[:, k, v]
    each = each[np.isfinite(each)]
    spread = f" ± {number(100 * each.std(ddof=1), 2)}" if len(each) > 1 else ""
    return percent(frame.final_error[k, v]) + spread


def weight_scale(spec: WeightScaleSpec, frame: WeightScaleFrame) -> Reading:
    """How far each norm's output moved with the weights' scale, and what became of the gradient."""
    factor = -spec.factor if spec.negate else spec.factor
    rows = tuple(
        (
            tr(NAMES[key]),
            number(frame.chosen_apart[k], 2),
            number(frame.gradient_ratio[k]),
        )
        for k, key in enumerate(frame.norms)
    )
    k = frame.norms.index(spec.norm)
    apart = float(frame.chosen_apart[k])
    names = {"norm": tr(NAMES[spec.norm]), "a": number(factor), "apart": number(apart, 2)}
    if spec.negate:
        turned = float(np.abs(frame.plain + frame.scaled).max())
        names["apart"] = number(turned, 2)
    if spec.negate and turned < UNCHANGED:
        sentence = tr("{norm}(aWx) with a = {a} is {norm}(Wx) with its sign turned.", **names)
    elif not spec.negate and apart < UNCHANGED:
        sentence = tr("{norm}(aWx) with a = {a} is {norm}(Wx), within {apart}.", **names)
    else:
        sentence = tr(
            "{norm}(aWx) with a = {a} is not {norm}(Wx), up to its sign: {apart} apart, "
            "for a²σ² is no longer far above ε.",
            **names,
        )
        if spec.factor >= 1:  # then it is N(Wx) that ε shrinks
            sentence = tr(
                "{norm}(aWx) with a = {a} is not {norm}(Wx), up to its sign: {apart} apart, "
                "for σ² of Wx itself is not far above ε.",
                **names,
            )
    headers = (tr("Norm"), tr("Output moved by"), tr("Gradient times"))
    return Reading((sentence,), headers, rows)
