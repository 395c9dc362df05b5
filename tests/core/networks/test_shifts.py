"""Nets that are tested on moved digits.

What was measured on the CPU, seeds 0 … 4: accuracy in % by the larger part of the shift, mean ± std
over the seeds.

    pooling, net            0           1           2           3           4
    dense                96.6 ± 0.5  31.8 ± 1.0   9.1 ± 0.7   9.2 ± 0.8   9.3 ± 0.6
    max, local           97.8 ± 0.8  36.5 ± 0.4  10.0 ± 1.1   9.9 ± 1.2  10.3 ± 1.1
    max, conv_flatten    97.1 ± 1.0  46.2 ± 1.8  18.9 ± 1.1  11.3 ± 0.7   8.9 ± 0.9
    max, conv_max        97.6 ± 0.6  66.9 ± 4.8  87.0 ± 2.3  61.4 ± 4.4  76.6 ± 4.4
    average, conv_max    96.9 ± 0.7  61.5 ± 5.5  83.4 ± 2.9  54.8 ± 6.2  73.7 ± 5.5
    stride, conv_max     97.4 ± 0.9  43.1 ± 2.8  77.8 ± 1.7  42.8 ± 2.4  74.1 ± 3.0
    none, conv_max       98.3 ± 0.4  98.3 ± 0.4  98.3 ± 0.4  97.6 ± 1.0  95.9 ± 2.6

At even shifts both ways, and at odd ones, conv_max: max 91.1 and 48.1, stride 95.7 and 27.4, none
96.6 and 97.7. Trained on shifts by up to 4, over all shifts: dense 39.0 ± 1.0, local 57.6 ± 2.2,
conv_flatten 77.1 ± 1.6, conv_max 95.1 ± 0.6; with permuted pixels 39.1 ± 1.7, 42.5 ± 2.0,
29.7 ± 3.7, 26.7 ± 1.8.
"""

from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from core.data.canvas import shift
from core.data.labeled import labeled
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.networks.run_shifts import KEPT, Data, data_of, run, trainer_of
from core.networks.shift_maps import equivariance_error
from core.networks.shift_nets import net_of
from core.networks.shifts import MOST_TRAINED, NETS, SHIFTS, ShiftsFrame, ShiftsSpec, by_distance
from core.waiting import result_of


def final(spec: ShiftsSpec) -> ShiftsFrame:
    frame = last_frame(Run(EXPERIMENTS["shifts"], spec, "cpu"))
    assert isinstance(frame, ShiftsFrame)
    return frame


def data(spec: ShiftsSpec) -> Data:
    return result_of(data_of(spec, "cpu"))


@pytest.mark.parametrize(
    ("key", "pooling", "parameters"),
    [
        ("dense", "max", 17_098),
        ("local", "max", 119_658),
        ("conv_flatten", "max", 18_346),
        ("conv_flatten", "stride", 18_346),
        ("conv_flatten", "none", 264_106),
        ("conv_max", "max", 13_578),
        ("conv_max", "none", 13_578),
    ],
)
def test_nets_learn_as_many_numbers_as_is_said(key: str, pooling: str, parameters: int) -> None:
    net = net_of(key, ShiftsSpec(pooling=pooling), torch.Generator().manual_seed(0))
    assert sum(p.numel() for p in net.parameters()) == parameters
    assert net(torch.rand(3, 1, 16, 16)).shape == (3, 10)


def test_test_digits_are_plain_slices_and_never_trained_on() -> None:
    spec = ShiftsSpec(samples=100, seed=3)
    found = data(spec)
    order = torch.randperm(1797, generator=torch.Generator().manual_seed(3)).numpy()
    digits = labeled("digits")
    assert found.split.y.tolist() == digits.labels[order[:100]].tolist()
    assert found.test.y.tolist() == digits.labels[order[MOST_TRAINED:]].tolist()
    for i, j in product(range(9), repeat=2):
        canvas = np.zeros((360, 1, 16, 16), np.float32)
        canvas[:, :, i : i + 8, j : j + 8] = digits.images[order[MOST_TRAINED:]]
        np.testing.assert_array_equal(found.test.x[i, j], canvas)
    np.testing.assert_array_equal(
        found.split.x[:, :, 4:12, 4:12], digits.images[order[:100]], "unmoved ones are centered"
    )


def test_shifts_trained_on_reach_as_far_as_is_said() -> None:
    centered = data(ShiftsSpec(samples=400)).split.x
    moved = data(ShiftsSpec(samples=400, shift=2)).split.x
    places = set()
    for before, after in zip(centered.numpy(), moved.numpy(), strict=True):
        fits = [
            (down, right)
            for down, right in product(range(-4, 5), repeat=2)
            if np.array_equal(shift(before, down, right), after)
        ]
        assert fits
        places.add(fits[0] if len(fits) == 1 else None)
    places.discard(None)
    assert places == set(product(range(-2, 3), repeat=2))


def test_permuted_pixels_are_the_same_pixels_in_one_other_order() -> None:
    plain, mixed = (data(ShiftsSpec(samples=64, permuted=p)) for p in (False, True))
    order = torch.randperm(256, generator=torch.Generator().manual_seed(3))
    assert torch.equal(plain.split.x.flatten(1)[:, order], mixed.split.x.flatten(1))
    assert torch.equal(plain.test.x.flatten(3)[..., order], mixed.test.x.flatten(3))


def test_a_training_is_a_plain_torch_loop() -> None:
    spec = ShiftsSpec(nets="conv_flatten, local", samples=80, batch=32, epochs=2, test=20)
    frame, found = final(spec), data(spec)
    for k, key in enumerate(spec.compared):
        net = net_of(key, spec, torch.Generator().manual_seed(1))
        optimizer = torch.optim.Adam(net.parameters(), lr=spec.learning_rate)
        order, losses = torch.Generator().manual_seed(2), []
        for _ in range(2):
            for rows in torch.randperm(80, generator=order).split(32):
                loss = F.cross_entropy(net(found.split.x[rows]), found.split.y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        assert frame.losses[k].tolist() == losses
        with torch.no_grad():
            scores = net(found.test.x[1, 6][:20])
        right = (scores.argmax(1) == found.test.y[:20]).float().mean()
        assert frame.accuracy[k, 1, 6] == pytest.approx(float(right))


def test_each_net_has_the_same_losses_whatever_is_trained_beside_it() -> None:
    small = ShiftsSpec(samples=64, epochs=1, test=20)
    both = final(small.replace(nets="dense, conv_flatten"))
    alone = final(small.replace(nets="conv_flatten"))
    np.testing.assert_array_equal(both.losses[1], alone.losses[0])
    np.testing.assert_array_equal(both.accuracy[1], alone.accuracy[0])


def test_an_error_of_equivariance_is_zero_for_maps_that_move_along_and_only_for_those() -> None:
    maps = torch.rand(2, 3, 16, 16)
    for down, right in ((0, 0), (3, -4), (-1, 2)):
        moved = torch.tensor(shift(maps.numpy(), down, right))
        assert equivariance_error(maps, moved, down, right) == 0
        assert equivariance_error(maps, moved, down, right - 1) > 0.3
    halves = torch.rand(2, 3, 8, 8)
    assert equivariance_error(halves, torch.tensor(shift(halves.numpy(), 1, 0)), 2, 0) == 0
    inner = maps.clone()
    inner[..., :2] = 9.0  # the border is wrong, and is left out
    assert equivariance_error(maps, inner, 0, 0) > 0.9
    assert equivariance_error(maps, inner, 0, 0, margin=2) == 0


def test_convolutions_move_along_with_the_picture_and_behind_a_stride_with_every_other() -> None:
    frame = final(ShiftsSpec(samples=64, epochs=1, test=20))
    of = dict(
        zip(
            frame.nets,
            zip(frame.equivariance_error, frame.deep_equivariance_error, strict=True),
            strict=True,
        )
    )
    odd = np.array(SHIFTS) % 2 == 1
    either = odd[:, None] | odd[None, :]
    for key in ("conv_flatten", "conv_max"):
        first, second = of[key]
        assert first.max() < 1e-6
        assert second[~either].max() < 1e-6
        assert second[either].min() > 0.1
    first, second = of["local"]
    unmoved = np.zeros((9, 9), bool)
    unmoved[4, 4] = True
    assert first[unmoved] == 0
    assert first[~unmoved].min() > 0.3
    assert np.isnan(of["dense"]).all()


def test_without_a_stride_the_second_layer_moves_along_too() -> None:
    spec = ShiftsSpec(nets="conv_flatten", pooling="none", samples=64, epochs=1, test=20)
    assert final(spec).deep_equivariance_error.max() < 1e-6


def test_the_maximum_forgives_shifts_and_flattening_does_not() -> None:
    """The direction of the effect, on fewer digits."""
    spec = ShiftsSpec(
        nets="conv_flatten, conv_max", samples=600, epochs=4, test=60, pooling="stride"
    )
    flatten, largest = final(spec).accuracy
    even, odd = largest[::2, ::2].mean(), largest[1::2, 1::2].mean()
    assert largest[4, 4] > 0.8
    assert even > odd + 0.2  # a chessboard
    assert largest[4, 4] - even < 0.1
    assert flatten[4, 4] - flatten[::2, ::2].mean() > 0.3


def test_maps_of_the_chosen_digit_are_the_nets_own_and_come_at_once_for_another() -> None:
    KEPT.forget()
    spec = ShiftsSpec(nets="conv_flatten", samples=64, epochs=1, test=20)
    frame = final(spec)
    found = data(spec)
    trainer = trainer_of("conv_flatten", spec, found.split)
    for _ in range(spec.steps):
        trainer.step()
    net = trainer.module
    x = found.test.x[2, 7, 4:5]
    assert isinstance(net, torch.nn.Sequential)
    fifth = [one for one in run(spec.replace(picture=5), "cpu") if one is not None]
    assert len(fifth) == 1, "nothing is trained again"
    (other,) = fifth
    assert isinstance(other, ShiftsFrame)
    with torch.no_grad():
        wanted = net(x).double().softmax(1)[0]
        maps = net[0](x)[0]
    np.testing.assert_allclose(other.probabilities[0, 2, 7], wanted, atol=1e-6)
    for shown in other.first_maps[0, 2, 7]:
        assert min(np.abs(shown - one).max() for one in maps.numpy()) < 1e-6
    np.testing.assert_array_equal(other.digit[2, 7], found.test.x[2, 7, 4, 0])
    assert [frame.label, other.label] == [int(found.test.y[0]), int(found.test.y[4])]
    np.testing.assert_array_equal(frame.losses, other.losses)
    np.testing.assert_array_equal(frame.digit[4, 4], found.test.x[4, 4, 0, 0])


def test_several_seeds_are_their_means() -> None:
    spec = ShiftsSpec(nets="dense", samples=64, epochs=1, test=20, seeds=2, seed=5)
    frame = final(spec)
    ones = [final(spec.replace(seeds=1, seed=seed)) for seed in (5, 6)]
    np.testing.assert_allclose(frame.losses, np.mean([one.losses for one in ones], axis=0))
    np.testing.assert_allclose(frame.accuracy, np.mean([one.accuracy for one in ones], axis=0))
    np.testing.assert_array_equal(frame.accuracies[1], ones[1].accuracy)
    np.testing.assert_allclose(frame.by_distance, by_distance(frame.accuracy))


def test_distances_are_means_over_rings() -> None:
    accuracy = np.arange(81.0).reshape(9, 9)
    assert by_distance(accuracy)[0] == 40
    outer = [
        accuracy[i, j] for i, j in product(range(9), repeat=2) if max(abs(i - 4), abs(j - 4)) == 4
    ]
    assert by_distance(accuracy)[4] == np.mean(outer)


def test_all_nets_are_trained_unless_some_are_chosen() -> None:
    assert ShiftsSpec().compared == NETS
