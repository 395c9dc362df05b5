"""Rates: one start, and every pixel is a run with its own two hyper-parameters.

It runs in float64 where the device has it, so that a pixel equals the race with the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.descent.common import StartSpec
from core.experiment import Frame
from core.optimizers.on_matrices import ON_MATRICES
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS
from core.optimizers.records import LEARNING_RATE, MAX_RATE, MIN_RATE
from core.parameters import Number, Reason, choice, integer, number
from core.surfaces.function import Function, Surface
from core.surfaces.surfaces import CHOICES, start, surface_of
from core.surfaces.verdicts import ARRIVED, eigenvalues

Array = np.ndarray[Any, Any]
RATES = (1e-4, 10.0)
"""The learning rates that are swept by default; a map beyond them rarely has more than
one color."""

NARROWEST = 1e-3
"""The least width of an axis, as a fraction of its parameter's whole range."""

STARTS = ("start_x", "start_y")
"""The start's coordinates, which may be axes too: plain gradient descent has only its rate."""

_NOT_SWEPT = {("radam", "beta2")}
"""Parameters that a rule branches on, so that they cannot differ between particles."""


def _axes(spec: Any) -> tuple[str, ...]:
    hyper = (p.name for p in OPTIMIZERS[spec.optimizer].hyper if isinstance(p, Number))
    names = (name for name in hyper if (spec.optimizer, name) not in _NOT_SWEPT)
    return (LEARNING_RATE.name, *names, *STARTS[: surface_of(spec).dimensions])


def _other_axes(spec: Any) -> tuple[str, ...]:
    return tuple(name for name in _axes(spec) if name != spec.x_parameter)


def _first_other_axis(spec: Any) -> str:
    """The key of the default second axis: the first hyper-parameter (μ of momentum, β₁ of Adam), or
    the rate if there is none."""
    return _other_axes(spec)[0]


def axis_of(spec: Any, name: str) -> Number:
    """The range and scale of the parameter that an axis shows."""
    if name in STARTS:
        low, high = getattr(surface_of(spec), name[-1])
        label = f"Start {name[-1]}"
        return Number(name=name, default=low, low=low, high=high, label=label, help="")
    parameter = OPTIMIZERS[spec.optimizer].hyper_parameter(name)
    assert isinstance(parameter, Number)
    return parameter


def _beyond(parameter: Number, value: float, part: float) -> float:
    """The value that lies a fraction of the whole range further up, on the parameter's
    own scale."""
    low, high = parameter.range(None)
    further = value * (high / low) ** part if parameter.log else value + (high - low) * part
    return max(low, min(high, float(further)))


def _low(side: str, label: str, help: str) -> Any:
    """The field of an axis's lower end."""

    def of(spec: Any) -> Number:
        return axis_of(spec, getattr(spec, f"{side}_parameter"))

    return number(
        None,
        lambda spec: of(spec).range(None)[0],
        lambda spec: _beyond(of(spec), of(spec).range(None)[1], -NARROWEST),
        label,
        help,
        auto=lambda spec: (
            RATES[0] if of(spec).name == LEARNING_RATE.name else of(spec).range(None)[0]
        ),
    )


def _high(side: str, label: str, help: str) -> Any:
    """The field of an axis's upper end, which stays above the lower end."""

    def of(spec: Any) -> Number:
        return axis_of(spec, getattr(spec, f"{side}_parameter"))

    def lowest(spec: Any) -> float:
        return _beyond(of(spec), getattr(spec, f"{side}_from"), NARROWEST)

    return number(
        None,
        lowest,
        lambda spec: of(spec).range(None)[1],
        label,
        help,
        auto=lambda spec: (
            max(RATES[1], lowest(spec))
            if of(spec).name == LEARNING_RATE.name
            else of(spec).range(None)[1]
        ),
    )


def _start(coordinate: str) -> Any:
    """The field of one coordinate of the start, which applies where the coordinate is
    not an axis."""
    name = f"start_{coordinate}"
    return start(
        coordinate,
        f"Where all runs start, {coordinate}",
        applies=lambda spec: name not in (spec.x_parameter, spec.y_parameter),
    )


@dataclass(frozen=True, kw_only=True)
class RatesSpec(StartSpec):
    """A surface, an optimizer, the two of its parameters that are swept, and their ranges."""

    key: ClassVar[str] = "rates"

    surface: str = choice("ravine", CHOICES, "Surface", "The function that is minimized")
    optimizer: str = choice(
        "momentum",
        FIRST_ORDER,
        "Optimizer",
        "Who descends",
        unfit=dict.fromkeys(ON_MATRICES, Reason.NEEDS_MATRICES),
    )
    x_parameter: str = choice(
        None, _axes, "Across", "What grows to the right", auto=lambda spec: LEARNING_RATE.name
    )
    y_parameter: str = choice(
        None, _other_axes, "Upwards", "What grows upwards", auto=_first_other_axis
    )
    x_from: float = _low("x", "Across, from", "Left end of the map")
    x_to: float = _high("x", "Across, to", "Right end of the map")
    y_from: float = _low("y", "Upwards, from", "Lower end of the map")
    y_to: float = _high("y", "Upwards, to", "Upper end of the map")
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Learning rate η",
        "Step size η of all runs",
        log=True,
        applies=lambda spec: LEARNING_RATE.name not in (spec.x_parameter, spec.y_parameter),
    )
    steps: int = integer(300, 1, 20_000, "Steps", "Updates of each run", log=True)
    reach: float = number(
        ARRIVED,
        1e-9,
        0.1,
        "Reach",
        "Distance from a minimum that counts as arrived, as part of the domain's diagonal",
        log=True,
    )
    resolution: int = integer(96, 8, 512, "Resolution", "Runs along each side of the map", log=True)
    start_x: float = _start("x")
    start_y: float = _start("y")


@dataclass(frozen=True, kw_only=True)
class RatesFrame(Frame):
    """A map of runs; the first frame has about 32 of the rows and columns, the last has all."""

    x_values: Array
    """[columns] values of the horizontal axis's parameter."""
    y_values: Array
    """[rows] values of the vertical axis's parameter."""
    minima: Array
    """[M, 2] (x, y) of the minima that count."""
    steps_to_settle: Array
    """[rows, columns] int32: the first step from which on the run stayed within ``reach`` of a
    minimum; -1 if never. (A race's ``steps_to_tolerance`` is the first step near the lowest loss,
    even if it does not stay: an overshoot counts there and does not count here.)"""
    diverged: Array
    """[rows, columns] bool: whether the run had diverged at its end, by
    :func:`core.surfaces.verdicts.diverged`."""
    final_loss: Array
    """[rows, columns] f at the end of the run; NaN where it is not finite."""
    stability: Array
    """[rows] the largest learning rate at which theory predicts convergence on this quadratic; NaN
    where no such theory exists, or where the rate is not the horizontal axis."""


def stability(spec: RatesSpec, surface: Surface, function: Function, y: Array) -> Array:
    """[rows] the largest stable learning rate at each value of the vertical axis.

    On a quadratic whose largest curvature is L it is 2/L for gradient descent, 2(1+μ)/L for
    momentum, (2+2μ)/((1+2μ)L) for Nesterov's momentum (Polyak 1964; Lessard, Recht & Packard 2016).
    """
    nothing = np.full(len(y), np.nan)
    if spec.x_parameter != LEARNING_RATE.name or not surface.minima:
        return nothing
    if spec.y_parameter in OPTIMIZERS[spec.optimizer].options:
        return nothing
    corners = np.array([(x, y) for x in surface.x for y in surface.y] + [surface.minima[0]], float)
    hessians = np.stack(function.hessian(corners[:, 0], corners[:, 1]))
    lowest, largest = (float(v[-1]) for v in eigenvalues(*hessians))
    if not np.allclose(hessians, hessians[:, -1:], rtol=1e-9) or lowest <= 0:
        return nothing
    optimizer = OPTIMIZERS[spec.optimizer]
    if spec.y_parameter == "momentum":
        kept = y
    else:
        declared = optimizer.hyper_parameter("momentum")
        kept = np.full(len(y), declared.default if declared is not None else 0.0)
    theory = optimizer.stable_rate
    return nothing if theory is None else np.full(len(y), theory(kept, largest))
