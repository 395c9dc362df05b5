"""Small nets tested on moved digits."""

from __future__ import annotations

from core.networks.shifts import ShiftsSpec
from tests.cases.case import Case

TINY = {"samples": "64", "epochs": "1", "batch": "32", "test": "20"}

CASE = Case(
    arrays={
        *("nets", "parameters", "shifts", "losses", "accuracy", "accuracies", "by_distance"),
        *("by_distances", "tested", "equivariance_error", "deep_equivariance_error", "digit"),
        *("label", "probabilities", "first_maps", "second_maps"),
    },
    small=[ShiftsSpec(nets="dense,conv_flatten", epochs=1, samples=64, test=20)],
    closed=ShiftsSpec(nets="conv_flatten", epochs=1, samples=64, test=20),
    scripts={
        "all nets": TINY,
        "seeds, strides": {**TINY, "nets": "conv_flatten,dense", "seeds": "2", "pooling": "stride"},
        "moved, averages": {**TINY, "nets": "conv_flatten", "shift": "2", "pooling": "average"},
        "permuted": {**TINY, "nets": "dense", "permuted": "true"},
        "no pooling": {**TINY, "nets": "conv_max", "pooling": "none"},
    },
    left_out=r"nets|tested|digit|label|probabilities|first_maps|second_maps",
    rounded=1e-4,  # float32, where rounding grows while it trains
    played={"nets": "dense", "samples": 64, "epochs": 1, "seed": 7},
    rich={"nets": "dense, conv_max"},
)
