"""Training with each norm: against plain torch loops, by seed, by what is varied; BN(aWx)."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from core.data.labeled import LABELED, labeled
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.nets.convolutional import ConvolutionalNet
from core.normalization.norm_training import (
    COMPARED,
    POINTS_AN_EPOCH,
    VARIED,
    NormTrainingFrame,
    NormTrainingSpec,
    deepest_side,
)
from core.normalization.run_norm_training import net_of, pictures
from core.normalization.weight_scale import FACTORS, WeightScaleFrame, WeightScaleSpec
from core.parameters import Reason, SpecError

TINY: dict[str, Any] = {"epochs": 1, "samples": 96, "depth": 2, "width": 4, "batch": 16}


def train(**fields: Any) -> NormTrainingFrame:
    spec = NormTrainingSpec(**{**TINY, **fields})
    frame = last_frame(Run(EXPERIMENTS["norm_training"], spec, "cpu"))
    assert isinstance(frame, NormTrainingFrame)
    return frame


def torch_norm(key: str, width: int, groups: int, side: int) -> nn.Module:
    return {
        "none": lambda: nn.Identity(),
        "bn": lambda: nn.BatchNorm2d(width),
        "ln": lambda: nn.GroupNorm(1, width),  # γ and β a channel, as here
        "in": lambda: nn.InstanceNorm2d(width, affine=True),
        "gn": lambda: nn.GroupNorm(groups, width),
        "rms": lambda: nn.RMSNorm((width, side, side), eps=1e-5),
    }[key]()


def filters_of(net: ConvolutionalNet) -> list[torch.Tensor]:
    return [module.weight for module in net.modules() if isinstance(module, nn.Conv2d)]


class Plain(nn.Module):
    """The same net from torch.nn's own layers."""

    def __init__(self, spec: NormTrainingSpec, key: str, net: ConvolutionalNet) -> None:
        super().__init__()
        bias = key == "none"
        sides = [8 >> min(i, 2) for i in range(spec.depth)]
        self.before = spec.placement == "before"
        filters = filters_of(net)
        self.convs = nn.ModuleList(
            nn.Conv2d(f.shape[1], f.shape[0], 3, padding=1, bias=bias) for f in filters
        )
        self.norms = nn.ModuleList(torch_norm(key, spec.width, spec.groups, side) for side in sides)
        weight = net.scores.weight
        self.out = nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            for conv, one in zip(self.convs, filters, strict=True):
                conv.get_parameter("weight").copy_(one)
                if bias:
                    conv.get_parameter("bias").zero_()
            self.out.weight.copy_(weight)
            self.out.bias.zero_()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for i, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True)):
            x = F.relu(norm(conv(x))) if self.before else norm(F.relu(conv(x)))
            x = F.avg_pool2d(x, 2) if i < 2 else x
        return F.linear(x.flatten(1), self.out.weight, self.out.bias)


@pytest.mark.parametrize("placement", ["before", "after"])
@pytest.mark.parametrize("key", [k for k in COMPARED if k != "rms"])
def test_training_is_a_plain_torch_loop(key: str, placement: str) -> None:
    if key == "none" and placement == "after":
        return  # a bias after the ReLU is no convolution's
    spec = NormTrainingSpec(**{**TINY, "depth": 3, "placement": placement, "norms": key})
    data = pictures(spec, "cpu")
    generator = torch.Generator().manual_seed(spec.seed + 1)
    plain = Plain(spec, key, net_of(spec, key, generator))
    optimizer = torch.optim.SGD(plain.parameters(), lr=spec.learning_rate)
    order = torch.randperm(96, generator=generator)  # which goes on after the weights
    expected = []
    for b in range(6):
        chosen = order[b * 16 : (b + 1) * 16]
        loss = F.cross_entropy(plain(data.x[chosen]), data.y[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        expected.append(float(loss.detach()))
    frame = train(depth=3, placement=placement, norms=key)
    bounds = [math.ceil(6 * i / POINTS_AN_EPOCH) for i in range(POINTS_AN_EPOCH + 1)]
    means = [np.mean(expected[a:b]) for a, b in pairwise(bounds)]
    # Six steps in float32: each side rounds in its own order.
    np.testing.assert_allclose(frame.loss[0, 0], means, rtol=2e-4)
    plain.eval()
    wrong = (plain(data.held_out_x).argmax(1) != data.held_out_y).float().mean()
    assert frame.error[0, 0, -1] == pytest.approx(float(wrong), abs=3 / len(data.held_out_y))


@pytest.mark.parametrize("key", ["bn", "ln", "in", "gn", "rms"])
def test_a_net_predicts_as_torchs_layers_do(key: str) -> None:
    spec = NormTrainingSpec(depth=4, width=6, groups=3)
    generator = torch.Generator().manual_seed(3)
    net = net_of(spec, key, generator)
    plain = Plain(spec, key, net)
    x = torch.rand(8, 1, 8, 8, generator=generator)
    for _ in range(3):
        torch.testing.assert_close(net(x), plain(x), rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(net.eval()(x), plain.eval()(x), rtol=1e-4, atol=1e-4)


def test_all_norms_start_from_the_same_weights() -> None:
    spec = NormTrainingSpec(depth=3, width=4, groups=2, init_scale=0.5)
    nets = [filters_of(net_of(spec, key, torch.Generator().manual_seed(0))) for key in COMPARED]
    for filters in nets[1:]:
        assert all(torch.equal(a, b) for a, b in zip(filters, nets[0], strict=True))
    assert float(nets[0][2].detach().std()) == pytest.approx(0.5 * math.sqrt(2 / 36), rel=0.2)


def test_the_same_seed_gives_the_same_training_and_another_another() -> None:
    one, again, other = train(), train(), train(seed=1)
    for name, array in one.arrays().items():
        np.testing.assert_array_equal(array, again.arrays()[name])
    assert not np.array_equal(one.loss, other.loss)


@pytest.mark.parametrize("vary", [v for v in VARIED if v != "nothing"])
def test_what_is_varied_is_one_run_a_value(vary: str) -> None:
    frame = train(vary=vary, norms="bn", samples=64, batch=32)
    assert frame.values == VARIED[vary]
    assert frame.loss.shape == (1, len(VARIED[vary]), POINTS_AN_EPOCH)
    value = VARIED[vary][1]
    alone = train(norms="bn", samples=64, **{"batch": 32, vary: value})
    np.testing.assert_array_equal(frame.loss[:, 1], alone.loss[:, 0])


def test_curves_grow_while_they_are_trained() -> None:
    spec = NormTrainingSpec(**{**TINY, "vary": "init_scale", "norms": "none, bn"})
    frames = [
        f
        for f in Run(EXPERIMENTS["norm_training"], spec, "cpu")
        if isinstance(f, NormTrainingFrame)
    ]
    assert [f.step for f in frames] == list(range(1, 6 * POINTS_AN_EPOCH + 1))
    assert all(f.total == frames[-1].step for f in frames)
    first = frames[0]
    assert np.isfinite(first.loss[:, 0, 0]).all()
    assert np.isnan(first.loss[:, 0, 1:]).all()
    assert np.isnan(first.final_error).all()
    for frame in frames:
        known = np.isfinite(frame.loss)
        np.testing.assert_array_equal(frame.loss[known], frames[-1].loss[known])


def test_divergence_is_nan_and_the_others_go_on() -> None:
    frame = train(norms="none, bn", learning_rate=100.0, init_scale=100.0, epochs=2, depth=6)
    assert frame.diverged[0, 0]
    assert np.isnan(frame.loss[0, 0, -1])
    assert frame.final_error[0, 0] == 0.9
    assert not frame.trained[0, 0]
    assert np.isfinite(frame.loss[1]).all()


def test_larger_rates_train_with_batch_norm_than_without() -> None:
    """N7, on a run of a second: the claim itself, not a tolerance of it."""
    frame = train(vary="learning_rate", norms="none, bn", samples=512, epochs=3, depth=3, width=8)
    none, bn = np.nan_to_num(frame.largest_rate)
    assert bn > none
    assert frame.trained[1].sum() > frame.trained[0].sum()


def test_the_rate_goes_with_the_batch_where_it_is_asked_to() -> None:
    fields: dict[str, Any] = {**TINY, "vary": "batch", "learning_rate": 0.08}
    fixed = NormTrainingSpec(**fields).variations()
    scaled = NormTrainingSpec(**fields, scale_rate=True).variations()
    assert [one.batch for one in scaled] == [one.batch for one in fixed] == [32, 16, 8, 4, 2, 1]
    assert {one.learning_rate for one in fixed} == {0.08}
    assert [one.learning_rate for one in scaled] == [0.08 * b / 32 for b in (32, 16, 8, 4, 2, 1)]
    slow = NormTrainingSpec(**fields | {"learning_rate": 1e-3}, scale_rate=True).variations()
    assert slow[-1].learning_rate == 1e-4  # no lower than any rate may be


def test_several_seeds_are_the_mean_of_single_runs() -> None:
    fields: dict[str, Any] = {"vary": "placement", "norms": "bn, gn"}
    singles = [train(seed=seed, **fields) for seed in (7, 8, 9)]
    together = train(seed=7, seeds=3, **fields)
    for name in ("loss", "error", "final_error"):
        each = np.array([getattr(single, name) for single in singles])
        np.testing.assert_allclose(getattr(together, name), each.mean(axis=0), rtol=1e-12)
    np.testing.assert_array_equal(together.final_errors, [s.final_error for s in singles])
    assert together.final_errors.std() > 0


def test_a_mean_is_of_the_seeds_that_have_come_so_far() -> None:
    spec = NormTrainingSpec(**TINY, vary="placement", norms="bn, gn", seeds=2)
    frames = [f for f in Run(EXPERIMENTS["norm_training"], spec, "cpu") if f is not None]
    assert [f.step for f in frames] == list(range(1, frames[0].total + 1))
    first, then = frames[2 * POINTS_AN_EPOCH - 1], frames[2 * POINTS_AN_EPOCH + 1]
    assert isinstance(first, NormTrainingFrame)
    assert isinstance(then, NormTrainingFrame)
    assert np.isfinite(first.loss).all()  # the first seed has ended
    np.testing.assert_array_equal(then.loss[:, 1], first.loss[:, 1])
    np.testing.assert_array_equal(then.loss[:, 0, 2:], first.loss[:, 0, 2:])
    assert (then.loss[:, 0, :2] != first.loss[:, 0, :2]).all()
    np.testing.assert_array_equal(then.final_error, first.final_error)


def test_a_third_seed_joins_the_mean_of_the_two_before_it() -> None:
    spec = NormTrainingSpec(**TINY, norms="bn, gn", seeds=3)
    run = Run(EXPERIMENTS["norm_training"], spec, "cpu")
    frames = [f for f in run if isinstance(f, NormTrainingFrame)]
    two, then, last = frames[2 * POINTS_AN_EPOCH - 1], frames[2 * POINTS_AN_EPOCH], frames[-1]
    np.testing.assert_array_equal(then.loss[:, 0, 1:], two.loss[:, 0, 1:])
    np.testing.assert_allclose(then.loss[:, 0, 0], last.loss[:, 0, 0], rtol=1e-12)
    assert (then.loss[:, 0, 0] != two.loss[:, 0, 0]).all()


def test_one_seed_that_diverges_is_told_of() -> None:
    fields: dict[str, Any] = {
        "norms": "none",
        "init_scale": 3.0,
        "learning_rate": 30.0,
        "epochs": 2,
        "depth": 6,
    }
    known = [train(seed=seed, **fields).diverged[0, 0] for seed in range(4)]
    assert any(known)
    assert not all(known)  # or this says nothing of several seeds
    together = train(seed=0, seeds=4, **fields)
    assert together.diverged[0, 0]
    assert not together.trained[0, 0]
    np.testing.assert_array_equal(together.final_errors[:, 0, 0] == 0.9, known)
    assert np.isnan(together.loss[0, 0, -1])


def test_published_numbers_are_those_of_the_paper() -> None:
    frame = train()
    assert frame.published_batch.tolist() == [32, 16, 8, 4, 2]
    np.testing.assert_allclose(frame.published_bn, [0.236, 0.237, 0.248, 0.273, 0.347])
    np.testing.assert_allclose(frame.published_gn, [0.241, 0.242, 0.24, 0.242, 0.241])


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"norms": "bn, batch"}, "norms", Reason.NOT_A_CHOICE),
        ({"norms": " , "}, "norms", Reason.TOO_FEW),
        ({"groups": 3}, "groups", Reason.NOT_A_CHOICE),
        ({"batch": 65}, "batch", Reason.OUT_OF_RANGE),
    ],
)
def test_what_cannot_be_trained_is_refused(
    fields: dict[str, Any], field: str, reason: Reason
) -> None:
    with pytest.raises(SpecError) as caught:
        NormTrainingSpec(**fields)
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert caught.value.accepted


def test_a_norm_named_twice_is_trained_once() -> None:
    assert train(norms="bn,bn, none").norms == ("bn", "none")


# BN(aWx) = BN(Wx)


def scaled(**fields: Any) -> WeightScaleFrame:
    frame = last_frame(Run(EXPERIMENTS["weight_scale"], WeightScaleSpec(**fields), "cpu"))
    assert isinstance(frame, WeightScaleFrame)
    return frame


def test_a_positive_factor_changes_nothing_while_eps_is_small() -> None:
    frame = scaled(factor=100.0)
    large = FACTORS >= 1
    assert (frame.apart[:, large] < 1e-2).all()
    assert frame.chosen_apart[0] < 1e-3
    np.testing.assert_allclose(frame.plain, frame.scaled, atol=1e-3)


def test_a_small_factor_lets_eps_bite_and_a_negative_one_turns_the_sign() -> None:
    frame = scaled(factor=1e-5, norm="bn")
    assert frame.shrunk[0, 0] < 1e-2  # a = 1e-6: a²σ² is far below ε
    assert (np.diff(frame.shrunk[0]) > -1e-5).all()
    assert np.abs(frame.scaled).max() < 0.1 * np.abs(frame.plain).max()
    negative = scaled(factor=1.0, negate=True)
    np.testing.assert_allclose(negative.scaled, -negative.plain, atol=1e-5)
    at_one = int(np.argmin(np.abs(np.log(FACTORS))))
    assert negative.apart_negative[0, at_one] == pytest.approx(negative.chosen_apart[0], rel=1e-3)


@pytest.mark.parametrize("factor", [0.5, 10.0, 100.0])
def test_the_gradient_shrinks_as_the_weights_grow(factor: float) -> None:
    frame = scaled(factor=factor, eps=1e-12)
    np.testing.assert_allclose(frame.gradient_ratio, 1 / factor, rtol=1e-3)


@pytest.mark.parametrize("data", LABELED)
def test_any_set_of_pictures_is_divided_by_the_seed_and_fits_the_net(data: str) -> None:
    spec = NormTrainingSpec(data=data, samples=70, depth=3, width=2, norms="bn", seed=4)
    split, source = pictures(spec, "cpu"), LABELED[data]
    read = labeled(data)
    order = torch.randperm(source.trained, generator=torch.Generator().manual_seed(4)).numpy()
    np.testing.assert_array_equal(split.x, read.images[order[:70]])
    tested = np.arange(5000, 6000) if data == "fashion" else order[70:]
    np.testing.assert_array_equal(split.held_out_x, read.images[tested])
    np.testing.assert_array_equal(split.held_out_y, read.labels[tested])
    net = net_of(spec, "bn", torch.Generator().manual_seed(0))
    assert net(split.x[:3]).shape == (3, 10)
    assert deepest_side(spec) == source.side // 4


def test_a_session_from_before_there_was_a_choice_trains_on_the_digits() -> None:
    kept = NormTrainingSpec().to_json()
    del kept["data"]
    assert NormTrainingSpec.from_json(kept).data == "digits"
