"""A net in training."""

from __future__ import annotations

from core.optimizers.optimizers import FIRST_ORDER
from core.optimizers.schedules import SCHEDULES
from core.signals.training import TrainingSpec
from tests.cases.case import Case

LEARN = {"depth": "2", "width": "10", "steps": "11", "batch": "40", "cadence": "2"}

CASE = Case(
    arrays={
        *(
            "rates",
            "used_rates",
            "losses",
            "measured_at",
            "update_ratios",
            "edges",
            "counts",
            "outside",
        ),
        *("octave_edges", "output_octaves", "weight_octaves", "gradient_octaves", "evaluated_at"),
        *("train_losses", "train_accuracies", "test_losses", "test_accuracies", "dead"),
    },
    small=[TrainingSpec(depth=2, width=16, steps=12, batch=16, cadence=3, rates=2)],
    scripts={
        **{key: {**LEARN, "optimizer": key, "learning_rate": "0.003"} for key in FIRST_ORDER},
        "muon": {**LEARN, "optimizer": "muon", "width": "12", "steps": "5"},
        **{key: {**LEARN, "schedule": key, "steps": "30", "rates": "2"} for key in SCHEDULES},
        **{
            f"{key}, changed": {
                **LEARN,
                "schedule": key,
                "learning_rate": "1e-5",
                "steps": "40",
                "rate_changes": "4=0.0001 20=0.001",
            }
            for key in ("cosine", "plateau")
        },
        "rates": {**LEARN, "rates": "2", "activation": "relu", "init_b": "kaiming_uniform"},
        "bn": {
            **LEARN,
            "norm": "bn",
            "norm_place": "after",
            "residual": "true",
            "bias": "0.1",
            "side": "a",
            "std_a": "0.2",
            "preprocess": "whitened",
            "rate_changes": "4=0.001",
        },
        "torch": {**LEARN, "init_b": "torch_default", "bias": "0.1", "optimizer": "adam"},
        "torch alone": {**LEARN, "init_b": "torch_default"},
        "placed digits": {**LEARN, "data": "placed", "preprocess": "none"},
        "clothes": {**LEARN, "data": "fashion"},
        "ln": {**LEARN, "norm": "ln", "activation": "gelu", "init_b": "orthogonal"},
    },
    left_out=r"rates|used_rates|measured_at|evaluated_at|counts|outside|.*edges|.*octaves",
    rounded=1e-6,
    shared={
        *("depth", "width", "activation", "slope", "bias", "norm", "norm_place", "residual"),
        *("init_a", "init_b", "init_c", "init_d", "std", "std_a", "std_b", "std_c", "std_d"),
        *("seed", "bins"),
    },
    played={"optimizer": "adam", "rates": 2},
)
