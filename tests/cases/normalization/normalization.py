"""All norms on one batch."""

from __future__ import annotations

import numpy as np

from core.layers.norms import NORMS
from core.normalization.normalization import NormalizationFrame, NormalizationSpec, Statistics
from tests.cases.case import Array, Case, Loose

NUMBERS = {"source": "numbers", "numbers": "1, 2, 3, 4; 3, 5, 7, 9"}
VARIANTS = ("definition", "unbiased", "std_plus_eps", "dense_axes")

SPEC = NormalizationSpec(source="noise", batch=3, size=8, groups=4)
"""Of the frames made by hand."""


def frame(*, hole: bool = False) -> NormalizationFrame:
    """A numbered tensor in place of every output; IN may be a hole, the input may hold NaN."""
    n, c, g = SPEC.batch, 8, SPEC.groups
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
        exact_difference=np.array([1e-7, 1e-7, np.nan if hole else 1e-7, 1e-7, 1e-7]),
        torch_exact_difference=np.array([2e-7, 2e-7, np.nan if hole else 2e-7, 2e-7, 2e-7]),
        merged=np.array(0),
        beyond=np.array(0),
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


def a_hole(name: str, array: Array) -> bool:
    """Of single pixels instance norm leaves nothing."""
    return name.startswith("in_")


CASE = Case(
    arrays={
        *("input", "bn", "ln", "in", "gn", "rms", "difference", "difference_ulp"),
        *("rms_difference", "rms_difference_ulp", "ln_gn1", "in_gnc", "undone", "gamma", "beta"),
        *("exact_difference", "torch_exact_difference", "merged", "beyond"),
        *(
            f"{norm}_{name}"
            for norm in ("bn", "ln", "in", "gn", "rms")
            for name in ("mean", "std", "mean_after", "std_after")
        ),
        *("input_edges", "input_counts", "input_nonfinite"),
        *("edges", "counts", "below", "above", "nonfinite"),
    },
    small=[
        NormalizationSpec(batch=3, size=16),
        NormalizationSpec(batch=3, source="digits"),
        NormalizationSpec(batch=3, size=8, source="noise"),
        NormalizationSpec(source="noise", layout="dense"),
    ],
    scripts={
        "photos": {"batch": "2", "size": "16"},
        "no convolution": {"batch": "3", "size": "30", "convolve": "false"},
        **{v: {"source": "digits", "batch": "4", "variant": v} for v in VARIANTS},
        "noise": {
            "source": "noise",
            "batch": "3",
            "size": "8",
            "groups": "2",
            "offsets": "1, 2",
            "scales": "0.5",
            "gammas": "2, 3",
            "betas": "-1",
        },
        "dense": {"source": "noise", "layout": "dense", "batch": "5", "eps": "0.1"},
        "numbers": {**NUMBERS, "gamma": "2"},
        "dense numbers": {**NUMBERS, "layout": "dense"},
        "wide numbers": {"source": "numbers", "numbers": "16777216, 16777217"},
        "undone": {"source": "digits", "undo": "exact"},
        "undone by notes": {"source": "digits", "undo": "notes", "eps": "0.1"},
    },
    left_out=r".*difference.*|ln_gn1|in_gnc|(input_)?edges|(input_)?counts|below|above|"
    "(input_)?nonfinite|merged|beyond",
    rounded=2e-6,
    loose=[Loose(".*_mean_after|undone", 1.0, "0, but for rounding")],
    empty=a_hole,
    played={"source": "noise", "groups": 4, "eps": 1e-3, "seed": 5},
    panel=NormalizationSpec(batch=2, size=16),
    drawn=SPEC,
    frames={"normalization": frame},
)
