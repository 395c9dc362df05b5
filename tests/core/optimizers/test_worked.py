"""The worked lines: they end where the rule ends, and say what they mean."""

from __future__ import annotations

import math
import random
import re

import pytest

from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.optimizers.worked import memory, work_out

HAND = {"·": "*", "²": "**2", "^": "**"}


def by_hand(text: str) -> float:
    """What a person gets who types the printed line into a calculator."""
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    text = re.sub(r"√([0-9][0-9.]*(?:e[+-]?[0-9]+)?)", r"√(\1)", text).replace("√", "root")
    for mark, python in HAND.items():
        text = text.replace(mark, python)
    known = {"abs": abs, "max": max, "min": min, "root": math.sqrt, "sign": sign}
    result: float = eval(text, known)
    return result


def sign(value: float) -> float:
    return float(value > 0) - float(value < 0)


VARIANTS = (
    *FIRST_ORDER,
    "momentum:dampening=0.4",
    "momentum:momentum=0:dampening=0.4",
    "adagrad:lr_decay=0.2:initial_accumulator_value=3",
    "rmsprop:centered=true",
    "rmsprop:momentum=0.8",
    "rmsprop:momentum=0.8:centered=true",
    "adam:amsgrad=true",
    "adamw:amsgrad=true",
    "lion:weight_decay=0.3",
)
"""Every rule, and every rule with its options."""


def states(text: str) -> list[tuple[float, float, int, dict[str, float], dict[str, float]]]:
    one = Competitor.parse("", text)
    hyper = one.hyper(0.05)
    if one.key == "adamw":
        hyper["weight_decay"] = 0.3
    draw = random.Random(7)
    found = []
    for t in (1, 2, 3, 30):
        p, g = draw.uniform(-3, 3), draw.uniform(-3, 3)
        memories = dict(
            zip(one.optimizer.memories, one.optimizer.starting_memories(hyper), strict=True)
        )
        if t > 1:
            memories = {name: draw.uniform(0.1, 2) for name in memories}
            memories |= {"a": draw.uniform(-0.1, 0.1)} if "a" in memories else {}
        found.append((p, g, t, memories, hyper))
    return found


@pytest.mark.parametrize("text", VARIANTS)
def test_what_is_remembered_stands_in_the_lines(text: str) -> None:
    for p, g, t, memories, hyper in states(text):
        worked = work_out(FIRST_ORDER[text.split(":")[0]].worked, p, g, t, memories, hyper)
        named = {line.name: line.value for line in worked} | memories | hyper
        remembered = FIRST_ORDER[text.split(":")[0]].remembered
        expected = math.prod(named[name] for name in remembered) if remembered else None
        assert memory(remembered, worked) == expected


@pytest.mark.parametrize("text", VARIANTS)
def test_the_last_line_is_where_the_rule_goes(text: str) -> None:
    rule = FIRST_ORDER[text.split(":")[0]].rule
    assert rule is not None
    for p, g, t, memories, hyper in states(text):
        for slope in (g, -g, 0.0):
            place, after = rule(p, slope, t, tuple(memories.values()), **hyper)
            lines = work_out(FIRST_ORDER[text.split(":")[0]].worked, p, slope, t, memories, hyper)
            assert lines[-1].name == "p'"
            assert lines[-1].value == pytest.approx(place, rel=1e-12, abs=1e-15)
            named = {line.name: line.value for line in lines}
            for name, value in zip(memories, after, strict=True):
                if f"{name}'" in named:
                    assert named[f"{name}'"] == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", VARIANTS)
def test_what_is_printed_gives_what_is_said(text: str) -> None:
    for p, g, t, memories, hyper in states(text):
        for line in work_out(FIRST_ORDER[text.split(":")[0]].worked, p, g, t, memories, hyper):
            assert by_hand(line.written(repr)) == pytest.approx(line.value, rel=1e-12)
            assert "{" not in line.symbolic


def test_symbols_stand_in_the_line_without_numbers() -> None:
    (line,) = work_out(FIRST_ORDER["gd"].worked, 2.0, -4.0, 1, {}, {"learning_rate": 0.1})
    assert line.symbolic == "p - η·g"
    assert line.written(str) == "2.0 - 0.1·(-4.0)"
    assert line.value == 2.4
