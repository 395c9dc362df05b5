"""The loss at many places of a plane, quickly, where a model is a chain of known layers.

Along a row of a plane (v fixed) the first layer's output is affine in u, whatever the weights: with
the products A₀, A₁, A₂ of the data with the point's weights and with both directions it is
A₀ + u A₁ + v A₂, without another product. Dense layers behind it take several places at once, by
one batched product; convolutions one after another, with batch norm as one multiplication and one
addition, and pooling before the activation, which then has a quarter of the values: both are
monotone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from saddlepoint.objective import Objective

AT_ONCE_BYTES = 1 << 21
"""The bytes of a layer's output for all places that are computed together: what fits a cache."""

InPlace = Callable[[Tensor], Tensor]

ACTIVATIONS: Mapping[type[nn.Module], InPlace] = {
    nn.ReLU: torch.relu_,
    nn.Tanh: torch.tanh_,
    nn.Sigmoid: torch.sigmoid_,
}
"""Monotone activations without parameters, which may change places with a maximum."""

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)
_KNOWN = (nn.Linear, nn.Conv2d, *_NORMS, *ACTIVATIONS, nn.MaxPool2d, nn.AvgPool2d, nn.Flatten)


def chain_of(model: nn.Module) -> list[tuple[str, nn.Module]] | None:
    """The layers of a model that passes its input from one known layer to the next, with their
    names; None if it does anything else."""
    found: list[tuple[str, nn.Module]] = []
    if not _unroll(model, "", found):
        return None
    with_weights = [module for _, module in found if any(True for _ in module.parameters())]
    if len(set(map(id, with_weights))) < len(with_weights):
        return None  # a layer that comes twice has one gradient of two places
    if not with_weights or with_weights[0] is not _first(found):
        return None
    kinds = {type(module) for _, module in found}
    if nn.Conv2d in kinds and not isinstance(with_weights[0], nn.Conv2d):
        return None
    return found


def _first(chain: Sequence[tuple[str, nn.Module]]) -> nn.Module | None:
    """The layer that data meet first, if it is linear in its weights; a flattening may precede."""
    for _, module in chain:
        if not isinstance(module, nn.Flatten):
            return module if isinstance(module, nn.Linear | nn.Conv2d) else None
    return None


def _unroll(module: nn.Module, name: str, found: list[tuple[str, nn.Module]]) -> bool:
    if module._forward_hooks or module._forward_pre_hooks or module._backward_hooks:
        return False
    if type(module).forward is nn.Sequential.forward:
        children = module.named_children()
        return all(_unroll(child, f"{name}{key}.", found) for key, child in children)
    if isinstance(module, nn.Dropout | nn.Identity):
        return type(module) in (nn.Dropout, nn.Identity)
    found.append((name, module))
    if type(module) not in _KNOWN or _is_parametrized(module):
        return False
    return _is_plain(module)


def _is_parametrized(module: nn.Module) -> bool:
    return any(p.ndim == 0 for p in module.parameters()) or hasattr(module, "parametrizations")


def _is_plain(module: nn.Module) -> bool:
    """Whether a layer's settings are those that are known here."""
    if isinstance(module, nn.Conv2d):
        return module.groups == 1 and module.padding_mode == "zeros"
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        return module.affine and module.track_running_stats
    if isinstance(module, nn.MaxPool2d):
        return not module.return_indices
    if isinstance(module, nn.Flatten):
        return module.start_dim == 1 and module.end_dim == -1
    return True


@dataclass(frozen=True)
class _Part:
    """Parameters of the point, and how both directions change them."""

    at: Tensor
    along: tuple[Tensor, Tensor]

    def moved(self, us: Tensor, v: float) -> Tensor:
        """[K, ...] the parameters at the places (u, v) of a row."""
        row = torch.add(self.at, self.along[1], alpha=v)
        return torch.addcmul(row, us.view(-1, *(1,) * row.ndim), self.along[0])


class ChainRows:
    """The loss of a chain along the rows of a plane, on one batch.

    Within, samples stand last for dense layers ([K, unit, sample]) and channels last for
    convolutions.
    """

    def __init__(
        self,
        objective: Objective,
        chain: Sequence[tuple[str, nn.Module]],
        batch: tuple[Tensor, Tensor],
        directions: tuple[Tensor, Tensor],
        center: Tensor,
    ) -> None:
        self._objective, self._y = objective, batch[1]
        ways = [objective.parts(d) for d in (center, *directions)]
        self._layers: list[tuple[nn.Module, Mapping[str, _Part]]] = [
            (
                module,
                {
                    key: _Part(
                        ways[0][f"{name}{key}"], (ways[1][f"{name}{key}"], ways[2][f"{name}{key}"])
                    )
                    for key, _ in module.named_parameters(recurse=False)
                },
            )
            for name, module in chain
        ]
        self._dense = all(not isinstance(module, nn.Conv2d) for module, _ in self._layers)
        self._rooms: dict[tuple[int, tuple[int, ...]], Tensor] = {}
        while isinstance(self._layers[0][0], nn.Flatten):
            self._layers.pop(0)
        self._layers = _monotone_last(self._layers)
        self._after = [module for module, _ in self._layers[2:]] + [None]
        with torch.no_grad():
            x = batch[0].flatten(1) if self._dense else batch[0]
            self._products = self._first_products(x)
        self._row: tuple[float, Tensor] | None = None

    def _first_products(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the first layer makes of the data by the point's weights and by the directions."""
        module, parts = self._layers[0]
        weight, bias = parts["weight"], parts.get("bias")
        weights = (weight.at, *weight.along)
        biases = (None, None, None) if bias is None else (bias.at, *bias.along)
        if isinstance(module, nn.Linear):
            found = [
                F.linear(x, w, b).t().contiguous() for w, b in zip(weights, biases, strict=True)
            ]
        else:
            assert isinstance(module, nn.Conv2d)
            x = x.contiguous(memory_format=torch.channels_last)
            found = [
                _convolved(module, x, w, b).contiguous(memory_format=torch.channels_last)
                for w, b in zip(weights, biases, strict=True)
            ]
        return found[0], found[1], found[2]

    def losses(self, us: Tensor, v: float) -> Tensor:
        """[K] the losses at the places (u, v) for each u of ``us``."""
        first = self._row_of(v)
        at_once = max(1, AT_ONCE_BYTES // (first.numel() * first.element_size()))
        if not self._dense:
            at_once = 1
        pieces = [self._losses_of(first, part, v) for part in torch.split(us, at_once)]
        return torch.cat(pieces)

    def _row_of(self, v: float) -> Tensor:
        if self._row is None or self._row[0] != v:
            a0, _, a2 = self._products
            self._row = (v, torch.add(a0, a2, alpha=v))
        return self._row[1]

    def _losses_of(self, first: Tensor, us: Tensor, v: float) -> Tensor:
        along = self._products[1]
        if self._dense:
            room = self._room(0, (len(us), *first.shape))
            h = torch.addcmul(first, us.view(-1, 1, 1), along, out=room)
            return self._loss_of(self._through_dense(h, us, v), 1)
        room = self._room(0, tuple(first.shape))
        h = torch.add(first, along, alpha=float(us[0]), out=room)
        return self._loss_of(self._through_convolutions(h, us, v).unsqueeze(0), 2)

    def _room(self, layer: int, shape: tuple[int, ...]) -> Tensor:
        """Memory that is used again for a layer's output: fresh pages cost as much as what is
        computed."""
        if (layer, shape) not in self._rooms:
            like = self._products[0]
            fresh = torch.empty_like(like) if shape == like.shape else like.new_empty(shape)
            self._rooms[layer, shape] = fresh
        return self._rooms[layer, shape]

    def _through_dense(self, h: Tensor, us: Tensor, v: float) -> Tensor:
        """[K, score, sample] from the first layer's output [K, unit, sample], changed in place."""
        for number, (module, parts) in enumerate(self._layers[1:], 1):
            if isinstance(module, nn.Linear):
                weight = parts["weight"].moved(us, v)
                room = self._room(number, (len(us), weight.shape[1], h.shape[2]))
                h = torch.bmm(weight, h, out=room)
                if "bias" in parts:
                    h.add_(parts["bias"].moved(us, v).unsqueeze(2))
            elif isinstance(module, _NORMS):
                mean, var = self._moments(module, h, (2,))
                scale, shift = _affine(module, parts, us, v, mean, var)
                h = torch.addcmul(shift.unsqueeze(2), h, scale.unsqueeze(2))
            elif type(module) in ACTIVATIONS:
                h = ACTIVATIONS[type(module)](h)
        return h

    def _through_convolutions(self, h: Tensor, us: Tensor, v: float) -> Tensor:
        """[sample, score] at one place from the first layer's output, changed in place."""
        pooled: nn.Module | None = None
        for (module, parts), after in zip(self._layers[1:], self._after, strict=True):
            if module is pooled:
                continue
            if isinstance(module, _NORMS):
                mean, var = self._moments(module, h, (0, 2, 3) if h.ndim == 4 else (0,))
                scale, shift = (one[0] for one in _affine(module, parts, us, v, mean, var))
                if isinstance(after, nn.MaxPool2d) and bool((scale >= 0).all()):
                    h, pooled = _pool(after, h), after
                if h.ndim == 4:
                    scale, shift = scale.view(-1, 1, 1), shift.view(-1, 1, 1)
                h = torch.addcmul(shift, h, scale)
            elif isinstance(module, nn.Conv2d):
                h = _convolved(module, h, *self._moved(parts, us, v))
            elif isinstance(module, nn.Linear):
                h = F.linear(h, *self._moved(parts, us, v))
            elif isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
                h = _pool(module, h)
            elif isinstance(module, nn.Flatten):
                h = h.flatten(1)
            else:
                h = ACTIVATIONS[type(module)](h)
        return h

    def _moved(
        self, parts: Mapping[str, _Part], us: Tensor, v: float
    ) -> tuple[Tensor, Tensor | None]:
        """Weight and bias of a layer at one place."""
        bias = parts["bias"].moved(us, v)[0] if "bias" in parts else None
        return parts["weight"].moved(us, v)[0], bias

    def _moments(
        self, module: nn.Module, h: Tensor, over: tuple[int, ...]
    ) -> tuple[Tensor, Tensor]:
        """Mean and variance that a norm uses: [unit], or [K, unit] of the samples themselves."""
        if self._objective.norm == "batch":
            var, mean = torch.var_mean(h, dim=over, correction=0)
            return mean, var
        assert isinstance(module, _NORMS)
        assert module.running_mean is not None
        assert module.running_var is not None
        return module.running_mean, module.running_var

    def _loss_of(self, outputs: Tensor, scores: int) -> Tensor:
        """[K] losses of outputs [K, sample, score] or [K, score, sample], by where scores stand."""
        loss, y = self._objective.loss, self._y
        if _is_cross_entropy(loss) and y.ndim == 1 and not y.is_floating_point():
            places = y.view((1, 1, -1) if scores == 1 else (1, -1, 1)).expand(len(outputs), -1, -1)
            logs = outputs.log_softmax(dim=scores)
            return -logs.gather(scores, places).mean(dim=(1, 2), dtype=torch.float64)
        shaped = outputs.transpose(1, 2) if scores == 1 else outputs
        ones = [self._objective.one_number(loss(output, y)) for output in shaped]
        return torch.stack(ones).double()


def _is_cross_entropy(loss: Any) -> bool:
    """Whether a loss is plain cross-entropy of classes."""
    if isinstance(loss, nn.CrossEntropyLoss):
        plain = nn.CrossEntropyLoss()
        return loss.weight is None and all(
            getattr(loss, key) == getattr(plain, key)
            for key in ("reduction", "ignore_index", "label_smoothing")
        )
    return loss is F.cross_entropy


def _monotone_last(
    layers: list[tuple[nn.Module, Mapping[str, _Part]]],
) -> list[tuple[nn.Module, Mapping[str, _Part]]]:
    """The layers with each maximum before the activation that it follows: it makes no difference,
    and leaves fewer values to the activation."""
    found = list(layers)
    for k in range(len(found) - 1):
        if type(found[k][0]) in ACTIVATIONS and isinstance(found[k + 1][0], nn.MaxPool2d):
            found[k], found[k + 1] = found[k + 1], found[k]
    return found


def _affine(
    module: nn.Module,
    parts: Mapping[str, _Part],
    us: Tensor,
    v: float,
    mean: Tensor,
    var: Tensor,
) -> tuple[Tensor, Tensor]:
    """[K, unit] a norm as h · scale + shift."""
    assert isinstance(module, _NORMS)
    scale = parts["weight"].moved(us, v) * torch.rsqrt(var + module.eps)
    return scale, parts["bias"].moved(us, v) - mean * scale


def _convolved(module: nn.Conv2d, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    weight = weight.contiguous(memory_format=torch.channels_last)
    return F.conv2d(x, weight, bias, module.stride, module.padding, module.dilation)


def _pool(module: nn.Module, h: Tensor) -> Tensor:
    if isinstance(module, nn.MaxPool2d) and _halves(module, h):
        # Rows, then columns, by views: half the time of torch's own with channels last.
        rows = torch.maximum(h[:, :, 0::2], h[:, :, 1::2])
        return torch.maximum(rows[:, :, :, 0::2], rows[:, :, :, 1::2])
    pooled: Tensor = module(h)
    return pooled


def _halves(module: nn.MaxPool2d, h: Tensor) -> bool:
    """Whether a pooling takes squares of four, and the maps consist of these."""
    sizes = (module.kernel_size, module.stride, module.padding, module.dilation)
    even = h.shape[2] % 2 == 0 and h.shape[3] % 2 == 0
    return even and [s if isinstance(s, int) else set(s) for s in sizes] in ([2, 2, 0, 1],)
