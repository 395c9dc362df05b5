"""Runs a :class:`core.networks.transfer.TransferSpec`: the pretraining, then all ways side by
side."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import numpy as np

from core.device import threads
from core.experiment import Frames, read_only
from core.kept import Kept
from core.known import mean_of_known, spread_of_known
from core.networks.learner import Learner, Outcome, learner
from core.networks.pretraining import Pretrained, pretrain
from core.networks.transfer import BATCH, POINT, TransferFrame, TransferSpec, seed_of
from core.networks.transfer_tasks import Drawn, Tasks, batch_stream, draw, examples_of, tasks
from core.training.data import Split, batches

Array = np.ndarray[Any, Any]


OUTCOMES: Kept[Outcome] = Kept(2**20, lambda outcome: len(outcome.losses) + 8)
"""The most recent outcomes: another way, or another mode of BN, leaves the others as they are."""


STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)
"""Student's t for 5 % on both sides, by degrees of freedom from 1 on."""


def run(spec: TransferSpec, device: str) -> Frames:
    """Pretrain, then train each way on few examples and on more, with one seed and the next; yields
    a frame at every few steps."""
    record = _Record(spec)
    both = yield from tasks(spec, device)
    pretrained = yield from _pretrain(spec, both.old, device, record)
    for r in range(spec.seeds):
        drawn = draw(spec, r)
        for c, count in enumerate(spec.counts):
            yield from _train(spec, device, both, pretrained, drawn, record, (r, c, count))


def _pretrain(
    spec: TransferSpec, old: Split, device: str, record: _Record
) -> Generator[TransferFrame | None, None, Pretrained]:
    """Pretrain, or take what is kept, with a frame at every few steps."""
    training = pretrain(spec, old, device)
    while True:
        try:
            loss = next(training)
        except StopIteration as ended:
            pretrained: Pretrained = ended.value
            break
        if loss is not None:
            record.pretraining.append(loss)
        done = len(record.pretraining)
        yield record.frame(done) if loss is not None and done % POINT == 0 else None
    record.old_before = pretrained.accuracy
    yield record.frame(spec.pretraining)
    return pretrained


def _train(
    spec: TransferSpec,
    device: str,
    both: Tasks,
    pretrained: Pretrained,
    drawn: Drawn,
    record: _Record,
    place: tuple[int, int, int],
) -> Frames:
    """Train all ways side by side on so many examples with one seed."""
    r, c, count = place
    keys = [_key(spec, way, r, count, device) for way in spec.compared]
    kept = [OUTCOMES.get(key) for key in keys]
    chosen = examples_of(drawn, count)
    new = both.new
    examples = Split(new.x[chosen], new.y[chosen], new.held_out_x, new.held_out_y)
    learners: dict[int, Learner] = {}
    for k, way in enumerate(spec.compared):
        if kept[k] is None:
            order = batches(len(chosen), BATCH, batch_stream(spec, r))
            learners[k] = yield from learner(
                spec, way, examples, both.old, pretrained, drawn, order
            )
    before = spec.pretraining + (r * len(spec.counts) + c) * spec.steps
    record.losses[:, c] = np.nan
    for step in range(spec.steps):
        for k, outcome in enumerate(kept):
            if outcome is not None:
                record.losses[k, c, step] = outcome.losses[step]
            else:
                record.losses[k, c, step] = learners[k].trainer.step()
                yield None
        if (step + 1) % POINT == 0 and step + 1 < spec.steps:
            yield record.frame(before + step + 1)
    for k, outcome in enumerate(kept):
        if outcome is None:
            outcome = yield from learners[k].outcome(pretrained, both.old, record.losses[k, c])
            OUTCOMES.put(keys[k], outcome)
        record.put(k, c, r, outcome)
    yield record.frame(before + spec.steps)


def _key(spec: TransferSpec, way: str, r: int, count: int, device: str) -> tuple[object, ...]:
    """What an outcome depends on."""
    rates = {
        "scratch": (spec.scratch_rate,),
        "random": (spec.head_rate, spec.bn_mode),
        "head": (spec.head_rate, spec.bn_mode),
        "fine_tune": (spec.head_rate, spec.fine_rate),
    }
    return (
        *(way, seed_of(spec, r), count, spec.seed, spec.data, spec.brightness, spec.steps),
        *(spec.pretraining, device, threads(), *rates[way]),
    )


class _Record:
    """All results so far."""

    def __init__(self, spec: TransferSpec) -> None:
        self._spec = spec
        ways, counts = len(spec.compared), len(spec.counts)
        self.pretraining: list[float] = []
        self.old_before = math.nan
        self.losses = np.full((ways, counts, spec.steps), np.nan)
        self._found = np.full((4, ways, counts, spec.seeds), np.nan)
        """Accuracy, moved parameters, moved features, old accuracy of each outcome."""

    def put(self, k: int, c: int, r: int, outcome: Outcome) -> None:
        """Note what a way made of so many examples with one seed."""
        self._found[:, k, c, r] = (
            *(outcome.accuracy, outcome.moved_parameters),
            *(outcome.moved_features, outcome.old_accuracy),
        )

    def frame(self, step: int) -> TransferFrame:
        """A snapshot."""
        spec = self._spec
        accuracy, moved_parameters, moved_features, old_accuracy = self._found.copy()
        arrays = {
            "samples_per_class": np.array(spec.counts),
            "accuracy": accuracy,
            "mean_accuracy": mean_of_known(accuracy),
            "spread": spread_of_known(accuracy),
            "apart": told_apart(accuracy),
            "moved_parameters": moved_parameters,
            "moved_features": moved_features,
            "old_accuracy": old_accuracy,
            "losses": self.losses.copy(),
            "pretraining_loss": np.array(self.pretraining),
        }
        return TransferFrame(
            step=step,
            total=spec.pretraining + spec.seeds * len(spec.counts) * spec.steps,
            ways=spec.compared,
            old_before=self.old_before,
            **{name: read_only(array) for name, array in arrays.items()},
        )


def told_apart(values: Array) -> Array:
    """[K, K, C] of values [K, C, R], paired by the last axis: 1 where the row's are higher than the
    column's by more than chance explains, -1 where they are lower, else 0.

    Student's t test of the differences d: |mean d| > t s / √R, with their standard deviation s and
    t for 5 % on both sides and R - 1 degrees of freedom. What is NaN is left out.
    """
    apart = values[:, np.newaxis] - values
    counts = (~np.isnan(apart)).sum(axis=-1)
    means, spreads = mean_of_known(apart), spread_of_known(apart)
    limits = np.array(STUDENT)[np.clip(counts - 2, 0, len(STUDENT) - 1)]
    beyond = (counts > 1) & (np.abs(means) > limits * spreads / np.sqrt(np.maximum(counts, 1)))
    order: Array = np.where(beyond, np.sign(means), 0).astype(int)
    return order
