"""A small net that tells points of the plane apart."""

from __future__ import annotations

from typing import Any

from core.diagnosis.boundary import BoundarySpec
from tests.cases.case import Arrays, Case

SPEC = BoundarySpec(samples=20, hidden="3", steps=5)


def last(spec: Any, arrays: Arrays) -> Arrays:
    """Of the pictures and accuracies those after the last step."""
    found = dict(arrays)
    for name in ("classes", "confidence"):
        found[name] = arrays[name][-1]
    for name in ("train_accuracy", "test_accuracy"):
        found[name] = arrays[name][:, -1]
    return found


CASE = Case(
    arrays={
        *("nets", "points", "labels", "x", "moments", "classes", "confidence", "unit_x", "units"),
        *("losses", "train_accuracy", "test_accuracy", "used_rates", "dead"),
    },
    small=[SPEC, BoundarySpec(data="own", points="0, 1, 0; 1, 0, 1", hidden="", steps=3)],
    scripts={
        "default": {"samples": "30", "steps": "20"},
        "blobs": {"data": "blobs5", "hidden": "", "losses": "cross_entropy", "steps": "10"},
        "own": {"data": "own", "points": "0, 1, 0; 1, 0, 1; -1, 0, 2", "steps": "10"},
        "others": {"data": "spirals", "activation": "relu", "optimizer": "lion", "steps": "10"},
        "circles": {"data": "circles", "steps": "5", "optimizer": "sgd"},
        "xor": {"data": "xor", "steps": "5"},
    },
    left_out="nets|points|labels|moments|unit_x|units|used_rates|dead",
    empty=lambda name, array: name == "test_accuracy",
    rounded=1e-5,
    held=last,
)
