"""Each kind by itself: what it takes, what it says of itself, and how another one is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from core.descent.competitors import Competitors
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import (
    Choice,
    File,
    Integer,
    Number,
    Numeric,
    Parameter,
    Reason,
    Row,
    Seed,
    Several,
    Spec,
    SpecError,
    Switch,
    Text,
    field,
    number,
    parameter_of,
    parameters,
)

WORDS: dict[str, Any] = {"label": "A label", "help": "A line of help"}
KINDS: dict[str, Parameter] = {
    "number": Number(default=0.5, low=0, high=1, **WORDS),
    "integer": Integer(default=1, low=0, high=9, **WORDS),
    "seed": Seed(),
    "choice": Choice(default="a", choices=("a", "b"), **WORDS),
    "choice of numbers": Choice(default=1, choices=(1, 2, 4), **WORDS),
    "switch": Switch(default=False, **WORDS),
    "file": File(default="", suffixes=(".npy",), **WORDS),
    "text": Text(default="x", read=lambda parameter, text: text, grammar="x, y", **WORDS),
    "several": Competitors(default=(Competitor("gd"),), least=1, most=2, **WORDS),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_default_survives_text_and_json_and_is_accepted(name: str) -> None:
    kind = KINDS[name]
    assert kind.check(kind.default, None) == kind.default
    assert kind.check(kind.parse(f" {kind.print(kind.default)} "), None) == kind.default
    assert kind.check(kind.to_json(kind.default), None) == kind.default


@pytest.mark.parametrize(
    ("name", "accepted", "limits"),
    [
        ("number", "0 … 1", {"range": [0, 1], "scale": "linear"}),
        ("integer", "0 … 9", {"range": [0, 9], "scale": "linear"}),
        ("seed", "0 … 2147483647", {"range": [0, 2**31 - 1], "scale": "linear"}),
        ("choice", "a, b", {"choices": ["a", "b"]}),
        ("switch", "true, false", {}),
        ("file", "*.npy", {}),
        ("text", "x, y", {}),
        ("several", "1 … 2", {"count": [1, 2]}),
    ],
)
def test_a_kind_says_what_it_accepts(name: str, accepted: str, limits: dict[str, Any]) -> None:
    assert KINDS[name].accepted(None) == accepted
    assert KINDS[name].limits(None) == limits


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("number", True, Reason.NOT_A_NUMBER),
        ("number", "0.5", Reason.NOT_A_NUMBER),
        ("number", float("nan"), Reason.OUT_OF_RANGE),
        ("integer", 1.5, Reason.NOT_AN_INTEGER),
        ("integer", 10**400, Reason.OUT_OF_RANGE),
        ("seed", -1, Reason.OUT_OF_RANGE),
        ("choice", "c", Reason.NOT_A_CHOICE),
        ("choice of numbers", 1.0, Reason.NOT_A_CHOICE),
        ("switch", 1, Reason.NOT_A_SWITCH),
        ("text", 1, Reason.NOT_A_FORMULA),
        ("several", 1, Reason.NOT_A_LIST),
        ("several", (), Reason.TOO_FEW),
        ("several", "gd,gd,gd", Reason.TOO_MANY),
    ],
)
def test_what_is_not_of_its_kind_is_refused(name: str, given: Any, reason: Reason) -> None:
    with pytest.raises(SpecError) as caught:
        KINDS[name].check(given, None)
    assert caught.value.reason is reason
    assert caught.value.accepted == KINDS[name].accepted(None)


def test_numbers_come_out_in_the_type_of_their_kind() -> None:
    assert type(KINDS["number"].check(1, None)) is float
    assert type(KINDS["integer"].check(1.0, None)) is int
    assert KINDS["integer"].parse("2.0") == 2
    assert KINDS["integer"].parse("2.5") == 2.5, "refused when the spec is built"


@pytest.mark.parametrize(
    ("parameter", "depends"),
    [
        (KINDS["number"], False),
        (Number(default=None, auto=lambda spec: 1.0, **WORDS), True),
        (Number(default=0.0, low=lambda spec: 0.0, **WORDS), True),
        (KINDS["choice"], False),
        (Choice(default=1, choices=lambda spec: (1,), **WORDS), True),
    ],
    ids=["number", "default", "bound", "choice", "choices"],
)
def test_what_follows_other_fields_says_so(parameter: Parameter, depends: bool) -> None:
    assert parameter.depends is depends


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_every_parameter_knows_its_name_and_its_experiment(key: str) -> None:
    for parameter in parameters(EXPERIMENTS[key].spec):
        assert parameter.experiment == key
        assert parameter_of(EXPERIMENTS[key].spec, parameter.name) is parameter


def test_a_hyper_parameter_belongs_to_no_experiment() -> None:
    assert {p.experiment for o in OPTIMIZERS.values() for p in o.parameters} == {""}


def test_a_field_cannot_be_declared_without_its_label() -> None:
    with pytest.raises(TypeError, match="help"):
        number(1.0, 0, 1, "Only one text")  # type: ignore[call-arg]


@dataclass(frozen=True, kw_only=True)
class Span(Parameter):
    """Two numbers with a dash between: a kind that no file of the program knows."""

    kind = "span"

    def accepted(self, spec: Any) -> str:
        return "0-9"

    def check(self, value: Any, spec: Any) -> tuple[int, int]:
        try:
            low, high = map(int, value.split("-") if isinstance(value, str) else value)
        except ValueError:
            raise self.error(Reason.NOT_NUMBERS, value, spec) from None
        return low, high

    def print(self, value: Any) -> str:
        return "-".join(map(str, value))

    def to_json(self, value: Any) -> str:
        return self.print(value)


@dataclass(frozen=True, kw_only=True)
class SpanSpec(Spec):
    """A spec with such a field."""

    key: ClassVar[str] = "span"

    span: tuple[int, int] = field(Span(default=(1, 2), **WORDS))


def test_another_kind_needs_no_change_of_the_others() -> None:
    spec = SpanSpec.from_text({"span": " 3-7 "})
    assert spec.span == (3, 7)
    assert spec.to_json() == {"span": "3-7"}
    assert SpanSpec.from_json(spec.to_json()) == spec
    assert SpanSpec.from_text(spec.settings()) == spec
    assert spec.adapt(span="4-5").span == (4, 5)
    with pytest.raises(SpecError) as caught:
        SpanSpec(span="3")  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.accepted) == ("span", "0-9")


def test_a_row_is_a_text_and_a_seed_a_whole_number() -> None:
    """What is said of the one holds of the other: its control alone is another."""
    assert issubclass(Row, Text)
    assert issubclass(Seed, Integer)
    assert issubclass(Integer, Numeric)
    assert issubclass(Competitors, Several)
    assert {Row.kind, Text.kind} == {"text"}
    assert {Seed.kind, Integer.kind} == {"integer"}
