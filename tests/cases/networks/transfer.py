"""A pretrained trunk on a new task."""

from __future__ import annotations

from core.networks.transfer import TransferSpec
from tests.cases.case import Case

ONE = {"samples_per_class": "8", "steps": "12", "pretraining": "20", "seeds": "1"}
SMALL = {"samples_per_class": "1", "steps": 10, "pretraining": 20, "seeds": 1}

CASE = Case(
    arrays={
        *("ways", "samples_per_class", "accuracy", "mean_accuracy", "spread", "apart"),
        *("moved_parameters", "moved_features", "old_accuracy", "old_before"),
        *("losses", "pretraining_loss"),
    },
    small=[TransferSpec.from_json(SMALL)],
    closed=TransferSpec.from_json({**SMALL, "ways": "random, head"}),
    scripts={
        "all ways": {**ONE, "samples_per_class": "1, 8", "seeds": "2"},
        "in training mode": {**ONE, "ways": "head", "bn_mode": "train", "brightness": "3"},
        "plain digits": {**ONE, "data": "digits", "ways": "scratch, head"},
    },
    left_out=r"ways|samples_per_class|apart",
    rounded=1e-4,  # float32, where rounding grows while it trains
    played={"seed": 7},
)
