"""Depth: against plain torch loops and autograd's hooks; identities; what depth does to each kind
of net."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.experiment import last_frame
from core.networks.block_signals import mean_cosine
from core.networks.depth import LEAD, MEASURED, MOMENTUM, SMOOTH, THEORY, DepthFrame, DepthSpec
from core.networks.run_depth import digits, net_of, run
from core.parameters import Reason, SpecError
from core.training.data import batches

TINY: dict[str, Any] = {"depths": "4, 8", "width": 8, "channels": 4, "epochs": 1}


def train(**fields: Any) -> DepthFrame:
    frame = last_frame(run(DepthSpec(**{**TINY, **fields}), "cpu"))
    assert isinstance(frame, DepthFrame)
    return frame


class Plain(nn.Module):
    """The same net, written with torch's functions, over the parameters of ours in their order."""

    def __init__(self, kind: str, parameters: list[Tensor], *, maps: bool) -> None:
        super().__init__()
        self.kind, self.maps = kind, maps
        self.values = nn.ParameterList(p.detach().clone() for p in parameters)
        self.seen: list[Tensor] = []
        """What each block is given, and what the last one gives."""

    def forward(self, x: Tensor) -> Tensor:
        left = list(self.values)
        blocks = (len(left) - 5) // 6  # a weight, γ and β a layer; the scores' weight and bias

        def weighted(x: Tensor) -> Tensor:
            w = left.pop(0)
            return F.conv2d(x, w, padding=1) if self.maps else F.linear(x, w)

        def normed(x: Tensor) -> Tensor:
            gamma, beta = left.pop(0), left.pop(0)
            return F.batch_norm(x, None, None, gamma, beta, training=True)

        h = weighted(x)
        h = h if self.kind == "v2" else F.relu(normed(h))
        self.seen = [h]
        for _ in range(blocks):
            if self.kind == "v2":
                h = h + weighted(F.relu(normed(weighted(F.relu(normed(h))))))
            else:
                out = normed(weighted(F.relu(normed(weighted(h)))))
                h = F.relu(out if self.kind == "plain" else h + out)
            self.seen.append(h)
        h = F.relu(normed(h)) if self.kind == "v2" else h
        weight, bias = left
        h = F.adaptive_avg_pool2d(h, 1).flatten(1) if self.maps else h
        return F.linear(h, weight, bias)


def plain_net(spec: DepthSpec, kind: str, depth: int) -> Plain:
    return Plain(kind, list(net_of(spec, kind, depth).parameters()), maps=spec.form == "conv")


@pytest.mark.parametrize("form", ["dense", "conv"])
def test_a_training_is_a_plain_torch_loop_to_the_last_bit(form: str) -> None:
    spec = DepthSpec(**TINY, form=form, seed=3)
    frame, data = train(form=form, seed=3), digits(spec, "cpu")
    for k, kind in enumerate(spec.compared):
        for d, depth in enumerate(spec.layers):
            net = plain_net(spec, kind, depth)
            optimizer = torch.optim.SGD(net.parameters(), spec.learning_rate, MOMENTUM)
            order = batches(len(data.y), spec.batch, torch.Generator().manual_seed(3002))
            losses = []
            for rows in islice(order, spec.steps):
                loss = F.cross_entropy(net(data.x[rows]), data.y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            np.testing.assert_array_equal(frame.losses[k, d], losses)
    assert np.isfinite(frame.final_loss).all()
    assert ((frame.accuracy > 0) & (frame.accuracy < 1)).all()
    np.testing.assert_allclose(
        frame.smoothed[..., 15], frame.losses[..., 16 - SMOOTH : 16].mean(axis=-1)
    )


@pytest.mark.parametrize("form", ["dense", "conv"])
def test_gradients_at_the_blocks_are_those_of_autograds_hooks(form: str) -> None:
    spec = DepthSpec(**TINY, form=form)
    frame, data = train(form=form), digits(spec, "cpu")
    for k, kind in enumerate(spec.compared):
        net = plain_net(spec, kind, 8)
        heard: list[float] = []  # from the output on
        scores = net(data.x[:MEASURED])
        for h in net.seen:
            h.register_hook(lambda g, heard=heard: heard.append(float(g.norm())))
        F.cross_entropy(scores, data.y[:MEASURED]).backward()
        out, *blocks = heard[:1] + heard[:0:-1]
        np.testing.assert_allclose(frame.gradient_norm[k, 1], blocks, rtol=1e-4)
        np.testing.assert_allclose(frame.gradient_out[k, 1], out, rtol=1e-4)
        np.testing.assert_allclose(frame.growth[k, 1], (blocks[0] / out) ** (1 / 3), rtol=1e-4)
        cosines = [mean_cosine(h.detach()) for h in net.seen[1:]]
        np.testing.assert_allclose(frame.cosine[k, 1], cosines, rtol=1e-4)
    assert np.isnan(frame.gradient_norm[:, 0, 1:]).all(), "the shallow net has one block"


def test_the_two_parts_of_a_gradient_are_those_of_skip_and_branch() -> None:
    frame = train()
    plain, v1, v2 = range(3)
    assert np.isnan(frame.gradient_skip[plain]).all()
    np.testing.assert_array_equal(frame.gradient_branch[plain], frame.gradient_norm[plain])
    # In v2 the skip passes on exactly what comes from above, in v1 what its ReLU lets through.
    above = np.append(frame.gradient_norm[:, 1, 1:], frame.gradient_out[:, 1:], axis=1)
    np.testing.assert_allclose(frame.gradient_skip[v2, 1], above[v2], rtol=1e-6)
    assert (frame.gradient_skip[v1, 1] < above[v1]).all()
    for k in (v1, v2):  # |a + b| lies between ||a| - |b|| and |a| + |b|
        whole, skip, branch = frame.relative_norm[:, k, 1] * frame.gradient_out[k, 1]
        assert (whole < skip + branch).all()
        assert (whole > abs(skip - branch)).all()
        np.testing.assert_allclose(whole, frame.gradient_norm[k, 1])


def test_the_mean_cosine_is_over_all_pairs() -> None:
    h = torch.randn(6, 5, generator=torch.Generator().manual_seed(0))
    cosines = [F.cosine_similarity(h[i], h[j], dim=0) for i in range(6) for j in range(i)]
    assert mean_cosine(h) == pytest.approx(float(torch.stack(cosines).mean()), abs=1e-6)


def test_all_kinds_begin_with_the_same_draws() -> None:
    spec = DepthSpec(**TINY)
    nets = [net_of(spec, kind, 8) for kind in spec.compared]
    drawn = [[m.weight for m in net.modules() if isinstance(m, nn.Linear)] for net in nets]
    for layers in drawn:
        assert len(layers) == 8
        assert all(torch.equal(a, b) for a, b in zip(layers, drawn[0], strict=True))
    shallow = [m.weight for m in net_of(spec, "v1", 4).modules() if isinstance(m, nn.Linear)]
    assert all(torch.equal(a, b) for a, b in zip(shallow[:3], drawn[0], strict=False))


@pytest.mark.parametrize("norm", ["none", "bn"])
@pytest.mark.parametrize("form", ["dense", "conv"])
def test_identities_inserted_into_the_shallow_net_change_no_bit(norm: str, form: str) -> None:
    frame = train(norm=norm, form=form, kinds="plain")
    assert frame.inserted_loss == frame.shallow_loss == frame.inserted_losses[0, 1]
    alone = train(norm="none", form=form, kinds="plain", depths="4")
    assert frame.shallow_loss == alone.final_loss[0, 0], "the net without a norm"


def test_plain_degrades_with_depth_and_a_skip_cures_it() -> None:
    """Final training loss with the default settings, mean ± std over 5 seeds:

    =================  ===========  ===========  ===========  ===========
    net                4            12           32           64
    =================  ===========  ===========  ===========  ===========
    plain, BN          .045±.005    .027±.002    .918±.036    2.25±.04
    v1, BN             .035±.002    .005±.001    .005±.001    .029±.009
    v2, BN             .071±.002    .034±.003    .022±.003    .021±.001
    plain              .036±.004    .063±.023    1.68±.26
    v1 / v2            .037 / .042  .081 / .019  diverged
    v1, zero branch    .057±.005    .013±.002    .006±.003
    v2, zero branch    .064±.006    .016±.003    .005±.002
    =================  ===========  ===========  ===========  ===========
    """
    frame = train(depths="4, 32", width=32, learning_rate=0.02, epochs=3)
    (plain4, plain32), (v14, v132), (v24, v232) = frame.final_loss
    assert plain32 > 2 * plain4
    assert v132 < plain32 / 4
    assert v232 < plain32 / 2
    assert max(v14, v24) < 2 * plain4


def test_it_is_no_vanishing_gradient() -> None:
    """With BN a plain net's gradient grows by about π / (π - 1) a block, and a skip tames that;
    without a norm it neither grows nor fades, and with a skip it explodes."""
    fields = {"depths": "20", "width": 64, "batch": 64, "epochs": 1}
    plain, v1, v2 = train(**fields).growth[:, 0]
    assert plain == pytest.approx(THEORY, rel=0.05)
    assert 1 < v2 < v1 < 0.9 * plain
    frame = train(**fields, norm="none")
    plain, v1, v2 = frame.growth[:, 0]
    assert plain == pytest.approx(1, abs=0.1)
    assert min(v1, v2) > 1.3
    assert frame.cosine[0, 0, 0] < 0.9 < 0.95 < frame.cosine[0, 0, -1], "inputs become alike"
    assert frame.theory[-1] == pytest.approx(1.4669, abs=1e-4)


def test_a_diverged_run_is_a_hole_with_its_name() -> None:
    frame = train(kinds="plain, v1", depths="4, 32", width=32, norm="none", learning_rate=0.1)
    assert frame.diverged.tolist() == [[False, False], [False, True]]
    assert np.isnan(frame.final_loss[1, 1])
    assert np.isnan(frame.accuracy[1, 1])
    assert np.isnan(frame.losses[1, 1, -1])
    assert np.isfinite(frame.losses[1, 0]).all()


def test_the_deepest_nets_go_ahead_and_every_frame_is_whole() -> None:
    spec = DepthSpec(**TINY, seeds=2)
    frames = [f for f in run(spec, "cpu") if isinstance(f, DepthFrame)]
    assert [f.step for f in frames] == list(range(2 * spec.turns + 1))
    assert frames[-1].step == frames[-1].total
    ahead = frames[LEAD]
    assert np.isfinite(ahead.losses[:, 1, :LEAD]).all()
    assert np.isnan(ahead.losses[:, 0]).all()
    assert np.isfinite(ahead.growth).all(), "what is measured before is there from the start"
    np.testing.assert_array_equal(ahead.latest_loss[:, 1], ahead.smoothed[:, 1, LEAD - 1])
    later = frames[spec.turns + 3]  # the deepest have begun with the second seed
    assert not np.array_equal(later.losses[:, 1, :3], frames[spec.turns].losses[:, 1, :3])
    np.testing.assert_array_equal(later.losses[:, 1, 3:], frames[spec.turns].losses[:, 1, 3:])
    np.testing.assert_array_equal(frames[-1].latest_loss, frames[-1].final_loss)


def test_seeds_are_whole_runs() -> None:
    both = train(kinds="v1", seed=4, seeds=2)
    one, other = train(kinds="v1", seed=4), train(kinds="v1", seed=5)
    np.testing.assert_array_equal(both.final_losses[0], one.final_loss)
    np.testing.assert_array_equal(both.final_losses[1], other.final_loss)
    np.testing.assert_allclose(both.losses, (one.losses + other.losses) / 2)
    np.testing.assert_allclose(both.accuracy, (one.accuracy + other.accuracy) / 2)
    assert both.shallow_loss == pytest.approx((one.shallow_loss + other.shallow_loss) / 2)
    np.testing.assert_array_equal(both.gradient_norm, one.gradient_norm)


@pytest.mark.parametrize(
    ("depths", "reason", "accepted"),
    [
        ("4, 13", Reason.NO_WHOLE_BLOCKS, "12, 14"),
        ("7.5", Reason.NOT_AN_INTEGER, "4 … 100"),
        ("2", Reason.OUT_OF_RANGE, "4 … 100"),
        ("4, 1000", Reason.OUT_OF_RANGE, "4 … 100"),
        ("", Reason.NOT_NUMBERS, "4, 12, 32"),
        ("4, 6, 8, 10, 12, 14, 16", Reason.TOO_MANY, "1 … 6"),
        ("four", Reason.NOT_NUMBERS, "4, 12, 32"),
    ],
)
def test_a_depth_that_is_no_whole_number_of_blocks_is_refused_with_the_nearest(
    depths: str, reason: Reason, accepted: str
) -> None:
    with pytest.raises(SpecError) as refused:
        DepthSpec(depths=depths)
    assert (refused.value.field, refused.value.reason) == ("depths", reason)
    assert refused.value.accepted == accepted


def test_depths_are_put_in_order_and_convolutions_may_not_be_as_deep() -> None:
    assert DepthSpec(depths="32, 4, 12, 4").layers == (4, 12, 32)
    assert DepthSpec(depths="64").layers == (64,)
    with pytest.raises(SpecError) as refused:
        DepthSpec(depths="64", form="conv")
    assert refused.value.accepted == "4 … 32"
    assert math.isclose(THEORY, 1.46694, rel_tol=1e-5)
