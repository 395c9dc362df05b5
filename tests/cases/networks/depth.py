"""Plain and residual nets of several depths."""

from __future__ import annotations

from core.networks.depth import DepthSpec
from tests.cases.case import Case

TINY = {"depths": "4, 6", "width": "8", "channels": "4", "epochs": "1"}

CASE = Case(
    arrays={
        *("kinds", "depths", "losses", "smoothed", "latest_loss", "final_loss", "accuracy"),
        *("final_losses", "accuracies", "diverged", "gradient_norm", "gradient_skip"),
        *("gradient_branch", "gradient_out", "growth", "relative_norm", "theory", "cosine"),
        *("last_cosine", "shallow_loss", "inserted_loss", "inserted_losses"),
    },
    small=[
        DepthSpec(depths="4, 6", width=4, epochs=1),
        DepthSpec(depths="4, 6", channels=2, epochs=1, form="conv", kinds="plain, v2"),
    ],
    closed=DepthSpec(depths="4, 6", width=4, epochs=1, kinds="plain, v1"),
    scripts={
        "batch norm": TINY,
        "no norm, two seeds": {
            **TINY,
            "norm": "none",
            "seeds": "2",
            "zero_branch": "true",
        },
        "convolutions": {**TINY, "form": "conv", "kinds": "plain, v1"},
        "layer norm, convolutions, v2": {
            **TINY,
            "form": "conv",
            "norm": "ln",
            "kinds": "v2",
            "depths": "4",
        },
    },
    left_out="kinds|latest_loss",
    rounded=1e-4,  # float32, where rounding grows while it trains
    played={"depths": "4", "width": 4, "epochs": 1, "seed": 7},
    rich={"kinds": "plain, v1, v2", "norm": "none", "depths": "4, 32", "epochs": 2},
)
