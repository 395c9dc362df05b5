"""Reuse: training beside a plain torch loop, what a frozen trunk keeps, what is kept for later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn
from torch.nn import functional as F

from core import kept
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.known import mean_of_known, spread_of_known
from core.networks import pretraining, run_transfer
from core.networks.learner import learner
from core.networks.pretraining import Pretrained, pretrain
from core.networks.run_transfer import told_apart
from core.networks.transfer import BATCH, WAYS, WIDTHS, TransferFrame, TransferSpec
from core.networks.transfer_tasks import Tasks, batch_stream, draw, examples_of, tasks
from core.parameters import Reason, SpecError
from core.training.data import Split, batches
from core.waiting import result_of

T = TypeVar("T")

TINY: dict[str, Any] = {"samples_per_class": "3", "steps": 12, "pretraining": 20, "seeds": 1}
LEARNED: dict[str, Any] = {"pretraining": 100}
"""The shortest pretraining after which the old task is learned."""


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    kept.forget()


def transfer(**fields: Any) -> TransferFrame:
    spec = TransferSpec(**{**TINY, **fields})
    frame = last_frame(Run(EXPERIMENTS["transfer"], spec, "cpu"))
    assert isinstance(frame, TransferFrame)
    return frame


def prepared(spec: TransferSpec) -> tuple[Tasks, Pretrained]:
    both = result_of(tasks(spec, "cpu"))
    return both, result_of(pretrain(spec, both.old, "cpu"))


def plain_net() -> nn.Sequential:
    """Trunk and head from torch.nn's own layers."""
    layers: list[nn.Module] = []
    for before, after in zip((1, *WIDTHS), WIDTHS, strict=False):
        pool = nn.AdaptiveMaxPool2d(1) if after == WIDTHS[-1] else nn.MaxPool2d(2)
        conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        layers += [conv, nn.BatchNorm2d(after), nn.ReLU(), pool]
    net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(WIDTHS[-1], 5))
    return net.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("way", ["scratch", "fine_tune"])
def test_training_is_a_plain_torch_loop_to_the_last_bit(way: str) -> None:
    spec = TransferSpec(**TINY, ways=way)
    both, pretrained = prepared(spec)
    drawn = draw(spec, 0)
    net = plain_net()
    filters = [part for part in net if isinstance(part, nn.Conv2d)]
    with torch.no_grad():
        if way == "scratch":
            for conv, weight in zip(filters, drawn.filters, strict=True):
                conv.weight.copy_(weight)
        else:
            state = pretrained.trunk.state_dict().values()
            for tensor, trained in zip(net[:-1].state_dict().values(), state, strict=True):
                tensor.copy_(trained)
        head = net[-1]
        assert isinstance(head, nn.Linear)
        head.weight.copy_(drawn.head)
        head.bias.zero_()
    rate = spec.scratch_rate if way == "scratch" else spec.fine_rate
    groups = [
        {"params": net[:-1].parameters(), "lr": rate},
        {"params": net[-1].parameters(), "lr": spec.head_rate},
    ]
    optimizer = torch.optim.Adam(groups)
    chosen = examples_of(drawn, 3)
    x, y = both.new.x[chosen], both.new.y[chosen]
    order = batches(len(x), BATCH, batch_stream(spec, 0))
    losses = []
    for _ in range(spec.steps):
        rows = next(order)
        loss = F.cross_entropy(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert transfer(ways=way).losses[0, 0].tolist() == losses


@pytest.mark.parametrize("mode", ["eval", "train"])
def test_a_frozen_trunk_keeps_every_parameter_and_only_in_training_mode_moves(mode: str) -> None:
    spec = TransferSpec(**TINY, ways="head", bn_mode=mode)
    both, pretrained = prepared(spec)
    new = both.new
    examples = Split(new.x[:15], new.y[:15], new.held_out_x, new.held_out_y)
    order = batches(15, BATCH, batch_stream(spec, 0))
    one = result_of(learner(spec, "head", examples, both.old, pretrained, draw(spec, 0), order))
    for _ in range(5):
        one.trainer.step()
    pairs = zip(one.trunk.parameters(), pretrained.trunk.parameters(), strict=True)
    assert all(torch.equal(after, before) for after, before in pairs)
    averages = [name for name in one.trunk.state_dict() if "running" in name]
    same = [
        torch.equal(one.trunk.state_dict()[name], pretrained.trunk.state_dict()[name])
        for name in averages
    ]
    assert len(same) == 6
    assert same == [mode == "eval"] * 6
    found = result_of(one.outcome(pretrained, both.old, np.zeros(1)))
    assert found.moved_parameters == 0
    assert (found.moved_features == 0) == (mode == "eval")
    if mode == "eval":
        assert found.old_accuracy == pretrained.accuracy


def test_a_new_look_without_eval_makes_the_frozen_trunk_forget() -> None:
    """Measured over 5 seeds with the default settings, 30 examples, four times as bright: see
    lesson T9. The old task's accuracy falls by a fifth at least, and the parameters stay."""
    settings = {**LEARNED, "ways": "head", "brightness": 4.0, "samples_per_class": "10"}
    wrong = transfer(**settings, bn_mode="train", steps=60)
    right = transfer(**settings, bn_mode="eval", steps=60)
    assert wrong.moved_parameters.max() == right.moved_parameters.max() == 0
    assert right.moved_features.max() == 0
    assert right.old_accuracy.min() == right.old_before > 0.95
    assert wrong.moved_features.min() > 0.5
    assert wrong.old_accuracy.max() < wrong.old_before - 0.2


def test_what_is_kept_gives_the_same_frames_as_what_is_fresh() -> None:
    spec = TransferSpec(**TINY)

    def frames() -> list[TransferFrame]:
        run = Run(EXPERIMENTS["transfer"], spec, "cpu")
        return [frame for frame in run if isinstance(frame, TransferFrame)]

    fresh, again = frames(), frames()
    run_transfer.OUTCOMES.forget()
    trunk_kept = frames()
    for other in (again, trunk_kept):
        assert [frame.step for frame in other] == [frame.step for frame in fresh]
        for one, two in zip(fresh, other, strict=True):
            for name, array in one.arrays().items():
                np.testing.assert_array_equal(two.arrays()[name], array)


def test_another_look_or_way_does_not_pretrain_again(monkeypatch: pytest.MonkeyPatch) -> None:
    transfer(ways="head")
    monkeypatch.setattr(pretraining, "Trainer", None)
    assert np.isfinite(transfer(ways="head, fine_tune", brightness=2.0).accuracy).all()
    with pytest.raises(TypeError):
        transfer(ways="head", seed=1)


def test_few_examples_are_better_used_on_a_pretrained_trunk_and_a_random_one_is_none() -> None:
    """Measured over 5 seeds with the default settings, 5 examples of each class: see T9."""
    found = transfer(**LEARNED, samples_per_class="5", steps=60, seeds=2, seed=1)
    mean = dict(zip(WAYS, found.mean_accuracy[:, 0], strict=True))
    assert mean["fine_tune"] > mean["scratch"] + 0.03
    assert mean["head"] > mean["random"] + 0.08


def test_everything_moves_from_scratch_and_a_tuned_trunk_moves_little() -> None:
    found = transfer()
    scratch, random, head, tuned = found.moved_parameters[:, 0, 0]
    assert scratch > tuned > 0 == random == head
    assert np.isnan(found.old_accuracy[:2]).all()
    assert np.isfinite(found.old_accuracy[2:]).all()
    assert found.step == found.total == 20 + 12


def test_brightness_multiplies_the_new_tasks_pictures_alone() -> None:
    plain, bright = (result_of(tasks(TransferSpec(brightness=b), "cpu")) for b in (1.0, 3.0))
    assert torch.equal(plain.old.x, bright.old.x)
    torch.testing.assert_close(3 * plain.new.x, bright.new.x)
    assert torch.equal(plain.new.y.bincount(), torch.full((5,), 100))


def test_plain_digits_are_not_placed() -> None:
    both = result_of(tasks(TransferSpec(data="digits"), "cpu"))
    assert both.old.x.shape == (700, 1, 8, 8)
    assert both.new.held_out_x.shape[1:] == (1, 8, 8)


def test_more_examples_contain_the_fewer() -> None:
    drawn = draw(TransferSpec(), 0)
    few, many = examples_of(drawn, 2), examples_of(drawn, 30)
    assert set(few.tolist()) < set(many.tolist())
    assert len(many) == 150


def test_ways_are_told_apart_as_a_paired_t_test_has_it() -> None:
    random = np.random.default_rng(3)
    shared = random.normal(0, 1, (1, 40, 5))  # what both have in common does not matter
    values = shared + random.normal(0, 0.1, (2, 40, 5)) + np.array([0.15, 0])[:, None, None]
    p = stats.ttest_rel(values[0], values[1], axis=-1).pvalue
    expected = np.sign((values[0] - values[1]).mean(-1)) * (p < 0.05)
    assert 5 < np.abs(expected).sum() < 35
    order = told_apart(values)
    np.testing.assert_array_equal(order[0, 1], expected)
    np.testing.assert_array_equal(order[1, 0], -expected)
    assert not order[0, 0].any()
    assert not told_apart(values[..., :1]).any()


def test_what_is_unknown_tells_nothing_apart() -> None:
    values = np.array([[[0.9, 0.8, np.nan]], [[0.1, np.nan, np.nan]], [[0.2, 0.1, np.nan]]])
    assert told_apart(values)[:, :, 0].tolist() == [[0, 0, 1], [0, 0, 0], [-1, 0, 0]]


def test_means_and_spreads_are_of_what_is_known() -> None:
    values = np.array([[1.0, 3.0, np.nan], [2.0, np.nan, np.nan], [np.nan] * 3])
    np.testing.assert_array_equal(mean_of_known(values), [2, 2, np.nan])
    np.testing.assert_allclose(spread_of_known(values), [np.sqrt(2), np.nan, np.nan])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NOT_NUMBERS),
        ("0", Reason.OUT_OF_RANGE),
        ("101", Reason.OUT_OF_RANGE),
        ("1.5", Reason.NOT_AN_INTEGER),
        (", ".join(map(str, range(1, 14))), Reason.TOO_MANY),
    ],
)
def test_examples_that_make_no_sense_are_refused(text: str, reason: Reason) -> None:
    with pytest.raises(SpecError) as refused:
        TransferSpec(samples_per_class=text)
    assert (refused.value.field, refused.value.reason) == ("samples_per_class", reason)
    assert TransferSpec(samples_per_class="30, 1, 1").counts == (1, 30)
