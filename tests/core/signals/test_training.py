"""Training on the digits: a plain torch loop beside it, live rates, counts, and bad input."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.data.digits import load_digits
from core.data.draws import draw, generator
from core.data.labeled import labeled
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.histogram import OCTAVES
from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.layers.modules import activation_module
from core.optimizers.in_torch import torch_optimizer
from core.optimizers.optimizers import FIRST_ORDER, OPTIMIZERS
from core.optimizers.schedules import SCHEDULES, rates_used
from core.parameters import Reason, SpecError
from core.signals import run_training
from core.signals.run_training import Watched, pictures, propose_cadence
from core.signals.training import (
    HELD_OUT,
    SPLIT,
    TRAINED,
    TrainingFrame,
    TrainingSpec,
    with_changes,
)
from core.training.probes import Probe
from core.training.trainer import Trainer

SMALL: dict[str, Any] = {"depth": 3, "width": 24, "batch": 32, "steps": 60, "cadence": 10}


def train(**fields: Any) -> TrainingFrame:
    spec = TrainingSpec(**{**SMALL, **fields})
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    return frame


def plain_data(seed: int) -> tuple[torch.Tensor, ...]:
    """Split and scaled as anyone would."""
    digits = load_digits()
    order = torch.randperm(1797, generator=generator(seed, 900))
    x, y = torch.tensor(digits.images), torch.tensor(digits.labels)
    held, kept = order[:360], order[360:]
    mean, std = x[kept].double().mean(), x[kept].double().std(correction=0)
    x = ((x.double() - mean) / std).float()
    return x[kept], y[kept], x[held], y[held]


class Skip(nn.Sequential):
    """Some modules, and their input added to what they make of it."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = super().forward(x) + x
        return out


def plain_net(spec: TrainingSpec, side: str) -> nn.Sequential:
    modules: list[nn.Module] = []
    sizes = [64, *[spec.width] * spec.depth, 10]
    norms = {"bn": nn.BatchNorm1d, "ln": nn.LayerNorm}
    with torch.random.fork_rng():
        for layer in range(spec.depth + 1):
            linear = nn.Linear(sizes[layer], sizes[layer + 1])
            key, std = getattr(spec, f"init_{side}"), getattr(spec, f"std_{side}")
            draws = draw(spec.seed, 2 + layer, *linear.weight.shape)
            linear.weight.data = INITIALIZERS[key].weights(draws, std, spec.leak).contiguous()
            nn.init.constant_(linear.bias, spec.bias if layer < spec.depth else 0.0)
            drawn = draw(spec.seed, 200 + layer, len(linear.bias))
            if (biases := INITIALIZERS[key].biases(drawn, sizes[layer])) is not None:
                linear.bias.data.add_(biases)
            modules.append(linear)
            if layer < spec.depth:
                activation = activation_module(activation_of(spec.activation, spec.slope))
                norm = [norms[spec.norm](spec.width)] if spec.norm in norms else []
                pair = [*norm, activation] if spec.norm_place == "before" else [activation, *norm]
                if spec.residual and sizes[layer] == sizes[layer + 1]:
                    linear_and_more = Skip(modules.pop(), *pair)
                    modules.append(linear_and_more)
                else:
                    modules.extend(pair)
    return nn.Sequential(*modules)


def plain_losses(spec: TrainingSpec, side: str, rates: Any = None) -> list[float]:
    """The loop that every tutorial has."""
    x, y, _, _ = plain_data(spec.seed)
    net = plain_net(spec, side)
    record = OPTIMIZERS[spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    trained = [p for m in net.modules() if isinstance(m, nn.Linear) for p in (m.weight, m.bias)]
    optimizer = torch_optimizer(record, trained, hyper)
    order, losses = generator(spec.seed, 901), []
    chosen: list[torch.Tensor] = []
    for step in range(spec.steps):
        if not chosen:
            chosen = list(torch.randperm(len(y), generator=order).split(spec.batch))
        batch = chosen.pop(0)
        if rates is not None:
            optimizer.param_groups[0]["lr"] = rates[step]
        loss = F.cross_entropy(net(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return losses


@pytest.mark.parametrize("optimizer", FIRST_ORDER)
def test_losses_are_those_of_a_plain_torch_loop(optimizer: str) -> None:
    fields: dict[str, Any] = {"optimizer": optimizer, "learning_rate": 0.003}
    spec = TrainingSpec(**{**SMALL, **fields})
    np.testing.assert_array_equal(train(**fields).losses[0], plain_losses(spec, "b"))


@pytest.mark.parametrize(
    "fields",
    [
        {"activation": "gelu", "init_b": "orthogonal"},
        {"activation": "leaky_relu", "slope": 0.2, "init_b": "kaiming_uniform", "bias": 0.1},
        {"init_b": "torch_default", "bias": 0.1},
        {"norm": "bn", "activation": "relu"},
        {"norm": "bn", "norm_place": "after"},
        {"norm": "ln", "side": "a", "std_a": 0.1},
        {"seed": 7, "batch": 1437},
        {"residual": True, "activation": "relu"},
        {"residual": True, "norm": "bn", "width": 64},
    ],
)
def test_every_net_trains_as_its_plain_twin(fields: dict[str, Any]) -> None:
    spec = TrainingSpec(**{**SMALL, **fields})
    np.testing.assert_array_equal(train(**fields).losses[0], plain_losses(spec, spec.side))


def test_several_rates_are_as_many_plain_runs() -> None:
    frame = train(rates=3, rate_factor=4.0, learning_rate=0.002)
    for k in range(3):
        alone = train(learning_rate=0.002 * 4.0**k)
        np.testing.assert_array_equal(frame.losses[k], alone.losses[0])
        np.testing.assert_array_equal(frame.update_ratios[k], alone.update_ratios[0])
        np.testing.assert_array_equal(frame.dead[k], alone.dead[0])


def test_looking_changes_nothing() -> None:
    every, never = train(cadence=1), train(cadence=1000)
    np.testing.assert_array_equal(every.losses, never.losses)
    assert every.counts.shape[1] == 60
    assert never.counts.shape[1] == 1


def test_a_net_that_says_nothing_loses_the_logarithm_of_the_classes() -> None:
    frame = train(side="a", std_a=1e-6)
    assert frame.losses[0, 0] == pytest.approx(math.log(10), abs=1e-6)
    assert frame.test_losses[0, 0] == pytest.approx(math.log(10), abs=1e-6)


def test_it_learns() -> None:
    frame = train(steps=400, optimizer="adam", learning_rate=0.003)
    assert frame.train_accuracies[0, -1] > 0.98
    assert 0.9 < frame.test_accuracies[0, -1] <= 1
    assert frame.train_losses[0, -1] < frame.test_losses[0, -1]
    assert frame.evaluated_at.tolist() == [0, 50, 100, 150, 200, 250, 300, 350, 400]


def test_whole_data_are_asked_as_a_plain_net_answers() -> None:
    spec = TrainingSpec(**SMALL)
    frame = train()
    x, y, held_x, held_y = plain_data(0)
    net = plain_net(spec, "b").eval()
    with torch.no_grad():
        assert frame.train_losses[0, 0] == pytest.approx(float(F.cross_entropy(net(x), y)))
        assert frame.test_losses[0, 0] == pytest.approx(float(F.cross_entropy(net(held_x), held_y)))
        right = (net(held_x).argmax(dim=1) == held_y).double().mean()
    assert frame.test_accuracies[0, 0] == pytest.approx(float(right))


def test_every_value_is_counted() -> None:
    frame = train(rates=2, activation="relu")
    counted = frame.counts.sum(axis=-1) + frame.outside.sum(axis=-1)
    assert counted.shape == (2, 6, 3)
    assert (counted == 32 * 24).all()
    sizes = [64 * 24, 24 * 24, 24 * 24, 24 * 10]
    weights = frame.weight_octaves.sum(axis=-1)
    np.testing.assert_array_equal(weights, np.broadcast_to(sizes, weights.shape))
    above = frame.counts[..., frame.edges[:-1] >= 2**-4].sum(axis=-1) + frame.outside[..., 1]
    np.testing.assert_array_equal(frame.output_octaves[..., 127 - 4 :].sum(axis=-1), above)
    assert frame.gradient_octaves.shape == (2, 6, 4, OCTAVES)
    assert (frame.gradient_octaves.sum(axis=-1) <= sizes).all(), "zeros are no magnitudes"


def test_the_update_ratio_is_that_of_the_weights() -> None:
    frame = train(steps=1, cadence=1, optimizer="gd", learning_rate=0.5)
    spec = TrainingSpec(**{**SMALL, "steps": 1, "optimizer": "gd", "learning_rate": 0.5})
    x, y, _, _ = plain_data(0)
    net = plain_net(spec, "b")
    batch = torch.randperm(len(y), generator=generator(0, 901))[:32]
    F.cross_entropy(net(x[batch]), y[batch]).backward()
    linears = [m for m in net if isinstance(m, nn.Linear)]
    for ratio, linear in zip(frame.update_ratios[0, 0], linears, strict=True):
        assert linear.weight.grad is not None
        expected = 0.5 * linear.weight.grad.norm() / linear.weight.norm()
        assert ratio == pytest.approx(float(expected.detach()), rel=1e-4)


def test_the_median_ratio_is_the_middle_layers_at_the_last_measurement() -> None:
    frame = train(**SMALL, rates=2, rate_factor=3.0)
    for net, median in enumerate(frame.median_ratio):
        ratios = sorted(frame.update_ratios[net, -1].tolist())
        assert len(ratios) == 4
        assert median == pytest.approx((ratios[1] + ratios[2]) / 2)
    assert frame.median_ratio[1] > frame.median_ratio[0]
    unmeasured = replace(
        frame, measured_at=frame.measured_at[:0], update_ratios=frame.update_ratios[:, :0]
    )
    np.testing.assert_array_equal(unmeasured.median_ratio, [np.nan, np.nan])


def test_too_high_a_rate_kills_relus_for_good() -> None:
    """CLAIMS S6."""
    frame = train(
        activation="relu", init_b="kaiming_normal", rates=2, rate_factor=25.0, width=64, batch=64,
        optimizer="momentum", learning_rate=0.01, steps=300,
    )  # fmt: skip
    calm, wild = frame.dead[:, -1].mean(axis=-1)
    assert calm < 0.1
    assert wild > 0.5
    assert (np.diff(frame.dead[1].mean(axis=-1))[1:] > -0.05).all(), "the dead stay dead"


def test_divergence_is_a_result() -> None:
    frame = train(activation="relu", init_b="kaiming_normal", learning_rate=100.0)
    assert frame.step == frame.total == 60
    assert np.isnan(frame.losses[0, -1])
    assert np.isnan(frame.test_accuracies[0, -1])


# Live


def live(changes: dict[int, float]) -> tuple[TrainingFrame, TrainingSpec]:
    """A run whose rate is changed by a hand before those steps."""
    spec = TrainingSpec(**{**SMALL, "learning_rate": 0.01})
    run = Run(EXPERIMENTS["training"], spec, "cpu")
    frame, sent = None, None
    while True:
        try:
            found = run.send(sent)
        except StopIteration:
            break
        sent = None
        if isinstance(found, TrainingFrame):
            frame = found
            if found.step in changes:
                sent = {"learning_rate": changes[found.step]}
    assert frame is not None
    return frame, spec


def test_a_net_has_diverged_from_its_first_loss_that_is_no_number() -> None:
    frame = train(learning_rate=1e-4, rates=2, rate_factor=1000.0)
    losses, answers = np.array(frame.losses), np.array(frame.train_losses)
    assert frame.diverged_at.tolist() == [0, 0]
    losses[1, 40:] = np.nan
    losses[1, 42] = 1.0
    answers[1, 1:] = np.inf  # after 50 steps, and at the end
    gone = replace(frame, losses=losses, train_losses=answers)
    assert gone.diverged_at.tolist() == [0, 41]
    assert np.isnan(gone.dead_share).tolist() == [[False] * 3, [False, True, True]]
    np.testing.assert_array_equal(gone.dead_share[0], frame.dead[0].mean(axis=1))
    # The last update has no loss of its own: all data tell what it did.
    at_the_end = np.array(frame.train_losses)
    at_the_end[0, -1] = np.nan
    assert replace(frame, train_losses=at_the_end).diverged_at.tolist() == [60, 0]


@pytest.mark.parametrize("init", ["normal", "xavier_normal"])
def test_sides_that_are_not_trained_make_no_other_run(init: str) -> None:
    spec = TrainingSpec(**SMALL, side="c", init_c=init, std_c=0.3)
    assert spec.trained.side == "c"
    assert spec.trained.init_c == init
    others = spec.replace(init_a="xavier_normal", std_b=0.7, init_d="normal", std_d=2.0, std=0.5)
    assert others.trained == spec.trained
    of_scale = spec.replace(std_c=0.4)
    assert (of_scale.trained == spec.trained) == (init == "xavier_normal")
    assert spec.replace(init_c="kaiming_normal").trained != spec.trained
    assert spec.replace(width=25).trained != spec.trained
    for one in (spec, others):
        np.testing.assert_array_equal(
            last_frame(Run(EXPERIMENTS["training"], one.trained, "cpu")).arrays()["losses"],
            last_frame(Run(EXPERIMENTS["training"], one, "cpu")).arrays()["losses"],
        )


def test_a_rate_that_is_sent_holds_from_the_next_step_and_is_recorded() -> None:
    frame, spec = live({20: 0.05, 41: 0.001})
    expected = [0.01] * 20 + [0.05] * 21 + [0.001] * 19
    np.testing.assert_array_equal(frame.rates[0], expected)
    np.testing.assert_array_equal(frame.losses[0], plain_losses(spec, "b", expected))


def test_a_live_session_replays_exactly() -> None:
    frame, spec = live({20: 0.05, 41: 0.001})
    again = with_changes(spec, frame)
    assert again.rate_changes == "20=0.05 41=0.001"
    replayed = last_frame(Run(EXPERIMENTS["training"], again, "cpu")).arrays()
    for name, array in frame.arrays().items():
        np.testing.assert_array_equal(array, replayed[name])
    assert TrainingSpec.from_text(again.settings()) == again


def test_a_rate_sent_at_any_yield_is_heard() -> None:
    """Also where nothing new is yielded: while the data are asked, between nets."""
    spec = TrainingSpec(**{**SMALL, "rates": 2, "steps": 4, "cadence": 1})
    pieces = sum(1 for _ in Run(EXPERIMENTS["training"], spec, "cpu"))
    after_the_last_step = spec.rates * (2 * (spec.depth + 1) + 1)
    for at in range(1, pieces - 1):
        run = Run(EXPERIMENTS["training"], spec, "cpu")
        last = None
        for piece in range(pieces):
            found = run.send({"learning_rate": 0.5} if piece == at else None)
            last = found if isinstance(found, TrainingFrame) else last
        assert last is not None
        assert last.rates[0, -1] == 0.5 or at >= pieces - after_the_last_step - 2


# Schedules, and optimizers of matrices


@pytest.mark.parametrize("key", SCHEDULES)
def test_a_schedule_sets_the_rate_of_every_step_of_every_net(key: str) -> None:
    spec = TrainingSpec(**{**SMALL, "schedule": key, "rates": 2, "learning_rate": 0.1})
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    for k, factor in enumerate(spec.factors):
        rate = spec.learning_rate * factor
        expected = rates_used(key, rate, spec.steps, frame.losses[k])
        np.testing.assert_allclose(frame.used_rates[k], expected, rtol=1e-12)
        assert (frame.rates[k] == rate).all(), "what was chosen stays what it was"
    np.testing.assert_array_equal(
        frame.losses[0], plain_losses(spec, "b", frame.used_rates[0].tolist())
    )
    assert with_changes(spec, frame) == spec


def test_on_plateaus_each_net_has_a_rate_of_its_own() -> None:
    spec = TrainingSpec(
        **{**SMALL, "schedule": "plateau", "rates": 2, "learning_rate": 1e-7, "rate_factor": 1000.0}
    )
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    first, second = frame.used_rates / frame.used_rates[:, :1]
    assert not np.array_equal(first, second)


def test_muon_trains_a_net_and_a_wide_one_is_refused() -> None:
    spec = TrainingSpec(**{**SMALL, "optimizer": "muon", "learning_rate": 0.02})
    frame = last_frame(Run(EXPERIMENTS["training"], spec, "cpu"))
    assert isinstance(frame, TrainingFrame)
    assert frame.train_losses[0, -1] < frame.train_losses[0, 0]
    with pytest.raises(SpecError) as caught:
        TrainingSpec(optimizer="muon", width=1000)
    assert (caught.value.field, caught.value.reason) == ("width", Reason.TOO_SLOW)
    most = int(caught.value.accepted.split("… ")[1])
    TrainingSpec(optimizer="muon", width=most)
    with pytest.raises(SpecError):
        TrainingSpec(optimizer="muon", width=most + 1)


# Cadence and bad input


def test_a_cadence_is_proposed_from_what_looking_costs() -> None:
    assert 1 <= propose_cadence(TrainingSpec(**SMALL)) <= 1000


@pytest.mark.parametrize(("steps", "cadence"), [(500, 25), (5000, 20), (100, 1000)])
def test_the_proposed_cadence_is_the_least_that_costs_no_more(
    monkeypatch: pytest.MonkeyPatch, steps: int, cadence: int
) -> None:
    """By a clock that says a step takes 10 ms, looking at it as long again, and asking all data 91:
    every fifth look. In 100 steps the two times that are always asked cost too much already."""
    now = [0.0]

    class Slow(Trainer):
        def __init__(self) -> None:
            pass

        def step(self) -> float:
            now[0] += 0.010
            return 0.0

        def measured_step(self, probes: Sequence[Probe]) -> tuple[float, dict[str, Any]]:
            now[0] += 0.020
            return 0.0, {}

        def evaluate(self, watched: Sequence[nn.Module] = ()) -> Iterator[None]:
            now[0] += 0.091
            yield None

    monkeypatch.setattr(run_training, "watched", lambda *_: Watched(Slow(), (), ()))
    monkeypatch.setattr("core.signals.run_training.time.perf_counter", lambda: now[0])
    spec = TrainingSpec(depth=2, width=8, steps=steps)
    assert propose_cadence(spec) == cadence

    def cost(every: int) -> float:
        looks, asked = math.ceil(steps / every), 1 + math.ceil(steps / (5 * every))
        return (looks * 10 + asked * 91) / (steps * 10)

    if cadence < 1000:
        assert cost(cadence) <= 0.15 < cost(cadence - 1)
    else:
        assert cost(cadence) > 0.15


def test_asking_all_data_breathes_once_a_layer_and_leaves_gradients_on() -> None:
    spec = TrainingSpec(**{**SMALL, "depth": 12, "steps": 1})
    silent, gradients = 0, set()
    for frame in EXPERIMENTS["training"].frames(spec, "cpu"):
        silent += frame is None
        gradients.add(torch.is_grad_enabled())
    assert silent >= 2 * 2 * 13  # before and after the step, on both parts of the data
    assert gradients == {True}


def test_what_happens_while_a_training_waits_costs_it_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By a clock that goes on a second each time it is asked, and a million while the run waits."""
    now = [0.0]

    def clock() -> float:
        now[0] += 1
        return now[0]

    monkeypatch.setattr("core.signals.run_training.time.perf_counter", clock)
    spec = TrainingSpec(**{**SMALL, "steps": 20, "cadence": 1000})
    for frame in EXPERIMENTS["training"].frames(spec, "cpu"):
        now[0] += 1e6
        if isinstance(frame, TrainingFrame):
            assert frame.cost < 100


def test_the_cost_is_told_and_is_no_array() -> None:
    frame = train()
    assert frame.cost >= 0
    assert "cost" not in frame.arrays()


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"side": "c"}, "side", Reason.NOT_A_CHOICE),
        ({"batch": 0}, "batch", Reason.OUT_OF_RANGE),
        ({"batch": 1438}, "batch", Reason.OUT_OF_RANGE),
        ({"optimizer": "bfgs"}, "optimizer", Reason.NOT_A_CHOICE),
        ({"learning_rate": 0.0}, "learning_rate", Reason.OUT_OF_RANGE),
        ({"rate_changes": "20:0.1"}, "rate_changes", Reason.NOT_A_LIST),
        ({"rate_changes": "20=nan"}, "rate_changes", Reason.OUT_OF_RANGE),
        ({"depth": 100, "width": 2048}, "batch", Reason.TOO_LARGE),
        ({"steps": 20000, "cadence": 1, "depth": 100}, "cadence", Reason.TOO_LARGE),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any], field: str, reason: Reason) -> None:
    with pytest.raises(SpecError) as caught:
        TrainingSpec(**{"width": 50, **fields})
    assert (caught.value.field, caught.value.reason) == (field, reason)
    if reason is Reason.TOO_LARGE:  # and what is said to be right is right
        low, _, high = caught.value.accepted.split()
        right = int(low if field == "cadence" else high)
        assert TrainingSpec(**{"width": 50, **fields, field: right})


def test_of_clothes_the_published_test_pictures_are_held_out() -> None:
    spec = TrainingSpec(data="fashion", preprocess="none", seed=2)
    split, read = pictures(spec, "cpu"), labeled("fashion")
    order = torch.randperm(5000, generator=generator(2, SPLIT)).numpy()
    levels = read.images.reshape(6000, -1) * 255
    np.testing.assert_array_equal(split.x, levels[order[:TRAINED]])
    np.testing.assert_array_equal(split.held_out_x, levels[5000 : 5000 + HELD_OUT])
    np.testing.assert_array_equal(split.held_out_y, read.labels[5000 : 5000 + HELD_OUT])
