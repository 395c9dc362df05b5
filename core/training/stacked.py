"""Many small dense nets of one shape in training at once, by batched products.

The loop of :class:`core.training.trainer.Trainer` takes one module; a small net's step is then
mostly the cost of calling torch. Here K nets that share their layers' sizes, their data and their
batches take every step together, with the backward pass written out, and each has its own learning
rate, weight decay and start. A net's numbers are those of the same modules trained one by one, but
for rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.layers.activations import Activation

StackedLoss = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""A loss as a function of outputs [K, score, sample] and targets: [K] each net's mean over the
samples, and its gradient [K, score, sample] by the outputs."""


def cross_entropy(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean of -log softmax(z)_t over outputs z [K, class, sample] with targets t [sample],
    and the gradient (softmax(z) - e_t) / samples."""
    places = targets.view(1, 1, -1).expand(len(outputs), 1, -1)
    logs = outputs.log_softmax(dim=1)
    losses = -logs.gather(1, places).mean(dim=(1, 2))
    gradient = logs.exp_()
    gradient.scatter_add_(1, places, gradient.new_tensor(-1.0).expand(places.shape))
    return losses, gradient.div_(len(targets))


def binary_cross_entropy(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean of log(1 + e^z) - t z over outputs z [K, 1, sample] with targets t [sample], and
    the gradient (sigmoid(z) - t) / samples."""
    t = targets.to(outputs.dtype)
    losses = (F.softplus(outputs) - outputs * t).mean(dim=(1, 2))
    return losses, outputs.sigmoid().sub_(t).div_(len(targets))


def softmax_squared(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean of |softmax(z) - e_t|² / 2 over outputs z [K, class, sample] with targets t
    [sample], and the gradient p (d - Σ d p) / samples with d = p - e_t."""
    p = outputs.softmax(dim=1)
    apart = p - _units(outputs, targets)
    losses = apart.square().sum(dim=1).mean(dim=1) / 2
    inner = (apart * p).sum(dim=1, keepdim=True)
    return losses, apart.sub_(inner).mul_(p).div_(len(targets))


def sigmoid_cross_entropy(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean over samples of Σ log(1 + e^z) - t z over outputs z [K, class, sample]; targets
    are classes [sample], of which each is a yes and all others a no, or [class, sample] 0 and 1.
    The gradient is (sigmoid(z) - t) / samples."""
    t = targets if targets.ndim == 2 else _units(outputs, targets)
    losses = (F.softplus(outputs) - outputs * t).sum(dim=1).mean(dim=1)
    return losses, outputs.sigmoid().sub_(t).div_(outputs.shape[2])


def sigmoid_squared(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean over samples of Σ (sigmoid(z) - t)² / 2 over outputs z [K, class, sample] with
    classes [sample], and the gradient (s - t) s (1 - s) / samples with s = sigmoid(z)."""
    s = outputs.sigmoid()
    apart = s - _units(outputs, targets)
    losses = apart.square().sum(dim=1).mean(dim=1) / 2
    return losses, apart.mul_(s * (1 - s)).div_(len(targets))


def shares_cross_entropy(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """[K] the mean of -Σ q log softmax(z) over outputs z [K, class, sample], where q are targets
    [class, sample] of 0 and 1 divided by their sum; the gradient is (softmax(z) - q) / samples."""
    q = targets / targets.sum(dim=0)
    logs = outputs.log_softmax(dim=1)
    losses = -(logs * q).sum(dim=1).mean(dim=1)
    return losses, logs.exp_().sub_(q).div_(outputs.shape[2])


def _units(outputs: Tensor, targets: Tensor) -> Tensor:
    """[class, sample] the unit vector of each target."""
    return F.one_hot(targets, outputs.shape[1]).t().to(outputs.dtype)


Through = Callable[[Tensor, Tensor, Tensor], Tensor]
"""A gradient by h = f(z), made in place into one by z, as a function of it, z and h."""

_aten = torch.ops.aten
_THROUGH: Mapping[str, Through] = {
    "relu": lambda g, z, h: _aten.threshold_backward.grad_input(g, h, 0, grad_input=g),
    "tanh": lambda g, z, h: _aten.tanh_backward.grad_input(g, h, grad_input=g),
    "sigmoid": lambda g, z, h: _aten.sigmoid_backward.grad_input(g, h, grad_input=g),
}
"""By activation: where torch does it in one pass over the values."""


def through(activation: Activation) -> Through:
    """The backward pass of an activation."""
    return _THROUGH.get(
        activation.key, lambda gradient, z, h: gradient.mul_(activation.derivative(z, h))
    )


@dataclass(frozen=True)
class StackedLayer:
    """The parameters of one layer of all nets."""

    weight: Tensor
    """[K, fan_out, fan_in]"""
    bias: Tensor
    """[K, fan_out]"""


class StackedNets:
    """K dense nets, h = f(W h + b) layer by layer and W h + b on top, trained by SGD with momentum.

    ``layers`` are taken as they are and change in place. ``rates`` and ``decays`` [K] are each
    net's learning rate η and weight decay λ, as in ``torch.optim.SGD``: g = dL/dw + λ w,
    v = μ v + g, w = w - η v. Rates that are changed in place hold from the next step on. Within,
    samples stand in the last axis, so that no product needs a copy and the softmax runs over whole
    vectors.
    """

    def __init__(
        self,
        layers: Sequence[StackedLayer],
        activation: Activation,
        loss: StackedLoss,
        rates: Tensor,
        *,
        decays: Tensor | None = None,
        momentum: float = 0.0,
    ) -> None:
        self.layers = tuple(layers)
        self._activation, self._loss = activation, loss
        self._through = through(activation)
        self._parameters = [w for layer in self.layers for w in (layer.weight, layer.bias)]
        shapes = [(-1, *(1,) * (w.ndim - 1)) for w in self._parameters]
        self._rates = [rates.view(shape) for shape in shapes]
        self._decays: list[Tensor] = []
        if decays is not None and bool(decays.any()):
            self._decays = [decays.view(shape) for shape in shapes]
        self._momentum = momentum
        self._velocities: list[Tensor] = []
        self._rooms: dict[tuple[str, tuple[int, ...]], Tensor] = {}

    def outputs(self, x: Tensor) -> Tensor:
        """[K, sample, score] the scores of samples [sample, column]."""
        return self._forward(x)[1].transpose(1, 2)

    def losses(self, x: Tensor, targets: Tensor) -> Tensor:
        """[K] the loss of every net on these samples."""
        return self._loss(self._forward(x)[1], targets)[0]

    def step(self, x: Tensor, targets: Tensor) -> Tensor:
        """Take one step of every net on this batch; returns the losses [K] before it."""
        hidden, scores = self._forward(x)
        losses, gradient = self._loss(scores, targets)
        found: list[Tensor] = []
        for layer, (z, h) in zip(reversed(self.layers[1:]), reversed(hidden), strict=True):
            found += [gradient.sum(dim=2), torch.bmm(gradient, h.transpose(1, 2))]
            room = self._room("gradient", tuple(h.shape))
            gradient = torch.bmm(layer.weight.transpose(1, 2), gradient, out=room)
            gradient = self._through(gradient, z, h)
        first = self.layers[0].weight
        of_first = torch.mm(gradient.view(-1, len(x)), x).view_as(first)
        found += [gradient.sum(dim=2), of_first]
        self._update(found[::-1])
        return losses

    def _forward(self, x: Tensor) -> tuple[list[tuple[Tensor, Tensor]], Tensor]:
        """Each hidden layer's z and h, and the scores, all [K, unit, sample]."""
        hidden: list[tuple[Tensor, Tensor]] = []
        first, *others = self.layers
        # All nets see the same samples: one product for all.
        room = self._room("z", (first.bias.numel(), len(x))) if others else None
        z = torch.mm(first.weight.view(-1, x.shape[1]), x.t(), out=room)
        z = z.view(*first.bias.shape, len(x)).add_(first.bias.unsqueeze(2))
        for layer in others:
            h = self._activation.function(z)
            hidden.append((z, h))
            z = torch.baddbmm(layer.bias.unsqueeze(2), layer.weight, h)
        return hidden, z

    def _room(self, use: str, shape: tuple[int, ...]) -> Tensor:
        """Memory that every step uses again: fresh pages cost as much as what is computed."""
        key = (use, shape)
        if key not in self._rooms:
            self._rooms[key] = self.layers[0].weight.new_empty(shape)
        return self._rooms[key]

    def _update(self, gradients: list[Tensor]) -> None:
        if self._decays:
            for w, g, decay in zip(self._parameters, gradients, self._decays, strict=True):
                g.addcmul_(w, decay)
        if self._momentum:
            if self._velocities:
                for v, g in zip(self._velocities, gradients, strict=True):
                    v.mul_(self._momentum).add_(g)
            else:
                self._velocities = gradients
            gradients = self._velocities
        for w, g, rate in zip(self._parameters, gradients, self._rates, strict=True):
            w.addcmul_(g, rate, value=-1)
