"""A plane through a net's weights."""

from __future__ import annotations

import numpy as np

from core.landscape.plane import PlaneFrame, PlaneSpec
from tests.cases.case import Case, Loose

SMALL = {"side": "21", "samples": "50", "batch": "25", "epochs": "3"}

SPEC = PlaneSpec(side=21, samples=50, batch=25, epochs=3)


def frame() -> PlaneFrame:
    """A bowl of which a corner is not known yet and a cell is a hole, with two paths of three that
    are known, made by hand."""
    axis = np.linspace(-1, 1, 21)
    values = 0.01 + axis[:, None] ** 2 + 3 * axis[None, :] ** 2
    values[-1, -3:], values[0, 0] = np.nan, np.inf
    moments = np.array([0, 3, 6])
    paths = np.array([[[0.8, 0.7], [0.3, 0.4], [0.0, 0.0]], [[0.8, 0.7], [0.5, 0.1], [0.4, -0.1]]])
    unknown = np.full((1, 3), np.nan)
    return PlaneFrame(
        step=300,
        total=448,
        names=("momentum", "gd", "adam"),
        u=axis,
        v=axis,
        values=values,
        lines=np.array([[0.0, 0.3], [0.2, 0.0], [0.0, -0.3]]),
        breaks=np.array([0]),
        line_levels=np.array([0.1]),
        moments=moments,
        paths=np.concatenate([paths, np.full((1, 3, 2), np.nan)]),
        residuals=np.concatenate([[[0.1, 0.4, np.nan], [0.1, 0.5, 0.9]], unknown]),
        real_losses=np.concatenate([[[2.4, 0.5, 0.01], [2.4, 0.8, 0.1]], unknown]),
        drawn_losses=np.concatenate([[[1.2, 0.4, 0.01], [1.2, 0.9, 0.4]], unknown]),
        shares=np.array([0.9, 0.08, 0.02]),
        share=0.98,
        share_about_end=0.99,
        walk_share=0.96,
        sharpest=4.0,
        plane_curvature=0.04,
        curvature_seen=0.01,
        trace=12.0,
        trace_error=1.0,
        parameters=6310,
    )


CASE = Case(
    arrays={
        *("lines", "breaks", "line_levels"),
        *("names", "u", "v", "values", "moments", "paths", "residuals", "real_losses"),
        *("drawn_losses", "shares", "share", "share_about_end", "walk_share", "sharpest"),
        *("plane_curvature", "curvature_seen", "trace", "trace_error", "parameters"),
    },
    small=[SPEC],
    scripts={
        "default": SMALL,
        "about_end": {**SMALL, "about": "end", "optimizer": "gd"},
        "random": {**SMALL, "kind": "random", "rescale": "3"},
        "as_a_whole": {**SMALL, "kind": "random", "lengths": "whole"},
        "by_tensors": {**SMALL, "kind": "random", "lengths": "tensor"},
        "through": {**SMALL, "kind": "through", "runs": "seeds", "optimizer": "adam"},
        "sharpest": {**SMALL, "kind": "sharpest"},
        "conv": {**SMALL, "net": "conv"},
    },
    left_out="names|lines|breaks|line_levels",
    rounded=1e-4,
    loose=[Loose("curvature_seen|plane_curvature", 1e-3, "products of float32")],
    rich={"runs": "seeds"},
    panel=SPEC,
    drawn=SPEC,
    frames={"plane": frame},
)
