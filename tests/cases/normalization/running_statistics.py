"""Moving averages."""

from __future__ import annotations

from core.normalization.running_statistics import RunningStatisticsSpec
from tests.cases.case import Case

CASE = Case(
    arrays={
        *("batch_mean", "batch_variance", "true_mean", "true_variance"),
        *("torch_mean", "torch_variance", "biased_variance"),
        *("textbook_mean", "textbook_variance", "gauge_mean", "gauge_std"),
        *("test_input", "test_train", "test_eval", "test_eval_textbook"),
        *("one_train", "one_eval", "frozen_mean", "frozen_variance", "frozen_change"),
    },
    small=[RunningStatisticsSpec(batches=50)],
    scripts={
        "default": {"batches": "12", "fine_tuning": "6"},
        "digits": {
            "batches": "12",
            "fine_tuning": "6",
            "stream": "digits",
            "drift": "2",
            "momentum": "0.7",
        },
    },
    played={"drift": 2.0, "seed": 6},
)
