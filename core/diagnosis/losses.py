"""Losses: their values and gradients at a point, the lines that they fit, and nets that learn by
them from an ordinary and from a wrong, sure start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.number_lists import read_rows
from core.parameters import (
    Parameter,
    Reason,
    Spec,
    SpecError,
    choice,
    integer,
    number,
    parameter_of,
    seed,
    text,
)

Array = np.ndarray[Any, Any]

REACH = 8.0
"""Values and gradients are drawn for z in ± this."""
GRID = 401

RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
STARTS = ("ordinary", "sure")
TRAINED = ("softmax_ce", "softmax_squared", "sigmoid_bce", "sigmoid_squared")
"""The losses by which nets are trained."""
SAMPLES, STEPS, BATCH, WIDTH = 1437, 220, 64, 64
SETS = ("bce_half", "softmax_share", "bce_top", "softmax_top")
"""How a net's scores become a set of labels: by BCE, each whose probability is above a half; by
softmax, each whose probability is above the share that does best on the training pictures; and the
k highest where their number k is known."""
SETS_STEPS = 600

SLOPE, OFFSET, SPREAD = 2.0, 0.0, 0.2
"""The line through the drawn points, and the noise on them."""
POINTS = 40
MOST_POINTS = 200
FAR = 16.0
"""How far below the line an outlier lies."""

ORDER, WEIGHTS, BATCHES, DRAWN, SUPERPOSED = range(5)
"""Streams of the seed."""

LINES = ("l2", "l1", "huber")


@dataclass(frozen=True)
class Loss:
    """A loss of one number z: its value and its gradient, each a function of z and the spec."""

    value: Callable[[Array, Any], Array]
    gradient: Callable[[Array, Any], Array]
    torch: str
    """The same as torch has it."""


def _sigmoid(z: Array) -> Array:
    found: Array = 0.5 * (1 + np.tanh(z / 2))
    return found


def _bce(z: Array, spec: Any) -> Array:
    found: Array = np.logaddexp(0, z) - spec.target * z
    return found


def _huber(z: Array, limit: float) -> Array:
    size = np.abs(z)
    return np.where(size < limit, z * z / 2, limit * (size - limit / 2))


def _chance(z: Array, spec: Any) -> Array:
    """The softmax's share of the true class, whose score is z, where all others have 0."""
    return _sigmoid(z - np.log(spec.classes - 1))


def _softmax_squared(z: Array, spec: Any) -> Array:
    """All other classes share what the true one leaves."""
    missing = 1 - _chance(z, spec)
    found: Array = missing**2 * (1 + 1 / (spec.classes - 1)) / 2
    return found


def _softmax_squared_gradient(z: Array, spec: Any) -> Array:
    p = _chance(z, spec)
    found: Array = -((1 - p) ** 2) * p * (1 + 1 / (spec.classes - 1))
    return found


def _hinge_gradient(z: Array, spec: Any) -> Array:
    sign = 2 * spec.target - 1
    return np.where(sign * z <= 1, -sign, 0.0)  # at the kink as torch has it


FAMILIES: Mapping[str, Mapping[str, Loss]] = MappingProxyType(
    {
        "numbers": {
            "l2": Loss(lambda z, s: z * z / 2, lambda z, s: z, "F.mse_loss(z, t) / 2"),
            "l1": Loss(lambda z, s: np.abs(z), lambda z, s: np.sign(z), "F.l1_loss(z, t)"),
            "smooth_l1": Loss(
                lambda z, s: _huber(z, s.beta) / s.beta,
                lambda z, s: np.clip(z / s.beta, -1, 1),
                "F.smooth_l1_loss(z, t, beta=BETA)",
            ),
            "huber": Loss(
                lambda z, s: _huber(z, s.beta),
                lambda z, s: np.clip(z, -s.beta, s.beta),
                "F.huber_loss(z, t, delta=BETA)",
            ),
        },
        "yes_no": {
            "bce": Loss(
                _bce,
                lambda z, s: _sigmoid(z) - s.target,
                "F.binary_cross_entropy_with_logits(z, t)",
            ),
            "sigmoid_squared": Loss(
                lambda z, s: (_sigmoid(z) - s.target) ** 2 / 2,
                lambda z, s: (_sigmoid(z) - s.target) * _sigmoid(z) * _sigmoid(-z),
                "F.mse_loss(z.sigmoid(), t) / 2",
            ),
            "hinge": Loss(
                lambda z, s: np.maximum(0, 1 - (2 * s.target - 1) * z),
                _hinge_gradient,
                "(1 - (2 * t - 1) * z).clamp(min=0).sum()",
            ),
            "logistic": Loss(
                lambda z, s: _bce(z, s) + s.penalty / 2 * z * z,
                lambda z, s: _sigmoid(z) - s.target + s.penalty * z,
                "F.binary_cross_entropy_with_logits(z, t) + PENALTY / 2 * z.square().sum()",
            ),
        },
        "classes": {
            "softmax_ce": Loss(
                lambda z, s: np.logaddexp(0, np.log(s.classes - 1) - z),
                lambda z, s: _chance(z, s) - 1,
                "F.cross_entropy(scores(z), t)",
            ),
            "softmax_squared": Loss(
                _softmax_squared,
                _softmax_squared_gradient,
                "(scores(z).softmax(1) - F.one_hot(t, CLASSES)).square().sum() / 2",
            ),
        },
    }
)


def read_points(parameter: Parameter, typed: str) -> tuple[tuple[float, float], ...]:
    """Points x, y for the lines; see :data:`POINTS_GRAMMAR`."""
    if not typed.strip():
        return ()
    rows = read_rows(parameter, typed)
    if len(rows[0]) != 2:
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, typed, parameter.accepted(None))
    if not 3 <= len(rows) <= MOST_POINTS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(rows), f"3 … {MOST_POINTS}")
    if len({x for x, _ in rows}) < 2:
        raise SpecError(parameter.name, Reason.CONSTANT, "x", parameter.accepted(None))
    wrong = max((abs(v) for row in rows for v in row), default=0.0)
    if wrong > 100:
        raise SpecError(parameter.name, Reason.OUT_OF_RANGE, wrong, "-100 … 100")
    return tuple((x, y) for x, y in rows)


POINTS_GRAMMAR = "0, 0.1; 1, 2; 2, 3.9"


def written_points(points: Array) -> str:
    """The text that :func:`read_points` reads back as these points [n, 2]."""
    return "; ".join(f"{x:g}, {y:g}" for x, y in points.tolist())


@dataclass(frozen=True, kw_only=True)
class LossesSpec(Spec):
    """The losses that are drawn, the point on their curves, the points for the lines."""

    key: ClassVar[str] = "losses"

    family: str = choice("yes_no", FAMILIES, "Losses of", "What is to be predicted")
    z: float = number(-5.0, -REACH, REACH, "Score z", "The score, or the number that is too much")
    target: int = choice(
        1,
        (0, 1),
        "Label t",
        "What is true of the sample",
        applies=lambda spec: spec.family == "yes_no",
    )
    beta: float = number(
        1.0,
        0.01,
        REACH,
        "β = δ",
        "Where smooth L1 and Huber turn from a parabola into lines",
        log=True,
    )
    penalty: float = number(
        0.1,
        0.0,
        10.0,
        "Penalty λ",
        "λ/2 · w² of a logistic regression whose one weight is z",
        from_zero=True,
        applies=lambda spec: spec.family == "yes_no",
    )
    classes: int = integer(
        10,
        2,
        1000,
        "Classes",
        "The other classes have score 0",
        log=True,
        applies=lambda spec: spec.family == "classes",
    )
    outliers: float = number(
        0.1, 0.0, 0.5, "Outliers", "Share of the points that lie far below the line"
    )
    points: str = text(
        "",
        read_points,
        POINTS_GRAMMAR,
        "Own points",
        "x and y of each point that lines are fitted to; empty: drawn ones",
    )
    sureness: float = number(
        30.0,
        1.0,
        100.0,
        "Sureness",
        "The wrong, sure start: the head's weights times this",
        log=True,
    )
    seed: int = seed()

    @property
    def own_points(self) -> Array:
        """[n, 2] the points that a person placed; none by default."""
        parameter = parameter_of(type(self), "points")
        return np.array(read_points(parameter, self.points)).reshape(-1, 2)


@dataclass(frozen=True, kw_only=True)
class LossesFrame(Frame):
    """The L losses of a family, lines through n points, and the trainings so far. What is not known
    yet is NaN."""

    names: tuple[str, ...]
    """[L] keys of the losses."""
    z: Array
    """[Z] the scores at which they are drawn."""
    values: Array
    """[L, Z] the loss at each z."""
    gradients: Array
    """[L, Z] its derivative by z."""
    value_at: Array
    """[L] the losses at the spec's own z."""
    gradient_at: Array
    """[L] their derivatives there."""
    points: Array
    """[n, 2] x and y of the points that lines are fitted to."""
    lines: Array
    """[3, 2] slope and offset of the lines with the lowest sum of squares, of absolute residuals,
    and of Huber losses."""
    rates: Array
    """[6] the learning rates of the trainings, by plain SGD."""
    trained: tuple[str, ...]
    """[4] keys of the losses by which nets 64-64-10 learn the digits."""
    accuracy: Array
    """[4, 2, 6] share of the held-out digits told right after the last step, by loss, start
    (ordinary; wrong and sure) and rate."""
    curves: Array
    """[4, 2, step] the loss on each step's batch at the rate with the highest accuracy, divided by
    the first; NaN until all rates are trained."""
    sets: tuple[str, ...]
    """[4] keys of :data:`SETS`."""
    sets_right: Array
    """[4] share of held-out pictures of one to three digits whose whole set of labels is right."""
