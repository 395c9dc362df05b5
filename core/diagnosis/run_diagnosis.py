"""Train the net of a :class:`core.diagnosis.diagnosis.DiagnosisSpec`, measure it, and judge it."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.draws import generator
from core.data.labeled import LABELED
from core.diagnosis.diagnosis import (
    ASKED,
    EVALUATE,
    LIVE,
    MAX_CADENCE,
    MOMENTA,
    DiagnosisFrame,
    DiagnosisSpec,
)
from core.diagnosis.making import net_of, optimizer_of, split_of
from core.experiment import Frames, read_only
from core.layers.activations import SATURATED, activation_of
from core.training.cadence import proposed
from core.training.data import Split, batches, in_order
from core.training.health import MEASURES, Record, measures
from core.training.probes import batch_classes, gradient_norm, silent, update_ratio
from core.training.rules import RULES, Verdict, judge
from core.training.trainer import Trainer, Watch
from core.waiting import result_of

Array = np.ndarray[Any, Any]

ORDER = 901
"""The stream of the seed for the samples' order, and for which of them are asked."""


class Recorder:
    """A net in training with everything that is recorded of it, in arrays whose written part never
    changes."""

    def __init__(self, spec: DiagnosisSpec, data: Split) -> None:
        self.spec, self.data = spec, data
        self.net = net = net_of(spec).to(data.x.device)
        self._activation = activation_of(spec.activation)
        self._settings = {name: float(getattr(spec, name)) for name in LIVE}
        order = generator(spec.seed, ORDER)
        samples = len(data.y)
        self.trainer = Trainer(
            net,
            F.cross_entropy,
            data,
            optimizer_of(spec, net),
            batches=batches(samples, spec.batch, order)
            if spec.shuffle
            else in_order(samples, spec.batch),
        )
        self.probes = (
            update_ratio(net.weights, spec.cadence),
            gradient_norm(net.weights, spec.cadence),
            batch_classes(data.y.bincount() / samples, spec.batch, spec.cadence),
        )
        places = torch.randperm(samples, generator=order)[:ASKED].sort().values
        self._asked = (data.x[places], data.y[places])
        self._held_out = (data.held_out_x[:ASKED], data.held_out_y[:ASKED])
        self._make_arrays()
        self.step = self.measured = self.evaluated = 0
        self.bare = self.looking = 0.0
        self.verdict = Verdict()
        self.numbers: Mapping[str, float] = dict.fromkeys(MEASURES, math.nan)
        self._planned: dict[int, dict[str, float]] = {}
        for step, name, value in spec.planned:
            self._planned.setdefault(step, {})[name] = value

    def _make_arrays(self) -> None:
        spec = self.spec
        steps, m, e, layers = spec.steps, spec.measurements, spec.evaluations, spec.layers
        self.losses = np.full(steps, np.nan)
        self.settings = np.empty((len(LIVE), steps))
        self.settings[:] = np.array(list(self._settings.values()))[:, np.newaxis]
        self.measured_at = np.zeros(m, int)
        self.ratios, self.gradients = np.full((2, layers, m), np.nan)
        self.variety = np.full(m, np.nan)
        self.evaluated_at = np.zeros(e, int)
        self.answers = np.full((4, e), np.nan)
        self.weight_norm = np.full(e, np.nan)
        self.dead, self.saturated, self.std = np.full((3, e, layers - 1), np.nan)

    def hear(self, changes: Mapping[str, Any] | None) -> None:
        """Take in changes that were sent in at a ``yield``; they hold from the next step on."""
        for name, value in (changes or {}).items():
            if name in LIVE:
                self._settings[name] = float(value)
                self._set(name)
                self.settings[LIVE.index(name), self.step :] = value

    def _set(self, name: str) -> None:
        value = self._settings[name]
        for group in self.trainer.optimizer.param_groups:
            if name == "learning_rate":
                group["lr"] = value
            elif name == "weight_decay":
                group["weight_decay"] = value
            elif "betas" in group:
                group["betas"] = (value, group["betas"][1])
            elif self.spec.optimizer in MOMENTA:
                group["momentum"] = value

    def advance(self) -> None:
        """Take the next step."""
        step, began = self.step, time.perf_counter()
        if self._planned:
            self.hear(self._planned.get(step))
        asked = step % self.spec.cadence == 0
        if asked:
            self.losses[step], found = self.trainer.measured_step(self.probes)
            m = self.measured
            self.measured_at[m] = step
            self.ratios[:, m] = found["update_ratio"]
            self.gradients[:, m] = found["gradient_norm"]
            self.variety[m] = found["batch_classes"]
        else:
            self.losses[step] = self.trainer.step()
        self._account(asked, time.perf_counter() - began)
        self.measured += asked
        self.step = step + 1

    def _account(self, measured: bool, seconds: float) -> None:
        """Divide the time of a step into measuring and what the step alone would have taken."""
        usual = self.bare / self.step if self.step else seconds
        if measured and self.step > self.measured:
            self.looking += max(0.0, seconds - usual)
            seconds = min(seconds, usual)
        self.bare += seconds

    @property
    def due(self) -> bool:
        """Whether the net is to be evaluated before the next step."""
        return self.step % (EVALUATE * self.spec.cadence) == 0 or self.step == self.spec.steps

    def evaluate(self) -> Iterator[None]:
        """Ask samples of all data, and judge; yields after each piece of work."""
        began = time.perf_counter()
        for _ in self._evaluate():
            self.looking += time.perf_counter() - began
            yield None
            began = time.perf_counter()  # what happened meanwhile is not measuring
        self.looking += time.perf_counter() - began

    def _evaluate(self) -> Iterator[None]:
        e, layers = self.evaluated, self.net.activations
        with Watch(layers) as watch:
            trained = yield from self.trainer.ask(*self._asked)
        held_out = yield from self.trainer.ask(*self._held_out)
        self.answers[:, e] = (trained.loss, trained.accuracy, held_out.loss, held_out.accuracy)
        with torch.no_grad():
            for k, layer in enumerate(layers):
                self.dead[e, k], self.saturated[e, k], self.std[e, k] = self._look(
                    watch.inputs[layer], watch.outputs[layer]
                )
            lengths = torch.stack([w.norm() for w in self.net.weights])
            self.weight_norm[e] = float(lengths.norm())
        self.evaluated_at[e] = self.step
        self.evaluated = e + 1
        self.numbers = measures(self.record())
        self.verdict = judge(self.numbers)

    def _look(self, z: Tensor, h: Tensor) -> tuple[float, float, float]:
        """The dead share of a layer's units, the saturated share of its values, and their std."""
        dead = float(silent(h).float().mean())
        record = self._activation
        flat = math.nan
        if record.bounded:
            close = record.derivative(z, h).abs() < SATURATED * record.steepest
            flat = float(close.float().mean())
        return dead, flat, float(h.std(correction=0))

    def record(self) -> Record:
        """What was recorded so far, for the rules."""
        e, m = self.evaluated, self.measured
        return Record(
            classes=len(LABELED[self.spec.data].classes),
            epoch=self.spec.epoch,
            losses=self.losses[: self.step],
            train_loss=self.answers[0, :e],
            train_accuracy=self.answers[1, :e],
            test_loss=self.answers[2, :e],
            test_accuracy=self.answers[3, :e],
            dead=self.dead[:e],
            saturated=self.saturated[:e],
            std=self.std[:e],
            weight_norm=self.weight_norm[:e],
            measured_at=self.measured_at[:m],
            update_ratio=self.ratios[:, :m].T,
            variety=self.variety[:m],
        )

    def frame(self) -> DiagnosisFrame:
        """A snapshot."""
        s, e, m = self.step, self.evaluated, self.measured
        found = self.verdict
        answers = self.answers[:, :e]
        arrays = {
            "losses": self.losses[:s],
            "rates": self.settings[0, :s],
            "momenta": self.settings[1, :s],
            "decays": self.settings[2, :s],
            "evaluated_at": self.evaluated_at[:e],
            "train_losses": answers[0],
            "train_accuracies": answers[1],
            "test_losses": answers[2],
            "test_accuracies": answers[3],
            "dead": self.dead[:e],
            "saturated": self.saturated[:e],
            "std": self.std[:e],
            "weight_norm": self.weight_norm[:e],
            "measured_at": self.measured_at[:m],
            "update_ratio": self.ratios[:, :m],
            "batch_classes": self.variety[:m],
            "gradient_norm": self.gradients[:, :m],
            "verdict": np.array(found.key),
            "runner_up": np.array(found.runner_up),
            "times": np.array([found.times.get(rule.key, math.nan) for rule in RULES]),
            "measured": np.array(list(self.numbers.values())),
        }
        return DiagnosisFrame(
            step=s,
            total=self.spec.steps,
            epoch=self.spec.epoch,
            sure=found.sure,
            rules=tuple(rule.key for rule in RULES),
            measures=tuple(self.numbers),
            cost=self.looking / self.bare if self.bare else 0.0,
            **{name: read_only(array) for name, array in arrays.items()},
        )


def run(spec: DiagnosisSpec, device: str) -> Frames:
    """Train; yields a frame after every measured step and every evaluation. Rate, momentum and
    penalty may be sent in at any yield."""
    data = yield from split_of(spec, device)
    recorder = Recorder(spec, data)
    recorder.hear((yield None))
    while True:
        if recorder.due:
            for _ in recorder.evaluate():
                recorder.hear((yield None))
            recorder.hear((yield recorder.frame()))
        if recorder.step == spec.steps:
            break
        recorder.advance()
        recorder.hear((yield None))


def propose_cadence(spec: DiagnosisSpec) -> int:
    """The least cadence at which measuring costs little, by the clock: :func:`proposed`."""
    recorder = Recorder(spec, result_of(split_of(spec, "cpu")))

    def evaluate() -> None:
        recorder.evaluated = 0
        for _ in recorder.evaluate():
            pass

    def work(cadence: int) -> tuple[int, int, int]:
        run = spec.replace(cadence=cadence)
        return run.steps, run.measurements, run.evaluations

    able = range(1, MAX_CADENCE + 1)
    return proposed(recorder.trainer, recorder.probes, evaluate, work, able)
