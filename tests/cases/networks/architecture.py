"""Architectures as rows."""

from __future__ import annotations

from core.nets.zoo.known import build
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, settings_of
from core.networks.run_architecture import frame_of
from tests.cases.case import Arrays, Case

SPEC = ArchitectureSpec(net="lenet")


def weighted(spec: ArchitectureSpec, arrays: Arrays) -> Arrays:
    """The rows with weights alone: what a script's modules count of themselves."""
    has = arrays["parameters"] > 0
    counted = {name: arrays[name][has] for name in ("shapes", "parameters", "macs")}
    return {**arrays, **counted}


def frame() -> ArchitectureFrame:
    """The rows of LeNet."""
    return frame_of(build(settings_of(SPEC)))


CASE = Case(
    arrays={
        *("names", "operations", "parts", "shapes", "parameters", "macs", "receptive_fields"),
        *("jumps", "depths", "kernels", "strides", "groups", "edges", "total_parameters"),
        *("total_macs", "weighted_depth", "receptive_field"),
        *("zoo_names", "zoo_parameters", "zoo_macs"),
    },
    small=[SPEC],
    scripts={
        "default": {"net": "lenet"},
        "norms": {"net": "lenet_bn", "classes": "12"},
        "residual": {"net": "resnet18", "side": "64"},
        "v2": {"net": "resnet50_v2", "blocks": "1, 2", "cardinality": "4"},
        "plain": {"net": "resnet34", "version": "plain", "blocks": "1"},
    },
    left_out="names|operations|parts|receptive_fields?|jumps|depths|kernels|strides|groups|edges"
    "|zoo_.*",
    held=weighted,
    panel=SPEC,
    changed=lambda number: {"classes": number},
    drawn=SPEC,
    frames={"architecture": frame},
)
