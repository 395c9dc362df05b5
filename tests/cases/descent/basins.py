"""Where particles settle."""

from __future__ import annotations

from core.descent.basins import BasinsSpec
from tests.cases.case import Case
from tests.cases.descent.common import BORDERS, SURFACE, no_second_variable

CASE = Case(
    arrays={"x", "y", "minima", "basin", "steps_to_settle", "shares"},
    small=[BasinsSpec(resolution=70, steps=20)],
    scripts={
        "default": {"resolution": "24", "steps": "40"},
        "one variable": {
            "resolution": "16",
            "steps": "40",
            "surface": "two_valleys",
            "optimizer": "adam:learning_rate=0.1",
        },
        "options": {"resolution": "12", "steps": "20", "optimizer": "adam:amsgrad=true"},
        "not torch's": {"resolution": "12", "steps": "20", "optimizer": "lion:weight_decay=0.1"},
        "many minima": {
            "resolution": "16",
            "steps": "20",
            "surface": "rastrigin",
            "learning_rate": "0.003",
        },
        "typed": {"resolution": "12", "steps": "20", "surface": "formula", "optimizer": "rprop"},
        "no values below 0": {
            "resolution": "12",
            "steps": "20",
            "surface": "formula",
            "formula": "log(x)+y^2",
            "learning_rate": "0.3",
        },
        "data": {"resolution": "12", "steps": "20", "surface": "tanh_net", "learning_rate": "0.3"},
    },
    loose=[BORDERS],
    empty=no_second_variable,
    shared={*SURFACE, "learning_rate", "optimizer"},
)
