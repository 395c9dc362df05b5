"""torch.nn's own layer for each norm, to compare ours with: ``layer(x, groups, gamma, beta, eps)``.

``gamma`` and ``beta`` are one number or [C]. LayerNorm and RMSNorm have a weight for every element,
so theirs are expanded over the maps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from torch import Tensor, nn

Reference = Callable[[Tensor, int, float | Tensor, float | Tensor, float], Tensor]


def _fill(
    layer: nn.Module, x: Tensor, gamma: float | Tensor, beta: float | Tensor, *, spread: bool
) -> Tensor:
    layer.to(x.device, x.dtype)
    shape = (-1, *(1,) * (x.ndim - 2)) if spread else (-1,)
    for name, value in (("weight", gamma), ("bias", beta)):
        parameter = getattr(layer, name, None)
        if parameter is not None:
            given = value if isinstance(value, int | float) else value.reshape(shape)
            parameter.data[...] = given
    return layer(x).detach()  # type: ignore[no-any-return]


def _bn(x: Tensor, groups: int, gamma: float | Tensor, beta: float | Tensor, eps: float) -> Tensor:
    layer = nn.BatchNorm2d if x.ndim == 4 else nn.BatchNorm1d
    return _fill(layer(x.shape[1], eps=eps), x, gamma, beta, spread=False)


def _ln(x: Tensor, groups: int, gamma: float | Tensor, beta: float | Tensor, eps: float) -> Tensor:
    return _fill(nn.LayerNorm(x.shape[1:], eps=eps), x, gamma, beta, spread=True)


def _in(x: Tensor, groups: int, gamma: float | Tensor, beta: float | Tensor, eps: float) -> Tensor:
    layer = nn.InstanceNorm2d(x.shape[1], eps=eps, affine=True)
    return _fill(layer, x, gamma, beta, spread=False)


def _gn(x: Tensor, groups: int, gamma: float | Tensor, beta: float | Tensor, eps: float) -> Tensor:
    return _fill(nn.GroupNorm(groups, x.shape[1], eps=eps), x, gamma, beta, spread=False)


def _rms(x: Tensor, groups: int, gamma: float | Tensor, beta: float | Tensor, eps: float) -> Tensor:
    return _fill(nn.RMSNorm(x.shape[1:], eps=eps), x, gamma, beta, spread=True)


REFERENCES: Mapping[str, Reference] = MappingProxyType(
    {"bn": _bn, "ln": _ln, "in": _in, "gn": _gn, "rms": _rms}
)
