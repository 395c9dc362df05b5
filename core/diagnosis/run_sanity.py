"""Makes the five checks of a :class:`core.diagnosis.sanity.SanitySpec`, for its fault and then for
all others."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.data.digits import PIXELS, load_digits
from core.data.draws import generator
from core.diagnosis.faults import Wiring, wired
from core.diagnosis.sanity import (
    BAND,
    BATCH,
    BATCHES,
    BUGS,
    FAULT,
    FEW,
    GREEN,
    HEADS,
    LAST,
    LEARNED,
    LEAST_GAIN,
    LIGHTS,
    NEAR,
    ORDER,
    OVERFIT_STEPS,
    RARE,
    RATE,
    RED,
    SAMPLES,
    SHUFFLE,
    STEPS,
    UNKNOWN,
    WEIGHTS,
    ZERO_SHARE,
    SanityFrame,
    SanitySpec,
)
from core.experiment import Frames, read_only
from core.kept import Kept
from core.nets.weights import he_normal, linear
from core.training.data import Split, batches
from core.training.digits import SOLID, split_digits
from core.training.probes import update_ratio
from core.training.trainer import Trainer

Array = np.ndarray[Any, Any]

_OFTEN = 20
"""Steps of work between two yields."""


@dataclass
class Checked:
    """What is known of one fault so far."""

    lights: Array
    numbers: Array
    overfit_losses: Array
    losses: Array
    shuffled_losses: Array
    zero_losses: Array
    update_ratio: Array
    gains: Array


_checked: Kept[dict[str, Checked]] = Kept(20)


def run(spec: SanitySpec, device: str) -> Frames:
    """Check the spec's fault, with a frame after each check, then the other faults, with a frame
    for each. What is known of a net is kept, so that another fault in it is shown at once."""
    key = (spec.replace(bug="none"), device)
    known = dict(_checked.get(key) or {})  # a run that is stopped leaves nothing half known
    data = digits(spec, device)
    yield None
    start = _Start(spec, data)
    order = [spec.bug, *(bug for bug in BUGS if bug != spec.bug)]
    lights, total = len(LIGHTS), len(LIGHTS) + len(order)
    for place, bug in enumerate(order):
        if bug in known:
            continue
        one = known.setdefault(bug, _unknown(spec)) if bug == spec.bug else _unknown(spec)
        step = 0
        for made in check(spec.replace(bug=bug), data, one, start.data_loss):
            step += made
            yield start.frame(known, spec.bug, step, total) if made and place == 0 else None
        known[bug] = one
        _checked.put(key, dict(known))
        if place + 1 < len(order):
            yield start.frame(known, spec.bug, lights + place + 1, total)
    yield start.frame(known, spec.bug, total, total)


def check(spec: SanitySpec, data: Split, one: Checked, first: float) -> Iterator[bool]:
    """Make the five checks and write what they find into ``one``; yields whether something new is
    known after each piece of work. ``first`` is the data's loss before any step."""
    share = first / math.log(spec.classes)
    _judge(one, 0, share, abs(share - 1) <= NEAR)
    few = Split(data.x[:FEW], data.y[:FEW], data.held_out_x, data.held_out_y)
    yield True
    yield from _overfit(spec, few, one)
    yield True
    gain = yield from _train(spec, data, one.losses, one.update_ratio)
    worst = _worst(one.update_ratio)
    _judge(one, 3, worst, BAND[0] <= worst <= BAND[1])
    yield True
    order = torch.randperm(len(data.y), generator=generator(spec.seed, SHUFFLE))
    shuffled = dataclasses.replace(data, y=data.y[order.to(data.y.device)])
    leak = yield from _train(spec, shuffled, one.shuffled_losses)
    one.gains[:] = gain, leak
    _judge(one, 2, gain - leak, gain - leak >= LEAST_GAIN)
    yield True
    yield from _train(spec, dataclasses.replace(data, x=0 * data.x), one.zero_losses)
    less = float(one.losses[-LAST:].mean() / one.zero_losses[-LAST:].mean())
    _judge(one, 4, less, less <= ZERO_SHARE)
    yield True


def digits(spec: SanitySpec, device: str) -> Split:
    """The digits [sample, 64], all pixels together of mean 0 and variance 1, split by the seed,
    with the labels that the spec asks for."""
    pixels = torch.tensor(load_digits().images) / SOLID
    mean, std = pixels.mean(), pixels.std()
    drawn = split_digits(SAMPLES, generator(spec.seed, ORDER))
    x, held_out_x = ((part - mean) / std for part in (drawn.x, drawn.held_out_x))
    y, held_out_y = drawn.y, drawn.held_out_y
    if spec.balance == "rare":
        y, held_out_y = ((part == RARE).long() for part in (y, held_out_y))
    return Split(x, y, held_out_x, held_out_y).to(device)


def layers_of(spec: SanitySpec, device: str) -> list[nn.Linear]:
    """He's weights but for the head, whose standard deviation is the spec's; no biases at first."""
    sizes = [PIXELS, *spec.sizes, spec.classes]
    shapes = [(b, a) for a, b in itertools.pairwise(sizes)]
    weights = he_normal(shapes, 1.0, generator(spec.seed, WEIGHTS))
    weights[-1] *= spec.head / math.sqrt(2 / sizes[-2])
    return [linear(w.to(device), torch.zeros(len(w), device=device)) for w in weights]


def wiring_of(spec: SanitySpec, device: str) -> tuple[Wiring, list[nn.Linear]]:
    """The untrained net with its loss and optimizer, the fault in them, and its layers."""
    layers = layers_of(spec, device)
    return wired(spec.bug, layers, RATE, spec.penalty, generator(spec.seed, FAULT)), layers


def _overfit(spec: SanitySpec, few: Split, one: Checked) -> Iterator[bool]:
    """Train on the same few samples for as long as a right net needs several times over."""
    wiring, _ = wiring_of(spec, str(few.x.device))
    rows = itertools.repeat(torch.arange(len(few.y), device=few.x.device))
    trainer = Trainer(wiring.module, wiring.loss, few, wiring.optimizer, batches=rows)
    for step in range(OVERFIT_STEPS):
        one.overfit_losses[step] = trainer.step()
        if step % _OFTEN == 0:
            yield False
    last = float(one.overfit_losses[-1])
    _judge(one, 1, last, last <= LEARNED)


def _train(
    spec: SanitySpec, data: Split, losses: Array, ratios: Array | None = None
) -> Generator[bool, None, float]:
    """Train on all samples, and return the held-out gain over the most frequent class."""
    wiring, layers = wiring_of(spec, str(data.x.device))
    order = batches(len(data.y), BATCH, generator(spec.seed, BATCHES))
    trainer = Trainer(wiring.module, wiring.loss, data, wiring.optimizer, batches=order)
    probes = [] if ratios is None else [update_ratio([layer.weight for layer in layers])]
    for step in range(STEPS):
        losses[step], measured = trainer.measured_step(probes)
        if ratios is not None:
            ratios[:, step] = measured["update_ratio"]
        if step % _OFTEN == 0:
            yield False
    with torch.no_grad():
        scores = wiring.module(data.held_out_x)
    right = float((scores.argmax(dim=1) == data.held_out_y).double().mean())
    frequent = float(data.held_out_y.bincount().max()) / len(data.held_out_y)
    return (right - frequent) / (1 - frequent)


def _worst(ratios: Array) -> float:
    """The median ratio, of the second half of the steps, of the layer that lies farthest from the
    middle of the band; NaN if a layer has none."""
    of_layers = np.median(ratios[:, STEPS // 2 :], axis=1)
    if not np.isfinite(of_layers).all():
        return math.nan
    middle = math.sqrt(BAND[0] * BAND[1])
    far = np.abs(np.log(np.maximum(of_layers, 1e-30) / middle))
    return float(of_layers[int(far.argmax())])


def _judge(one: Checked, light: int, value: float, passes: bool) -> None:
    one.numbers[light] = value
    one.lights[light] = GREEN if passes else RED


def _unknown(spec: SanitySpec) -> Checked:
    def steps() -> Array:
        return np.full(STEPS, np.nan)

    return Checked(
        lights=np.full(len(LIGHTS), UNKNOWN),
        numbers=np.full(len(LIGHTS), np.nan),
        overfit_losses=np.full(OVERFIT_STEPS, np.nan),
        losses=steps(),
        shuffled_losses=steps(),
        zero_losses=steps(),
        update_ratio=np.full((len(spec.sizes) + 1, STEPS), np.nan),
        gains=np.full(2, np.nan),
    )


class _Start:
    """What is known of a spec before the first step."""

    def __init__(self, spec: SanitySpec, data: Split) -> None:
        device = str(data.x.device)
        rows = next(batches(len(data.y), BATCH, generator(spec.seed, BATCHES)))
        x, y = data.x[rows], data.y[rows]
        with torch.no_grad():
            self.data_loss = _first(spec, x, y)
            weights = [layer.weight for layer in layers_of(spec, device)]
            self.penalty = spec.penalty / 2 * sum(float(w.square().sum()) for w in weights)
            heads = (_first(spec.replace(head=head), x, y) for head in HEADS)
            self.first_losses = np.array(list(heads))
        shares = data.y.bincount(minlength=spec.classes).double() / len(data.y)
        entropy = -float(shares.xlogy(shares).sum())
        self.expected = np.array([math.log(spec.classes), self.penalty, entropy])

    def frame(self, known: dict[str, Checked], bug: str, step: int, total: int) -> SanityFrame:
        """A snapshot of what is known."""
        one = known[bug]
        parts = vars(one)
        unknown = (np.full(len(LIGHTS), UNKNOWN), np.full(len(LIGHTS), np.nan))
        both = [(known[b].lights, known[b].numbers) if b in known else unknown for b in BUGS]
        return SanityFrame(
            step=step,
            total=total,
            light_names=LIGHTS,
            first_loss=self.data_loss + self.penalty,
            first_parts=read_only(np.array([self.data_loss, self.penalty])),
            expected_loss=read_only(self.expected),
            head_scales=read_only(np.array(HEADS)),
            first_losses=read_only(self.first_losses),
            bugs=BUGS,
            found=read_only(np.array([lights for lights, _ in both])),
            values=read_only(np.array([numbers for _, numbers in both])),
            **{name: read_only(array.copy()) for name, array in parts.items()},
        )


def _first(spec: SanitySpec, x: Tensor, y: Tensor) -> float:
    """The data's loss before any step, by the loss that the fault leaves."""
    wiring, _ = wiring_of(spec, str(x.device))
    return float(wiring.loss(wiring.module(x), y))
