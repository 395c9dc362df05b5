"""Presets of Training, each of which shows a claim at one click. Data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.panel.preset import Preset
from app.words.labels import _ as mark


def _on(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page."""
    return Preset(name, settings, page, claim=claim)


def _alone(page: str, claim: str, name: str, **settings: Any) -> Preset:
    """A preset of a page that has its own experiment."""
    return Preset(name, {}, page, {page: settings}, claim=claim)


_LENET = {
    "data": "fashion",
    "net": "lenet",
    "samples": 5000,
    "activation": "sigmoid",
    "standardize": True,
    "init": "xavier_uniform",
    "optimizer": "gd",
    "learning_rate": 1.0,
    "epochs": 3,
    "cadence": 30,
}
"""240 steps of 64 pictures of clothes."""
_FEW: Mapping[str, Any] = {
    "samples": 100,
    "label_noise": 0.2,
    "hidden": "128, 128",
    "batch": 32,
    "epochs": 150,
}
SPIRALS: Mapping[str, Any] = {"data": "spirals", "noise": 0.05, "samples": 300, "steps": 1500}

PRESETS: Sequence[Preset] = (
    _alone("sanity", "T6", mark("All five lights green")),
    _alone("sanity", "T6", mark("First layers frozen: overfitting passes"), bug="frozen_layers"),
    _alone("sanity", "T6", mark("He's start on the head: not ln C"), head=0.177),
    _alone("sanity", "T6", mark("Softmax twice: it learns, slowly"), bug="softmax_twice"),
    _alone("sanity", "T6", mark("Gradients not cleared: good, then lost"), bug="no_zero_grad"),
    _alone("sanity", "T6", mark("One class in ten: the floor is 0.33"), balance="rare"),
    _alone("search", "T8", mark("Random beats a grid, three times of four")),
    _alone("search", "T8", mark("On a linear scale nothing small is tried"), ways="random, linear"),
    _alone("search", "T8", mark("More trainings: all ways meet"), budget=64, repetitions=12),
    _alone(
        "search",
        "T8",
        mark("In a small box a grid is as good"),
        rate_low=0.03,
        rate_high=0.3,
        decay_low=1e-4,
    ),
    _on("fit", "O9", mark("Double descent")),
    _on("fit", "O9", mark("A ridge removes the peak"), ridge=1.0),
    _on("fit", "O9", mark("Without wrong labels hardly a peak"), label_noise=0.0),
    _on(
        "fit",
        "O9",
        mark("A net that learns wrong labels by heart"),
        samples=100,
        label_noise=0.2,
    ),
    _on(
        "fit",
        "O9",
        mark("A weight decay answers it"),
        samples=100,
        label_noise=0.2,
        decay=0.03,
    ),
    _alone(
        "diagnosis",
        "T7",
        mark("A healthy run: updates in their band"),
        optimizer="gd",
        learning_rate=0.1,
    ),
    _alone("diagnosis", "T12", mark("Rate too high"), learning_rate=0.5),
    _alone("diagnosis", "T12", mark("Rate too low"), learning_rate=1e-4),
    _alone("diagnosis", "T12", mark("Diverges"), learning_rate=50.0),
    _alone("diagnosis", "T12", mark("Start too large"), init_scale=10.0),
    _alone("diagnosis", "T12", mark("Start too small"), hidden="64, 64, 64, 64", init_scale=0.05),
    _alone("diagnosis", "T12", mark("Dead from the start"), bias=-5.0),
    _alone("diagnosis", "T12", mark("Penalty too strong"), weight_decay=0.2),
    _alone("diagnosis", "T12", mark("Not shuffled"), shuffle=False),
    _alone("diagnosis", "T12", mark("Wrong labels"), label_noise=0.4),
    _alone("diagnosis", "T12", mark("Overfits"), **_FEW),
    _alone("diagnosis", "T12", mark("The penalty that answers it"), **_FEW, weight_decay=0.005),
    Preset(mark("Guess what ails eleven runs"), {}, page="guess", claim="T12"),
    _alone("diagnosis", "T4", mark("LeNet, sigmoid, rate 1, with BN"), **_LENET, norm="bn"),
    _alone("diagnosis", "T4", mark("LeNet, sigmoid, rate 1, without"), **_LENET),
    _alone("boundary", "", mark("Two moons, two losses")),
    _alone("boundary", "", mark("A line cannot part the circles"), data="circles", hidden=""),
    _alone(
        "boundary",
        "",
        mark("Two ReLUs cannot close a ring"),
        data="circles",
        hidden="2",
        activation="relu",
    ),
    _alone("boundary", "", mark("Eight can"), data="circles", hidden="8", activation="relu"),
    _alone("boundary", "", mark("Spirals: one layer of 4 gets lost"), hidden="4", **SPIRALS),
    _alone("boundary", "", mark("Spirals: two layers of 16 follow"), hidden="16, 16", **SPIRALS),
    _alone("boundary", "", mark("Five classes"), data="blobs5", noise=0.2),
    _alone("beginnings", "T13", mark("A perceptron learns AND"), part="perceptron", gate="and"),
    _alone("beginnings", "T13", mark("A perceptron never learns XOR"), part="perceptron"),
    _alone("beginnings", "T13", mark("Two hidden units learn XOR, from some starts")),
    _alone("beginnings", "T13", mark("Eight hidden units nearly always do"), hidden=8),
    _alone(
        "beginnings", "T13", mark("Ten sigmoid layers: stuck, pretrained, surpassed"), part="deep"
    ),
    _alone("losses", "T10", mark("Sure and wrong: squared error lets go")),
    _alone(
        "losses",
        "T10",
        mark("The same with ten classes"),
        family="classes",
        z=-5.0,
    ),
    _alone(
        "losses",
        "T10",
        mark("Smooth L1: far away as L1, near as L2"),
        family="numbers",
        z=4.0,
    ),
    _alone("losses", "T10", mark("Three outliers in ten: all lines fail"), outliers=0.3),
)
