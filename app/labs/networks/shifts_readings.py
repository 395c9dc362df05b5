"""The reading of nets tested on moved digits: what convolution buys, and what pooling. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.labs.networks.shifts_words import error, moved, name
from app.words.labels import number, percent, tr
from app.words.reading import Reading
from core.networks.shifts import FARTHEST, PREVIEW, ShiftsFrame, ShiftsSpec, by_parity

CHESSBOARD = 0.03
"""How much better even shifts have to be than odd ones to be said so."""


def shifts(spec: ShiftsSpec, frame: ShiftsFrame) -> Reading:
    """How often each net is right by how far digits are moved, and whether its maps move along."""
    headers = (
        tr("Net"),
        tr("Parameters"),
        *(tr("Shift {n}", n=n) for n in range(FARTHEST + 1)),
        tr("All shifts"),
        tr("Maps off: layer 1"),
        tr("layer 2"),
    )
    rows = tuple(_row(frame, k) for k in range(len(frame.nets)))
    return Reading(tuple(_sentences(spec, frame)), headers, rows)


def without_parameters(spec: ShiftsSpec, frame: ShiftsFrame) -> Reading:
    """The same where there is little room: the parameters do not depend on the run."""
    whole = shifts(spec, frame)
    rows = tuple((row[0], *row[2:]) for row in whole.rows)
    return Reading(whole.sentences, (whole.headers[0], *whole.headers[2:]), rows)


def digit(frame: ShiftsFrame, net: str, down: int, right: int) -> str:
    """What a net makes of the dragged digit, and whether its maps move along."""
    k, i, j = frame.nets.index(net), down + FARTHEST, right + FARTHEST
    probabilities = frame.probabilities[k, i, j]
    if np.isnan(probabilities).any():
        return tr("The digit's maps come after the first epoch.")
    read = int(probabilities.argmax())
    told = {
        "digit": frame.label,
        "shift": moved(down, right),
        "net": name(net),
        "read": read,
        "sure": percent(float(probabilities[read])),
    }
    read_as = tr("The {digit}, {shift}: {net} reads {read} ({sure} sure).", **told)
    if net == "dense":
        return read_as
    return f"{read_as} {tr('Above, maps of the moved digit; below, moved maps of the digit.')}"


def _row(frame: ShiftsFrame, k: int) -> tuple[str, ...]:
    errors = (frame.equivariance_error[k], frame.deep_equivariance_error[k])
    return (
        name(frame.nets[k]),
        f"{int(frame.parameters[k]):,}",
        *(_accuracy(frame.by_distances[:, k, d]) for d in range(FARTHEST + 1)),
        _accuracy(frame.accuracies[:, k].mean(axis=(1, 2))),
        *(error(float(one.mean())) for one in errors),
    )


def _accuracy(seeds: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """The mean over the seeds that are known, in percent, with its spread if there are several."""
    known = 100 * seeds[np.isfinite(seeds)]
    if not known.size:
        return number(np.nan)
    if known.size == 1:
        return f"{known[0]:.1f}"
    return f"{known.mean():.1f} ± {known.std():.1f}"


def _sentences(spec: ShiftsSpec, frame: ShiftsFrame) -> Iterator[str]:
    if frame.step < frame.total:
        yield tr(
            "Step {step} of {total}; so far on {tested} test digits.",
            step=frame.step,
            total=frame.total,
            tested=frame.tested or min(PREVIEW, spec.test),
        )
    at = {net: k for k, net in enumerate(frame.nets)}
    if np.isnan(frame.accuracy).any():
        return
    if spec.permuted:
        means = (percent(float(one.mean())) for one in frame.accuracy)
        found = ", ".join(
            f"{name(net)} {mean}" for net, mean in zip(frame.nets, means, strict=True)
        )
        yield tr(
            "In a drawn order of the pixels neighbors mean nothing, and no maps move along; a "
            "dense net cannot tell the difference. Over all shifts: {found}.",
            found=found,
        )
        return
    if {"conv_flatten", "conv_max"} <= set(at):
        yield _of_pooling(frame, at["conv_flatten"], at["conv_max"])
    if "conv_max" in at:
        yield from _of_strides(spec, frame, at["conv_max"])
    if {"local", "conv_max"} <= set(at):
        yield tr(
            "With weights of their own at every pixel: {parameters} parameters, {local}.",
            parameters=f"{int(frame.parameters[at['local']]):,}",
            local=percent(float(frame.accuracy[at["local"]].mean())),
        )


def _of_pooling(frame: ShiftsFrame, flatten: int, largest: int) -> str:
    """What convolution alone is good for, and what the maximum over each map adds."""
    told = {
        "flatten": percent(float(frame.accuracy[flatten].mean())),
        "largest": percent(float(frame.accuracy[largest].mean())),
        "error": error(float(frame.equivariance_error[[flatten, largest]].mean())),
    }
    return tr(
        "Convolution makes maps move along (layer 1: off by {error}); forgetting where is the "
        "maximum's work. Over all shifts: conv + flatten {flatten}, conv + global max {largest}.",
        **told,
    )


def _of_strides(spec: ShiftsSpec, frame: ShiftsFrame, k: int) -> Iterator[str]:
    """Whether the map is a chessboard, and why."""
    accuracy, apart = frame.accuracy[k], frame.deep_equivariance_error[k]
    even, odd = by_parity(accuracy)
    told = {"even": percent(even), "odd": percent(odd)}
    if spec.stride == 1:
        yield tr(
            "Nothing makes its maps smaller, so no shift is lost between two pixels: {even} at "
            "even shifts, {odd} at odd ones.",
            **told,
        )
    elif even - odd > CHESSBOARD:
        whole, half = by_parity(apart)
        yield tr(
            "A chessboard: {even} at even shifts, {odd} at odd ones. Behind a step of 2 pixels "
            "maps move along by even shifts (layer 2: off by {whole}), not by odd ones ({half}).",
            **told,
            whole=error(whole),
            half=error(half),
        )
