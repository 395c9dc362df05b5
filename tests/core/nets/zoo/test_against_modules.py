"""Rows of every net against plain torch modules that were written apart from them: the script's.

The modules are built on ``meta``, where a net has shapes and no numbers, and count themselves by
hooks; what each convolution sees is found by passing intervals through the same modules.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.nets.rows import Row
from core.nets.zoo.known import KNOWN, build, smallest_side
from core.networks.architecture import ArchitectureSpec, settings_of
from core.scripts.networks.architecture import architecture
from core.scripts.writing import WIDTH
from tests.core.nets.zoo.support import fields_of
from tests.core.scripts.formatting import reformatted

CHANGED: tuple[dict[str, Any], ...] = (
    {"net": "lenet", "side": 40, "channels": 3, "classes": 7},
    {"net": "lenet_bn", "side": 33},
    {"net": "resnet18", "version": "plain", "blocks": "1, 3"},
    {"net": "resnet18", "version": "v2", "width": 24, "channels": 1},
    {"net": "resnet34", "cardinality": 8, "blocks": "2, 1, 1, 1, 1", "side": 97},
    {"net": "resnet50", "cardinality": 32, "width": 4, "side": 64},
    {"net": "resnet50", "version": "plain", "blocks": "1, 2, 1"},
    {"net": "resnet50", "batch_norm": False, "blocks": "1, 1", "classes": 3},
    {"net": "resnet50_v2", "batch_norm": False, "blocks": "2, 1, 1", "cardinality": 2},
    {"net": "resnet18_d2l", "bottleneck": True},
    {"net": "alexnet", "head": "global", "side": 100},
    {"net": "vgg13", "batch_norm": True, "blocks": "1, 2", "width": 10, "side": 20},
    {"net": "vgg11", "head": "global", "blocks": "1, 1, 1, 1, 1, 1", "classes": 4},
    {"net": "nin", "side": 120, "channels": 1, "classes": 1000},
    {"net": "googlenet", "auxiliary": True, "side": 160},
    {"net": "inception_v3", "auxiliary": True, "classes": 12},
    {"net": "inception_v4", "blocks": "1, 2, 1", "channels": 1, "side": 150},
    {"net": "inception_resnet_v2", "blocks": "1, 1, 1", "side": 139},
    {"net": "densenet121", "growth": 12, "width": 16, "blocks": "2, 3"},
    {"net": "densenet121", "bottleneck": False, "blocks": "3"},
    {"net": "densenet_d2l", "growth": 7, "width": 9, "bottleneck": True},
)

SPECS = {
    **{key: ArchitectureSpec(net=key) for key in KNOWN},
    **{" ".join(map(str, told.values())): ArchitectureSpec(**told) for told in CHANGED},
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_rows_are_what_modules_count_of_themselves(spec, monkeypatch, capsys):
    """Shapes, parameters and MACs of each layer in the order they run; then what it sees."""
    rows = build(settings_of(spec)).rows
    weighted = [row for row in rows if row.parameters]
    counted: dict[str, Any] = {}
    exec(compile(architecture(spec), "<script>", "exec"), counted)

    np.testing.assert_array_equal(counted["shapes"], [row.shape for row in weighted])
    np.testing.assert_array_equal(counted["parameters"], [row.parameters for row in weighted])
    np.testing.assert_array_equal(counted["macs"], [row.macs for row in weighted])
    assert counted["weighted_depth"] == rows[-1].depth
    assert f"{sum(row.macs for row in rows):,}" in capsys.readouterr().out
    assert tuple(counted["x"].shape[1:]) == (spec.classes,)

    for layer in counted["net"].modules():
        layer._forward_hooks.clear()
    seen = fields_of(counted["net"], monkeypatch)
    assert seen == [row.receptive_field for row in _followed(rows) if row.operation == "conv"]


def _followed(rows: tuple[Row, ...]) -> list[Row]:
    """Those that are not behind an adaptive pooling."""
    behind: set[int] = set()
    for place, row in enumerate(rows):
        if row.operation == "adaptive_pool" or behind & set(row.inputs):
            behind.add(place)
    return [row for place, row in enumerate(rows) if place not in behind]


def test_the_modules_are_written_as_a_formatter_leaves_them(tmp_path):
    for number, spec in enumerate(SPECS.values()):
        text = architecture(spec)
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
        assert max(map(len, text.splitlines())) <= WIDTH
    assert reformatted(tmp_path) == ""


PUBLISHED = {
    # torchvision: num_params and _ops (in GMACs) of its weights, torchvision/models/*.py
    "alexnet": (61_100_840, 0.714),
    "vgg11": (132_863_336, 7.609),
    "vgg13": (133_047_848, 11.308),
    "vgg16": (138_357_544, 15.470),
    "vgg19": (143_667_240, 19.632),
    "googlenet": (6_624_904, 1.498),
    "resnet18": (11_689_512, 1.814),
    "resnet34": (21_797_672, 3.664),
    "resnet50": (25_557_032, 4.089),
    "resnet101": (44_549_160, 7.801),
    "resnet152": (60_192_808, 11.514),
    "resnext50_32x4d": (25_028_904, 4.230),
    "resnext101_32x8d": (88_791_336, 16.414),
    "densenet121": (7_978_856, 2.834),
    "densenet161": (28_681_000, 7.728),
    "densenet169": (14_149_480, 3.360),
    "densenet201": (20_013_928, 4.291),
    # timm: resnetv2_50, results/model_metadata-in1k.csv gives 25.55 and 42.68, 55.84 million
    "resnet50_v2": (25_549_352, 4.089),
    "inception_v4": (42_679_816, None),
    "inception_resnet_v2": (55_843_464, None),
}


@pytest.mark.parametrize("key", PUBLISHED)
def test_counts_are_those_that_were_published(key):
    net = build(KNOWN[key])
    parameters, billions = PUBLISHED[key]
    assert net.parameters == parameters
    assert billions is None or round(net.macs / 1e9, 3) == billions


SMALLEST = {
    # torchvision: min_size of its weights
    "alexnet": 63,
    "vgg11": 32,
    "vgg19": 32,
    "googlenet": 15,
    "inception_v3": 75,
    "resnet18": 1,
    "resnet152": 1,
    "densenet121": 29,
    "densenet161": 29,
}


@pytest.mark.parametrize("key", SMALLEST)
def test_the_smallest_input_is_the_one_that_was_published(key):
    assert smallest_side(KNOWN[key]) == SMALLEST[key]
