"""The rules that name what ails a run: each at its threshold, in order, and what is unknown."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from core.training.health import MEASURES, Record, measures
from core.training.rules import (
    CURVES,
    GOOD,
    RULES,
    UNKNOWN,
    Condition,
    Rule,
    judge,
    unasked,
)

HEALTHY = {
    "first_loss": 1.05,
    "first_excess": 0.05 + 1e-9,
    "saturated_first": 0.0,
    "dead_first": 0.1,
    "last_std": 0.4,
    "std_factor": 1.0,
    "not_finite": 0.0,
    "weight_growth": 1.1,
    "place_share": 0.0,
    "class_variety": 1.0,
    "loss_growth": 0.01,
    "early_ratio": 1e-2,
    "largest_ratio": 1e-2,
    "dead_last": 0.1,
    "upward": 0.0,
    "last_loss": 0.03,
    "loss_share": 0.01,
    "train_error": 0.01,
    "test_above": -0.03,
    "test_below": 0.03,
}
ALTERNATIVES = [
    pytest.param(rule, every, id=f"{rule.key}-{number}")
    for rule in RULES
    for number, every in enumerate(rule.any_of)
]


def at(every: tuple[Condition, ...], times: float) -> dict[str, float]:
    """A healthy run but for these conditions, whose numbers are so many times on their side."""
    numbers = dict(HEALTHY)
    for one in every:
        if one.threshold == 0:
            numbers[one.measure] = 0.01 if times > 1 else 0.0
        else:
            numbers[one.measure] = one.threshold * (times if one.above else 1 / times)
    return numbers


def test_a_healthy_run_is_good_and_names_the_nearest_rule() -> None:
    verdict = judge(HEALTHY)
    assert verdict.key == GOOD
    nearest = max(verdict.times, key=lambda key: verdict.times[key])
    assert verdict.runner_up == nearest
    assert verdict.sure == pytest.approx(1 / verdict.times[nearest])


@pytest.mark.parametrize(("rule", "every"), ALTERNATIVES)
def test_each_rule_holds_just_over_its_threshold_and_not_just_under(
    rule: Rule, every: tuple[Condition, ...]
) -> None:
    over, under = judge(at(every, 1.01)), judge(at(every, 0.99))
    if (rule.key, every[0].measure) == ("diverges", "weight_growth"):
        assert (over.key, under.key) == ("diverges", "too_high")  # weights that grow are both
        return
    assert over.key == rule.key
    assert over.decided == every
    assert under.key == GOOD
    assert judge(at(every, 3)).sure > over.sure or math.isinf(over.sure)


@pytest.mark.parametrize(("rule", "every"), ALTERNATIVES)
def test_all_conditions_of_an_alternative_are_needed(
    rule: Rule, every: tuple[Condition, ...]
) -> None:
    for one in every if len(every) > 1 else ():
        numbers = at(every, 1.5)
        numbers[one.measure] = at((one,), 0.9)[one.measure]
        assert judge(numbers).key != rule.key


def test_a_saturated_net_whose_updates_are_nothing_has_too_high_a_rate_not_too_low() -> None:
    dead = HEALTHY | {"largest_ratio": 0.0, "last_loss": 2.3, "dead_last": 1.0}
    verdict = judge(dead)
    assert verdict.key == "too_high"
    assert verdict.times["too_low"] > 1
    assert judge(dead, RULES[::-1]).key == "too_low", "the order decides"
    assert verdict.runner_up == "too_low"


def test_what_was_not_measured_is_not_judged() -> None:
    assert judge({}).key == UNKNOWN
    assert judge(dict.fromkeys(MEASURES, math.nan)).key == UNKNOWN
    curves = {name: HEALTHY[name] for name in ("first_loss", "not_finite", "last_loss")}
    assert judge(curves).key == GOOD
    assert math.isnan(judge(curves).times["overfits"])
    known = {"first_loss", "not_finite", "loss_growth", "last_loss", "loss_share"}
    missing = unasked(known)
    assert {"starts_dead", "too_low", "overfits"} <= set(missing)
    assert not {"starts_large", "diverges", "too_high"} & set(missing)


def test_curves_alone_ask_nothing_of_layers() -> None:
    asked = {one.measure for rule in CURVES for every in rule.any_of for one in every}
    layers = {"dead_first", "last_std", "weight_growth", "early_ratio", "dead_last"}
    assert not asked & layers


def record(**parts: Any) -> Record:
    return Record(**{"classes": 10, "epoch": 20, "losses": np.full(200, 0.5), **parts})


def test_numbers_are_those_of_their_definitions() -> None:
    losses = np.concatenate([[3.0], np.full(189, 1.0), np.full(10, 0.6)])
    found = measures(
        record(
            losses=losses,
            train_loss=np.array([2 * math.log(10), 1.0]),
            dead=np.array([[0.1, 0.7], [0.2, 0.3]]),
            saturated=np.array([[0.0, 0.2], [0.9, 0.9]]),
            std=np.array([[0.8, 0.4, 0.2], [1, 1, 1]]),
            weight_norm=np.array([2.0, 3.0, 5.0]),
            measured_at=np.array([0, 10, 20, 30]),
            update_ratio=np.array([[1, 2, 9], [3, 4, 0], [1, 8, 9], [0, 6, 7]]) / 100,
            variety=np.array([0.5, 0.7]),
            train_accuracy=np.array([0.1, 0.2, 0.8, 0.9]),
            test_accuracy=np.array([0.1, 0.2, 0.8, 0.7]),
        )
    )
    assert found["first_loss"] == pytest.approx(2)
    assert (found["dead_first"], found["dead_last"]) == (0.7, 0.3)
    assert found["saturated_first"] == 0.2
    assert found["last_std"] == 0.2
    assert found["std_factor"] == pytest.approx(0.5)
    assert found["weight_growth"] == 2.5
    assert found["early_ratio"] == pytest.approx(0.025)  # of medians .02 and .03
    assert found["largest_ratio"] == pytest.approx(0.07)  # of .08 and .06
    assert found["class_variety"] == pytest.approx(0.6)
    assert found["last_loss"] == pytest.approx(0.6)
    assert found["loss_growth"] == pytest.approx(0.2)
    assert found["upward"] == 0
    assert found["train_error"] == pytest.approx(0.1)
    assert found["test_below"] == -found["test_above"] == pytest.approx(0.2)


def test_a_loss_that_is_not_finite_leaves_no_other_number_of_the_curve() -> None:
    losses = np.array([2.0] * 50 + [np.nan] * 150)
    found = measures(record(losses=losses))
    assert found["not_finite"] == 0.75
    assert math.isnan(found["last_loss"])
    only_now = measures(record(train_loss=np.array([2.3, np.inf])))
    assert only_now["not_finite"] > 0, "the last step's loss is only seen on the whole data"
    assert judge(only_now).key == "diverges"


def test_the_place_in_the_epoch_tells_a_fixed_order_from_a_drawn_one() -> None:
    draws = np.random.default_rng(3)
    chance = draws.normal(size=200)
    fixed = np.tile(draws.normal(size=20), 10)
    falling = np.tile(np.linspace(2, 1, 20), 10)
    assert abs(measures(record(losses=1 + 0.1 * chance))["place_share"]) < 0.15
    assert measures(record(losses=3 + fixed + 0.3 * chance))["place_share"] > 0.6
    told = measures(record(losses=falling + 0.1 * chance))["place_share"]
    assert told < 0.2, "a loss that falls along each epoch says nothing of its places"
    assert math.isnan(measures(record(losses=chance[:40]))["place_share"]), "too early"


def test_at_the_first_steps_only_the_start_is_judged() -> None:
    early = record(
        losses=np.array([2.4]),
        train_loss=np.array([2.4]),
        dead=np.array([[0.9]]),
        train_accuracy=np.array([0.1]),
        test_accuracy=np.array([0.3]),
        measured_at=np.array([0]),
        update_ratio=np.array([[0.5]]),
    )
    found = measures(early)
    assert math.isnan(found["early_ratio"])
    assert math.isnan(found["test_above"])
    assert judge(found).key == "starts_dead"
