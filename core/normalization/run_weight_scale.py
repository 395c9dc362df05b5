"""The run of weight_scale: a convolution of digits under each norm, and its gradient."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from core.data.digits import load_digits
from core.experiment import Frames, read_only
from core.layers.norms import NORMS
from core.normalization.weight_scale import (
    CHANNELS,
    FACTORS,
    GROUPS,
    SHOWN,
    WeightScaleFrame,
    WeightScaleSpec,
)


def run(spec: WeightScaleSpec, device: str) -> Frames:
    """Compute one frame."""
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
    """N(Wx), and the norm of dL/dW for dL/dy = ``above`` (0 if none is given)."""
    if above is None:
        z = torch.nn.functional.conv2d(x, weights, padding=1)
        return NORMS[key].apply(z, groups=GROUPS, eps=eps).output, 0.0
    weights = weights.detach().requires_grad_()
    z = torch.nn.functional.conv2d(x, weights, padding=1)
    output = NORMS[key].apply(z, groups=GROUPS, eps=eps).output
    (gradient,) = torch.autograd.grad(output, weights, above)
    return output.detach(), float(gradient.norm())
