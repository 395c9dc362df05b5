"""Searching a learning rate and a weight decay."""

from __future__ import annotations

from core.diagnosis.search import SearchSpec
from tests.cases.case import Case, Loose

CASE = Case(
    arrays={
        *("rates", "decays", "map", "ways", "points", "losses", "best", "random_wins"),
        *("rate_explains", "best_rate", "tested_rates", "tested_losses", "readings"),
    },
    small=[SearchSpec(budget=4, repetitions=1)],
    scripts={
        "default": {"budget": "4", "repetitions": "2"},
        "other_box": {"rate_low": "0.01", "rate_high": "1", "budget": "9", "repetitions": "1"},
    },
    left_out="ways|points|losses|random_wins",
    rounded=1e-4,
    loose=[
        Loose("map|best", 1e-3, "near divergence a rounding grows", share=0.05),
        Loose("rate_explains", 1e-2, "a few cells near divergence count"),
        Loose("tested_losses", 1e-3, "the last steps diverge"),
    ],
)
