"""Small nets in training, with and without norms."""

from __future__ import annotations

from core.normalization.norm_training import NormTrainingSpec
from tests.cases.case import Case

TINY = {"samples": "64", "epochs": "2", "width": "4", "depth": "2"}
SCALED = {**TINY, "epochs": "1", "norms": "bn", "vary": "batch", "scale_rate": "true"}
VARIED = ("learning_rate", "batch", "init_scale", "depth", "placement")

CASE = Case(
    arrays={
        *("norms", "values", "epochs", "loss", "error", "final_error", "final_errors"),
        *("diverged", "trained", "largest_rate", "passed_mean", "passed_std"),
        *("published_batch", "published_bn", "published_gn"),
    },
    small=[NormTrainingSpec(depth=2, width=4, epochs=1, samples=64)],
    closed=NormTrainingSpec(norms="none, bn", depth=1, width=2, epochs=1, samples=64),
    scripts={
        "all norms": {**TINY, "norms": "none,bn,ln,in,gn,rms"},
        "placed after": {**TINY, "norms": "bn", "placement": "after", "init_scale": "0.3"},
        "seeds": {**TINY, "norms": "bn,gn", "seeds": "2"},
        "placed digits": {**TINY, "norms": "bn", "data": "placed"},
        "centered digits": {**TINY, "norms": "bn", "data": "centered", "epochs": "1"},
        "clothes": {**TINY, "norms": "bn", "data": "fashion", "epochs": "1"},
        "clothes, seeds": {**TINY, "norms": "bn", "data": "fashion", "epochs": "1", "seeds": "2"},
        "scaled rates": {**SCALED, "seeds": "2"},
        "a small scaled rate": {**SCALED, "learning_rate": "0.001"},
        **{
            f"varied {vary}": {
                **TINY,
                "epochs": "1",
                "width": "2",
                "norms": "none,bn",
                "vary": vary,
            }
            for vary in VARIED
        },
    },
    left_out=r"norms|values|epochs|largest_rate|passed_.*|published_.*",
    rounded=1e-4,  # float32, where rounding grows while it trains
    played={"vary": "batch", "seed": 7},
    rich={"vary": "batch"},
)
