"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
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
)
