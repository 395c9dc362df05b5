"""The edge of stability."""

from __future__ import annotations

from core.landscape.edge import EdgeSpec
from tests.cases.case import Case, Loose

SMALL = {"samples": "30", "hidden": "8, 6", "steps": "40", "cadence": "5"}

CASE = Case(
    arrays={
        *("losses", "rates", "momenta", "measured_at", "eigenvalues", "bounds", "products"),
        *("threshold", "looked_at", "free_reading", "along", "slice", "bounced"),
        *("bounced_losses", "spectrum_at", "grid", "spectrum", "crossed", "hovering", "rising"),
    },
    small=[
        EdgeSpec(samples=30, hidden="8, 6", steps=20, cadence=5),
        EdgeSpec(samples=30, hidden="6", steps=20, cadence=5, optimizer="adam"),
    ],
    scripts={
        "gd": {**SMALL, "learning_rate": "0.5"},
        "cross-entropy": {**SMALL, "loss": "cross_entropy", "activation": "relu"},
        "momentum": {
            **SMALL,
            "optimizer": "momentum",
            "changes": "10:momentum=0.5 22:learning_rate=0.05",
        },
        "nesterov": {**SMALL, "optimizer": "nesterov", "changes": "10:learning_rate=0.3"},
        "adam": {**SMALL, "optimizer": "adam", "changes": "12:momentum=0.8"},
        "sgd": {**SMALL, "optimizer": "sgd", "batch": "8"},
    },
    left_out="momenta|bounds|products|looked_at|along|slice|bounced.*|spectrum.*|grid",
    rounded=2e-3,
    loose=[Loose("eigenvalues", 0.06, "the third is followed with less care than the first")],
    played={"learning_rate": 0.3},
)
