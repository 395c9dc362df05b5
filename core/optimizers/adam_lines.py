"""Adam and its variants worked out line by line, as one would on paper."""

from __future__ import annotations

from core.optimizers.elementwise import sign
from core.optimizers.worked import Line, Numbers

_MEAN = Line(
    "m'",
    "{beta1}·{m} + (1 - {beta1})·{g}",
    lambda n: n["m"] + (1 - n["beta1"]) * (n["g"] - n["m"]),
)
_SQUARE = Line(
    "v'",
    "{beta2}·{v} + (1 - {beta2})·{g}²",
    lambda n: n["beta2"] * n["v"] + (1 - n["beta2"]) * n["g"] ** 2,
)
_MEAN_HAT = Line("mᶜ", "{m'} / (1 - {beta1}^{t})", lambda n: n["m'"] / (1 - n["beta1"] ** n["t"]))
_SQUARE_HAT = Line("vᶜ", "{v'} / (1 - {beta2}^{t})", lambda n: n["v'"] / (1 - n["beta2"] ** n["t"]))
_LARGEST = Line("w'", "max({w}, {v'})", lambda n: max(n["w"], n["v'"]))
_LARGEST_HAT = Line(
    "wᶜ", "{w'} / (1 - {beta2}^{t})", lambda n: n["w'"] / (1 - n["beta2"] ** n["t"])
)
_DECAYED = Line(
    "q",
    "(1 - {learning_rate}·{weight_decay})·{p}",
    lambda n: (1 - n["learning_rate"] * n["weight_decay"]) * n["p"],
)


def adam(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of Adam; with AMSGrad the largest v stands in for v."""
    return _adam(numbers, "p")


def adamw(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of AdamW: Adam's from a place that has decayed."""
    return (_DECAYED, *_adam(numbers, "q"))


def _adam(numbers: Numbers, place: str) -> tuple[Line, ...]:
    square = "wᶜ" if numbers["amsgrad"] else "vᶜ"
    squares = (_LARGEST, _LARGEST_HAT) if numbers["amsgrad"] else (_SQUARE_HAT,)
    step = Line(
        "p'",
        f"{{{place}}} - {{learning_rate}}·{{mᶜ}} / (√{{{square}}} + {{eps}})",
        lambda n: n[place] - n["learning_rate"] * n["mᶜ"] / (n[square] ** 0.5 + n["eps"]),
    )
    return (_MEAN, _SQUARE, _MEAN_HAT, *squares, step)


def lion(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of Lion; the decayed place only where it decays."""
    place = "q" if numbers["weight_decay"] else "p"
    lines = (
        Line(
            "u",
            "{beta1}·{m} + (1 - {beta1})·{g}",
            lambda n: n["m"] + (1 - n["beta1"]) * (n["g"] - n["m"]),
        ),
        Line(
            "m'",
            "{beta2}·{m} + (1 - {beta2})·{g}",
            lambda n: n["m"] + (1 - n["beta2"]) * (n["g"] - n["m"]),
        ),
        Line(
            "p'",
            f"{{{place}}} - {{learning_rate}}·sign({{u}})",
            lambda n: n[place] - n["learning_rate"] * sign(n["u"]),
        ),
    )
    return (_DECAYED, *lines) if numbers["weight_decay"] else lines


NADAM = (
    Line(
        "μₜ",
        "{beta1}·(1 - 0.5·0.96^({t}·{momentum_decay}))",
        lambda n: n["beta1"] * (1 - 0.5 * 0.96 ** (n["t"] * n["momentum_decay"])),
    ),
    Line(
        "μₜ₊₁",
        "{beta1}·(1 - 0.5·0.96^(({t} + 1)·{momentum_decay}))",
        lambda n: n["beta1"] * (1 - 0.5 * 0.96 ** ((n["t"] + 1) * n["momentum_decay"])),
    ),
    Line("Π'", "{Π}·{μₜ}", lambda n: n["Π"] * n["μₜ"]),
    _MEAN,
    _SQUARE,
    _SQUARE_HAT,
    Line(
        "a",
        "(1 - {μₜ})·{g} / (1 - {Π'})",
        lambda n: (1 - n["μₜ"]) * n["g"] / (1 - n["Π'"]),
    ),
    Line(
        "b",
        "{μₜ₊₁}·{m'} / (1 - {Π'}·{μₜ₊₁})",
        lambda n: n["μₜ₊₁"] * n["m'"] / (1 - n["Π'"] * n["μₜ₊₁"]),
    ),
    Line(
        "p'",
        "{p} - {learning_rate}·({a} + {b}) / (√{vᶜ} + {eps})",
        lambda n: n["p"] - n["learning_rate"] * (n["a"] + n["b"]) / (n["vᶜ"] ** 0.5 + n["eps"]),
    ),
)
ADAMAX = (
    _MEAN,
    Line(
        "u'",
        "max({beta2}·{u}, |{g}| + {eps})",
        lambda n: max(n["beta2"] * n["u"], abs(n["g"]) + n["eps"]),
    ),
    _MEAN_HAT,
    Line(
        "p'",
        "{p} - {learning_rate}·{mᶜ} / {u'}",
        lambda n: n["p"] - n["learning_rate"] * n["mᶜ"] / n["u'"],
    ),
)


def radam(numbers: Numbers) -> tuple[Line, ...]:
    """The lines of RAdam, without the root while its variance is too uncertain."""
    numbers["ρ∞"] = 2 / (1 - numbers["beta2"]) - 1
    length = Line(
        "ρₜ",
        "{ρ∞} - 2·{t}·{beta2}^{t} / (1 - {beta2}^{t})",
        lambda n: n["ρ∞"] - 2 * n["t"] * n["beta2"] ** n["t"] / (1 - n["beta2"] ** n["t"]),
    )
    first = (_MEAN, _SQUARE, _MEAN_HAT, length)
    if length.value(numbers) <= 5:
        return (
            *first,
            Line(
                "p'", "{p} - {learning_rate}·{mᶜ}", lambda n: n["p"] - n["learning_rate"] * n["mᶜ"]
            ),
        )
    rectified = Line(
        "r",
        "√(({ρₜ} - 4)·({ρₜ} - 2)·{ρ∞} / (({ρ∞} - 4)·({ρ∞} - 2)·{ρₜ}))",
        lambda n: (
            ((n["ρₜ"] - 4) * (n["ρₜ"] - 2) * n["ρ∞"] / ((n["ρ∞"] - 4) * (n["ρ∞"] - 2) * n["ρₜ"]))
            ** 0.5
        ),
    )
    return (
        *first,
        rectified,
        Line(
            "p'",
            "{p} - {learning_rate}·{r}·{mᶜ}·√(1 - {beta2}^{t}) / (√{v'} + {eps})",
            lambda n: (
                n["p"]
                - n["learning_rate"]
                * n["r"]
                * n["mᶜ"]
                * (1 - n["beta2"] ** n["t"]) ** 0.5
                / (n["v'"] ** 0.5 + n["eps"])
            ),
        ),
    )
