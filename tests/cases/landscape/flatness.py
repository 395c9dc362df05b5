"""How flat the minima are that batches, rates and SAM lead to."""

from __future__ import annotations

from core.landscape.flatness import FlatnessSpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("values", "reference", "losses", "steps", "reached", "sharpness", "trace", "rise"),
        *("trace_error", "test_loss", "accuracy", "matched", "explained", "differences"),
        *("p_values", "training", "epoch_steps"),
    },
    small=[FlatnessSpec(target=1.0, seeds=2)],
    scripts={
        "batches": {"target": "0.5", "seeds": "2"},
        "rates": {"compared": "learning_rate", "target": "0.5", "seeds": "2"},
        "sam": {"compared": "rho", "target": "0.3", "seeds": "2"},
    },
    left_out="reference|reached|matched|explained|training|epoch_steps",
    rounded=1e-4,
    loose=[
        Loose("sharpness|trace|trace_error|rise|differences", 1e-3, "second derivatives of ReLU"),
        Loose("p_values", 1e-2, "of two runs, whose differences are nearly the same"),
    ],
)
