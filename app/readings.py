"""What a result says, in words and a table: read by the panels and by the command line. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.labels import QUANTITIES, choice, competitor, diagnosis, norm, number, percent, tr
from app.labels import VERDICTS as VERDICT_WORDS
from core.normalization.comparison import NormalizationFrame, NormalizationSpec
from core.normalization.norms import NORMS
from core.optimization.basins import BasinsFrame, BasinsSpec
from core.optimization.curvature import Verdict
from core.optimization.descent import TUNED_RATES, DescentFrame, DescentSpec
from core.optimization.landscape import LandscapeFrame, LandscapeSpec
from core.optimization.step import StepTaken
from core.optimization.surfaces import compile_surface
from core.optimization.sweep import SweepFrame, SweepSpec
from core.signals.activations import ACTIVATIONS
from core.signals.diagnosis import diagnose
from core.signals.propagation import ActivationsFrame, ActivationsSpec


@dataclass(frozen=True)
class Reading:
    """Sentences first, then a table."""

    sentences: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def descent(spec: DescentSpec, frame: DescentFrame, step: int | None = None) -> Reading:
    """Where each competitor is at a step (the last, if none is given)."""
    at = frame.step if step is None else min(step, frame.step)
    rows = []
    for k, text in enumerate(frame.optimizers):
        # A path that diverged is read where it last was a number.
        finite = np.flatnonzero(np.isfinite(frame.losses[k, : at + 1]))
        last = int(finite[-1]) if finite.size else 0
        x, y = frame.positions[k, last]
        verdict = Verdict(frame.verdicts[k, at])
        words = tr(VERDICT_WORDS[verdict])
        arrived = int(frame.steps_to_tolerance[k])
        if verdict is Verdict.DIVERGED:
            words = tr("diverged at step {step}", step=last + 1)
        rows.append(
            (
                competitor(text),
                words,
                number(frame.losses[k, last], 4),
                number(frame.gradient_norms[k, last], 3),
                f"({number(x, 4)}, {number(y, 4)})",
                str(arrived) if 0 <= arrived <= at else number(np.nan),
                str(frame.evaluations[k, at]),
                number(frame.distance[k, last], 3),
                number(frame.rates[k], 3),
            )
        )
    headers = (
        tr("Optimizer"),
        tr("Where it is"),
        tr("Loss"),
        tr("|gradient|"),
        tr("Position"),
        tr("Steps to tolerance"),
        tr("Evaluations"),
        tr("Distance"),
        tr("Rate"),
    )
    sentences: tuple[str, ...] = ()
    if spec.tune:
        count, lowest, highest = len(TUNED_RATES), number(TUNED_RATES[0]), number(TUNED_RATES[-1])
        sentences = (
            tr(
                "Tuned: each competitor raced at {count} rates from {lowest} to {highest}, "
                "and this is its best.",
                count=count,
                lowest=lowest,
                highest=highest,
            ),
        )
    return Reading(sentences, headers, tuple(rows))


def step(taken: StepTaken | None) -> Reading:
    """Every number of one update, to be recomputed by hand."""
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


def landscape(spec: LandscapeSpec, frame: LandscapeFrame) -> Reading:
    """The heights found."""
    finite = frame.heights[np.isfinite(frame.heights)]
    row = (number(finite.min()), number(finite.max()), str(frame.heights.size - finite.size))
    return Reading((), (tr("Lowest"), tr("Highest"), tr("Not finite")), (row,))


def basins(spec: BasinsSpec, frame: BasinsFrame) -> Reading:
    """How much of the domain leads to each minimum, and how fast."""
    formula = compile_surface(spec)
    rows = []
    for k, (x, y) in enumerate(frame.minima):
        steps = frame.steps_needed[frame.basin == k]
        rows.append(
            (
                f"({number(x, 4)}, {number(y, 4)})",
                number(formula.at(float(x), float(y))[0], 4),
                percent(frame.shares[k]),
                number(float(np.median(steps)) if steps.size else np.nan, 4),
            )
        )
    others = (tr("still on the way"), tr("diverged"), tr("left the domain"))
    for words, share in zip(others, frame.shares[len(frame.minima) :], strict=True):
        rows.append((words, "", percent(share), ""))
    headers = (tr("Minimum"), tr("Loss"), tr("Share of starts"), tr("Steps, median"))
    return Reading((), headers, tuple(rows))


def sweep(spec: SweepSpec, frame: SweepFrame) -> Reading:
    """The fastest pair, and how many arrived or diverged."""
    steps = frame.steps_to_tolerance
    arrived = steps >= 0
    if arrived.any():
        fewest = int(steps[arrived].min())
        i, j = np.argwhere(steps == fewest)[0]
        sentence = tr(
            "Fastest: {steps} steps, with {x_name} {x} and {y_name} {y}",
            steps=fewest,
            x_name=choice("x_parameter", spec.x_parameter),
            x=number(frame.x_values[j], 4),
            y_name=choice("y_parameter", spec.y_parameter),
            y=number(frame.y_values[i], 4),
        )
    else:
        sentence = tr("No pair arrived within {steps} steps.", steps=spec.steps)
    row = (
        percent(float(arrived.mean())),
        percent(float(frame.diverged.mean())),
        percent(float((~arrived & ~frame.diverged).mean())),
    )
    return Reading((sentence,), (tr("Arrived"), tr("Diverged"), tr("Neither")), (row,))


def activations(spec: ActivationsSpec, frame: ActivationsFrame) -> Reading:
    """A verdict for each side, and the layers' numbers."""
    activation = ACTIVATIONS[spec.activation]
    sentences = tuple(
        tr("{name}: {sentence}", name=name, sentence=diagnosis(diagnose(side, activation)))
        for name, side in (("A", frame.a), ("B", frame.b))
    )
    rows = tuple(
        (
            str(layer + 1),
            *(
                cell
                for side in (frame.a, frame.b)
                for cell in (
                    number(side.std[layer]),
                    percent(side.saturated[layer]),
                    percent(side.dead[layer]),
                    number(side.gradient_std[layer]),
                )
            ),
        )
        for layer in range(len(frame.a.std))
    )
    columns = (tr("std"), tr("saturated"), tr("dead"), tr("std of dL/dh"))
    headers = (tr("Layer"), *(f"{side} {column}" for side in "AB" for column in columns))
    return Reading(sentences, headers, rows)


def normalization(spec: NormalizationSpec, frame: NormalizationFrame) -> Reading:
    """How far each norm is from torch's, and what its groups' statistics were."""
    sentences = [tr("Input: {shape}", shape=shape(frame.input))]
    if bad := int(frame.input_nonfinite):
        sentences.append(tr("{count} values of the input are NaN or infinite.", count=bad))
    rows = []
    for i, key in enumerate(NORMS):
        statistics = getattr(frame, f"{key}_group")
        if not np.isfinite(frame.difference[i]) and frame.nonfinite[i] == frame.input.size:
            sentences.append(
                tr(
                    "{norm} is a hole: each map is a single value, which has no variance; "
                    "maps of 2 or more pixels have one.",
                    norm=norm(key),
                )
            )
        rows.append(
            (
                norm(key),
                str(statistics.mean.size),
                _range(statistics.mean),
                _range(statistics.std),
                number(frame.difference[i], 2),
            )
        )
    headers = (
        tr("Norm [shared over]"),
        tr("Groups"),
        tr("Means"),
        tr("Stds"),
        tr("Off torch.nn by"),
    )
    return Reading(tuple(sentences), headers, tuple(rows))


def shape(array: np.ndarray[Any, Any]) -> str:
    """A shape as the field writes it: 8 x 8 x 128 x 128."""
    return " x ".join(map(str, array.shape))


def _range(values: np.ndarray[Any, Any]) -> str:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return number(np.nan)
    return f"{number(finite.min())} … {number(finite.max())}"


READINGS: Mapping[str, Callable[[Any, Any], Reading]] = {
    "descent": descent,
    "landscape": landscape,
    "basins": basins,
    "sweep": sweep,
    "activations": activations,
    "normalization": normalization,
}
