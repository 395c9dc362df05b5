"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec

EXPERIMENTS = (
    Experiment(
        key="architecture",
        spec=ArchitectureSpec,
        frame=ArchitectureFrame,
        run="core.networks.run_architecture:run",
        script="core.scripts.networks.architecture:architecture",
        smallest={"net": "lenet"},
    ),
)
