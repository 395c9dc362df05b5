"""The formula on the screen is the rule that runs, at every branch of both."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from core.descent.paths import Update, updates
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS, Competitor
from core.optimizers.records import turned_on, written
from core.optimizers.schedules import SCHEDULES, rates_used
from core.surfaces.surfaces import SURFACES
from tests.core.optimizers.shown import Names, follow

SYMBOLS = {
    "learning_rate": r"\eta",
    "momentum": r"\mu",
    "dampening": r"\tau",
    "lr_decay": r"\kappa",
    "initial_accumulator_value": "A",
    "rho": r"\rho",
    "alpha": r"\alpha",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "eps": r"\epsilon",
    "momentum_decay": r"\psi",
    "weight_decay": r"\lambda",
    "eta_minus": r"\eta^-",
    "eta_plus": r"\eta^+",
    "damping": r"\delta",
}
MEMORIES = {"Π": r"\Pi", "Δ": r"\Delta"}

OPTIONS: dict[str, list[dict[str, Any]]] = {
    "momentum": [{"dampening": 0.7}, {"dampening": 0.7, "momentum": 0.0}, {"momentum": 0.0}],
    "adagrad": [{"lr_decay": 0.3}, {"initial_accumulator_value": 2.0}],
    "rmsprop": [{"centered": True}, {"momentum": 0.8}, {"centered": True, "momentum": 0.8}],
    "adam": [{"amsgrad": True}, {"beta1": 0.0}, {"beta2": 0.0}],
    "adamw": [{"amsgrad": True, "weight_decay": 0.4}, {"weight_decay": 0.0}],
    "lion": [{"weight_decay": 0.4}],
    "radam": [{"beta2": 0.9}, {"beta2": 0.5}],
    "nadam": [{"momentum_decay": 0.5}, {"beta1": 0.5}],
}
VARIANTS = [
    Competitor.of(key, settings) for key in FIRST_ORDER for settings in ({}, *OPTIONS.get(key, []))
]


def symbols(values: dict[str, Any]) -> Names:
    return {SYMBOLS[name]: value for name, value in values.items() if name in SYMBOLS}


def states(one: Competitor) -> Iterator[tuple[float, float, int, dict[str, float]]]:
    """Place, gradient, number of the step, memories: the start, anywhere, and the corners."""
    optimizer, draw = one.optimizer, random.Random(3)
    first = dict(zip(optimizer.memories, optimizer.starting_memories(one.hyper(0.05)), strict=True))
    for slope in (1.5, -1.5, 0.0):
        yield 0.4, slope, 1, first
    for t in (2, 3, 4, 5, 6, 7, 30, 900):
        some = {name: draw.uniform(0.2, 2) for name in first}
        some |= {name: draw.uniform(0.01, 0.1) for name in ("a",) if name in first}
        for slope in (draw.uniform(0.1, 3), -draw.uniform(0.1, 3), 0.0):
            yield draw.uniform(-3, 3), slope, t, some
    if one.key == "rprop":
        for before in (2.0, -2.0, 0.0):
            for length in (1e-6, 1.5e-6, 45.0, 50.0):
                yield 1.0, 0.5, 5, {"g": before, "Δ": length}


@pytest.mark.parametrize("one", VARIANTS, ids=lambda one: one.text)
def test_the_shown_formula_is_the_rule(one: Competitor) -> None:
    optimizer, hyper = one.optimizer, one.hyper(0.05)
    assert optimizer.rule is not None
    tex = written(optimizer.tex, turned_on(hyper))
    for p, g, t, memories in states(one):
        if t > 1:
            tex = "\n".join(line for line in tex.splitlines() if not line.startswith("s_0"))
        after, kept = optimizer.rule(p, g, t, tuple(memories.values()), **hyper)
        before = {"g_{t-1}" if n == "g" else MEMORIES.get(n, n): v for n, v in memories.items()}
        shown = follow(tex, {"p": p, "g": g, "t": t, **symbols(hyper), **before})
        assert shown["p"] == pytest.approx(after, rel=1e-12, abs=1e-14)
        for name, value in zip(optimizer.memories, kept, strict=True):
            if name in optimizer.in_use(hyper):
                assert shown[MEMORIES.get(name, name)] == pytest.approx(value, rel=1e-12, abs=1e-15)
        if t == 1 and "initial_accumulator_value" in turned_on(hyper):
            assert shown["s_0"] == memories["s"]


TREATED = [
    {"clip": 0.5},
    {"clip": 1e6},
    {"weight_decay": 0.3},
    {"clip": 0.5, "weight_decay": 0.3, "schedule": "cosine"},
    *({"schedule": key} for key in SCHEDULES if key != "constant"),
]


def walked(one: Competitor, steps: int) -> list[Update]:
    made = updates(
        one,
        SURFACES["double_well"].function(),
        0.05,
        (0.3, 1.2),
        one.treatment(),
        steps,
        (0,),
    )
    return list(islice(made, steps))


@pytest.mark.parametrize("steps", [1, 2, 7, 40])
@pytest.mark.parametrize("settings", TREATED, ids=str)
@pytest.mark.parametrize("key", ["gd", "momentum", "adam"])
def test_the_shown_treatment_is_what_happens(
    key: str, settings: dict[str, Any], steps: int
) -> None:
    one = Competitor.of(key, settings)
    kept: Names = {"n": 0, "F": math.inf, "T": steps, "c": settings.get("clip", 0), r"\pi": math.pi}
    kept[r"\eta_{t+1}"] = 0.05
    for now in walked(one, steps):
        assert now.arrived is not None
        names = kept | symbols(one.hyper(0.05) | {"weight_decay": settings.get("weight_decay", 0)})
        names |= {"t": now.step + 1, "f": now.loss, "norm": math.hypot(*now.gradient)}
        if one.treatment().schedule == "plateau":
            names[r"\eta_t"] = names[r"\eta"] = kept[r"\eta_{t+1}"]
        for axis in (0, 1):
            memories = dict(zip(one.optimizer.memories, now.before[axis], strict=True))
            at = {"p": now.place[axis], "g": now.gradient[axis]} | memories
            shown = _treated(one, names | at)
            assert shown[r"\eta"] == pytest.approx(now.learning_rate, rel=1e-12, abs=1e-18)
            assert shown["p"] == pytest.approx(now.arrived[axis], rel=1e-12)
        kept |= {name: shown[name] for name in ("n", "F", r"\eta_{t+1}") if name in shown}


def _treated(one: Competitor, names: Names) -> Names:
    """Follow the lines; the rate of this step is what the rule's η stands for."""
    for line in one.tex.splitlines():
        names = follow(line, names)
        if line.startswith(r"\eta_t ="):
            names[r"\eta"] = names[r"\eta_t"]
    return names


def test_the_plateaus_formula_comes_to_lower_rates() -> None:
    losses = [3.0, 2.0, *[1.0] * 30, 0.5, *[0.49999] * 30]
    names: Names = {"n": 0, "F": math.inf, r"\eta_{t+1}": 0.2}
    shown = [0.2]
    for loss in losses:
        names |= {r"\eta_t": names[r"\eta_{t+1}"], "f": loss}
        names = follow(SCHEDULES["plateau"].tex, names)
        shown.append(names[r"\eta_{t+1}"])
    assert shown == pytest.approx(rates_used("plateau", 0.2, 99, losses), rel=1e-12)
    assert shown[-1] < 0.01


def test_the_shown_noise_is_added_before_the_rule() -> None:
    one = Competitor.of("sgd", {"noise": 0.25})
    drawn = np.random.default_rng((0,)).standard_normal(256)
    for now in walked(one, 5):
        assert now.arrived is not None
        for axis in (0, 1):
            at = {"p": now.place[axis], "g": now.gradient[axis], r"\eta": 0.05, r"\sigma": 0.25}
            shown = follow(one.tex, at | {r"\xi": drawn[2 * now.step + axis]})
            assert shown["p"] == pytest.approx(now.arrived[axis], rel=1e-12)


@pytest.mark.parametrize("key", ["newton", "damped_newton", "saddle_free_newton"])
def test_newtons_formulas_are_their_directions(key: str) -> None:
    one, draw = Competitor(key), np.random.default_rng(5)
    direction = one.optimizer.direction
    assert direction is not None
    for _ in range(20):
        g, (xx, xy, yy) = draw.normal(size=2), draw.normal(size=3)
        H = np.array([[xx, xy], [xy, yy]])
        values, vectors = np.linalg.eigh(H)
        delta = one.hyper(0.1).get("damping", 0.0)
        size = (vectors * np.maximum(abs(values), delta)) @ vectors.T
        names = {"H": H, "g": g, "I": np.eye(2), "p": np.zeros(2), r"\eta": 1.0, "|H|": size}
        names |= {r"\delta": delta, r"\lambda_{\min}": values[0]}
        lines = [line for line in one.tex.splitlines() if r"\sum" not in line]
        hyper = {n: v for n, v in one.hyper(0.1).items() if n != "learning_rate"}
        expected = direction(*g.tolist(), xx, xy, yy, **hyper)
        shown = follow("\n".join(lines), names)["p"]
        np.testing.assert_allclose(-shown, expected, rtol=1e-8)


def test_every_optimizer_says_something() -> None:
    assert all(Competitor(key).tex for key in OPTIMIZERS)
