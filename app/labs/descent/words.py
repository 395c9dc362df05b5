"""The words of Descent. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _, field, tr
from app.words.names import OPTIMIZERS as NAMES
from app.words.vocabulary import Vocabulary, choice, value_words
from core.descent.competitors import Competitors
from core.descent.rates import RatesSpec
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import Choice, Switch, parameters
from core.surfaces.curvature import Definiteness
from core.surfaces.verdicts import Verdict

_EXPERIMENTS: Mapping[str, str] = {
    "descent": _("A race of optimizers down a surface"),
    "heights": _("A surface's heights and contour lines"),
    "basins": _("Which minimum each start leads to"),
    "tangent": _("What the slope promises of a step, and what the step comes to"),
    "convexity": _("Whether a surface is convex, with a witness where it is not"),
    "rates": _("Steps needed under each pair of two hyper-parameters"),
}

_CHOICES: Mapping[str, str] = {
    "rosenbrock": _("Rosenbrock"),
    "beale": _("Beale"),
    "himmelblau": _("Himmelblau"),
    "booth": _("Booth"),
    "matyas": _("Matyas"),
    "ravine": _("Ravine"),
    "saddle": _("Saddle"),
    "monkey_saddle": _("Monkey saddle"),
    "double_well": _("Double well"),
    "plateau": _("Plateau"),
    "mccormick": _("McCormick"),
    "three_hump_camel": _("Three-hump camel"),
    "six_hump_camel": _("Six-hump camel"),
    "styblinski_tang": _("Styblinski-Tang"),
    "rastrigin": _("Rastrigin"),
    "formula": _("Your own formula"),
    "ackley": _("Ackley"),
    "levy": _("Levy"),
    "griewank": _("Griewank"),
    "branin": _("Branin"),
    "easom": _("Easom"),
    "goldstein_price": _("Goldstein-Price"),
    "sphere": _("Sphere"),
    "zakharov": _("Zakharov"),
    "dixon_price": _("Dixon-Price"),
    "quadratic": _("Quadratic of chosen condition"),
    "parabola": _("Parabola (1-D)"),
    "two_valleys": _("Two valleys (1-D)"),
    "cosine_valley": _("Waves in a valley (1-D)"),
    "smooth_abs": _("Nearly |x| (1-D)"),
    "inflection": _("Inflection x³ (1-D)"),
    "quartic": _("Quartic x⁴ (1-D)"),
    "linear_regression": _("Linear regression (data)"),
    "sparse_regression": _("Regression on a rare feature (data)"),
    "logistic_regression": _("Logistic regression on two digits (data)"),
    "tanh_net": _("Two-weight tanh net (data)"),
    "downhill": _("downhill, -g"),
    "x": _("along x"),
    "y": _("along y"),
    "equalized": _("equalized"),
    "linear": _("linear"),
    "logarithmic": _("logarithmic"),
    "steps": _("updates"),
    "evaluations": _("evaluations"),
    "samples": _("samples seen"),
}

_HYPER = {p.name: p for one in OPTIMIZERS.values() for p in one.parameters}
"""Hyper-parameters by name; those with the same name have the same label."""

_AXES = {p.name: p.label for p in (*parameters(RatesSpec), *_HYPER.values())}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices=_CHOICES,
    of_field={
        (RatesSpec.key, "x_parameter"): _AXES,
        (RatesSpec.key, "y_parameter"): _AXES,
    },
)

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MOVING: _("moving"),
    Verdict.MINIMUM: _("minimum"),
    Verdict.SADDLE: _("saddle"),
    Verdict.MAXIMUM: _("maximum"),
    Verdict.UNDECIDED: _("undecided: the curvature fades to 0"),
    Verdict.OUTSIDE: _("outside the drawn domain"),
    Verdict.DIVERGED: _("diverged"),
    Verdict.NO_VALUE: _("f has no value here"),
}

DEFINITENESS: Mapping[Definiteness, str] = {
    Definiteness.POSITIVE_DEFINITE: _("positive definite"),
    Definiteness.NEGATIVE_DEFINITE: _("negative definite"),
    Definiteness.INDEFINITE: _("indefinite"),
    Definiteness.POSITIVE_SEMIDEFINITE: _("positive semi-definite: an eigenvalue is 0"),
    Definiteness.NEGATIVE_SEMIDEFINITE: _("negative semi-definite: an eigenvalue is 0"),
    Definiteness.ZERO: _("zero: both eigenvalues are 0"),
    Definiteness.NOT_FINITE: _("not finite here"),
}
"""Words for the definiteness of the Hessian."""

QUANTITIES: Mapping[str, str] = {
    "position": _("position p"),
    "gradient": _("gradient g"),
    "treated": _("g of its batch, with noise, clip, decay"),
    "learning_rate": _("rate η now"),
    "update": _("update Δp"),
    "effective_rate": _("effective rate -Δp/g"),
    "next": _("next p"),
}
"""Words for the quantities of a step; a memory has its name from the formula, with ' after the
step."""


def hyper(name: str) -> str | None:
    """The label of the hyper-parameter with that name; None if there is none."""
    return field(_HYPER[name]) if name in _HYPER else None


def competitor(text: str, *, tuned: bool = False) -> str:
    """A competitor's name from its text form: ``Adam β₁=0.5``, with the last word of a label.

    If rates are ``tuned`` its own rate is not used, and is left out of the name.
    """
    key, *settings = text.split(":")
    pairs = (s.split("=") for s in settings)
    named = [_setting(n, v) for n, v in pairs if not (tuned and n == "learning_rate")]
    return " ".join([tr(NAMES[key]), *named])


def _setting(name: str, value: str) -> str:
    """A setting in short: the symbol and the value, or the name of what is on or chosen."""
    label = field(_HYPER[name])
    if isinstance(_HYPER[name], Switch):
        return label
    if isinstance(_HYPER[name], Choice):
        return choice("", name, value)
    return f"{label.split()[-1]}={choice('', name, value)}"


@value_words.register(Competitors)
def _competitors(parameter: Competitors, value: tuple[Competitor, ...]) -> str:
    return " + ".join(competitor(one.text) for one in value)


IN_FLOAT32 = _("In float32: beside a border a single race, in float64, may end elsewhere.")
