"""Presets of Descent, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Sequence

from app.panel.preset import Preset
from app.words.labels import _ as mark

PRESETS: Sequence[Preset] = (
    Preset(
        mark("Saddle: GD leaves last"),
        {
            "surface": "saddle",
            "optimizers": "gd,momentum,adam",
            "learning_rate": 0.1,
            "start_x": 1.5,
            "start_y": 1e-6,
            "steps": 80,
        },
        claim="O3",
    ),
    Preset(
        mark("On the ridge: only noise leaves"),
        {
            "surface": "double_well",
            "optimizers": "gd,momentum,adam,sgd:noise=0.1",
            "learning_rate": 0.05,
            "start_x": 0,
            "start_y": 1.2,
            "steps": 200,
        },
        claim="O3",
    ),
    Preset(
        mark("Ravine: momentum helps"),
        {
            "surface": "ravine",
            "optimizers": "gd,momentum,nesterov,adam",
            "learning_rate": 0.03,
            "steps": 300,
        },
        claim="O6",
    ),
    Preset(
        mark("The slope's promise: 2/L"),
        {
            "surface": "parabola",
            "optimizers": "gd,gd:learning_rate=1.9,gd:learning_rate=2.1",
            "learning_rate": 0.5,
            "steps": 20,
        },
        page="tangent",
        claim="O1",
        waits=True,
    ),
    Preset(
        mark("Zero gradient: which is it?"),
        {
            "surface": "six_hump_camel",
            "optimizers": "gd,newton",
            "learning_rate": 0.02,
            "start_x": 1.25,
            "start_y": 0.55,
            "steps": 100,
        },
        view={"table": "curvature"},
        claim="O2",
    ),
    Preset(
        mark("Convex? Drag the chord"),
        {"surface": "double_well"},
        page="convexity",
        pages={"convexity": {"a_x": -1.2, "a_y": -0.5, "b_x": 1.2, "b_y": 0.4}},
        claim="O4",
    ),
    Preset(
        mark("Adam, step by step"),
        {
            "surface": "beale",
            "optimizers": "adam,momentum:learning_rate=0.002,rmsprop",
            "learning_rate": 0.05,
            "steps": 200,
        },
        view={"table": "step"},
        claim="O6",
        waits=True,
    ),
    Preset(
        mark("Newton is drawn to saddles"),
        {
            "surface": "himmelblau",
            "optimizers": "newton,saddle_free_newton,bfgs,conjugate_gradient,lbfgs,gd",
            "start_x": 0,
            "start_y": 2.6,
            "steps": 60,
            "budget": "evaluations",
        },
        claim="O7",
    ),
    Preset(
        mark("Rates: crawl, swing, diverge"),
        {
            "surface": "ravine",
            "optimizers": (
                "gd:learning_rate=0.002,gd:learning_rate=0.39,gd:learning_rate=0.41,momentum"
            ),
            "learning_rate": 0.1,
            "steps": 100,
        },
        claim="O8",
    ),
    Preset(
        mark("Rate against momentum, with theory's limit"),
        {"surface": "ravine", "optimizers": "momentum", "steps": 200},
        page="rates",
        claim="O8",
    ),
    Preset(
        mark("Which start leads where"),
        {"surface": "himmelblau", "optimizers": "gd,momentum,adam"},
        page="basins",
    ),
    Preset(
        mark("Batch, mini-batch, one sample"),
        {
            "surface": "linear_regression",
            "optimizers": "gd,gd:batch=10,gd:batch=1",
            "learning_rate": 0.05,
            "budget": "samples",
            "steps": 5000,
        },
        view={"chart": "seen"},
        claim="O5",
    ),
    Preset(
        mark("Noise: a constant rate hovers"),
        {
            "surface": "linear_regression",
            "optimizers": "gd:batch=1,gd:batch=1:schedule=cosine,gd",
            "learning_rate": 0.05,
            "steps": 2000,
        },
        claim="O10",
    ),
    Preset(
        mark("Training loss and held-out loss"),
        {
            "surface": "logistic_regression",
            "optimizers": "gd,momentum,adam",
            "learning_rate": 0.1,
            "steps": 200,
        },
        view={"chart": "held_out"},
        claim="O9",
    ),
    Preset(
        mark("A rare feature: Adagrad is there first"),
        {
            "surface": "sparse_regression",
            "optimizers": "gd:batch=1,adagrad:batch=1",
            "tune": True,
            "steps": 1000,
        },
        claim="O12",
    ),
    Preset(
        mark("The notes' settings are not torch's"),
        {
            "surface": "rosenbrock",
            "optimizers": (
                "rmsprop:learning_rate=0.01,rmsprop:learning_rate=0.001:alpha=0.9,"
                "adam:learning_rate=0.001,adam:learning_rate=0.001:eps=1e-7"
            ),
            "steps": 2000,
        },
        claim="O11",
    ),
    Preset(
        mark("Two wells"),
        {"surface": "double_well", "learning_rate": 0.05, "steps": 300},
    ),
    Preset(
        mark("Plateau: no slope, no speed"),
        {"surface": "plateau", "learning_rate": 0.1, "steps": 400},
        view={"scale": "linear"},
    ),
)
