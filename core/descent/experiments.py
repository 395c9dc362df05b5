"""The experiments of this lab."""

from __future__ import annotations

from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.descent.tangent import TangentFrame, TangentSpec
from core.experiment import Experiment

EXPERIMENTS = (
    Experiment(
        key="descent",
        spec=DescentSpec,
        frame=DescentFrame,
        run="core.descent.run_descent:run",
        script="core.scripts.descent.descent:descent",
        smallest={"steps": 10},
    ),
    Experiment(
        key="heights",
        spec=HeightsSpec,
        frame=HeightsFrame,
        run="core.descent.heights:run",
        script="core.scripts.descent.heights:heights",
        smallest={"resolution": 16, "contours": 4},
    ),
    Experiment(
        key="basins",
        spec=BasinsSpec,
        frame=BasinsFrame,
        run="core.descent.run_basins:run",
        script="core.scripts.descent.basins:basins",
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="rates",
        spec=RatesSpec,
        frame=RatesFrame,
        run="core.descent.run_rates:run",
        script="core.scripts.descent.rates:rates",
        smallest={"resolution": 8, "steps": 10},
        uses_torch=True,
    ),
    Experiment(
        key="tangent",
        spec=TangentSpec,
        frame=TangentFrame,
        run="core.descent.tangent:run",
        script="core.scripts.descent.tangent:tangent",
        smallest={},
    ),
    Experiment(
        key="convexity",
        spec=ConvexitySpec,
        frame=ConvexityFrame,
        run="core.descent.convexity:run",
        script="core.scripts.descent.convexity:convexity",
        smallest={"resolution": 9},
    ),
)
