"""A perceptron, nets from many starts, ten layers with and without pretraining."""

from __future__ import annotations

from typing import Any

from core.diagnosis.beginnings import BeginningsSpec
from tests.cases.case import Arrays, Case, Loose


def of_the_part(spec: Any, arrays: Arrays) -> Arrays:
    """Without the gate and the grid, whose names mean something else in the scripts."""
    names = ("points", "labels", "x", "curves", "moments", "nets")
    return {name: array for name, array in arrays.items() if array.size and name not in names}


CASE = Case(
    arrays={
        *("points", "labels", "x", "pictures", "lines", "presented", "wrong", "learned_after"),
        *("learned", "curves", "moments", "share", "nets", "losses", "final_loss", "accuracy"),
        "rebuilt",
    },
    small=[
        BeginningsSpec(part="perceptron"),
        BeginningsSpec(starts=3, steps=4),
        BeginningsSpec(part="deep", steps=1, epochs=1),
    ],
    closed=BeginningsSpec(starts=3, steps=4),
    scripts={
        "perceptron": {"part": "perceptron", "gate": "and"},
        "default": {"starts": "5", "steps": "20"},
        "or": {"starts": "5", "steps": "20", "gate": "or", "activation": "relu", "hidden": "3"},
        "deep": {"part": "deep", "steps": "3", "epochs": "1"},
    },
    held=of_the_part,
    rounded=1e-5,
    loose=[Loose("share", 0.02, "a net of 200 at the very border", share=0.2)],
    rich={"part": "deep", "steps": 1, "epochs": 1},
)
