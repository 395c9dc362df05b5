"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.landscape.connection import ConnectionFrame, ConnectionSpec
from core.landscape.edge import EdgeFrame, EdgeSpec
from core.landscape.flatness import FlatnessFrame, FlatnessSpec
from core.landscape.plane import PlaneFrame, PlaneSpec

EXPERIMENTS = (
    Experiment(
        key="plane",
        spec=PlaneSpec,
        frame=PlaneFrame,
        run="core.landscape.run_plane:run",
        script="core.scripts.landscape.plane:plane",
        smallest={"side": 21, "samples": 50, "batch": 25, "epochs": 3},
        uses_torch=True,
    ),
    Experiment(
        key="edge",
        spec=EdgeSpec,
        frame=EdgeFrame,
        run="core.landscape.run_edge:run",
        script="core.scripts.landscape.edge:edge",
        smallest={"samples": 30, "hidden": "6", "steps": 20, "cadence": 5},
        uses_torch=True,
    ),
    Experiment(
        key="flatness",
        spec=FlatnessSpec,
        frame=FlatnessFrame,
        run="core.landscape.run_flatness:run",
        script="core.scripts.landscape.flatness:flatness",
        smallest={"target": 1.0, "seeds": 2},
        uses_torch=True,
    ),
    Experiment(
        key="connection",
        spec=ConnectionSpec,
        frame=ConnectionFrame,
        run="core.landscape.run_connection:run",
        script="core.scripts.landscape.connection:connection",
        smallest={"trained": 1, "epochs": 1},
        uses_torch=True,
    ),
)
