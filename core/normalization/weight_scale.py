"""BN(aWx) = BN(Wx): a norm forgets the scale of the weights, for a > 0 and a²σ² far above ε."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.layers.norms import NORMS
from core.parameters import Spec, choice, integer, number, seed, switch

Array = np.ndarray[Any, Any]

CHANNELS, GROUPS = 8, 4
FACTORS = np.logspace(-6, 3, 55)
SHOWN = 600
"""The number of values of the two outputs that are handed out, out of all there are."""


@dataclass(frozen=True, kw_only=True)
class WeightScaleSpec(Spec):
    """Digits x, random filters W, and the factor a by which they are scaled."""

    key: ClassVar[str] = "weight_scale"

    factor: float = number(10.0, 1e-6, 1e3, "Factor a", "The weights are multiplied by a", log=True)
    negate: bool = switch(False, "Negative a", "The weights are multiplied by -a")
    norm: str = choice("bn", tuple(NORMS), "Norm", "The norm whose two outputs are drawn")
    eps: float = number(
        1e-5, 1e-12, 10.0, "Epsilon ε", "ε, added to the variance under the root", log=True
    )
    batch: int = integer(32, 2, 64, "Batch N", "Digits in the batch")
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class WeightScaleFrame(Frame):
    """All K norms at S factors a, and at the chosen a."""

    norms: tuple[str, ...]
    """[K] keys of the norms."""
    factors: Array
    """[S] the factors |a|."""
    apart: Array
    """[K, S] largest absolute difference between N(aWx) and N(Wx), for a > 0."""
    apart_negative: Array
    """[K, S] the same difference for -a: N(-Wx) = -N(Wx), so about twice the largest output."""
    shrunk: Array
    """[K, S] std of N(aWx) over that of N(Wx)."""
    chosen_apart: Array
    """[K] the largest absolute difference at the chosen a."""
    gradient_ratio: Array
    """[K] norm of dL/dW at aW divided by that at W, for one seeded dL/dy: 1/|a|, so large weights
    learn slowly."""
    plain: Array
    """[P] some values of N(Wx), for the chosen norm."""
    scaled: Array
    """[P] the same values of N(aWx)."""
