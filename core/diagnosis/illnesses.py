"""Runs whose illness is known, drawn at random: thresholds were set on some, and are judged on
others.

Each begins as a healthy run, a net of one to four hidden layers on the digits at a rate that suits
its optimizer, and one thing about it is made wrong, by how much is drawn too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from core.diagnosis.diagnosis import DiagnosisSpec
from core.training.rules import GOOD

Draws = np.random.Generator
Settings = dict[str, Any]

DEVELOPMENT, JUDGED = "development", "judged"
CADENCE = 25
"""The steps between measurements; thresholds were set with these."""
SETS = (DEVELOPMENT, JUDGED)
"""The runs that thresholds were set on, and the others, that nothing was set on."""

GOOD_RATES: Mapping[str, tuple[float, float]] = {
    "gd": (0.05, 0.3),
    "momentum": (0.01, 0.04),
    "adam": (1e-3, 5e-3),
}
"""The rates at which the optimizers train these nets well, from … to."""


def drawn(truth: str, number: int, seed: int, which: str, longest: int) -> DiagnosisSpec:
    """The run of that illness with that number, of at most so many epochs; sets share no draws."""
    place = list(ILLNESSES).index(truth)
    draws = np.random.default_rng((seed, SETS.index(which), place, number))
    settings = _healthy(draws)
    ILLNESSES[truth](draws, settings)
    settings["epochs"] = min(settings["epochs"], longest)
    return DiagnosisSpec(**settings, seed=int(draws.integers(2**20)))


def _healthy(draws: Draws) -> Settings:
    activation = str(draws.choice(["relu", "relu", "tanh"]))
    optimizer = str(draws.choice(list(GOOD_RATES)))
    widths = draws.choice([32, 64, 96, 128], size=draws.integers(1, 5))
    return {
        "hidden": ", ".join(map(str, widths)),
        "activation": activation,
        "init": "kaiming_normal" if activation == "relu" else "xavier_normal",
        "optimizer": optimizer,
        "learning_rate": _between(draws, *GOOD_RATES[optimizer]),
        "batch": int(draws.choice([32, 64])),
        "epochs": int(draws.integers(15, 26)),
        "cadence": CADENCE,
    }


def _between(draws: Draws, low: float, high: float) -> float:
    """A number whose logarithm is drawn uniformly."""
    return float(math.exp(draws.uniform(math.log(low), math.log(high))))


def _starts_large(draws: Draws, settings: Settings) -> None:
    settings["init_scale"] = _between(draws, 5, 30)


def _starts_dead(draws: Draws, settings: Settings) -> None:
    settings |= {"activation": "relu", "init": "kaiming_normal"}
    settings["bias"] = -float(draws.uniform(3, 8))


def _starts_small(draws: Draws, settings: Settings) -> None:
    settings["hidden"] = ", ".join(["64"] * int(draws.integers(2, 5)))
    settings["init_scale"] = _between(draws, 0.01, 0.2)


def _diverges(draws: Draws, settings: Settings) -> None:
    settings |= {"activation": "relu", "init": "kaiming_normal"}
    settings["optimizer"] = str(draws.choice(["gd", "momentum"]))
    settings["learning_rate"] = _between(draws, 30, 100)


def _overpenalized(draws: Draws, settings: Settings) -> None:
    settings["weight_decay"] = _between(draws, 0.05, 0.5)


def _not_shuffled(draws: Draws, settings: Settings) -> None:
    settings["shuffle"] = False


def _too_high(draws: Draws, settings: Settings) -> None:
    high = GOOD_RATES[settings["optimizer"]][1]
    settings["learning_rate"] = high * _between(draws, 8, 20)


def _too_low(draws: Draws, settings: Settings) -> None:
    low = GOOD_RATES[settings["optimizer"]][0]
    settings["learning_rate"] = low / _between(draws, 100, 1000)


def _label_noise(draws: Draws, settings: Settings) -> None:
    settings["label_noise"] = float(draws.uniform(0.3, 0.6))


def _overfits(draws: Draws, settings: Settings) -> None:
    settings |= {"samples": int(draws.integers(40, 150)), "batch": 32}
    settings["epochs"] = 400 // -(-settings["samples"] // 32)


def _good(draws: Draws, settings: Settings) -> None:
    """Nothing is made wrong."""


ILLNESSES: Mapping[str, Callable[[Draws, Settings], None]] = MappingProxyType(
    {
        "starts_large": _starts_large,
        "starts_dead": _starts_dead,
        "starts_small": _starts_small,
        "diverges": _diverges,
        "overpenalized": _overpenalized,
        "not_shuffled": _not_shuffled,
        "too_high": _too_high,
        "too_low": _too_low,
        "label_noise": _label_noise,
        "overfits": _overfits,
        GOOD: _good,
    }
)
"""What makes a healthy run ill, by the verdict that is right, in the order of the rules."""
