"""What two settings do to a race."""

from __future__ import annotations

from core.descent.rates import RatesSpec
from core.optimizers.optimizers import FIRST_ORDER
from tests.cases.case import Case
from tests.cases.descent.common import BORDERS, SURFACE

SMALL = {"resolution": "8", "steps": "20"}

CASE = Case(
    arrays={
        *("x_values", "y_values", "minima", "stability"),
        *("steps_to_settle", "diverged", "final_loss"),
    },
    small=[RatesSpec(resolution=40, steps=20)],
    scripts={
        **{key: {"optimizer": key, "resolution": "8", "steps": "25"} for key in FIRST_ORDER},
        "options": {
            **SMALL,
            "optimizer": "rmsprop",
            "x_parameter": "momentum",
            "y_parameter": "alpha",
            "surface": "himmelblau",
        },
        "dampening": {
            **SMALL,
            "optimizer": "momentum",
            "x_parameter": "momentum",
            "y_parameter": "dampening",
            "surface": "quadratic",
        },
        "decay": {
            **SMALL,
            "optimizer": "adagrad",
            "x_parameter": "lr_decay",
            "y_parameter": "initial_accumulator_value",
            "surface": "quadratic",
        },
        "quadratic": {**SMALL, "optimizer": "nesterov", "surface": "quadratic"},
        "one variable": {
            "optimizer": "gd",
            "surface": "cosine_valley",
            "resolution": "8",
            "x_to": "0.3",
        },
        "data": {
            **SMALL,
            "optimizer": "adam",
            "x_parameter": "start_x",
            "y_parameter": "start_y",
            "surface": "linear_regression",
        },
        "no values below 0": {
            **SMALL,
            "optimizer": "momentum",
            "surface": "formula",
            "formula": "log(x)+y^2",
            "start_x": "0.5",
        },
        "betas": {
            **SMALL,
            "optimizer": "adam",
            "x_parameter": "beta1",
            "y_parameter": "beta2",
            "surface": "himmelblau",
        },
    },
    loose=[BORDERS],
    shared={*SURFACE, "learning_rate", "optimizer", "start_x", "start_y"},
)
