"""What a result says, in words and a table: read by the panels and by the command line. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.labs.normalization.readings import (
    bn_backward,
    norm_training,
    normalization,
    running_statistics,
    weight_scale,
)
from app.words.labels import (
    DEFINITENESS,
    OUTCOMES,
    QUANTITIES,
    choice,
    competitor,
    diagnosis,
    number,
    percent,
    saturated_on_the_way,
    saturated_yet_growing,
    tr,
)
from app.words.labels import VERDICTS as VERDICT_WORDS
from app.words.reading import Reading, value_range
from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import TUNED_RATES, DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.descent.step import StepTaken
from core.descent.tangent import TangentFrame, TangentSpec
from core.layers.activations import ACTIVATIONS, activation_of
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from core.signals.diagnosis import Condition, Outcome, diagnose, outcome
from core.signals.functions import FunctionsFrame, FunctionsSpec
from core.signals.preprocessing import PreprocessingFrame, PreprocessingSpec
from core.signals.training import LN_CLASSES, TrainingFrame, TrainingSpec
from core.surfaces.curvature import PointCurvature, Verdict
from core.surfaces.section import ROUNDING
from core.surfaces.surfaces import compile_surface, surface_of

Array = np.ndarray[Any, Any]

ROUNDED_OFF = 1e-14
"""Of two coordinates, one below this part of the other is told as zero."""


def descent(
    spec: DescentSpec, frame: DescentFrame, step: int | None = None, *, narrow: bool = False
) -> Reading:
    """Where each competitor is at a step (the last, if none is given).

    ``narrow``: with fewer digits and words, and without the columns that can have no answer.
    """
    at = frame.step if step is None else min(step, frame.step)
    over_data = _over_data(spec)
    cells: list[dict[str, str]] = []
    for k, text in enumerate(frame.optimizers):
        # A path that diverged is read where it last had not.
        there = np.flatnonzero(frame.verdicts[k, : at + 1] != Verdict.DIVERGED)
        last = int(there[-1]) if there.size else 0
        x, y = frame.positions[k, last]
        arrived = int(frame.steps_to_tolerance[k])
        cells.append(
            {
                tr("Optimizer"): competitor(text, tuned=spec.tune),
                tr("Where it is"): _whereabouts(frame, k, at, last, narrow),
                tr("Loss"): number(frame.losses[k, last], 3 if narrow else 4),
                tr("Distance"): number(frame.distance[k, last], 2 if narrow else 3),
                tr("Arrived at"): str(arrived) if 0 <= arrived <= at else number(np.nan),
                tr("Evals."): str(frame.evaluations[k, at]),
                **{name: of(frame, k, last) for name, of in over_data.items()},
                tr("|gradient|"): number(frame.gradient_norms[k, last], 3),
                tr("Position"): f"({number(x, 4)}, {number(y, 4)})",
                tr("Rate"): number(frame.rates[k], 3),
            }
        )
    # What this race is about stands before what every race tells.
    rare = [name for name in over_data if name == tr("Rare weight off by")]
    first = [tr("Optimizer"), tr("Where it is"), tr("Loss"), *rare]
    first += [tr("Rate")] if spec.tune else []
    of_a_minimum = (tr("Distance"), tr("Arrived at"))
    answered = not narrow or bool(np.isfinite(frame.lowest))
    if not rare:
        first += of_a_minimum if answered else ()
        first.append(tr("Samples") if spec.budget == "samples" and over_data else tr("Evals."))
    without = first if answered else (*first, *of_a_minimum)
    headers = (*first, *(name for name in cells[0] if name not in without))
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
    rows = tuple(tuple(row[name] for name in headers) for row in cells)
    return Reading(sentences, headers, rows, len(first))


def _whereabouts(frame: DescentFrame, k: int, at: int, last: int, narrow: bool) -> str:
    """The verdict in words, and since when; ``last`` is the last step before it diverged."""
    verdict = Verdict(frame.verdicts[k, at])
    if verdict is Verdict.DIVERGED:
        if narrow:
            return tr("diverged at {step}", step=last + 1)
        return tr("diverged at step {step}", step=last + 1)
    if verdict is Verdict.OUTSIDE:
        since = frame.outside_since(k, at)
        if narrow:
            return tr("outside since {step}", step=since)
        return tr("outside the drawn domain since step {step}", step=since)
    return tr(VERDICT_WORDS[verdict])


def _over_data(spec: DescentSpec) -> dict[str, Callable[[DescentFrame, int, int], str]]:
    """The columns that a loss over data has besides: of a frame, a competitor, and a step."""
    surface = surface_of(spec)
    if surface.loss is None:
        return {}
    columns: dict[str, Callable[[DescentFrame, int, int], str]] = {
        tr("Samples"): lambda frame, k, at: str(frame.samples[k, at]),
        tr("Held-out loss"): lambda frame, k, at: number(frame.test_losses[k, at], 4),
    }
    if surface.key == "sparse_regression":
        ((_, best),) = surface.minima
        columns[tr("Rare weight off by")] = lambda frame, k, at: number(
            abs(frame.positions[k, at, 1] - best), 3
        )
    return columns


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


def curvature(at: PointCurvature) -> Reading:
    """Gradient and Hessian at a point, and what they say."""
    (xx, xy), (_, yy) = at.hessian
    sentences = [
        tr(
            "At {place} the Hessian is {definiteness}.",
            place=_place(at.point),
            definiteness=tr(DEFINITENESS[at.definiteness]),
        )
    ]
    if at.stationary:
        sentences.append(tr("The gradient is 0 here, or nearly: {verdict}.", verdict=verdict(at)))
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


def verdict(at: PointCurvature) -> str:
    """In words."""
    return tr(VERDICT_WORDS[at.verdict])


def heights(spec: HeightsSpec, frame: HeightsFrame) -> Reading:
    """The heights found."""
    finite = frame.heights[np.isfinite(frame.heights)]
    row = (number(finite.min()), number(finite.max()), str(frame.heights.size - finite.size))
    return Reading((), (tr("Lowest"), tr("Highest"), tr("Not finite")), (row,))


def basins(spec: BasinsSpec, frame: BasinsFrame) -> Reading:
    """How much of the domain leads to each minimum, and how fast."""
    formula = compile_surface(spec)
    rows = []
    medians = frame.median_steps
    for k, (x, y) in enumerate(frame.minima):
        rows.append(
            (
                f"({number(x, 4)}, {number(y, 4)})",
                number(formula.at(float(x), float(y))[0], 4),
                percent(frame.shares[k]),
                number(medians[k], 4),
            )
        )
    others = (tr("still on the way"), tr("diverged"), tr("left the domain"))
    for words, share in zip(others, frame.shares[len(frame.minima) :], strict=True):
        rows.append((words, "", percent(share), ""))
    headers = (tr("Minimum"), tr("Loss"), tr("Share of starts"), tr("Steps to settle, median"))
    return Reading((), headers, tuple(rows))


def rates(spec: RatesSpec, frame: RatesFrame) -> Reading:
    """The fastest pair, and how many arrived or diverged."""
    steps = frame.steps_to_settle
    arrived = steps >= 0
    if arrived.any():
        fewest = int(steps[arrived].min())
        i, j = np.argwhere(steps == fewest)[0]
        sentence = tr(
            "Settles fastest, in {steps} steps, with {x_name} {x} and {y_name} {y}",
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


def activations(spec: ActivationsSpec, frame: ActivationsFrame, *, narrow: bool = False) -> Reading:
    """A verdict for each side, and the layers' numbers.

    ``narrow``: without what is zero in every layer of every side; of more than two sides two
    digits, and without the std of dL/dh, which the RMS of dL/dz tells as well; of four, without the
    median.
    """
    activation = activation_of(spec.activation, spec.slope)
    sentences = []
    for name, side in frame.sides.items():
        found = diagnose(side, activation)
        sentences.append(tr("{name}: {sentence}", name=name.upper(), sentence=diagnosis(found)))
        if found.saturated_yet_growing:
            sentences.append(saturated_yet_growing(found))
        elif found.flattest and found.condition is not Condition.SATURATED:
            sentences.append(saturated_on_the_way(found))
    many = narrow and len(frame.sides) > 2
    columns = [_columns(side, 2 if many else 3) for side in frame.sides.values()]
    names = list(columns[0])
    if narrow:
        zero = [n for n in names if all(set(of[n]) <= {number(0), percent(0)} for of in columns)]
        told = [tr("std of dL/dh"), tr("median |dL/dz|")][: max(0, len(frame.sides) - 2)]
        names = [n for n in names if n not in (*zero, *told)]
    table = [of[name] for of in columns for name in names]
    rows = tuple(
        (str(layer + 1), *(column[layer] for column in table)) for layer in range(len(frame.a.std))
    )
    named = (f"{side.upper()} {name}" for side in frame.sides for name in names)
    return Reading(tuple(sentences), (tr("Layer"), *named), rows)


def functions(spec: FunctionsSpec, frame: FunctionsFrame) -> Reading:
    """What is known of each function, and how the two small runs ended."""
    positive, centered = frame.one_sign
    alike, drawn = frame.symmetry_losses[:, -1]
    sentences = (
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
            choice("activation", key),
            _flats(frame.flat_below[i], frame.flat_above[i]),
            number(round(float(frame.mean[i]), 6), 2),
            tr("yes") if ACTIVATIONS[key].zero_centered else tr("no"),
            f"{number(frame.cost[i], 2)} x" if np.isfinite(frame.cost[i]) else number(np.nan),
        )
        for i, key in enumerate(frame.functions)
    )
    headers = (
        tr("Function"),
        tr("Saturated for z"),
        tr("Mean for N(0,1)"),
        tr("Odd"),
        tr("Cost over ReLU's"),
    )
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
                choice("preprocess", key),
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


def _off_diagonal(matrix: np.ndarray[Any, Any]) -> float:
    return float(np.abs(matrix - np.diag(np.diag(matrix))).max())


def training(spec: TrainingSpec, frame: TrainingFrame) -> Reading:
    """How it began, what has become of each net, and its numbers."""
    sentences = []
    if frame.losses.size:
        first = float(frame.losses[0, 0])
        sentences.append(
            tr(
                "The first loss is {first}; a net that says nothing loses ln 10 = {nothing}.",
                first=number(first, 4),
                nothing=number(LN_CLASSES, 4),
            )
        )
    rows = []
    ratios, dead, diverged = frame.median_ratio, frame.dead_share[:, -1], frame.diverged_at
    for net, rate in enumerate(rates_taken(spec, frame)):
        sentences.append(_become(frame, net, f"η {rate}"))
        # Until all data are asked again, their last answer is that of a net that still was one.
        answers = [
            (values[net, -1] if not diverged[net] else np.nan, show)
            for values, show in (
                (frame.train_losses, number),
                (frame.test_losses, number),
                (frame.train_accuracies, percent),
                (frame.test_accuracies, percent),
            )
        ]
        rows.append(
            (
                rate,
                number(frame.losses[net, -1] if frame.step else np.nan),
                *(show(value) if np.isfinite(value) else number(np.nan) for value, show in answers),
                percent(dead[net]) if not diverged[net] else number(np.nan),
                number(ratios[net], 2),
            )
        )
    headers = (
        tr("Rate η"),
        tr("Batch loss"),
        tr("Train loss"),
        tr("Held-out loss"),
        tr("Train accuracy"),
        tr("Held-out accuracy"),
        tr("Dead units"),
        tr("|Δw|/|w|, median layer"),
    )
    return Reading(tuple(sentences), headers, tuple(rows))


def rates_taken(spec: TrainingSpec, frame: TrainingFrame) -> list[str]:
    """Each net's rate; where it was changed on the way, the first and the last."""
    if not frame.step:
        return [number(spec.learning_rate * factor) for factor in spec.factors]
    changes = len(frame.changed_at)
    between = ["…"] if changes > 1 else []
    return [
        " → ".join([number(first), *between, number(last)] if changes else [number(last)])
        for first, last in frame.rates[:, [0, -1]]
    ]


def _become(frame: TrainingFrame, net: int, name: str) -> str:
    """What has become of a net."""
    end = outcome(frame, net)
    begun = end is Outcome.BEGUN and frame.step
    loss = (frame.losses if begun else frame.train_losses)[net, -1]
    return tr(
        OUTCOMES[end],
        net=name,
        step=int(frame.diverged_at[net]),
        loss=number(loss),
        train=percent(frame.train_accuracies[net, -1]),
        test=percent(frame.test_accuracies[net, -1]),
        dead=percent(frame.dead_share[net, -1]),
    )


def _columns(side: Side, digits: int) -> dict[str, list[str]]:
    """Each measure of a side by its name, layer by layer."""

    def numbers(values: Array) -> list[str]:
        return [number(float(value), digits) for value in values]

    def shares(values: Array) -> list[str]:
        return [f"{text} %" for text in numbers(100 * values)]

    return {
        tr("std"): numbers(side.std),
        tr("saturated"): shares(side.saturated),
        tr("dead"): shares(side.dead),
        tr("std of dL/dh"): numbers(side.gradient.std),
        tr("median |dL/dz|"): numbers(side.z_gradient.median),
        tr("RMS dL/dz"): numbers(side.z_gradient.rms),
    }


def tangent(spec: TangentSpec, frame: TangentFrame) -> Reading:
    """What the slope promises of a gradient step, and what comes of it."""
    numbers = {
        "rate": number(spec.learning_rate),
        "value": number(frame.value, 4),
        "predicted": number(frame.predicted, 4),
        "real": number(frame.real, 4),
        "limit": number(frame.first_failing_rate, 4),
    }
    if frame.slope == 0:
        first = tr("No slope here, so no step: f = {value}.", **numbers)
    elif abs(frame.real - frame.value) <= (least := ROUNDING * abs(frame.value)):
        first = tr("The step changes f = {value} by no more than rounding.", **numbers)
        if abs(frame.predicted - frame.value) > least:
            first = tr(
                "A step of η = {rate}: the tangent promises f = {predicted}, "
                "but f stays at {value}.",
                **numbers,
            )
    elif frame.real < frame.value:
        first = tr(
            "A step of η = {rate}: the tangent promises f = {predicted}, and f falls from {value} "
            "to {real}.",
            **numbers,
        )
    else:
        first = tr(
            "A step of η = {rate} is too long: the tangent promises f = {predicted}, but f goes "
            "from {value} to {real}.",
            **numbers,
        )
    if np.isfinite(frame.first_failing_rate):
        second = tr("Every η below {limit} lowers f; at {limit} the step first fails.", **numbers)
    elif np.isinf(frame.first_failing_rate):
        second = tr("No η up to a million fails to lower f.")
    else:
        second = ""
    rows = (
        (tr("f here"), number(frame.value, 6)),
        (tr("slope along the line"), number(frame.slope, 6)),
        (tr("curvature along the line"), number(frame.curvature, 6)),
        (tr("f after the step, by the tangent"), number(frame.predicted, 6)),
        (tr("f after the step"), number(frame.real, 6)),
        (tr("first η that fails"), number(frame.first_failing_rate, 6)),
    )
    return Reading(tuple(s for s in (first, second) if s), (tr("Quantity"), tr("Value")), rows)


def convexity(spec: ConvexitySpec, frame: ConvexityFrame) -> Reading:
    """Four questions, and a witness where the answer is no."""
    return Reading(
        (
            _witness(frame),
            _chord(frame),
            _jensen(frame),
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
        a, b, worst = map(_place, frame.witness)
        return tr(
            "Not convex: between {a} and {b} f rises above its chord, at {worst}.",
            a=a,
            b=b,
            worst=worst,
        )
    if frame.stated_convex:
        return tr("Convex: no chord was found that f rises above.")
    return tr("No chord was found that f rises above; that proves nothing.")


def _chord(frame: ConvexityFrame) -> str:
    if frame.chord_holds:
        return tr("Chord A B: f stays below it.")
    excess, worst = number(frame.excess, 4), _place(frame.worst)
    return tr("Chord A B: f rises {excess} above it, at {worst}.", excess=excess, worst=worst)


def _jensen(frame: ConvexityFrame) -> str:
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
    level, pieces = number(frame.level, 4), frame.pieces
    if np.isfinite(frame.leaving).all():
        a, b, outside = map(_place, frame.leaving)
        return tr(
            "Where f ≤ {level} ({pieces} pieces): not convex, the way from {a} to {b} leaves it "
            "at {outside}.",
            level=level,
            pieces=pieces,
            a=a,
            b=b,
            outside=outside,
        )
    return tr(
        "Where f ≤ {level} ({pieces} piece): a convex set, as far as is seen.",
        level=level,
        pieces=pieces,
    )


def _place(point: Array | tuple[float, float]) -> str:
    """A coordinate that is nothing beside the other is the rounding of a zero."""
    least = ROUNDED_OFF * max(abs(float(v)) for v in point)
    x, y = (number(float(v) if abs(v) > least else 0.0, 4) for v in point)
    return f"({x}, {y})"


READINGS: Mapping[str, Callable[[Any, Any], Reading]] = {
    "descent": descent,
    "heights": heights,
    "basins": basins,
    "rates": rates,
    "tangent": tangent,
    "convexity": convexity,
    "activations": activations,
    "functions": functions,
    "preprocessing": preprocessing,
    "training": training,
    "normalization": normalization,
    "running_statistics": running_statistics,
    "bn_backward": bn_backward,
    "norm_training": norm_training,
    "weight_scale": weight_scale,
}
