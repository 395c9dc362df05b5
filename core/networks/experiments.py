"""The experiments of this lab."""

from __future__ import annotations

from core.experiment import Experiment
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec
from core.networks.depth import DepthFrame, DepthSpec
from core.networks.shifts import ShiftsFrame, ShiftsSpec
from core.networks.transfer import TransferFrame, TransferSpec

EXPERIMENTS = (
    Experiment(
        key="architecture",
        spec=ArchitectureSpec,
        frame=ArchitectureFrame,
        run="core.networks.run_architecture:run",
        script="core.scripts.networks.architecture:architecture",
        smallest={"net": "lenet"},
    ),
    Experiment(
        key="depth",
        spec=DepthSpec,
        frame=DepthFrame,
        run="core.networks.run_depth:run",
        script="core.scripts.networks.depth:depth",
        smallest={"kinds": "plain, v1", "depths": "4, 6", "width": 4, "epochs": 1},
        uses_torch=True,
    ),
    Experiment(
        key="shifts",
        spec=ShiftsSpec,
        frame=ShiftsFrame,
        run="core.networks.run_shifts:run",
        script="core.scripts.networks.shifts:shifts",
        smallest={"nets": "dense", "epochs": 1, "samples": 64, "test": 20},
        uses_torch=True,
    ),
    Experiment(
        key="transfer",
        spec=TransferSpec,
        frame=TransferFrame,
        run="core.networks.run_transfer:run",
        script="core.scripts.networks.transfer:transfer",
        smallest={"samples_per_class": "1", "steps": 10, "pretraining": 20, "seeds": 1},
        uses_torch=True,
    ),
)
