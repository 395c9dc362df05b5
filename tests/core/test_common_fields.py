"""What specs have in common, by their base, whatever their fields are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from core.descent.common import RateSpec, StartSpec
from core.experiments import EXPERIMENTS
from core.parameters import Spec, common, integer, number, parameters
from core.signals.common import SeededSpec
from core.signals.net import MeasuredSpec, NetSpec
from core.surfaces.surfaces import SurfaceSpec

RANGES = ("x_low", "x_high", "y_low", "y_high")
SURFACE = ("surface", "formula", "condition", "angle", "digit_a", "digit_b", *RANGES)
NET = tuple(p.name for p in parameters(NetSpec))


@dataclass(frozen=True, kw_only=True)
class Declared(Spec):
    """A base with a field of its own."""

    first: int = integer(1, 0, 9, "First", "The first")


class Named(Declared):
    """A base that names a field, and leaves it to each kind to declare it."""

    second: float


@dataclass(frozen=True, kw_only=True)
class Kind(Named):
    """One kind, whose named field stands after its own."""

    key: ClassVar[str] = "kind"
    own: int = integer(2, 0, 9, "Own", "Its own")
    second: float = number(0.5, 0, 1, "Second", "The second")


def test_fields_that_a_base_declares_or_names_are_common() -> None:
    assert common(Spec) == ()
    assert common(Declared) == ("first",)
    assert common(Named) == ("first", "second")
    assert [p.name for p in parameters(Kind)] == ["first", "own", "second"]


@pytest.mark.parametrize(
    ("base", "names"),
    [
        (SurfaceSpec, SURFACE),
        (RateSpec, (*SURFACE, "learning_rate")),
        (StartSpec, (*SURFACE, "learning_rate", "start_x", "start_y")),
        (SeededSpec, ("seed",)),
        (MeasuredSpec, (*NET, "bins")),
    ],
)
def test_every_kind_of_a_base_has_its_common_fields(
    base: type[Spec], names: tuple[str, ...]
) -> None:
    assert set(common(base)) == set(names)
    kinds = [e.spec for e in EXPERIMENTS.values() if issubclass(e.spec, base)]
    assert len(kinds) > 1
    for kind in kinds:
        assert set(names) <= {p.name for p in parameters(kind)}
