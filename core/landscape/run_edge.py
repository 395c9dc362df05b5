"""Train the net of a :class:`core.landscape.edge.EdgeSpec`, and watch its curvature."""

from __future__ import annotations

import itertools
import math
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils import skip_init

from core.data.digits import CLASSES, PIXELS, load_digits
from core.data.draws import generator
from core.experiment import Frames, read_only
from core.landscape.edge import (
    BACK,
    CELLS,
    DIGITS_ORDER,
    LANCZOS,
    LIVE,
    LOOK,
    ORDER,
    POINTS,
    SPECTRA,
    START,
    TOP,
    EdgeFrame,
    EdgeSpec,
    stay_of,
    threshold,
)
from core.layers.activations import activation_of
from core.layers.modules import activation_module
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import OPTIMIZERS
from core.training.data import Split, batches, in_order
from core.training.trainer import Trainer
from saddlepoint.following import Following
from saddlepoint.hessian import Hessian, Lanczos, drawn
from saddlepoint.objective import Objective, flat
from saddlepoint.spectra import counted, smoothed

Array = np.ndarray[Any, Any]
Loss = Callable[[Tensor, Tensor], Tensor]

AT_ONCE = 10**8
"""The products of weights and samples up to which points of a slice are computed together."""
CURVED = 0.05
"""A slice reaches at least as far as its curvature raises the loss by this part of the last one."""


def run(spec: EdgeSpec, device: str) -> Frames:
    """Train; yields a frame after every measurement. Rate and momentum may be sent in at any
    yield."""
    recorder = Recorder(spec, device)
    recorder.hear((yield None))
    while True:
        if recorder.due:
            for _ in recorder.measure():
                recorder.hear((yield None))
            recorder.hear((yield recorder.frame()))
        if recorder.step == spec.steps:
            return
        recorder.advance()
        if recorder.step == spec.steps and not recorder.due:  # it diverged
            yield recorder.frame()
            return
        recorder.hear((yield None))


def data_of(spec: EdgeSpec) -> tuple[Tensor, Tensor]:
    """[sample, 64] the pixels, standardized by one mean and one deviation, and the targets: labels,
    or for the squared loss [sample, 10] with a 1 at the digit."""
    digits = load_digits()
    chosen = np.random.RandomState(DIGITS_ORDER).permutation(len(digits.labels))[: spec.samples]
    pixels = digits.images[chosen]
    x = torch.from_numpy((pixels - pixels.mean()) / pixels.std())
    y = torch.from_numpy(digits.labels[chosen])
    return x, F.one_hot(y, CLASSES).float() if spec.loss == "squared" else y


def net_of(spec: EdgeSpec) -> nn.Sequential:
    """The untrained net, as torch makes it after ``torch.manual_seed(seed)``."""
    draws = torch.Generator().manual_seed(spec.seed)
    layers: list[nn.Module] = []
    for fan_in, fan_out in itertools.pairwise((PIXELS, *spec.sizes, CLASSES)):
        layer: nn.Linear = skip_init(nn.Linear, fan_in, fan_out)  # type: ignore[no-untyped-call]
        nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=draws)
        nn.init.uniform_(layer.bias, -1 / fan_in**0.5, 1 / fan_in**0.5, generator=draws)
        layers += [layer, activation_module(activation_of(spec.activation))]
    return nn.Sequential(*layers[:-1])


def squared(output: Tensor, target: Tensor) -> Tensor:
    """½ Σ (output - target)², averaged over the samples."""
    return (output - target).square().sum(1).mean() / 2


def loss_of(spec: EdgeSpec) -> Loss:
    """The loss of the spec."""
    return squared if spec.loss == "squared" else F.cross_entropy


def optimizer_of(spec: EdgeSpec, net: nn.Module) -> torch.optim.Optimizer:
    """torch's optimizer with the spec's rate and momentum, all else at its default."""
    record = OPTIMIZERS["gd" if spec.optimizer == "sgd" else spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    for name in ("momentum", "beta1"):
        if record.hyper_parameter(name):
            hyper[name] = spec.momentum
    return torch_optimizer(record, net.parameters(), hyper)


class Recorder:
    """A net in training with everything that is recorded of it, in arrays whose written part never
    changes."""

    def __init__(self, spec: EdgeSpec, device: str) -> None:
        self.spec = spec
        self.x, self.target = (part.to(device) for part in data_of(spec))
        self.net = net_of(spec).to(device)
        self.loss = loss_of(spec)
        self.optimizer = optimizer_of(spec, self.net)
        self.parameters = list(self.net.parameters())
        self._objective = Objective(self.net, self.loss, (self.x, self.target))
        self._following = Following(TOP, tolerance=0.06, most=10, seed=spec.seed * 1000 + START)
        data = Split(self.x, self.target, self.x[:0], self.target[:0])
        order = generator(spec.seed, ORDER)
        by_batches = spec.optimizer == "sgd"
        self.trainer = Trainer(
            self.net,
            self.loss,
            data,
            self.optimizer,
            batches=batches(spec.samples, spec.batch, order)
            if by_batches
            else in_order(spec.samples, spec.samples),
        )
        self._settings = {name: float(getattr(spec, name)) for name in LIVE}
        self._planned: dict[int, dict[str, float]] = {}
        for step, name, value in spec.planned:
            self._planned.setdefault(step, {})[name] = value
        self._due = spec.measured
        looks = self._due[::LOOK]
        self._looks = looks if looks[-1] == spec.steps else (*looks, spec.steps)
        every = max(1, math.ceil((len(self._looks) - 1) / SPECTRA))
        self._spectra = {*self._looks[::every], spec.steps}
        self._make_arrays()
        self.step = self.measured = self.looked = self.parts = 0
        self.changed = 0
        """The last step before which the rate or the momentum changed."""
        self.bare = self.looking = 0.0
        self._back: deque[tuple[Tensor, float]] = deque(maxlen=BACK)
        """The weights before the last steps, the latest last, and the losses there; kept where they
        will be asked for."""

    def _make_arrays(self) -> None:
        steps, times, looks = self.spec.steps, len(self._due), len(self._looks)
        self.losses, self.free = np.full(steps, np.nan), np.full(times, np.nan)
        self.settings = np.empty((len(LIVE), steps))
        self.settings[:] = np.array(list(self._settings.values()))[:, np.newaxis]
        self.eigenvalues, self.bounds = np.full((2, times, TOP), np.nan)
        self.products = np.zeros(times, int)
        self.slices = np.full((2, looks, POINTS), np.nan)
        self.bounces = np.full((2, looks, BACK), np.nan)
        self.spectra = np.full((2, len(self._spectra), CELLS), np.nan)

    # Training

    def hear(self, changes: Mapping[str, Any] | None) -> None:
        """Take in changes that were sent in at a ``yield``; they hold from the next step on."""
        for name, value in (changes or {}).items():
            if name in LIVE and float(value) != self._settings[name]:
                self._settings[name] = float(value)
                self._set(name, float(value))
                self.settings[LIVE.index(name), self.step :] = value
                self.changed = self.step

    def _set(self, name: str, value: float) -> None:
        for group in self.optimizer.param_groups:
            if name == "learning_rate":
                group["lr"] = value
            elif "betas" in group:
                group["betas"] = (value, group["betas"][1])
            elif self.spec.optimizer in ("momentum", "nesterov"):
                group["momentum"] = value

    def advance(self) -> None:
        """Take the next step; a loss that is no number is the last one."""
        began = time.perf_counter()
        if self._planned:
            self.hear(self._planned.get(self.step))
        before = None
        if min(self._due[self.measured] - 1, self._looks[self.looked] - BACK) <= self.step:
            before = flat(self.parameters)
        value = self.trainer.step()
        if before is not None:
            self._back.append((before, value))
        self.losses[self.step] = value
        self.step = self.step + 1 if math.isfinite(value) else self.spec.steps
        self.bare += time.perf_counter() - began

    def _preconditioner(self) -> Tensor | None:
        """[P] what Adam divides its step by; None for all others."""
        if self.spec.optimizer != "adam":
            return None
        group, pieces = self.optimizer.param_groups[0], []
        for p in self.parameters:
            state = self.optimizer.state[p]
            done = float(state["step"])
            first, second = (1 - beta**done for beta in group["betas"])
            pieces.append(first * ((state["exp_avg_sq"] / second).sqrt() + group["eps"]))
        return flat(pieces)

    # Measuring

    @property
    def due(self) -> bool:
        """Whether λ is to be measured before the next step."""
        return (
            self.measured < len(self._due)
            and self.step == self._due[self.measured]
            and bool(np.isfinite(self.losses[: self.step][-1:]).all())
        )

    def measure(self) -> Iterator[None]:
        """Measure λ, and look at the slice and the spectrum if it is time; yields after each piece
        of work."""
        began = time.perf_counter()
        for _ in self._measure():
            self.looking += time.perf_counter() - began
            yield None
            began = time.perf_counter()  # what happened meanwhile is not measuring
        self.looking += time.perf_counter() - began

    def _measure(self) -> Iterator[None]:
        weights, scale = flat(self.parameters), self._preconditioner()
        root = None if scale is None else scale.rsqrt()
        with Hessian.of(self._objective, weights) as hessian:

            def product(v: Tensor) -> Tensor:
                return hessian.product(v) if root is None else root * hessian.product(root * v)

            yield None
            also: tuple[Tensor, ...] = ()
            if self.step in self._spectra:
                also = yield from self._spectrum(product, weights)
                self.parts += 1
            yield from self._following.look(product, weights, also)
            at, found = self.measured, self._following
            self.eigenvalues[at], self.bounds[at] = found.values, found.bounds
            self.products[at] = found.products
            self.free[at] = self._along_the_step(weights, hessian.gradient(), scale)
            if self.step in self._looks and found.vectors is not None:
                yield from self._slice(weights, found.vectors[0], root)
            if self.step in self._looks:
                self.looked += 1
        self.measured += 1

    def _along_the_step(self, weights: Tensor, gradient: Tensor, scale: Tensor | None) -> float:
        """The curvature along the last step, from the gradients before and after it."""
        if not self._back or self.spec.optimizer == "sgd":
            return math.nan
        before = flat([p.grad for p in self.parameters if p.grad is not None])
        moved, bent = (weights - self._back[-1][0]).double(), (gradient - before).double()
        length = float(moved @ (moved if scale is None else moved * scale))
        return float(bent @ moved) / length if length > 0 else math.nan

    def _slice(self, weights: Tensor, sharpest: Tensor, root: Tensor | None) -> Iterator[None]:
        """Where the last steps lay along the sharpest direction, and the loss along it."""
        direction = sharpest if root is None else sharpest * root
        length = float(direction.norm())
        direction = direction / length
        # With a preconditioner the directions are orthogonal by its inner product alone.
        dual = sharpest if root is None else sharpest / root * length
        look = self.looked
        back = [(float((w - weights).double() @ dual.double()), loss) for w, loss in self._back]
        if back:
            self.bounces[:, look, -len(back) :] = np.array(back).T
        height = back[-1][1] if back else float(self._losses_at(weights[None])[0])
        curvature = float(self._following.values[0]) * (1 if root is None else 1 / length**2)
        far = 1.2 * max((abs(place) for place, _ in back), default=0.0)
        if curvature > 0:
            far = max(far, math.sqrt(2 * CURVED * height / curvature))
        if not math.isfinite(far * far):
            return
        places = (torch.arange(POINTS) - POINTS // 2).to(weights) * (far / (POINTS // 2))
        self.slices[0, look] = places.cpu().numpy()
        many = max(1, AT_ONCE // (len(weights) * self.spec.samples))
        for first in range(0, POINTS, many):
            part = slice(first, first + many)
            there = weights + places[part, None] * direction
            self.slices[1, look, part] = self._losses_at(there).cpu().numpy()
            yield None

    def _losses_at(self, weights: Tensor) -> Tensor:
        """[K] the loss over all samples at weights [K, P]."""

        def one(vector: Tensor) -> Tensor:
            output = self._objective.output(vector, self.x)
            return self.loss(output, self.target)

        with torch.no_grad(), self._objective.passing():
            found: Tensor = torch.func.vmap(one)(weights)
        return found

    def _spectrum(
        self, product: Callable[[Tensor], Tensor], like: Tensor
    ) -> Generator[None, None, tuple[Tensor, ...]]:
        """Measure the spectrum; returns the eigenvectors that its Lanczos run came upon."""
        start = drawn(len(like), self.spec.seed * 1000 + START + 1, like)
        work, more = Lanczos(product, start, LANCZOS), True
        while more:
            more = work.step()
            yield None
        try:
            found = work.found(LANCZOS)
        except np.linalg.LinAlgError:  # a product was not finite
            return ()
        weights = counted(found, len(like))
        self.spectra[:, self.parts] = smoothed(found.nodes, weights, cells=CELLS)
        return found.vectors[:TOP]

    def frame(self) -> EdgeFrame:
        """A snapshot."""
        s, m, n, p = self.step, self.measured, self.looked, self.parts
        at = np.array(self._due[:m], int)
        rates, momenta = self.settings[:, np.minimum(at, self.spec.steps - 1)]
        line = np.asarray(threshold(self.spec.optimizer, rates, momenta), float)
        arrays = {
            "losses": self.losses[:s],
            "rates": self.settings[0, :s],
            "momenta": self.settings[1, :s],
            "free_reading": self.free[:m],
            "measured_at": at,
            "eigenvalues": self.eigenvalues[:m],
            "bounds": self.bounds[:m],
            "products": self.products[:m],
            "threshold": line,
            "looked_at": np.array(self._looks[:n], int),
            "along": self.slices[0, :n],
            "slice": self.slices[1, :n],
            "bounced": self.bounces[0, :n],
            "bounced_losses": self.bounces[1, :n],
            "spectrum_at": np.array(sorted(self._spectra)[:p], int),
            "grid": self.spectra[0, :p],
            "spectrum": self.spectra[1, :p],
        }
        told = stay_of(at, self.eigenvalues[:m, 0] / line, self.losses[:s], self.changed)
        return EdgeFrame(
            step=s,
            total=self.spec.steps,
            cost=self.looking / self.bare if self.bare else 0.0,
            crossed=told.crossed,
            hovering=told.hovering,
            rising=told.rising,
            **{name: read_only(array) for name, array in arrays.items()},
        )
