"""READINGS: the functions that describe a result in words and a table, by experiment. No Qt, and a
lab is imported only when one of its readings is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from app.words.reading import Reading
from core.naming import named

READINGS: Mapping[str, str] = {
    "descent": "app.labs.descent.readings:descent",
    "heights": "app.labs.descent.readings:heights",
    "basins": "app.labs.descent.readings:basins",
    "rates": "app.labs.descent.readings:rates",
    "tangent": "app.labs.descent.readings:tangent",
    "convexity": "app.labs.descent.convexity_readings:convexity",
    "activations": "app.labs.activations.readings:activations",
    "functions": "app.labs.activations.readings:functions",
    "preprocessing": "app.labs.activations.readings:preprocessing",
    "training": "app.labs.activations.readings:training",
    "normalization": "app.labs.normalization.compare_readings:normalization",
    "running_statistics": "app.labs.normalization.readings:running_statistics",
    "bn_backward": "app.labs.normalization.readings:bn_backward",
    "norm_training": "app.labs.normalization.readings:norm_training",
    "weight_scale": "app.labs.normalization.readings:weight_scale",
    "architecture": "app.labs.networks.anatomy_readings:architecture",
    "depth": "app.labs.networks.depth_readings:depth",
    "boundary": "app.labs.training.boundary_readings:boundary",
    "sanity": "app.labs.training.sanity_readings:sanity",
    "beginnings": "app.labs.training.beginnings_readings:beginnings",
    "losses": "app.labs.training.losses_readings:losses",
    "search": "app.labs.training.search_readings:search",
    "shifts": "app.labs.networks.shifts_readings:shifts",
    "diagnosis": "app.labs.training.diagnosis_readings:diagnosis",
    "diagnosis_study": "app.labs.training.study_readings:diagnosis_study",
    "fit": "app.labs.training.fit_readings:fit",
    "edge": "app.labs.landscape.edge_readings:edge",
    "plane": "app.labs.landscape.plane_readings:plane",
    "transfer": "app.labs.networks.transfer_readings:transfer",
    "flatness": "app.labs.landscape.flatness_readings:flatness",
    "connection": "app.labs.landscape.connection_readings:connection",
}
"""Module and function of each reading; the function takes a spec and its last frame."""


def reading_of(key: str) -> Callable[[Any, Any], Reading]:
    """The function that reads an experiment's results."""
    return cast(Callable[[Any, Any], Reading], named(READINGS[key]))
