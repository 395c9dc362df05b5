"""Architectures with their sliders: what a change leads to, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.nets.rows import OPERATIONS
from core.nets.zoo.known import FAMILIES, KNOWN, build
from core.networks.architecture import (
    MOST_IN_STAGE,
    ArchitectureSpec,
    known_as,
    settings_of,
)
from core.parameters import Reason, SpecError, parameters


def frame_of(**settings: Any) -> Any:
    return last_frame(Run(EXPERIMENTS["architecture"], ArchitectureSpec(**settings), "cpu"))


@pytest.mark.parametrize("key", KNOWN)
def test_a_net_that_is_only_named_is_the_known_one(key: str) -> None:
    spec = ArchitectureSpec(net=key)
    assert settings_of(spec) == KNOWN[key]
    assert known_as(spec) == key


@pytest.mark.parametrize(
    ("net", "changes", "other"),
    [
        ("resnet50", {"cardinality": 32, "width": 4}, "resnext50_32x4d"),
        ("resnet101", {"cardinality": 32, "width": 8, "side": 64}, "resnext101_32x8d"),
        ("resnet50", {"version": "v2"}, "resnet50_v2"),
        ("resnet18", {"blocks": "3, 4, 6, 3"}, "resnet34"),
        ("resnet34", {"bottleneck": True, "classes": 10}, "resnet50"),
        ("vgg11", {"blocks": "2 ,2, 4,4,4"}, "vgg19"),
        ("densenet121", {"blocks": "6, 12, 36, 24", "width": 96, "growth": 48}, "densenet161"),
        ("lenet", {"batch_norm": True}, "lenet_bn"),
        ("resnet50", {"cardinality": 32}, ""),
    ],
)
def test_sliders_lead_from_one_net_to_another(
    net: str, changes: dict[str, Any], other: str
) -> None:
    spec = ArchitectureSpec(net=net).adapt(**changes)
    assert known_as(spec) == other
    frame = frame_of(net=net, **changes)
    if other:
        settings = settings_of(ArchitectureSpec(net=other, side=spec.side, classes=spec.classes))
        assert frame.total_parameters == build(settings).parameters


def test_another_net_brings_its_own_values() -> None:
    spec = ArchitectureSpec(net="resnet50", cardinality=32, width=4, side=64, classes=10)
    other = spec.adapt(net="densenet161")
    assert other == ArchitectureSpec(net="densenet161")
    assert (other.width, other.growth, other.side, other.classes) == (96, 48, 224, 1000)


def test_fields_apply_where_the_family_has_them() -> None:
    sliders = {p.name for p in parameters(ArchitectureSpec)} - {
        *("net", "side", "channels", "classes")
    }
    assert sliders == set().union(*(family.sliders for family in FAMILIES.values()))
    for key, known in KNOWN.items():
        spec = ArchitectureSpec(net=key)
        applying = {p.name for p in parameters(ArchitectureSpec) if p.applies_to(spec)}
        assert applying & sliders == FAMILIES[known.family].sliders, key


def test_a_frame_is_the_rows_of_the_net() -> None:
    spec = ArchitectureSpec(net="resnet18", side=64, channels=1, classes=7)
    frame, net = frame_of(net="resnet18", side=64, channels=1, classes=7), build(settings_of(spec))
    count = len(net.rows)
    assert frame.names == tuple(row.name for row in net.rows)
    assert set(frame.operations) <= set(OPERATIONS)
    assert frame.shapes.shape == (count, 3)
    assert frame.shapes[0].tolist() == [1, 64, 64]
    assert frame.shapes[-1].tolist() == [7, 1, 1]
    assert frame.parameters.sum() == frame.total_parameters
    assert frame.macs.sum() == frame.total_macs
    assert frame.depths[-1] == frame.weighted_depth == 18
    assert frame.receptive_field == 435
    joined = {place for place, row in enumerate(net.rows) if len(row.inputs) > 1}
    assert len(joined) == 8
    assert len(frame.edges) == count - 1 + len(joined)
    assert (frame.edges[:, 0] < frame.edges[:, 1]).all()


def test_all_known_nets_stand_beside_each() -> None:
    frame = frame_of(net="lenet")
    assert frame.zoo_names == tuple(KNOWN)
    for key in ("lenet", "vgg16", "densenet_d2l"):
        net, at = build(KNOWN[key]), frame.zoo_names.index(key)
        assert (frame.zoo_parameters[at], frame.zoo_macs[at]) == (net.parameters, net.macs)


@pytest.mark.parametrize(
    ("settings", "field", "reason", "accepted"),
    [
        ({"net": "resnet20"}, "net", Reason.NOT_A_CHOICE, ", ".join(KNOWN)),
        ({"net": "alexnet", "side": 62}, "side", Reason.INPUT_TOO_SMALL, "63 … 1024"),
        ({"net": "inception_v3", "side": 74}, "side", Reason.INPUT_TOO_SMALL, "75 … 1024"),
        (
            {"net": "vgg11", "blocks": "1, 1, 1, 1, 1, 1", "side": 63},
            *("side", Reason.INPUT_TOO_SMALL, "64 … 1024"),
        ),
        ({"side": 0}, "side", Reason.OUT_OF_RANGE, "1 … 1024"),
        ({"side": 2048}, "side", Reason.OUT_OF_RANGE, "1 … 1024"),
        ({"side": 64.5}, "side", Reason.NOT_AN_INTEGER, "1 … 1024"),
        ({"cardinality": 5}, "cardinality", Reason.NO_DIVISOR, "4"),
        ({"cardinality": 24, "width": 96, "bottleneck": False}, "", None, ""),
        ({"cardinality": 25, "width": 96}, "cardinality", Reason.NO_DIVISOR, "24"),
        ({"blocks": "2, 2.5"}, "blocks", Reason.NOT_AN_INTEGER, f"1 … {MOST_IN_STAGE}"),
        ({"blocks": "2, 0"}, "blocks", Reason.OUT_OF_RANGE, f"1 … {MOST_IN_STAGE}"),
        ({"blocks": "2, 1e6"}, "blocks", Reason.OUT_OF_RANGE, f"1 … {MOST_IN_STAGE}"),
        ({"blocks": "two"}, "blocks", Reason.NOT_NUMBERS, "3, 4, 6, 3"),
        ({"blocks": ""}, "blocks", Reason.NOT_NUMBERS, "3, 4, 6, 3"),
        ({"blocks": "1, 1, 1, 1, 1, 1, 1"}, "blocks", Reason.TOO_MANY, "1 … 6"),
        ({"net": "inception_v4", "blocks": "4, 7"}, "blocks", Reason.STAGES, "3"),
        ({"classes": 0}, "classes", Reason.OUT_OF_RANGE, "1 … 100000"),
        ({"channels": -1}, "channels", Reason.OUT_OF_RANGE, "1 … 512"),
    ],
)
def test_what_makes_no_net_is_refused_with_what_does(
    settings: dict[str, Any], field: str, reason: Reason | None, accepted: str
) -> None:
    if reason is None:
        assert ArchitectureSpec(**settings)
        return
    with pytest.raises(SpecError) as caught:
        ArchitectureSpec(**settings)
    error = caught.value
    assert (error.field, error.reason, error.accepted) == (field, reason, accepted)


def test_a_slider_takes_along_what_it_would_break() -> None:
    """A width that the paths do not divide, an input that more stages swallow."""
    assert ArchitectureSpec(cardinality=32).adapt(width=48).cardinality == 1
    assert ArchitectureSpec(cardinality=32).adapt(width=128).cardinality == 32
    small = ArchitectureSpec(net="vgg11", side=32)
    assert small.adapt(blocks="1, 1, 1, 1, 1, 1").side == 224


def test_the_largest_net_stays_within_numbers() -> None:
    """No slider can ask for more than 64-bit numbers hold, nor for a million rows."""
    most = ", ".join([str(MOST_IN_STAGE)] * 6)
    largest = {"side": 1024, "channels": 512, "classes": 100_000, "blocks": most}
    for net, more in {
        "resnet50": {"width": 512, "cardinality": 256},
        "densenet121": {"growth": 256, "width": 512},
        "vgg19": {"width": 512},
    }.items():
        frame = frame_of(net=net, **largest, **more)
        assert len(frame.names) < 6000
        assert frame.total_macs < 2**63
        assert np.array(frame.total_macs).dtype == np.int64
        assert (frame.macs >= 0).all()
