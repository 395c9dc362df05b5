"""A signal through a net, and back."""

from __future__ import annotations

import numpy as np

from core.data.preprocessing import PREPROCESSINGS
from core.histogram import octave_edges
from core.layers.activations import ACTIVATIONS
from core.layers.initializers import INITIALIZERS
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from tests.cases.case import Array, Case, Loose
from tests.cases.signals import sides

SIZES = ("mean", "std", "rms", "median", "octaves", "zero", "nonfinite")
BINNED = (*SIZES, "counts", "below", "above")
SIDE = (
    *BINNED,
    *("saturated", "dead", "unit_mean", "unit_std"),
    *(f"z_{name}" for name in BINNED),
    *(f"{of}_{name}" for of in ("gradient", "z_gradient", "weight_gradient") for name in SIZES),
    *("theory_mean", "theory_std", "theory_rms", "theory_z_std", "theory_gradient_rms"),
    *("theory_z_gradient_rms", "theory_weight_gradient_rms"),
    *("seeds_std", "seeds_rms", "seeds_saturated", "seeds_dead", "seeds_gradient_std"),
    *("seeds_z_gradient_rms", "seeds_z_gradient_median", "seeds_weight_gradient_rms"),
)

NET = {"width": "12", "samples": "30", "depth": "3"}

SPEC = ActivationsSpec(depth=4, width=16, samples=32, init_a="normal", init_b="zeros")
"""Of the frames made by hand."""


def side(*, std: Array, nonfinite: int = 0) -> Side:
    layers = len(std)
    return sides.side(
        layers,
        SPEC.bins,
        std=std,
        rms=std,
        below=np.arange(layers),
        nonfinite=np.full(layers, nonfinite),
        saturated=np.linspace(0, 0.9, layers),
        dead=np.linspace(0, 1, layers),
        gradient_std=std[::-1].copy(),
    )


def frame(*, broken: bool = False) -> ActivationsFrame:
    """A signal that fades, beside one that is zero (or no number) from layer 3 on."""
    bad = np.nan if broken else 0.0
    return ActivationsFrame(
        step=1,
        total=1,
        input_mean=0.0,
        input_std=1.0,
        edges=np.linspace(-1, 1, SPEC.bins + 1),
        z_edges=np.linspace(-5, 5, SPEC.bins + 1),
        octave_edges=octave_edges(),
        function_z=np.linspace(-5, 5, 41),
        function_h=np.tanh(np.linspace(-5, 5, 41)),
        a=side(std=np.array([0.5, 0.05, 0.005, 0.0005])),
        b=side(std=np.array([0.5, 0.4, bad, bad]), nonfinite=7 if broken else 0),
    )


CASE = Case(
    arrays={
        *(
            "input_mean",
            "input_std",
            "edges",
            "z_edges",
            "octave_edges",
            "function_z",
            "function_h",
        ),
        *(f"{side}_{name}" for side in "ab" for name in SIDE),
    },
    small=[
        ActivationsSpec(depth=3, width=20, samples=50, std=0.5),
        ActivationsSpec(depth=3, width=20, samples=50, std=0.5, input="digits", preprocess="pca"),
        ActivationsSpec(depth=2, width=70, samples=80, init_c="orthogonal", preview=True, seeds=2),
    ],
    scripts={
        "default": NET,
        **{
            f"{a}, {b}": {**NET, "init_a": a, "init_b": b, "std_a": "0.1"}
            for a, b in zip([*INITIALIZERS][::2], [*INITIALIZERS][1::2], strict=False)
        },
        **{
            key: {**NET, "activation": key, "init_a": "kaiming_normal_out", "bias": "0.2"}
            for key in ACTIVATIONS
        },
        **{
            f"{norm} {place}": {
                **NET,
                "norm": norm,
                "norm_place": place,
                "residual": "true",
                "std": "0.3",
            }
            for norm in ("bn", "ln")
            for place in ("before", "after")
        },
        **{key: {**NET, "input": "digits", "preprocess": key} for key in PREPROCESSINGS},
        "torch": {**NET, "init_a": "torch_default", "init_c": "torch_default", "bias": "0.2"},
        "seeds": {**NET, "seeds": "2", "init_c": "orthogonal", "seed": "4"},
        **{
            f"close to {bias}": {
                **NET,
                "activation": "identity",
                "depth": "1",
                "bias": bias,
                "init_b": "normal",
                "std_a": "2e-3",
                "std_b": "5e-3",
            }
            for bias in ("0.97", "-0.97")
        },
        "one sample": {**NET, "samples": "1", "norm": "bn"},
    },
    left_out=r"input_.*|(z_|octave_)?edges|function_[zh]|._(.*octaves|.*median|.*zero|.*nonfinite|"
    r"(z_)?below|(z_)?above|theory_.*|unit_.*|z_mean|z_rms|z_counts|gradient_mean|gradient_rms|"
    r"z_gradient_(mean|std)|weight_gradient_(mean|std)|seeds_.*)",
    rounded=2e-6,  # float32 through some layers
    loose=[
        Loose(
            ".*counts",
            0.05,
            "on the edge of a bin, and where torch has -0.0 some are just below it",
            when=lambda spec: bool(spec.activation == "gelu"),
        ),
        Loose(".*counts", 0.02, "values on the edge of a bin"),
    ],
    played={"activation": "relu", "init_a": "kaiming_normal", "seeds": 2, "seed": 4},
    rich={"init_c": "sparse", "init_d": "torch_default", "norm": "none"},
    panel=ActivationsSpec(depth=3, width=32, samples=64),
    drawn=SPEC,
    frames={"activations": frame},
)
