"""Architectures as rows."""

from __future__ import annotations

from core.nets.zoo.known import build
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, settings_of
from core.networks.run_architecture import frame_of
from tests.cases.case import Case

SPEC = ArchitectureSpec(net="lenet")


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
    scripts={"default": {"net": "lenet"}, "residual": {"net": "resnet18", "side": "64"}},
    left_out="names|operations|parts|receptive_fields?|jumps|depths|kernels|strides|groups|edges"
    "|weighted_depth|zoo_.*",
    panel=SPEC,
    changed=lambda number: {"classes": number},
    drawn=SPEC,
    frames={"architecture": frame},
)
