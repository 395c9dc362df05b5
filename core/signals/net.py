"""The net that the experiments on signals share: its layers, and the initialization of
each side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.histogram import Bins
from core.layers.activations import ACTIVATIONS, SLOPE
from core.layers.initializers import INITIALIZERS
from core.parameters import choice, integer, number, seed, switch
from core.signals.common import SeededSpec

REACH = 5.0

SIDES = ("a", "b", "c", "d")
NORMS = ("none", "bn", "ln")
PLACES = ("before", "after")
BIASES = 200
"""The first stream of the seed from which biases are drawn, one stream a layer."""


def _scales(side: str) -> Callable[[Any], bool]:
    """Whether a side's initialization has a scale to choose."""

    def applies(spec: Any) -> bool:
        key = getattr(spec, f"init_{side}")
        return isinstance(key, str) and key in INITIALIZERS and INITIALIZERS[key].has_scale

    return applies


def _side_std(side: str) -> Any:
    return number(
        None,
        1e-6,
        100.0,
        f"Scale {side.upper()} σ",
        "Scale σ of this side's weights; without one of its own, the common σ",
        log=True,
        auto=lambda spec: spec.std,
        applies=_scales(side),
    )


def sides_of(spec: Any) -> tuple[str, ...]:
    """The names among a, b, c, d of the sides that are compared."""
    return tuple(side for side in SIDES if getattr(spec, f"init_{side}") != "none")


@dataclass(frozen=True, kw_only=True)
class NetSpec(SeededSpec):
    """A dense net, and up to four initializations of it."""

    depth: int = integer(10, 1, 100, "Depth", "Layers", log=True)
    width: int = integer(500, 1, 2048, "Width", "Units of every layer", log=True)
    activation: str = choice(
        "tanh", ACTIVATIONS, "Activation", "Function f of every layer: h = f(z)"
    )
    slope: float = number(
        SLOPE,
        0.0,
        1.0,
        "Slope a",
        "Slope a of leaky ReLU below zero; He's initialization takes it into account",
        applies=lambda spec: spec.activation == "leaky_relu",
    )
    init_a: str = choice("normal", INITIALIZERS, "Init A", "How the weights of side A are drawn")
    std: float = number(
        0.01,
        1e-6,
        100.0,
        "Scale σ",
        "Scale σ of every side that has none of its own",
        log=True,
        applies=lambda spec: any(_scales(side)(spec) for side in SIDES),
    )
    std_a: float = _side_std("a")
    init_b: str = choice(
        "xavier_normal", INITIALIZERS, "Init B", "How the weights of side B are drawn"
    )
    std_b: float = _side_std("b")
    init_c: str = choice(
        "none", ("none", *INITIALIZERS), "Init C", "How the weights of side C are drawn"
    )
    std_c: float = _side_std("c")
    init_d: str = choice(
        "none", ("none", *INITIALIZERS), "Init D", "How the weights of side D are drawn"
    )
    std_d: float = _side_std("d")
    bias: float = number(
        0.0,
        -10.0,
        10.0,
        "Bias b",
        "Bias b that every unit starts with; torch's default adds its own",
    )
    norm: str = choice("none", NORMS, "Norm", "Normalization of every layer")
    norm_place: str = choice(
        "before",
        PLACES,
        "Norm stands",
        "Whether the norm stands before the activation or after it",
        matters=lambda spec: spec.norm != "none",
    )
    residual: bool = switch(
        False, "Residual", "Add each layer's input to its output, where they are as wide"
    )
    seed: int = seed()

    @property
    def sides(self) -> tuple[str, ...]:
        """The names among a, b, c, d of the sides that are compared."""
        return sides_of(self)

    @property
    def reach(self) -> float:
        """The range of h's histograms where it is not the activation's own."""
        return REACH

    def h_bins(self, most: int) -> Bins:
        """The bins for what a layer passes on; a sum or a norm after the activation leaves its
        range."""
        normed = self.norm != "none" and self.norm_place == "after"
        if self.residual or normed:
            return Bins.over(-self.reach, self.reach, most)
        return Bins.over(*ACTIVATIONS[self.activation].span, most)

    @property
    def leak(self) -> float:
        """The slope for which He's gain is taken."""
        return self.slope if self.activation == "leaky_relu" else 0.0


class MeasuredSpec(NetSpec):
    """A net whose every value is counted."""

    bins: int
