"""A run that is trained, measured and diagnosed."""

from __future__ import annotations

import numpy as np

from core.diagnosis.diagnosis import DiagnosisSpec
from tests.cases.case import Arrays, Case

SMALL = {"samples": "64", "hidden": "8, 6", "epochs": "3", "cadence": "2", "batch": "16"}
CLOTHES = {
    "data": "fashion",
    "net": "lenet",
    "samples": "64",
    "epochs": "2",
    "cadence": "2",
    "optimizer": "gd",
    "standardize": "true",
}


def _held(spec: DiagnosisSpec, arrays: Arrays) -> Arrays:
    """What was measured, but for what was not."""
    return {name: array for name, array in arrays.items() if name != "measured"}


CASE = Case(
    arrays={
        *("losses", "rates", "momenta", "decays", "epoch", "evaluated_at", "train_losses"),
        *("train_accuracies", "test_losses", "test_accuracies", "dead", "saturated", "std"),
        *("weight_norm", "measured_at", "update_ratio", "gradient_norm", "batch_classes"),
        *("verdict", "runner_up", "sure", "rules", "times", "measures", "measured"),
    },
    small=[DiagnosisSpec(samples=64, hidden="8, 6", epochs=2, cadence=2)],
    scripts={
        "plain": SMALL,
        "all options": {
            **SMALL,
            "label_noise": "0.5",
            "shuffle": "false",
            "dropout": "0.3",
            "bias": "-0.1",
            "init_scale": "2",
            "weight_decay": "0.01",
            "activation": "tanh",
            "norm": "bn",
            "optimizer": "adam",
            "learning_rate": "0.003",
            "init": "torch_default",
        },
        "changed on the way": {
            **SMALL,
            "changes": "5:learning_rate=0.5 7:momentum=0.2 8:weight_decay=0.1",
        },
        "LeNet": {**CLOTHES, "activation": "sigmoid", "norm": "bn", "dropout": "0.2"},
        "RMSprop": {**SMALL, "optimizer": "rmsprop", "learning_rate": "0.001"},
    },
    left_out="rates|momenta|decays|runner_up|sure|rules|times|measures|measured",
    rounded=1e-4,
    empty=lambda name, array: name == "saturated" and bool(np.isnan(array).all()),
    held=_held,
    played={"seed": 7},
)
