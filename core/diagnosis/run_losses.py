"""Draws the losses of a :class:`core.diagnosis.losses.LossesSpec`, fits its lines, and trains its
nets."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data.digits import CLASSES, PIXELS
from core.data.draws import generator
from core.diagnosis.losses import (
    BATCH,
    BATCHES,
    DRAWN,
    FAMILIES,
    FAR,
    GRID,
    OFFSET,
    ORDER,
    POINTS,
    RATES,
    REACH,
    SAMPLES,
    SETS,
    SETS_STEPS,
    SLOPE,
    SPREAD,
    STARTS,
    STEPS,
    SUPERPOSED,
    TRAINED,
    WEIGHTS,
    WIDTH,
    LossesFrame,
    LossesSpec,
)
from core.experiment import Frames, read_only
from core.kept import Kept
from core.layers.activations import ACTIVATIONS
from core.nets.weights import he_normal
from core.training.data import Split, batches
from core.training.digits import split_digits
from core.training.stacked import (
    StackedLayer,
    StackedLoss,
    StackedNets,
    cross_entropy,
    shares_cross_entropy,
    sigmoid_cross_entropy,
    sigmoid_squared,
    softmax_squared,
)

Array = np.ndarray[Any, Any]

_LOSSES: Mapping[str, StackedLoss] = {
    "softmax_ce": cross_entropy,
    "softmax_squared": softmax_squared,
    "sigmoid_bce": sigmoid_cross_entropy,
    "sigmoid_squared": sigmoid_squared,
}
SHARES = np.arange(0.02, 0.5, 0.02)
"""The shares of the softmax above which a label counts; the best on the training set is taken."""

_trained: Kept[dict[str, Array]] = Kept(20)


def run(spec: LossesSpec, device: str) -> Frames:
    """Draw and fit at once, then train; yields a frame at first, and one now and then while the
    nets train. What is trained is kept, so that a moved point trains nothing anew."""
    at_once = _at_once(spec)
    key = (spec.seed, spec.sureness, device)
    kept = _trained.get(key)
    trainings = kept or {
        "accuracy": np.full((len(TRAINED), len(STARTS), len(RATES)), np.nan),
        "curves": np.full((len(TRAINED), len(STARTS), STEPS), np.nan),
        "sets_right": np.full(len(SETS), np.nan),
    }
    total = len(TRAINED) + 1
    if kept:
        yield None
        yield _frame(at_once, trainings, total, total)
        return
    yield _frame(at_once, trainings, 0, total)
    data = digits(spec, device)
    for k, name in enumerate(TRAINED):
        for _ in _train(spec, k, name, data, trainings):
            yield None
        yield _frame(at_once, trainings, k + 1, total)
    for _ in _train_sets(spec, data, trainings):
        yield None
    _trained.put(key, trainings)
    yield _frame(at_once, trainings, total, total)


def digits(spec: LossesSpec, device: str) -> Split:
    """The digits in 0..1 [sample, 64] with their labels, split by the seed."""
    return split_digits(SAMPLES, generator(spec.seed, ORDER)).to(device)


def points(spec: LossesSpec) -> Array:
    """[n, 2] a person's own points, or points around the line, some of them far below it."""
    own = spec.own_points
    if len(own):
        return own
    draws = np.random.default_rng((spec.seed, DRAWN))
    x = np.sort(draws.uniform(0, 5, POINTS))
    y = SLOPE * x + OFFSET + SPREAD * draws.standard_normal(POINTS)
    # The points at the right pull the most at a slope; more outliers only add some.
    outliers = round(spec.outliers * POINTS)
    y[POINTS - outliers :] -= FAR
    return np.stack([x, y], axis=1).round(3)


def line_l2(x: Array, y: Array) -> tuple[float, float]:
    """Slope and offset with the lowest sum of squares, in closed form."""
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return slope, float(y.mean() - slope * x.mean())


def line_l1(x: Array, y: Array) -> tuple[float, float]:
    """Slope and offset with the lowest sum of |residuals|: a line through two of the points, of all
    of which the best is taken (Boscovich 1757; a linear program has its optimum at a corner)."""
    i, j = np.triu_indices(len(x), 1)
    apart = x[j] != x[i]
    slopes = (y[j] - y[i])[apart] / (x[j] - x[i])[apart]
    offsets = y[i][apart] - slopes * x[i][apart]
    best, lowest = 0, np.inf
    for first in range(0, len(slopes), 4096):
        part = slice(first, first + 4096)
        sums = np.abs(y - slopes[part, None] * x - offsets[part, None]).sum(axis=1)
        place = int(sums.argmin())
        if sums[place] < lowest:
            best, lowest = first + place, float(sums[place])
    return float(slopes[best]), float(offsets[best])


def line_huber(x: Array, y: Array, delta: float) -> tuple[float, float]:
    """Slope and offset with the lowest sum of Huber losses, by reweighted least squares from the L1
    line: each residual r weighs min(1, δ/|r|) (Huber 1964)."""
    line = np.array(line_l1(x, y))
    columns = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(500):
        size = np.abs(y - columns @ line)
        weights = np.minimum(1, delta / np.maximum(size, 1e-300))
        weighed = columns * weights[:, None]
        found = np.linalg.solve(columns.T @ weighed, weighed.T @ y)
        moved, line = float(np.abs(found - line).max()), found
        if moved < 1e-12:
            break
    return float(line[0]), float(line[1])


def _at_once(spec: LossesSpec) -> dict[str, Any]:
    """The arrays that no training is needed for."""
    family = FAMILIES[spec.family]
    z, at = np.linspace(-REACH, REACH, GRID), np.array([spec.z])
    xy = points(spec)
    x, y = xy.T
    return {
        "names": tuple(family),
        "z": z,
        "values": np.array([one.value(z, spec) for one in family.values()]),
        "gradients": np.array([one.gradient(z, spec) for one in family.values()]),
        "value_at": np.array([one.value(at, spec)[0] for one in family.values()]),
        "gradient_at": np.array([one.gradient(at, spec)[0] for one in family.values()]),
        "points": xy,
        "lines": np.array([line_l2(x, y), line_l1(x, y), line_huber(x, y, spec.beta)]),
    }


def _frame(
    at_once: Mapping[str, Any], trainings: Mapping[str, Array], step: int, total: int
) -> LossesFrame:
    arrays = {name: value for name, value in at_once.items() if name != "names"}
    arrays |= {name: value.copy() for name, value in trainings.items()}
    return LossesFrame(
        step=step,
        total=total,
        names=at_once["names"],
        rates=read_only(np.array(RATES)),
        trained=TRAINED,
        sets=SETS,
        **{name: read_only(value) for name, value in arrays.items()},
    )


def nets_of(spec: LossesSpec, loss: StackedLoss, rates: Tensor, heads: Tensor) -> StackedNets:
    """Nets 64-64-10 with these rates, and heads times these factors [K]."""
    shapes = [(WIDTH, PIXELS), (CLASSES, WIDTH)]
    first, head = he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS))
    head = head * 0.5**0.5  # LeCun's, for scores of variance 1
    many, device = len(rates), rates.device
    layers = [
        StackedLayer(
            first.to(device).expand(many, *first.shape).clone(),
            torch.zeros(many, WIDTH, device=device),
        ),
        StackedLayer(
            (head.to(device) * heads.view(-1, 1, 1)).contiguous(),
            torch.zeros(many, CLASSES, device=device),
        ),
    ]
    return StackedNets(layers, ACTIVATIONS["relu"], loss, rates)


def _train(spec: LossesSpec, k: int, name: str, data: Split, found: dict[str, Array]) -> Frames:
    """Train nets by one loss, from both starts at all rates; yields after each step."""
    device = data.x.device
    rates = torch.tensor(RATES * len(STARTS), device=device)
    factors = torch.tensor([1.0, spec.sureness], device=device).repeat_interleave(len(RATES))
    nets = nets_of(spec, _LOSSES[name], rates, factors)
    losses = np.empty((len(rates), STEPS))
    order = batches(SAMPLES, BATCH, generator(spec.seed, BATCHES))
    for step, rows in enumerate(itertools.islice(order, STEPS)):
        losses[:, step] = nets.step(data.x[rows], data.y[rows]).cpu().numpy()
        yield None
    right = nets.outputs(data.held_out_x).argmax(dim=2) == data.held_out_y
    accuracy = right.double().mean(dim=1).cpu().numpy().reshape(len(STARTS), len(RATES))
    found["accuracy"][k] = accuracy
    best = accuracy.argmax(axis=1)
    rows_of = losses.reshape(len(STARTS), len(RATES), STEPS)
    for start, rate in enumerate(best):
        with np.errstate(invalid="ignore"):
            found["curves"][k, start] = rows_of[start, rate] / rows_of[start, rate, 0]


def superposed(data: Split, draws: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pictures of one to three digits, the brighter ink of each pixel counting, and their labels
    [class, picture] of 0 and 1; first those to train on, then those held out."""
    parts: list[Tensor] = []
    for x, y, many in ((data.x, data.y, 3000), (data.held_out_x, data.held_out_y, 1000)):
        chosen = torch.randint(len(x), (3, many), generator=draws).to(x.device)
        counts = torch.randint(1, 4, (many,), generator=draws).to(x.device)
        there = torch.arange(3, device=x.device)[:, None] < counts
        picture = torch.where(there[:, :, None], x[chosen], 0.0).amax(dim=0)
        labels = torch.zeros(CLASSES, many, device=x.device)
        for one, used in zip(y[chosen], there, strict=True):
            labels[one[used], torch.arange(many, device=x.device)[used]] = 1.0
        parts += [picture, labels]
    return parts[0], parts[1], parts[2], parts[3]


def _train_sets(spec: LossesSpec, data: Split, found: dict[str, Array]) -> Frames:
    """Train nets by BCE on each label and by cross-entropy on shares, at all rates, of which the
    training pictures choose one; yields after each step."""
    x, y, test_x, test_y = superposed(data, generator(spec.seed, SUPERPOSED))
    rates = torch.tensor(RATES, device=x.device)
    found["sets_right"][:] = np.nan
    for place, loss in enumerate((sigmoid_cross_entropy, shares_cross_entropy)):
        nets = nets_of(spec, loss, rates, torch.ones_like(rates))
        order = batches(len(x), BATCH, generator(spec.seed, BATCHES))
        for rows in itertools.islice(order, SETS_STEPS):
            nets.step(x[rows], y[:, rows])
            yield None
        train, test = (nets.outputs(part).transpose(1, 2) for part in (x, test_x))
        levels = [0.0] if place == 0 else np.log(SHARES).tolist()
        if place == 1:  # the logarithm of the share, which like BCE's score is held against a level
            train, test = train.log_softmax(dim=1), test.log_softmax(dim=1)
        each = [
            (_right(one > level, y), k, level) for k, one in enumerate(train) for level in levels
        ]
        _, k, level = max(each)
        tops = [_right(_top(one, y), y) for one in train]
        top = test[int(np.argmax(tops))]
        found["sets_right"][place] = _right(test[k] > level, test_y)
        found["sets_right"][2 + place] = _right(_top(top, test_y), test_y)
        yield None


def _top(scores: Tensor, labels: Tensor) -> Tensor:
    """[class, picture] whether a class is among the highest, as many as the picture has."""
    ranks = scores.argsort(dim=0, descending=True).argsort(dim=0)
    return ranks < labels.sum(dim=0)


def _right(said: Tensor, labels: Tensor) -> float:
    """The share of pictures whose whole set is right."""
    return float((said == labels.bool()).all(dim=0).double().mean())
