"""What is told of one side: its measures of every layer, stacked, and what theory predicts."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future
from dataclasses import fields
from typing import Any

import numpy as np
from torch import Tensor

from core.experiment import read_only
from core.layers.initializers import INITIALIZERS, Fan
from core.signals import theory
from core.signals.activations import ActivationsSpec, SeedCurves, Side
from core.signals.measured import Binned, Measured, Theory
from core.signals.measures import moments, stacked
from core.signals.passes import EPS, Build


def answers(
    asked: dict[str, list[Future[Any]]],
) -> Generator[None, None, dict[str, list[Any]]]:
    """The results of all futures, once they are there."""
    told: dict[str, list[Any]] = {what: [] for what in asked}
    for what, futures in asked.items():
        for future in futures:
            told[what].append(future.result())
            yield None
    return told


def side_of(found: dict[str, list[Any]], back: dict[str, list[Any]], expected: Theory) -> Side:
    """Put together what was found on the way forward and back, [layer] each, as a side of one
    net."""
    output = stacked(Binned, [told for told, _ in found["h"]])
    units = [one for _, one in found["h"]]
    own = {field.name: getattr(output, field.name) for field in fields(Binned)}
    gradient, z_gradient, of_weights = (stacked(Measured, back[k]) for k in ("h", "z", "weight"))
    saturated = read_only(np.array(found["slope"]))
    dead = read_only(np.array([u.dead.mean() for u in units]))
    curves = {
        "std": output.std,
        "rms": output.rms,
        "saturated": saturated,
        "dead": dead,
        "gradient_std": gradient.std,
        "z_gradient_rms": z_gradient.rms,
        "z_gradient_median": z_gradient.median,
        "weight_gradient_rms": of_weights.rms,
    }
    return Side(
        **own,
        saturated=saturated,
        dead=dead,
        unit_mean=read_only(np.array([u.mean for u in units])),
        unit_std=read_only(np.array([u.std for u in units])),
        z=stacked(Binned, found["z"]),
        gradient=gradient,
        z_gradient=z_gradient,
        weight_gradient=of_weights,
        theory=expected,
        seeds=SeedCurves(**{key: read_only(curve[None]) for key, curve in curves.items()}),
    )


def expected_of(spec: ActivationsSpec, name: str, build: Build, inputs: Tensor) -> Theory:
    """The theory's curves for this side; NaN where the theory does not hold."""
    initializer = INITIALIZERS[getattr(spec, f"init_{name}")]
    if not initializer.centered or spec.norm == "bn":
        return theory.silent(spec.depth)
    layers = []
    for layer in range(spec.depth):
        fan_in = spec.width if layer else inputs.shape[1]
        fan = Fan(fan_in, spec.width, getattr(spec, f"std_{name}"), spec.leak)
        layers.append(
            theory.Layer(
                fan_in=fan_in,
                fan_out=spec.width,
                variance=initializer.variance(fan),
                bias_variance=initializer.bias_variance(fan) if initializer.bias_variance else 0.0,
                skips=spec.residual and fan_in == spec.width,
            )
        )
    return theory.predict(
        layers,
        build.activation,
        inputs.square().mean(dim=1).cpu().numpy(),
        moments(inputs)[0],
        bias=spec.bias,
        norm=spec.norm,
        before=build.before,
        eps=EPS,
    )
