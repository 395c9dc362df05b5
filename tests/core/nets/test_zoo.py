"""The named nets against published counts: those of torchvision, timm and Dive into Deep Learning
(d2l), and the papers' own tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.nets.rows import OPERATIONS, Net, TooSmallError, fits
from core.nets.zoo.known import FAMILIES, KNOWN, MOST_SIDE, build, smallest_side

PUBLISHED: dict[str, tuple[int, int, int, int]] = {
    # Parameters, MACs in millions, weighted depth, receptive field of the last map
    "lenet": (61_706, 0, 5, 16),  # d2l, 7.6
    "lenet_bn": (44_878, 0, 5, 16),  # d2l, 8.5
    "alexnet": (61_100_840, 714, 8, 195),  # torchvision, as are those below but for what is said
    "vgg11": (132_863_336, 7_609, 11, 150),
    "vgg13": (133_047_848, 11_308, 13, 156),
    "vgg16": (138_357_544, 15_470, 16, 212),
    "vgg19": (143_667_240, 19_632, 19, 268),
    "nin": (2_015_398, 830, 12, 195),  # d2l, 8.3, of 3 channels
    "googlenet": (6_624_904, 1_498, 22, 379),
    "inception_v3": (23_834_568, 5_713, 48, 1311),
    "inception_v4": (42_679_816, 12_254, 76, 2071),  # timm
    "inception_resnet_v2": (55_843_464, 13_156, 176, 3039),  # timm
    "resnet18": (11_689_512, 1_814, 18, 435),
    "resnet34": (21_797_672, 3_664, 34, 899),
    "resnet50": (25_557_032, 4_089, 50, 427),
    "resnet101": (44_549_160, 7_801, 101, 971),
    "resnet152": (60_192_808, 11_514, 152, 1451),
    "resnet50_v2": (25_549_352, 4_089, 50, 427),  # timm
    "resnext50_32x4d": (25_028_904, 4_230, 50, 427),
    "resnext101_32x8d": (88_791_336, 16_414, 101, 971),
    "resnet18_d2l": (11_178_378, 319, 18, 435),  # d2l, 8.6
    "densenet121": (7_978_856, 2_834, 121, 2071),
    "densenet161": (28_681_000, 7_728, 161, 2967),
    "densenet169": (14_149_480, 3_360, 169, 3351),
    "densenet201": (20_013_928, 4_291, 201, 3863),
    "densenet_d2l": (758_226, 129, 21, 519),  # d2l, 8.7
}


def net_of(key: str, **changes: Any) -> Net:
    return build(replace(KNOWN[key], **changes))


def test_every_net_is_published() -> None:
    assert set(PUBLISHED) == set(KNOWN)
    assert {known.family for known in KNOWN.values()} == set(FAMILIES)


@pytest.mark.parametrize("key", PUBLISHED)
def test_a_net_costs_and_sees_what_is_published(key: str) -> None:
    net = net_of(key)
    parameters, millions, depth, field = PUBLISHED[key]
    assert net.parameters == parameters
    assert round(net.macs / 1e6) == millions
    assert (net.depth, net.receptive_field) == (depth, field)


def test_lenets_macs() -> None:
    assert (net_of("lenet").macs, net_of("lenet_bn").macs) == (416_520, 281_640)


@pytest.mark.parametrize(
    ("key", "changes", "parameters"),
    [
        ("googlenet", {"auxiliary": True}, 13_004_888),
        ("inception_v3", {"auxiliary": True}, 27_161_264),
        ("resnet50", {"cardinality": 32, "width": 4}, 25_028_904),
        # torchvision's wide_resnet50_2 and vgg16_bn
        ("resnet50", {"width": 128}, 68_883_240),
        ("vgg16", {"batch_norm": True}, 138_365_992),
    ],
)
def test_a_slider_leads_to_what_is_published(
    key: str, changes: dict[str, Any], parameters: int
) -> None:
    assert net_of(key, **changes).parameters == parameters


def test_paths_of_a_block_share_its_parameters() -> None:
    """Xie et al. 2017, table 2: cardinality and width at about the same cost."""
    pairs = ((1, 64), (2, 40), (4, 24), (8, 14), (32, 4))
    nets = [net_of("resnet50", cardinality=paths, width=width) for paths, width in pairs]
    millions = [round(net.parameters / 1e6, 2) for net in nets]
    assert millions == [25.56, 25.43, 25.29, 25.60, 25.03]


def test_growth_sets_the_size_of_a_dense_net() -> None:
    nets = [net_of("densenet121", growth=growth) for growth in (12, 24, 32, 48)]
    assert [round(net.parameters / 1e6, 2) for net in nets] == [1.45, 4.74, 7.98, 16.94]


def test_vggs_dense_layers_hold_the_parameters_and_do_not_cost() -> None:
    net = net_of("vgg16")
    dense = [row for row in net.rows if row.operation == "linear"]
    assert sum(row.parameters for row in dense) / net.parameters == pytest.approx(0.894, abs=5e-4)
    assert sum(row.macs for row in dense) / net.macs == pytest.approx(0.008, abs=5e-4)


def test_only_what_is_residual_has_skips() -> None:
    def skips(key: str, **changes: Any) -> int:
        return sum(row.operation == "add" for row in net_of(key, **changes).rows)

    assert skips("inception_v4") == 0
    assert skips("inception_resnet_v2") == 10 + 20 + 10
    assert skips("resnet18") == skips("resnet18", version="v2") == 8
    assert skips("resnet18", version="plain") == 0


def test_a_plain_net_has_the_weights_of_the_residual_one_but_for_its_projections() -> None:
    skip, plain = net_of("resnet18"), net_of("resnet18", version="plain")
    projections = [row for row in skip.rows if ".skip." in row.name]
    assert [row.operation for row in projections] == ["conv", "norm"] * 3
    assert skip.parameters - plain.parameters == sum(row.parameters for row in projections)
    assert skip.depth == plain.depth == 18


@pytest.mark.parametrize("key", KNOWN)
def test_rows_are_in_order_and_named_once(key: str) -> None:
    rows = net_of(key).rows
    assert len({row.name for row in rows}) == len(rows)
    assert {row.operation for row in rows} <= set(OPERATIONS)
    assert rows[0].operation == "input"
    used = set()
    for place, row in enumerate(rows):
        assert all(of < place for of in row.inputs)
        assert bool(row.inputs) == bool(place)
        assert row.name.startswith(row.part)
        used |= set(row.inputs)
    assert used == set(range(len(rows) - 1))  # nothing leads nowhere but the answer


@pytest.mark.parametrize("key", KNOWN)
def test_what_grows_with_the_input(key: str) -> None:
    """Parameters belong to the net, but for dense layers behind maps; MACs of convolutions grow
    with the area, exactly so where every map has twice the side."""
    side = KNOWN[key].side
    small, large = net_of(key), net_of(key, side=2 * side)
    for a, b in zip(small.rows, large.rows, strict=True):
        if a.operation == "conv":
            assert b.parameters == a.parameters
            twice = b.shape[1:] == (2 * a.shape[1], 2 * a.shape[2])
            assert not twice or b.macs == 4 * a.macs
            assert b.receptive_field == a.receptive_field
    dense = KNOWN[key].family == "lenet"
    assert (small.parameters != large.parameters) is dense


@pytest.mark.parametrize("key", ["resnet18", "vgg16", "densenet121"])
def test_twice_the_side_is_four_times_the_work_of_the_convolutions(key: str) -> None:
    def of_convs(net: Net) -> int:
        return sum(row.macs for row in net.rows if row.operation == "conv")

    assert of_convs(net_of(key, side=448)) == 4 * of_convs(net_of(key))


@pytest.mark.parametrize("key", KNOWN)
def test_the_smallest_input_is_the_smallest(key: str) -> None:
    least = smallest_side(KNOWN[key])
    net_of(key, side=least)
    if least > 1:
        with pytest.raises(TooSmallError):
            net_of(key, side=least - 1)


def test_the_smallest_inputs_are_torchvisions() -> None:
    """Its min_size for each set of weights; ResNets begin at 1."""
    least = {key: smallest_side(KNOWN[key]) for key in KNOWN}
    found = {key: least[key] for key in ("alexnet", "vgg16", "googlenet", "inception_v3")}
    assert found == {"alexnet": 63, "vgg16": 32, "googlenet": 15, "inception_v3": 75}
    assert (least["densenet121"], least["resnet50"]) == (29, 1)


def test_whether_an_input_fits_is_told_without_building() -> None:
    for key in ("googlenet", "inception_v3", "lenet", "densenet_d2l"):
        tall = net_of(key, side=MOST_SIDE)
        for side in range(1, 90):
            try:
                net_of(key, side=side)
            except TooSmallError:
                assert not fits(tall, side), (key, side)
            else:
                assert fits(tall, side), (key, side)
