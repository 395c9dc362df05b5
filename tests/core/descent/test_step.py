"""The step view's numbers: recomputed, they give the next position of the race."""

import math
from itertools import islice

import pytest

from core.descent.descent import DescentFrame, DescentSpec
from core.descent.step import step_taken
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.optimizers.batches import batches
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS, Competitor
from core.surfaces.losses import DataLoss
from core.surfaces.surfaces import compile_surface


def race(spec: DescentSpec) -> DescentFrame:
    frame = last_frame(Run(EXPERIMENTS["descent"], spec))
    assert isinstance(frame, DescentFrame)
    return frame


@pytest.mark.parametrize(
    "settings",
    ["", ":clip=0.5", ":weight_decay=0.1", ":schedule=cosine", ":schedule=plateau"],
)
@pytest.mark.parametrize("key", FIRST_ORDER)
def test_the_printed_numbers_give_the_next_position(key: str, settings: str) -> None:
    declared = [p.name for p in OPTIMIZERS[key].parameters]
    if settings and settings[1:].split("=")[0] not in declared:
        settings = ""
    competitor = Competitor.parse("optimizers", key + settings)
    spec = DescentSpec(surface="booth", optimizers=(Competitor("gd"), competitor), steps=40)
    frame = race(spec)
    for step in (0, 1, 17, 39):
        taken = step_taken(spec, 1, step, float(frame.rates[1]))
        assert taken is not None
        numbers = {q.key: (q.of_x, q.of_y) for q in taken.quantities}
        assert numbers["position"] == tuple(frame.positions[1, step])
        assert numbers["next"] == tuple(frame.positions[1, step + 1])
        assert math.hypot(*numbers["gradient"]) == frame.gradient_norms[1, step]
        rule = competitor.optimizer.rule
        assert rule is not None
        hyper = {**competitor.hyper(spec.learning_rate)}
        hyper["learning_rate"] = numbers["learning_rate"][0]
        seen = numbers.get("treated", numbers["gradient"])
        for axis in (0, 1):
            unused = (0.0, 0.0)  # the memory of an option that is off
            names = competitor.optimizer.memories
            memories = tuple(numbers.get(name, unused)[axis] for name in names)
            place, kept = rule(numbers["position"][axis], seen[axis], step + 1, memories, **hyper)
            assert place == numbers["next"][axis]
            after = tuple(numbers.get(f"{name}'", unused)[axis] for name in names)
            assert kept == after


def test_adam_by_hand() -> None:
    spec = DescentSpec(
        surface="sphere", optimizers=(Competitor("adam"),), start_x=2.0, start_y=-1.0
    )
    taken = step_taken(spec, 0, 0, 0.01)
    assert taken is not None
    numbers = {q.key: (q.of_x, q.of_y) for q in taken.quantities}
    assert numbers["gradient"] == (4.0, -2.0)
    assert numbers["m'"] == pytest.approx((0.4, -0.2))
    assert numbers["v'"] == pytest.approx((0.016, 0.004))
    assert numbers["update"] == pytest.approx((-0.01, 0.01))


def test_the_arrows_are_what_was_done_and_what_it_was_made_of() -> None:
    competitors = tuple(
        Competitor(key) for key in ("gd", "momentum", "nesterov", "adam", "adagrad")
    )
    spec = DescentSpec(surface="booth", optimizers=competitors, steps=20)
    frame = race(spec)
    for k, one in enumerate(competitors):
        taken = step_taken(spec, k, 7, 0.01)
        assert taken is not None
        arrows = {a.key: (a.of_x, a.of_y) for a in taken.arrows}
        numbers = {q.key: (q.of_x, q.of_y) for q in taken.quantities}
        moved = frame.positions[k, 8] - frame.positions[k, 7]
        assert arrows["step"] == pytest.approx(tuple(moved), rel=1e-12)
        for axis in (0, 1):
            slope, rate = numbers["gradient"][axis], numbers["effective_rate"][axis]
            assert arrows["downhill"][axis] == -0.01 * slope
            assert -rate * slope == pytest.approx(moved[axis], rel=1e-12)
        if one.key in ("momentum", "nesterov"):
            both = [a + b for a, b in zip(arrows["downhill"], arrows["memory"], strict=True)]
            assert both == pytest.approx(list(arrows["step"]), rel=1e-12)
        assert ("memory" in arrows) == (one.key in ("momentum", "nesterov", "adam"))


def test_a_tuned_competitor_is_shown_at_its_own_rate() -> None:
    spec = DescentSpec(surface="booth", optimizers=(Competitor("gd"),), tune=True, steps=30)
    frame = race(spec)
    taken = step_taken(spec, 0, 5, float(frame.rates[0]))
    assert taken is not None
    assert {q.key: q.of_x for q in taken.quantities}["next"] == frame.positions[0, 6, 0]


def test_there_is_no_step_of_a_method_without_a_rule_or_after_divergence() -> None:
    spec = DescentSpec(
        surface="rosenbrock",
        optimizers=(Competitor("newton"), Competitor.parse("optimizers", "gd:learning_rate=1")),
    )
    assert step_taken(spec, 0, 3, 1.0) is None
    assert step_taken(spec, 1, 400, 1.0) is None


def test_the_gradient_of_a_batch_is_shown_as_the_rule_sees_it() -> None:
    spec = DescentSpec(
        surface="logistic_regression",
        optimizers="gd,adam:batch=7:weight_decay=0.1",  # type: ignore[arg-type]
        steps=40,
        seed=3,
    )
    frame, loss = race(spec), compile_surface(spec)
    assert isinstance(loss, DataLoss)
    rows = list(islice(batches(loss.samples, 7, 3), 41))
    for step in (0, 5, 17, 18, 39):
        taken = step_taken(spec, 1, step, float(frame.rates[1]))
        assert taken is not None
        numbers = {q.key: (q.of_x, q.of_y) for q in taken.quantities}
        x, y = numbers["position"]
        assert numbers["gradient"] == loss.at(x, y)[1:]
        gx, gy = loss.batch_gradient(x, y, rows[step])
        assert numbers["treated"] == (gx + 0.1 * x, gy + 0.1 * y)
        assert numbers["next"] == tuple(frame.positions[1, step + 1])
    whole = step_taken(spec, 0, 5, float(frame.rates[0]))
    assert whole is not None
    assert "treated" not in {q.key for q in whole.quantities}
