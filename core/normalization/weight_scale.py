"""BN(aWx) = BN(Wx): a norm forgets the scale of the weights, for a > 0 and a²σ² far above ε."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from core.data.digits import load_digits
from core.experiment import Frame, Frames, read_only
from core.layers.norms import NORMS
from core.parameters import Spec, choice, integer, number, seed, switch

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

CHANNELS, GROUPS = 8, 4
FACTORS = np.logspace(-6, 3, 55)
SHOWN = 600
"""Values of the two outputs that are handed out, of all those there are."""


@dataclass(frozen=True, kw_only=True)
class WeightScaleSpec(Spec):
    """Digits x, random filters W, and the factor a on them."""

    key: ClassVar[str] = "weight_scale"

    factor: float = number(10.0, 1e-6, 1e3, "The weights are multiplied by a", log=True)
    negate: bool = switch(False, "The weights are multiplied by -a")
    norm: str = choice("bn", tuple(NORMS), "The norm whose two outputs are drawn")
    eps: float = number(1e-5, 1e-12, 10.0, "ε, added to the variance under the root", log=True)
    batch: int = integer(32, 2, 64, "Digits in the batch")
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class WeightScaleFrame(Frame):
    """All K norms over S factors a; and at the chosen a."""

    norms: tuple[str, ...]
    """[K]"""
    factors: Array
    """[S] |a|"""
    apart: Array
    """[K, S] largest absolute difference between N(aWx) and N(Wx), for a > 0."""
    apart_negative: Array
    """[K, S] the same for -a: N(-Wx) = -N(Wx), so about twice the largest output."""
    shrunk: Array
    """[K, S] std of N(aWx) over that of N(Wx)."""
    chosen_apart: Array
    """[K] at the chosen a."""
    gradient_ratio: Array
    """[K] norm of dL/dW at aW over that at W, for one seeded dL/dy: 1/|a|, so large weights learn
    slowly."""
    plain: Array
    """[P] some values of N(Wx), of the chosen norm."""
    scaled: Array
    """[P] the same values of N(aWx)."""


def run(spec: WeightScaleSpec, device: str) -> Frames:
    """One frame."""
    import torch

    generator = torch.Generator().manual_seed(spec.seed)
    images = torch.tensor(load_digits().images).reshape(-1, 1, 8, 8) / 16
    x = images[torch.randperm(len(images), generator=generator)[: spec.batch]].to(device)
    drawn = torch.randn(CHANNELS, 1, 3, 3, generator=generator) * math.sqrt(2 / 9)
    weights = drawn.to(device)
    above = torch.randn(spec.batch, CHANNELS, 8, 8, generator=generator).to(device)
    chosen = -spec.factor if spec.negate else spec.factor
    apart, negative, shrunk = np.empty((3, len(NORMS), len(FACTORS)))
    chosen_apart, ratio = np.empty((2, len(NORMS)))
    for k, key in enumerate(NORMS):
        plain, gradient = _normalized(key, x, weights, spec.eps, above)
        for s, factor in enumerate(FACTORS):
            scaled, _ = _normalized(key, x, weights * factor, spec.eps)
            apart[k, s] = float((scaled - plain).abs().max())
            # N(-z) = -N(z), exactly.
            negative[k, s] = float((scaled + plain).abs().max())
            shrunk[k, s] = float(scaled.std() / plain.std())
        yield None
        scaled, of_scaled = _normalized(key, x, weights * chosen, spec.eps, above)
        chosen_apart[k] = float((scaled - plain).abs().max())
        ratio[k] = of_scaled / gradient
        if key == spec.norm:
            every = max(1, plain.numel() // SHOWN)
            pair = [v.flatten()[::every][:SHOWN].cpu().numpy().copy() for v in (plain, scaled)]
    arrays = {
        "factors": FACTORS,
        "apart": apart,
        "apart_negative": negative,
        "shrunk": shrunk,
        "chosen_apart": chosen_apart,
        "gradient_ratio": ratio,
        "plain": pair[0],
        "scaled": pair[1],
    }
    yield WeightScaleFrame(
        step=1,
        total=1,
        norms=tuple(NORMS),
        **{name: read_only(array) for name, array in arrays.items()},
    )


def _normalized(
    key: str, x: Tensor, weights: Tensor, eps: float, above: Tensor | None = None
) -> tuple[Tensor, float]:
    """N(Wx), and the norm of dL/dW for dL/dy = ``above`` (0 where none is given)."""
    import torch

    if above is None:
        z = torch.nn.functional.conv2d(x, weights, padding=1)
        return NORMS[key].apply(z, groups=GROUPS, eps=eps).output, 0.0
    weights = weights.detach().requires_grad_()
    z = torch.nn.functional.conv2d(x, weights, padding=1)
    output = NORMS[key].apply(z, groups=GROUPS, eps=eps).output
    (gradient,) = torch.autograd.grad(output, weights, above)
    return output.detach(), float(gradient.norm())
