"""Many runs whose illness is known."""

from __future__ import annotations

from core.diagnosis.diagnosis_study import DiagnosisStudySpec
from tests.cases.case import Case

CASE = Case(
    arrays={
        *("kinds", "readings", "confusion", "by_curves", "read", "right", "right_by_curves"),
        *("truths", "verdicts", "losses", "evaluated_at", "train_losses", "test_losses"),
        *("train_accuracies", "test_accuracies", "measured_at", "ratio", "dead", "saturated"),
        *("std", "weight_norm"),
    },
    small=[DiagnosisStudySpec(longest=1)],
    scripts={"eleven runs": {"longest": "4"}},
    left_out="kinds|readings|truths|verdicts|losses|evaluated_at|train_.*|test_.*|measured_at|ratio"
    "|dead|saturated|std|weight_norm",
    played={"seed": 7},
)
