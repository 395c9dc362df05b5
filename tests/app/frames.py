"""Frames made by hand: no experiment runs for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.job import Report
from app.panel.panel import Panel
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec
from core.experiment import Frame
from core.histogram import octave_edges
from core.layers.norms import NORMS
from core.normalization.normalization import NormalizationFrame, NormalizationSpec, Statistics
from core.optimizers.optimizers import Competitor
from core.parameters import Spec
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from core.surfaces.curvature import Verdict
from core.surfaces.surfaces import SURFACES
from tests import sides

Array = np.ndarray[Any, Any]

DESCENT = DescentSpec(
    surface="beale",
    optimizers=(Competitor("gd"), Competitor("adam")),
    steps=50,
    start_x=1,
    start_y=1.5,
)
ACTIVATIONS = ActivationsSpec(depth=4, width=16, samples=32, init_a="normal", init_b="zeros")
NORMALIZATION = NormalizationSpec(source="noise", batch=3, size=8, groups=4)


def deliver(panel: Panel, experiment: str, frame: Frame, spec: Spec | None = None) -> None:
    """As if the panel's job of that experiment had computed the frame, of its present spec."""
    spec = spec or panel.specs.get(experiment) or panel.spec.like(HeightsSpec)
    panel.jobs[experiment].delivered.emit(Report(frame, "cpu", "", 0.012, spec))


def draw(panel: Panel, experiment: str, frame: Frame, **view: Any) -> None:
    """Let it draw a frame, and show this of it."""
    deliver(panel, experiment, frame)
    panel.change_view(**view)


def report_of(panel: Panel, experiment: str) -> Any:
    """What is drawn of an experiment. Any: what its frame has is its own."""
    report = panel.jobs.report(experiment)
    assert report is not None
    return report


def descent(*, diverged_at: int | None = None) -> DescentFrame:
    """Two straight ways down; the first may leave the numbers at a step."""
    steps = DESCENT.steps
    part = np.linspace(0, 1, steps + 1)
    ends = np.array([(3.0, 0.5), (2.0, -1.0)])
    start = np.array((1.0, 1.5))
    positions = start + part[None, :, None] * (ends - start)[:, None, :]
    losses = 10.0 ** (1 - 6 * part)[None, :].repeat(2, axis=0)
    norms = losses.copy()
    verdicts = np.full(losses.shape, Verdict.MOVING, np.uint8)
    verdicts[:, -1] = Verdict.MINIMUM
    if diverged_at is not None:
        losses[0, diverged_at - 1] = np.inf  # the last value before all is lost
        for array in (positions, losses, norms):
            array[0, diverged_at:] = np.nan
        verdicts[0, diverged_at:] = Verdict.DIVERGED
    return DescentFrame(
        step=steps,
        total=steps,
        optimizers=("gd", "adam"),
        positions=positions,
        losses=losses,
        gradient_norms=norms,
        verdicts=verdicts,
        evaluations=np.tile(np.arange(1, steps + 2), (2, 1)),
        samples=np.tile(np.arange(1, steps + 2), (2, 1)),
        test_losses=np.full(losses.shape, np.nan),
        distance=np.hypot(*np.moveaxis(positions - ends[0], -1, 0)),
        steps_to_tolerance=np.array([-1 if diverged_at is not None else 40, 45]),
        rates=np.array([0.01, np.nan]),
    )


def landscape(*, hole: bool = False) -> HeightsFrame:
    """A bowl over Beale's domain, with one contour line; a hole where nothing is a number."""
    surface = SURFACES["beale"]
    x, y = np.linspace(*surface.x, 30), np.linspace(*surface.y, 20)
    heights = x[None, :] ** 2 + y[:, None] ** 2
    ranks = (heights / heights.max()).astype(np.float32)
    if hole:
        heights[5:9, 5:9] = ranks[5:9, 5:9] = np.nan
    turn = np.linspace(0, 2 * np.pi, 25)
    return HeightsFrame(
        step=1,
        total=1,
        x=x,
        y=y,
        heights=heights,
        shades=ranks,
        levels=np.array([4.0]),
        lines=np.stack([2 * np.cos(turn), 2 * np.sin(turn)], axis=1),
        breaks=np.array([0]),
    )


def side(*, std: Array, nonfinite: int = 0) -> Side:
    layers = len(std)
    return sides.side(
        layers,
        ACTIVATIONS.bins,
        std=std,
        rms=std,
        below=np.arange(layers),
        nonfinite=np.full(layers, nonfinite),
        saturated=np.linspace(0, 0.9, layers),
        dead=np.linspace(0, 1, layers),
        gradient_std=std[::-1].copy(),
    )


def activations(*, broken: bool = False) -> ActivationsFrame:
    """A signal that fades, beside one that is zero (or no number) from layer 3 on."""
    bad = np.nan if broken else 0.0
    return ActivationsFrame(
        step=1,
        total=1,
        edges=np.linspace(-1, 1, ACTIVATIONS.bins + 1),
        z_edges=np.linspace(-5, 5, ACTIVATIONS.bins + 1),
        octave_edges=octave_edges(),
        function_z=np.linspace(-5, 5, 41),
        function_h=np.tanh(np.linspace(-5, 5, 41)),
        a=side(std=np.array([0.5, 0.05, 0.005, 0.0005])),
        b=side(std=np.array([0.5, 0.4, bad, bad]), nonfinite=7 if broken else 0),
    )


def normalization(*, hole: bool = False) -> NormalizationFrame:
    """A numbered tensor in place of every output; IN may be a hole, the input may hold NaN."""
    n, c, g = NORMALIZATION.batch, 8, NORMALIZATION.groups
    values = np.linspace(-4, 4, n * c * 64, dtype=np.float32).reshape(n, c, 8, 8)
    source = values.copy()
    outputs = {key: values.copy() for key in NORMS}
    difference = np.array([1e-7, 2e-7, 3e-7, 4e-7])
    nonfinite = np.zeros(5, int)
    if hole:
        source[0, 0, 0, :2] = np.nan
        outputs["in"][:] = np.nan
        outputs["bn"][0, 0] = np.inf
        difference[2] = np.nan
        nonfinite[:] = (64, 0, values.size, 0, 0)
    bins = 20
    shapes = {"bn": (c,), "ln": (n,), "in": (n, c), "gn": (n, g), "rms": (n,)}
    statistics = {
        key: Statistics(
            mean=np.arange(np.prod(shape), dtype=float).reshape(shape),
            std=np.ones(shape),
            mean_after=np.zeros(shape),
            std_after=np.ones(shape),
        )
        for key, shape in shapes.items()
    }
    return NormalizationFrame(
        step=1,
        total=1,
        input=source,
        bn=outputs["bn"],
        ln=outputs["ln"],
        in_=outputs["in"],
        gn=outputs["gn"],
        rms=outputs["rms"],
        difference=difference,
        difference_ulp=difference / 2.0**-22,
        rms_difference=np.array(5e-7),
        rms_difference_ulp=np.array(2.0),
        ln_gn1=np.array(6e-7),
        in_gnc=np.array(np.nan if hole else 7e-7),
        undone=np.full(2, np.nan),
        gamma=np.ones(c),
        beta=np.zeros(c),
        bn_group=statistics["bn"],
        ln_group=statistics["ln"],
        in_group=statistics["in"],
        gn_group=statistics["gn"],
        rms_group=statistics["rms"],
        input_edges=np.linspace(-4, 4, bins + 1),
        input_counts=np.arange(bins),
        input_nonfinite=np.array(2 if hole else 0),
        edges=np.linspace(-5, 5, bins + 1),
        counts=np.zeros((5, bins), int) if hole else np.ones((5, bins), int),
        below=np.array([0, 5, 0, 0, 0]),
        above=np.zeros(5, int),
        nonfinite=nonfinite,
    )
