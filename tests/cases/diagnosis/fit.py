"""Training and test error over the size of a model and the steps of a net."""

from __future__ import annotations

import numpy as np

from core.diagnosis.fit import FitFrame, FitSpec
from tests.cases.case import Case, Loose

SPEC = FitSpec(samples=20, seeds=1)


def frame() -> FitFrame:
    """Models of all sizes and a net after three evaluations, made by hand."""
    sizes = np.array(SPEC.sizes)
    column = np.linspace(0.5, 0.1, len(sizes))[:, None]
    course = np.array([2.3, 0.9, 1.4])
    return FitFrame(
        step=20,
        total=77,
        sizes=sizes,
        chosen=list(sizes).index(20),
        train_error=column / 2,
        test_error=column,
        train_loss=column,
        test_loss=column + 0.1,
        penalty=column * 0,
        length=column * 9,
        net_steps=np.array([0.0, 5.0, 10.0]),
        net_train_loss=course[::-1],
        net_test_loss=course,
        net_train_error=course / 3,
        net_test_error=course / 4,
        net_penalty=course * 0,
    )


CASE = Case(
    arrays={
        *("sizes", "chosen", "train_error", "test_error", "train_loss", "test_loss", "penalty"),
        *("length", "net_steps", "net_train_loss", "net_test_loss", "net_train_error"),
        *("net_test_error", "net_penalty"),
    },
    small=[SPEC],
    scripts={
        "default": {"samples": "30", "seeds": "2"},
        "held_back": {"samples": "25", "seeds": "1", "ridge": "0.5", "decay": "0.01"},
    },
    left_out="sizes|chosen",
    rounded=1e-6,
    loose=[Loose("net_.*", 1e-4, "300 steps of float32")],
    panel=SPEC,
    drawn=SPEC,
    frames={"fit": frame},
)
