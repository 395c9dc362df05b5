"""A rule as code of its own, on plain numbers: the rule's numbers, without what is off."""

import math
from typing import Any

import numpy as np
import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.optimizers import FIRST_ORDER, Competitor
from core.optimizers.plain_steps import plain_step
from core.optimizers.records import Optimizer
from core.parameters import Number, Switch
from core.surfaces.surfaces import compile_surface

OPTIMIZERS = pytest.mark.parametrize("optimizer", FIRST_ORDER.values(), ids=list(FIRST_ORDER))


def every_setting(optimizer: Optimizer) -> list[dict[str, Any]]:
    """The defaults, each hyper-parameter at either end with the others at theirs, and all at once
    in between."""
    settings: list[dict[str, Any]] = [{}, {}]
    for p in optimizer.hyper:
        if isinstance(p, Switch):
            settings.append({p.name: True})
        elif isinstance(p, Number):
            low, high = float(p.low), float(p.high)  # type: ignore[arg-type]
            settings += [{p.name: low}, {p.name: high}]
            settings[1][p.name] = low + 0.3 * (high - low)
    usual = Competitor(optimizer.key).hyper(0.01)
    return [usual | changed for changed in settings]


@OPTIMIZERS
def test_a_steps_code_is_the_rule_to_the_last_bit(optimizer: Optimizer) -> None:
    assert optimizer.rule is not None
    random = np.random.default_rng(3)
    for hyper in every_setting(optimizer):
        before = after = optimizer.starting_memories(hyper)
        step = plain_step(optimizer.rule, hyper, len(before))
        p = 0.7
        for t in range(1, 40):
            g = float(random.normal()) * 10.0 ** random.integers(-3, 3) * (t % 7 > 0)
            rate = 0.01 / t
            expected, before = optimizer.rule(p, g, t, before, **hyper | {"learning_rate": rate})
            p, after = step(p, g, t, after, rate)
            assert (p, after) == (expected, before), hyper


@OPTIMIZERS
def test_what_is_lost_is_lost_alike(optimizer: Optimizer) -> None:
    assert optimizer.rule is not None
    hyper = Competitor(optimizer.key).hyper(0.01)
    memories = optimizer.starting_memories(hyper)
    step = plain_step(optimizer.rule, hyper, len(memories))
    for g in (math.inf, -math.inf, math.nan, 1e200):
        rest = {key: value for key, value in hyper.items() if key != "learning_rate"}
        expected = optimizer.rule(1.0, g, 1, memories, learning_rate=0.01, **rest)
        np.testing.assert_equal(step(1.0, g, 1, memories, 0.01), expected)


def test_numbers_that_change_need_no_new_code() -> None:
    adam = FIRST_ORDER["adam"]
    assert adam.rule is not None
    first, second = (
        plain_step(adam.rule, Competitor.parse("optimizers", f"adam:beta1={beta}").hyper(0.1), 3)
        for beta in (0.5, 0.75)
    )
    assert first.__code__ is second.__code__
    assert first(1.0, 1.0, 1, (0.0,) * 3, 0.1) != first(1.0, 1.0, 1, (0.0,) * 3, 0.2)
    assert second(1.0, 1.0, 2, (1.0, 1.0, 0.0), 0.1) != first(1.0, 1.0, 2, (1.0, 1.0, 0.0), 0.1)


def test_a_race_is_its_rules_steps() -> None:
    """Every first-order competitor's path, held against the rule as it is written."""
    spec = DescentSpec(surface="rosenbrock").adapt(
        optimizers=",".join(FIRST_ORDER), learning_rate=1e-3, steps=120
    )
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    at = compile_surface(spec).at
    for path, one in zip(frame.positions, spec.optimizers, strict=True):
        if one.treatment().noise:
            continue
        rule, hyper = one.optimizer.rule, one.hyper(1e-3)
        assert rule is not None
        (x, y), of_x = path[0].tolist(), one.optimizer.starting_memories(hyper)
        of_y = of_x
        for t in range(1, 121):
            _, gx, gy = at(x, y)
            x, of_x = rule(x, gx, t, of_x, **hyper)
            y, of_y = rule(y, gy, t, of_y, **hyper)
            assert (x, y) == tuple(path[t]), one.text
