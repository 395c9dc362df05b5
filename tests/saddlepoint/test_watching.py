"""Watching a training from its own script: exact, harmless, and whatever the loop looks like."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

import saddlepoint as sp
from saddlepoint.watching import NUMBERS

MEAN, STD, NEGATIVE, ZERO, NOT_FINITE, DEAD, SATURATED = range(len(NUMBERS))


def net() -> nn.Sequential:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(
            nn.Linear(6, 16), nn.ReLU(inplace=True), nn.Linear(16, 8), nn.Tanh(), nn.Linear(8, 3)
        )


def batch(k: int) -> tuple[torch.Tensor, torch.Tensor]:
    draws = torch.Generator().manual_seed(k)
    return torch.randn(20, 6, generator=draws), torch.randint(0, 3, (20,), generator=draws)


def train(model, optimizer, steps: int, run: sp.Watch | None = None) -> None:
    for k in range(steps):
        x, y = batch(k)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        if run is not None:
            run.log(loss=float(loss.detach()))


def test_a_watched_training_is_the_same_bit_for_bit(tmp_path):
    models = net(), net()
    random = torch.random.get_rng_state()
    for number, model in enumerate(models):
        adam = torch.optim.Adam(model.parameters(), 0.01)
        if number:
            with sp.watch(model, adam, tmp_path / "run.saddle", every=3) as run:
                train(model, adam, 10, run)
        else:
            train(model, adam, 10)
    for a, b in zip(*(model.parameters() for model in models), strict=True):
        assert torch.equal(a, b)
    assert torch.equal(torch.random.get_rng_state(), random)
    assert not any(module._forward_hooks for module in models[1].modules())
    reader = sp.Reader.open(tmp_path / "run.saddle")
    assert [int(block["step"]) for block in reader.blocks] == [0, 3, 6, 9]
    assert reader.header["layers"] == ["0", "1", "2", "3", "4"]
    assert reader.header["parameters"][0] == "0.weight"


def test_every_number_is_what_it_says(tmp_path):
    model = net()
    before = copy.deepcopy(model)
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1) as run:
        train(model, sgd, 2, run)
    first = sp.Reader.open(tmp_path / "run.saddle").blocks[0]
    x, y = batch(0)
    outputs, h = [], x
    for module in before:
        h = h.relu() if isinstance(module, nn.ReLU) else module(h)
        h.retain_grad()
        outputs.append(h)
    F.cross_entropy(h, y).backward()
    for k, output in enumerate(outputs):
        for kind, values in (("outputs", output.detach()), ("gradients", output.grad)):
            assert values is not None
            numbers = first[kind][k]
            assert numbers[MEAN] == pytest.approx(float(values.mean()), abs=1e-7)
            assert numbers[STD] == pytest.approx(float(values.std(correction=0)), rel=1e-5)
            assert numbers[NEGATIVE] == pytest.approx(float((values < 0).float().mean()))
            assert numbers[ZERO] == pytest.approx(float((values == 0).float().mean()))
            assert numbers[NOT_FINITE] == 0
            counts, low = first[f"{kind}_counts"][k], int(first["octave"])
            assert counts.sum() == values.numel()
            sizes = values.abs().flatten().numpy()
            for octave in range(max(low, -20), low + len(counts)):
                inside = (sizes >= 2.0**octave) & (sizes < 2.0 ** (octave + 1))
                assert counts[octave - low] == inside.sum()
    relu = outputs[1].detach()
    assert first["outputs"][1][DEAD] == pytest.approx(float((relu == 0).all(0).float().mean()))
    tanh = outputs[3].detach()
    assert first["outputs"][3][SATURATED] == pytest.approx(
        float((tanh.abs() > 0.96).float().mean())
    )
    norm, gradient, moved = first["parameters"][0]
    weight = next(before.parameters())
    assert weight.grad is not None
    assert norm == pytest.approx(float(weight.detach().norm()), rel=1e-6)
    assert gradient == pytest.approx(float(weight.grad.norm()), rel=1e-5)
    assert moved == pytest.approx(0.1 * gradient, rel=1e-5)
    assert first["log_loss"][0] == pytest.approx(float(F.cross_entropy(h, y).detach()), rel=1e-6)
    assert first["log_loss"][1] == 1, "it was logged after the first step"


def test_the_curvature_of_full_batches_is_that_of_the_parabola(tmp_path):
    """L = Σ s w² / 2: along GD's own step the curvature is (Σ s³w²)/(Σ s²w²)."""
    sizes = torch.tensor([1.0, 4.0])
    model = nn.Linear(2, 1, bias=False)
    nn.init.ones_(model.weight)
    sgd = torch.optim.SGD(model.parameters(), 0.01)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1):
        for _ in range(3):
            sgd.zero_grad()
            (model.weight.square() * sizes).sum().div(2).backward()
            sgd.step()
    blocks = sp.Reader.open(tmp_path / "run.saddle").blocks
    assert blocks[0]["curvature"] == pytest.approx(65 / 17, rel=1e-4)
    assert np.isnan(blocks[-1]["curvature"]), "nobody knows the next gradient"


def test_what_is_not_finite_is_counted_and_raises_nothing(tmp_path):
    model = net()
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1):
        for value in (float("nan"), float("inf")):
            x, y = batch(0)
            x[0, 0] = value
            sgd.zero_grad()
            F.cross_entropy(model(x), y).backward()
            sgd.step()
    first = sp.Reader.open(tmp_path / "run.saddle").blocks[0]
    assert first["outputs"][0][NOT_FINITE] == pytest.approx(1 / 20)
    assert np.isfinite(first["outputs"][0][MEAN])


def test_evaluations_between_steps_are_not_counted(tmp_path):
    model = net()
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1):
        with torch.no_grad():
            model(torch.randn(1000, 6, generator=torch.Generator().manual_seed(0)))
        train(model, sgd, 1)
    first = sp.Reader.open(tmp_path / "run.saddle").blocks[0]
    assert first["outputs_counts"][0].sum() == 20 * 16


def test_accumulated_gradients_and_a_shared_layer_are_one_step(tmp_path):
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.last = nn.Linear(6, 6), nn.Linear(6, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.last(self.one(self.one(x).relu()).relu())
            return found

    model = Twice()
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1):
        for k in range(3):
            x, y = batch(k)
            F.cross_entropy(model(x), y).backward()
        sgd.step()
    first = sp.Reader.open(tmp_path / "run.saddle").blocks[0]
    assert first["outputs_counts"][0].sum() == 3 * 2 * 20 * 6
    assert first["gradients_counts"][1].sum() == 3 * 20 * 3


def test_two_optimizers_are_recorded_each_by_its_own_step(tmp_path):
    maker, judge = nn.Linear(4, 6), nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 1))
    both = nn.ModuleDict({"maker": maker, "judge": judge})
    of_judge = torch.optim.Adam(judge.parameters(), 0.01)
    of_maker = torch.optim.SGD(maker.parameters(), 0.1)
    draws = torch.Generator().manual_seed(0)
    with sp.watch(both, [of_judge, of_maker], tmp_path / "run.saddle", every=2):
        for _ in range(6):
            made = maker(torch.randn(8, 4, generator=draws))
            of_judge.zero_grad()
            judge(made.detach()).square().mean().backward()
            of_judge.step()
            of_maker.zero_grad()
            judge(made).mean().backward()
            of_maker.step()
    reader = sp.Reader.open(tmp_path / "run.saddle")
    assert [int(block["step"]) for block in reader.blocks] == [0, 2, 4]
    names = reader.header["parameters"]
    moved = dict(zip(names, reader.blocks[1]["parameters"][:, 2], strict=True))
    assert moved["judge.0.weight"] > 0
    assert moved["maker.weight"] > 0


def test_half_precision_and_a_compiled_model_are_met_with_what_can_be_had(tmp_path):
    model = net()
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    with sp.watch(model, sgd, tmp_path / "run.saddle", every=1):
        x, y = batch(0)
        with torch.autocast("cpu", torch.bfloat16):
            loss = F.cross_entropy(model(x).float(), y)
        loss.backward()
        sgd.step()
    first = sp.Reader.open(tmp_path / "run.saddle").blocks[0]
    assert np.isfinite(first["outputs"][:, :2]).all()

    class Compiled(nn.Module):
        """As torch.compile wraps a model."""

        def __init__(self, model: nn.Module) -> None:
            super().__init__()
            self._orig_mod = model

    run = sp.watch(Compiled(net()), sgd, tmp_path / "other.saddle")
    run.close()
    assert sp.Reader.open(tmp_path / "other.saddle").header["layers"] == list("01234")


def test_the_cadence_is_chosen_from_what_measuring_costs(tmp_path):
    model = net()
    sgd = torch.optim.SGD(model.parameters(), 0.01)
    run = sp.watch(model, sgd, tmp_path / "run.saddle")
    run._usual, run._measuring = 1.0, 3.0
    assert run._cadence() == 30
    run.cost = 1.0
    assert run._cadence() == 3
    train(model, sgd, 50)
    run.close()
    run.close()
    steps = [int(block["step"]) for block in sp.Reader.open(tmp_path / "run.saddle").blocks]
    assert steps[0] == 0
    assert steps == sorted(set(steps))


def test_what_cannot_be_watched_is_said(tmp_path):
    model = net()
    sgd = torch.optim.SGD(model.parameters(), 0.1)
    for words, options in (("every is 0", {"every": 0}), ("cost is 2", {"cost": 2.0})):
        with pytest.raises(ValueError, match=words):
            sp.watch(model, sgd, tmp_path / "run.saddle", **options)
    with pytest.raises(ValueError, match="needs the optimizer"):
        sp.watch(model, [], tmp_path / "run.saddle")
    assert not (tmp_path / "run.saddle").exists()
    with pytest.raises(OSError, match="No such file"):
        sp.watch(model, sgd, tmp_path / "no such folder" / "run.saddle")
    assert not sgd._optimizer_step_pre_hooks
