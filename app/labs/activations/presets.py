"""Presets of Activations, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark

SMALL_RELUS: Mapping[str, Any] = {
    "activation": "relu",
    "init_b": "normal",
    "std_b": 0.01,
    "depth": 3,
    "width": 64,
}
SMALL_STEPS: Mapping[str, Any] = {
    "optimizer": "adam",
    "learning_rate": 3e-4,
    "rates": 3,
    "rate_factor": 5.0,
    "steps": 100,
    "cadence": 2,
}
"""Settings in which a small bias helps: with weights that start too small, not with He's."""

PRESETS: Sequence[Preset] = (
    Preset(
        mark("0.01 vanishes, 1 saturates, Xavier lives"),
        {
            "init_a": "normal",
            "std_a": 0.01,
            "init_b": "normal",
            "std_b": 1.0,
            "init_c": "fan_in_normal",
        },
        claim="S4",
    ),
    Preset(
        mark("ReLU: Xavier decays, He keeps"),
        {"activation": "relu", "init_a": "xavier_normal", "init_b": "kaiming_normal"},
        claim="S4",
    ),
    Preset(
        mark("Saturated, yet the gradient grows"),
        {"std_a": 1.0},
        page="backward",
        claim="S5",
    ),
    Preset(
        mark("torch's default is not He"),
        {"activation": "relu", "init_a": "torch_default", "init_b": "kaiming_uniform"},
        claim="S4",
    ),
    Preset(
        mark("Which functions saturate, and cost"),
        {"activation": "sigmoid"},
        page="functions",
        claim="S1",
    ),
    Preset(
        mark("All-positive inputs zig-zag"),
        {},
        page="functions",
        pages={"functions": {"zigzag_rate": 1.0, "zigzag_steps": 20}},
        claim="S2",
    ),
    Preset(
        mark("Equal weights stay equal"),
        {},
        page="functions",
        pages={"functions": {"symmetry_steps": 400}},
        claim="S3",
    ),
    Preset(
        mark("Too high a rate kills ReLUs"),
        {"activation": "relu", "init_b": "kaiming_normal", "depth": 3, "width": 64},
        page="training",
        pages={"training": {"rates": 3, "rate_factor": 5.0, "steps": 300, "cadence": 4}},
        view={"net": 2},
        claim="S6",
    ),
    Preset(
        mark("Weights of 0.01: ReLUs die in the first steps"),
        {**SMALL_RELUS, "bias": 0.0},
        page="training",
        pages={"training": SMALL_STEPS},
        view={"net": 2},
        claim="S6",
    ),
    Preset(
        mark("The same with b = 0.1: fewer die"),
        {**SMALL_RELUS, "bias": 0.1},
        page="training",
        pages={"training": SMALL_STEPS},
        view={"net": 2},
        claim="S6",
    ),
    Preset(
        mark("Center, scale, rotate, whiten"),
        {},
        page="preprocessing",
        claim="S7",
    ),
    Preset(
        mark("Whitening divides by √λ, not by λ"),
        {},
        page="preprocessing",
        pages={"preprocessing": {"correlation": 0.95}},
        claim="S8",
    ),
    Preset(
        mark("Digits from 16 components"),
        {},
        page="preprocessing",
        pages={"preprocessing": {"source": "digits"}},
        claim="S7",
    ),
    Preset(
        mark("Raw digits saturate layer 1"),
        {"input": "digits", "preprocess": "none", "init_a": "fan_in_normal"},
        claim="S7",
    ),
    Preset(
        mark("Batch norm rescues a bad start"),
        {"norm": "bn", "init_a": "normal", "std_a": 0.01, "init_b": "normal", "std_b": 1.0},
        claim="N7",
    ),
)
