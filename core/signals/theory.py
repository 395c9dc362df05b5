"""Mean-field theory: what an infinitely wide net does to a signal at each depth.

With weights of mean 0 and variance v, units see Gaussian pre-activations: z ~ N(b, q), where b is
the unit's bias, and averages are over the biases too, and

    q_l = n_in v E[h_{l-1}²]                        the length map, Poole et al. 2016, equation 3
    χ_l = n_out v E[f'(z_l)²]                       the gradient's factor, Schoenholz et al. 2017

and the gradient's mean square at layer l-1 is χ_l times that at layer l. For ReLU and He's variance
both are 1: He et al. 2015. Layer norm and residual connections are included; batch norm is not,
since it couples the samples, whose correlation the length map does not follow.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.experiment import read_only
from core.layers.activations import Activation
from core.signals.measured import Theory

Array = np.ndarray[Any, Any]

NODES = 1201
REACH = 9.0
"""The number of standard deviations that are integrated over: the rest is under 1e-18."""
FINEST = 1e-5
GROUPS = 8
"""The number of groups into which samples of similar length are put: digits are not
equally long."""

NAMES = tuple(field.name for field in fields(Theory))


@dataclass(frozen=True, kw_only=True)
class Mean:
    """Expectations over z ~ N(bias, q): of f, of f², of f'²."""

    f: Array
    square: Array
    slope: Array


BIASES = np.polynomial.legendre.leggauss(6)
"""The biases over which a uniform distribution on ±1 is averaged, and their weights, whose sum is
2."""


def over_biases(activation: Activation, q: Array, bias: Array, reach: Array) -> Mean:
    """[group] expectations for variances ``q``, averaged over biases of U(bias ± reach), [group]
    all. A bias is a unit's own for all samples, so it adds to z as a variable of its own shape, not
    as a Gaussian one."""
    if not reach.any():
        return expectations(activation, q, bias)
    places, weights = BIASES
    shifts = (bias[:, None] + reach[:, None] * places).reshape(-1)
    found = expectations(activation, np.repeat(q, len(places)), shifts)
    mixed = (getattr(found, one.name).reshape(len(q), -1) @ weights / 2 for one in fields(Mean))
    return Mean(**dict(zip((one.name for one in fields(Mean)), mixed, strict=True)))


def expectations(activation: Activation, q: Array, bias: Array | float) -> Mean:
    """[group] expectations for variances ``q`` [group] and biases, [group] or the same for all.

    They are computed by a trapezoid rule over ξ = sinh(t), finest about z = 0, where all kinks and
    steep places are. Gauss-Hermite quadrature would not see a tanh that is a thousand times steeper
    than the Gaussian is wide, and errs by a percent at ReLU's kink.
    """
    root = np.sqrt(q)
    # Where z is 0, in standard deviations; far outside nothing bends.
    with np.errstate(divide="ignore", invalid="ignore"):
        center = np.where(root > 0, -bias / root, 0.0)
    center = np.clip(np.nan_to_num(center), -REACH, REACH)[:, None]
    if (center == center[0]).all():  # without a bias it is 0, and what follows the same for all
        center = center[:1]
    low, high = (np.arcsinh((end - center) / FINEST) for end in (-REACH, REACH))
    t = low + (high - low) * np.linspace(0, 1, NODES)
    xi = center + FINEST * np.sinh(t)
    weight = np.exp(-xi * xi / 2) * FINEST * np.cosh(t)
    weight[:, [0, -1]] /= 2
    weight /= weight.sum(axis=1, keepdims=True)
    z = torch.from_numpy(np.reshape(bias, (-1, 1)) + root[:, None] * xi)
    h: Tensor = activation.function(z)
    slope = activation.derivative(z, h).numpy()
    values = h.numpy()
    return Mean(
        f=(weight * values).sum(axis=1),
        square=(weight * values**2).sum(axis=1),
        slope=(weight * slope**2).sum(axis=1),
    )


def groups(lengths: Array) -> Array:
    """The samples' mean squares [sample] put into a few [group] of equal size."""
    ordered = np.sort(lengths.astype(float))
    return np.array([part.mean() for part in np.array_split(ordered, min(GROUPS, len(ordered)))])


@dataclass(frozen=True, kw_only=True)
class Layer:
    """The properties of a layer that the theory needs."""

    fan_in: int
    fan_out: int
    variance: float
    bias_variance: float
    """The variance of the biases drawn from a uniform distribution about the common one; 0 where
    none are."""
    skips: bool
    """Whether the layer's input is added to its output."""


@dataclass(frozen=True)
class _Passed:
    """A layer after the signal went through it; arrays are [group]."""

    given: Array
    """The expectation of the input's square."""
    z_square: Array
    """The variance of z about the common bias."""
    square: Array
    mean: Array
    local: Array
    """The expectation of (dL/dz)² divided by that of (dL/dh)²."""
    scale: Array
    """The factor of the norm before the activation on the gradient's square."""
    layer: Layer


def predict(
    layers: list[Layer],
    activation: Activation,
    lengths: Array,
    input_mean: float,
    *,
    bias: float,
    norm: str,
    before: bool,
    eps: float,
) -> Theory:
    """The theory's curves for layers whose inputs have the mean squares ``lengths`` [sample].

    ``norm`` is ``none`` or ``ln``; ``before`` says on which side of the activation it stands.
    """
    square = groups(lengths)  # E[h²] of the layer before
    mean = np.full(len(square), input_mean)
    passed = []
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for layer in layers:
            given, shift, scale = square, np.full(len(square), bias), np.ones(len(square))
            q = layer.fan_in * layer.variance * square
            z_square = q + layer.bias_variance
            if norm == "ln" and before:
                scale, shift = 1 / (z_square + eps), np.zeros(len(square))
                q, z_square = q * scale, z_square * scale
            reach = np.sqrt(3 * layer.bias_variance * scale)
            found = over_biases(activation, q, shift, reach)
            out, middle, local = found.square, found.f, found.slope
            if norm == "ln" and not before:
                spread = np.maximum(out - middle**2, 0)
                local = local / (spread + eps)
                out, middle = spread / (spread + eps), np.zeros_like(out)
            if layer.skips:
                out, middle = square + out + 2 * mean * middle, mean + middle
            square, mean = out, middle
            passed.append(_Passed(given, z_square, square, mean, local, scale, layer))
        return _back(passed, len(lengths))


def _back(passed: list[_Passed], samples: int) -> Theory:
    """Follow the gradient back from the last layer; everything is averaged over the groups."""
    gradient = np.ones(len(passed[0].square))
    squares = []
    for one in reversed(passed):
        of_z = gradient * one.local
        raw = of_z * one.scale
        # A weight's gradient sums over samples whose gradients are independent.
        squares.append((gradient.mean(), of_z.mean(), samples * (raw * one.given).mean()))
        chi = one.local * one.scale * one.layer.variance * one.layer.fan_out
        gradient = gradient * (chi + one.layer.skips)
    backward = np.sqrt(np.array(squares[::-1])).T
    mean = np.array([one.mean.mean() for one in passed])
    square = np.array([one.square.mean() for one in passed])
    std = np.sqrt(np.maximum(square - mean**2, 0))
    z_std = np.sqrt([one.z_square.mean() for one in passed])
    lines = (mean, std, np.sqrt(square), z_std, *backward)
    return Theory(**dict(zip(NAMES, map(read_only, lines), strict=True)))


def silent(depth: int) -> Theory:
    """The curves of a net about which the theory says nothing: all NaN."""
    return Theory(**dict.fromkeys(NAMES, read_only(np.full(depth, np.nan))))
