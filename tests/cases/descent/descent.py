"""Races."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS, Competitor
from core.surfaces.surfaces import SURFACES
from core.surfaces.verdicts import Verdict
from tests.cases.case import Array, Arrays, Case

RACERS = "gd,adam,rprop,newton,saddle_free_newton,lbfgs"
TREATED = (
    "gd:weight_decay=0.1:clip=2,sgd:noise=0.5,adam:schedule=cosine,adamw:schedule=inverse,"
    "radam:weight_decay=0.01,adamax:schedule=warmup,momentum:schedule=step:clip=5,nadam:beta1=0.5"
)
OPTIONS = (
    "adam:amsgrad=true,adamw:amsgrad=true,rmsprop:centered=true:momentum=0.5,rmsprop:centered=true,"
    "momentum:dampening=0.5,adagrad:lr_decay=0.1:initial_accumulator_value=0.5,"
    "lion:weight_decay=0.1"
)
SCHEDULED = (
    "gd:schedule=one_cycle,adam:schedule=restarts,momentum:schedule=plateau:learning_rate=0.05,"
    "lion:schedule=plateau"
)
TORCHS = tuple(key for key in OPTIMIZERS if key not in ("bfgs", "conjugate_gradient"))
TYPED = "abs(x)^1.5 + exp(-x*y)/(1 + e^-(x)) + sqrt(2)*y^2 - -x*log(2) + cos(pi*y)^2"
LONG = "+".join(f"({k}*x - y^{k})^2*sin({k}*x*y + {k})" for k in range(1, 7))

RACES = {
    "default": {"steps": "25"},
    "every rule": {"optimizers": ",".join(FIRST_ORDER), "steps": "20", "surface": "rosenbrock",
                        "learning_rate": "0.001"},
    "treated": {"optimizers": TREATED, "steps": "25", "surface": "beale",
                "learning_rate": "0.003", "seed": "3"},
    "options": {"optimizers": OPTIONS, "steps": "25", "surface": "beale",
                "learning_rate": "0.003"},
    "schedules": {"optimizers": SCHEDULED, "steps": "60", "surface": "himmelblau",
                  "learning_rate": "0.01"},
    "quadratic": {"surface": "quadratic", "condition": "30", "angle": "20", "steps": "20",
                  "optimizers": RACERS},
    "typed": {"surface": "formula", "formula": TYPED, "steps": "15",
              "optimizers": "gd,adam,rprop,lbfgs,damped_newton:damping=50"},
    "long": {"surface": "formula", "formula": LONG, "optimizers": "gd,newton", "steps": "4",
             "learning_rate": "1e-7"},
    "leaves where f has values": {"surface": "formula", "formula": "log(x) + y^2",
                                  "start_x": "0.5", "start_y": "0.5", "learning_rate": "0.3",
                                  "steps": "15", "optimizers": "gd,adam,newton,lbfgs,rprop"},
    "one variable": {"surface": "two_valleys", "optimizers": RACERS + ",sgd:noise=0.1",
                     "steps": "15"},
    "diverges": {"surface": "inflection", "optimizers": "gd:learning_rate=1,adam", "steps": "25"},
    "batches": {"surface": "tanh_net", "optimizers": "gd:batch=10,sgd:batch=1:noise=0.1,adam",
                "steps": "20", "seed": "5"},
    "sparse": {"surface": "sparse_regression", "optimizers": "adagrad:batch=7,gd", "steps": "20"},
    "digits": {"surface": "logistic_regression", "digit_a": "1", "digit_b": "7", "steps": "12",
               "optimizers": "gd,damped_newton,lbfgs,momentum:batch=30"},
    "samples": {"surface": "linear_regression", "budget": "samples", "steps": "450",
                "optimizers": "gd,gd:batch=8:schedule=cosine,newton,lbfgs"},
    "evaluations": {"budget": "evaluations", "steps": "31", "optimizers": RACERS},
    "tuned": {"surface": "rosenbrock", "tune": "true", "steps": "12",
              "optimizers": "gd,adam:clip=1,damped_newton"},
    "scipy's left out": {"optimizers": "bfgs,gd,conjugate_gradient", "steps": "10"},
}  # fmt: skip

SPEC = DescentSpec(
    surface="beale",
    optimizers=(Competitor("gd"), Competitor("adam")),
    steps=50,
    start_x=1,
    start_y=1.5,
)
"""Of the frames made by hand."""


def frame(*, diverged_at: int | None = None) -> DescentFrame:
    """Two straight ways down; the first may leave the numbers at a step."""
    steps = SPEC.steps
    part = np.linspace(0, 1, steps + 1)
    ends = np.array([(3.0, 0.5), (2.0, -1.0)])
    start = np.array((1.0, 1.5))
    positions = start + part[None, :, None] * (ends - start)[:, None, :]
    losses = 10.0 ** (1 - 6 * part)[None, :].repeat(2, axis=0)
    norms = losses.copy()
    verdicts = np.full(losses.shape, Verdict.MOVING, np.uint8)
    verdicts[:, -1] = Verdict.MINIMUM
    if diverged_at is not None:
        losses[0, diverged_at - 1] = np.inf  # the last value before all is lost
        for array in (positions, losses, norms):
            array[0, diverged_at:] = np.nan
        verdicts[0, diverged_at:] = Verdict.DIVERGED
    return DescentFrame(
        step=steps,
        total=steps,
        optimizers=("gd", "adam"),
        positions=positions,
        losses=losses,
        gradient_norms=norms,
        verdicts=verdicts,
        evaluations=np.tile(np.arange(1, steps + 2), (2, 1)),
        samples=np.tile(np.arange(1, steps + 2), (2, 1)),
        test_losses=np.full(losses.shape, np.nan),
        penalties=np.zeros(losses.shape),
        distance=np.hypot(*np.moveaxis(positions - ends[0], -1, 0)),
        steps_to_tolerance=np.array([-1 if diverged_at is not None else 40, 45]),
        rates=np.array([0.01, np.nan]),
    )


def landscape(*, hole: bool = False) -> HeightsFrame:
    """A bowl over Beale's domain, with one contour line; a hole where nothing is a number."""
    surface = SURFACES["beale"]
    x, y = np.linspace(*surface.x, 30), np.linspace(*surface.y, 20)
    heights = x[None, :] ** 2 + y[:, None] ** 2
    ranks = (heights / heights.max()).astype(np.float32)
    if hole:
        heights[5:9, 5:9] = ranks[5:9, 5:9] = np.nan
    turn = np.linspace(0, 2 * np.pi, 25)
    return HeightsFrame(
        step=1,
        total=1,
        x=x,
        y=y,
        heights=heights,
        shades=ranks,
        levels=np.array([4.0]),
        lines=np.stack([2 * np.cos(turn), 2 * np.sin(turn)], axis=1),
        breaks=np.array([0]),
        line_levels=np.array([4.0]),
    )


def without_scipys(spec: Any, arrays: Arrays) -> Arrays:
    """Those competitors that a script of torch can have."""
    kept = [k for k, one in enumerate(spec.optimizers) if one.key in TORCHS]
    count = len(spec.optimizers)
    return {
        name: a[kept] if a.ndim and len(a) == count and name != "optimizers" else a
        for name, a in arrays.items()
    }


def nobody_arrived(name: str, array: Array) -> bool:
    return name == "steps_to_tolerance" and bool((array == -1).all())


EXACT = DescentSpec(steps=250, learning_rate=0.001)

CASE = Case(
    arrays={
        *("optimizers", "positions", "losses", "gradient_norms", "verdicts"),
        *(
            "evaluations",
            "samples",
            "test_losses",
            "penalties",
            "distance",
            "steps_to_tolerance",
            "rates",
        ),
        "lowest",
    },
    small=[
        EXACT,
        DescentSpec(surface="logistic_regression", optimizers="gd,adam:batch=7", steps=120),  # type: ignore[arg-type]
    ],
    without_chance=[EXACT],
    scripts=RACES,
    left_out=r"optimizers|verdicts|evaluations|samples|penalties",
    empty=nobody_arrived,
    held=without_scipys,
    played={
        "surface": "beale",
        "optimizers": "adam:beta1=0.5,sgd:noise=0.1,gd:schedule=cosine,bfgs",
        "steps": 40,
        "start_x": 1.25,
        "seed": 3,
    },
    rich={"steps": 40},
    panel=SPEC.replace(steps=60),
    drawn=SPEC,
    frames={"heights": landscape, "descent": frame},
)
