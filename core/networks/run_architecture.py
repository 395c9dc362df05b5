"""The run of architecture: rows of a net as arrays, and the sizes of all known nets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from core.experiment import Frames, read_only
from core.nets.rows import Net
from core.nets.zoo.known import KNOWN, build
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, settings_of


def run(spec: ArchitectureSpec, device: str) -> Frames:
    """Compute one frame."""
    for _ in _measure_all():
        yield None
    yield frame_of(build(settings_of(spec)))


@cache
def _size(key: str) -> tuple[int, int]:
    net = build(KNOWN[key])
    return net.parameters, net.macs


def _measure_all() -> Iterator[None]:
    """Measure every known net; of all but the first run, that costs nothing."""
    for key in KNOWN:
        _size(key)
        yield


def frame_of(net: Net) -> ArchitectureFrame:
    """The rows of a net as arrays."""
    names, operations, inputs, shapes, parameters, macs, fields, jumps, depths, parts, details = (
        zip(*net.rows, strict=True)
    )
    edges = [(of, place) for place, taken in enumerate(inputs) for of in taken]
    sizes = np.array([_size(key) for key in KNOWN])
    arrays = {
        "shapes": np.array(shapes),
        "parameters": np.array(parameters),
        "macs": np.array(macs),
        "receptive_fields": np.array(fields),
        "jumps": np.array(jumps),
        "depths": np.array(depths),
        "kernels": np.array([detail.kernel for detail in details]),
        "strides": np.array([detail.stride for detail in details]),
        "groups": np.array([detail.groups for detail in details]),
        "edges": np.array(edges).reshape(-1, 2),
        "zoo_parameters": sizes[:, 0],
        "zoo_macs": sizes[:, 1],
    }
    return ArchitectureFrame(
        step=1,
        total=1,
        names=names,
        operations=operations,
        parts=parts,
        total_parameters=net.parameters,
        total_macs=net.macs,
        weighted_depth=net.depth,
        receptive_field=net.receptive_field,
        zoo_names=tuple(KNOWN),
        **{name: read_only(array) for name, array in arrays.items()},
    )
