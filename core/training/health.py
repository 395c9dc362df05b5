"""What is known of a run as it goes, reduced to the few numbers that say whether it is healthy.

Whoever trains fills a :class:`Record` with what it recorded; :func:`measures` makes numbers of it,
by name, at any moment of the run. What was not recorded, or not long enough, is NaN: it is not
judged.
Which numbers mean what is :mod:`core.training.rules`' business.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

LEAST_EPOCHS = 3
"""The epochs before which the place in the epoch, and the gap between training and held-out data,
are not told from chance."""
LEAST_PLACES = 60
"""The degrees of freedom of the late batch losses' order below which the place in the epoch is not
told from chance: its share would vary by more than .07."""
SMOOTHED = 10
"""The number of last batches whose mean loss is called the present loss."""

RISE = 0.5
"""How much higher a batch's loss must be than the one before, in nats, to count as a step up."""


def _nothing() -> Array:
    return np.empty(0)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was recorded of a run so far. What is left out was not measured."""

    classes: int
    """The number of classes: guessing costs its logarithm."""
    epoch: int
    """The number of steps of an epoch."""
    losses: Array
    """[step] loss on the step's batch, before the step; without penalty."""
    train_loss: Array = field(default_factory=_nothing)
    """[evaluation] loss in prediction on training samples; the first is the untrained net's."""
    train_accuracy: Array = field(default_factory=_nothing)
    test_loss: Array = field(default_factory=_nothing)
    """[evaluation] loss on held-out samples."""
    test_accuracy: Array = field(default_factory=_nothing)
    dead: Array = field(default_factory=_nothing)
    """[evaluation, layer] share of a hidden layer's units that are zero for every sample."""
    saturated: Array = field(default_factory=_nothing)
    """[evaluation, layer] share of a bounded activation's values on its flats."""
    std: Array = field(default_factory=_nothing)
    """[evaluation, layer] std of a hidden layer's output."""
    weight_norm: Array = field(default_factory=_nothing)
    """[evaluation] the length of all weights together, biases left out."""
    measured_at: Array = field(default_factory=_nothing)
    """[measurement] the steps, counted from 0, whose update was measured."""
    update_ratio: Array = field(default_factory=_nothing)
    """[measurement, layer] |Δw| / |w| of those steps."""
    variety: Array = field(default_factory=_nothing)
    """[measurement] the number of classes in those steps' batches, as a share of how many a batch
    of that size has if it is drawn from all training samples."""


def measures(record: Record) -> dict[str, float]:
    """The numbers that rules look at, by name; NaN is what is not known (yet)."""
    found = dict.fromkeys(MEASURES, math.nan)
    with np.errstate(all="ignore"):
        for part in (_start, _curves, _weights, _ends):
            found |= part(record)
    return found


MEASURES: Mapping[str, str] = {
    "first_loss": "loss of the untrained net / ln C",
    "first_excess": "loss of the untrained net / ln C, less 1",
    "saturated_first": "largest share of a layer's saturated values before the first step",
    "dead_first": "largest share of a layer's dead units before the first step",
    "last_std": "std of the last hidden layer before the first step",
    "std_factor": "factor of the std from each hidden layer to the next, before the first step",
    "not_finite": "share of the steps whose loss is not finite",
    "weight_growth": "norm of the weights / that of the untrained net's",
    "place_share": "share of the batch losses' order that the place in the epoch explains",
    "class_variety": "classes in a batch / those in a shuffled batch",
    "loss_growth": "present loss / first loss",
    "early_ratio": "|Δw| / |w| in the first epoch, the layers' median",
    "largest_ratio": "largest |Δw| / |w| of an epoch, the layers' median",
    "dead_last": "largest share of a layer's dead units now",
    "upward": "share of the steps after which the next batch's loss is higher by more than 0.5",
    "last_loss": "present loss on training data",
    "loss_share": "present loss on training data / ln C",
    "train_error": "present share of the training data that is misread",
    "test_above": "accuracy on held-out data less that on training data",
    "test_below": "accuracy on training data less that on held-out data",
}
"""What is measured, by name, in English for tables that no person reads in another language."""


def _start(record: Record) -> dict[str, float]:
    """What the untrained net says."""
    first = record.train_loss[0] if record.train_loss.size else _at(record.losses, 0)
    start = float(first) / math.log(record.classes)
    found = {"first_loss": start, "first_excess": start - 1}
    if record.saturated.size:
        found["saturated_first"] = float(record.saturated[0].max())
    if record.dead.size:
        found["dead_first"] = float(record.dead[0].max())
    if record.std.size:
        std = record.std[0]
        found["last_std"] = float(std[-1])
        if len(std) > 1:
            found["std_factor"] = float((std[-1] / std[0]) ** (1 / (len(std) - 1)))
    return found


def _curves(record: Record) -> dict[str, float]:
    """What the loss, batch by batch, says."""
    losses = record.losses
    if not losses.size:
        return {}
    lost = ~np.isfinite(losses)
    found = {"not_finite": float(lost.mean())}
    if lost.any() or (record.train_loss.size and not np.isfinite(record.train_loss).all()):
        found["not_finite"] = max(found["not_finite"], 1 / len(losses))
        return found
    if len(losses) >= record.epoch:
        now = float(losses[-min(record.epoch, SMOOTHED) :].mean())
        found["loss_growth"] = now / float(losses[0])
        found["last_loss"] = now
        found["loss_share"] = now / math.log(record.classes)
        found["upward"] = float((np.diff(losses) > RISE).mean())
    if len(losses) >= LEAST_EPOCHS * record.epoch and record.epoch > 1:
        found["place_share"] = _place_share(losses, record.epoch)
    return found


def _place_share(losses: Array, epoch: int) -> float:
    """The share of the variance of a batch loss's rank in its epoch that the place in the epoch
    explains, beyond what chance explains (adjusted R²), over the later half of the epochs. That a
    loss falls, or rises, all along an epoch is taken away first.

    Where samples are drawn anew for each epoch no place is harder than another.
    """
    whole = losses[: len(losses) // epoch * epoch].reshape(-1, epoch)
    late = whole[min(len(whole) - 2, len(whole) // 2) :]
    ranks = late.argsort(axis=1).argsort(axis=1)  # so that no single spike decides
    place = np.arange(epoch) - (epoch - 1) / 2
    left = ranks - (epoch - 1) / 2
    left = left - np.outer(left @ place / (place @ place), place)
    every = float((left**2).sum())
    rest = float(((left - left.mean(axis=0)) ** 2).sum())
    many = left.size - 2 * len(left)
    if many < LEAST_PLACES or not every:
        return math.nan
    return float(1 - rest / every * many / (many - epoch + 2))


def _weights(record: Record) -> dict[str, float]:
    """What the updates say."""
    found = {}
    if record.weight_norm.size > 1:
        found["weight_growth"] = float(record.weight_norm[-1] / record.weight_norm[0])
    if record.variety.size:
        found["class_variety"] = float(record.variety.mean())
    if record.update_ratio.size and len(record.losses) >= record.epoch:
        ratio = np.median(record.update_ratio, axis=1)
        number = record.measured_at.astype(int) // record.epoch
        of_epochs = [ratio[number == k].mean() for k in np.unique(number)]
        found["early_ratio"] = float(of_epochs[0])
        found["largest_ratio"] = float(np.max(of_epochs))
    return found


def _ends(record: Record) -> dict[str, float]:
    """How the net does now, on samples that it saw and on samples that it did not see."""
    found = {}
    if record.dead.size and len(record.dead) > 1:
        found["dead_last"] = float(record.dead[-1].max())
    if len(record.losses) < LEAST_EPOCHS * record.epoch or not record.train_accuracy.size:
        return found
    late = slice(-max(1, len(record.train_accuracy) // 4), None)
    trained = float(record.train_accuracy[late].mean())
    held_out = float(record.test_accuracy[late].mean())
    found["train_error"] = 1 - trained
    found["test_above"], found["test_below"] = held_out - trained, trained - held_out
    return found


def _at(values: Array, place: int) -> float:
    return float(values[place]) if len(values) else math.nan
