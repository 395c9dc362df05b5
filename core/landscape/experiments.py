"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.landscape.edge import EdgeFrame, EdgeSpec
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
)
