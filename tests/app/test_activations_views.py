"""Activations' presets and pages: each lets a person see its claim, and its numbers come out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app import theme
from app.panels.activations_presets import PRESETS
from app.widgets.preprocessing_page import PreprocessingPage
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.signals.preparation import PreprocessingSpec


def of_page(name: str, **changes: Any) -> Any:
    """The last frame of a preset's page, as the panel would ask for it."""
    (preset,) = (p for p in PRESETS if p.name == name)
    experiment = EXPERIMENTS[preset.page]
    names = {field for field in preset.settings if hasattr(experiment.spec(), field)}
    shared = {field: preset.settings[field] for field in names}
    spec = experiment.spec(**{**shared, **preset.pages.get(preset.page, {}), **changes})
    return last_frame(Run(experiment, spec, "cpu"))


def test_every_claim_about_signals_has_a_preset() -> None:
    claims = {p.claim for p in PRESETS}
    assert claims >= {f"S{k}" for k in range(1, 9)}
    assert len({p.name for p in PRESETS}) == len(PRESETS)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_small_bias_helps_weights_that_start_too_small(seed: int) -> None:
    """S6, whichever way it comes out: not against a rate that is too high with He's weights."""
    bare = of_page("Weights of 0.01: ReLUs die slowly", seed=seed)
    biased = of_page("The same with b = 0.1: fewer die", seed=seed)
    die, live = bare.dead[:, -1].mean(axis=1), biased.dead[:, -1].mean(axis=1)
    assert (die > 0.1).all()
    assert (live < die - 0.1).all()
    assert (biased.test_accuracies[:, -1] > bare.test_accuracies[:, -1] - 0.02).all()
    too_high = [
        of_page("Too high a rate kills ReLUs", seed=seed, bias=bias).dead[2, -1].mean()
        for bias in (0.0, 0.1)
    ]
    assert min(too_high) > 0.5


def test_dividing_by_the_eigenvalues_makes_the_thinnest_direction_the_widest() -> None:
    """S8."""
    frame = of_page("Whitening divides by √λ, not by λ")
    np.testing.assert_allclose(frame.covariances[-1], np.eye(2), atol=1e-9)
    assert frame.wrong[1, 1] > 30 * frame.covariances[-1][1, 1]


# Preprocessing


@pytest.fixture
def page(qtbot: QtBot) -> PreprocessingPage:
    made = PreprocessingPage()
    qtbot.addWidget(made)
    made.resize(820, 640)
    made.show()
    return made


def shown(page: PreprocessingPage, **settings: Any) -> Any:
    spec = PreprocessingSpec(**settings)
    frame: Any = last_frame(Run(EXPERIMENTS["preprocessing"], spec, "cpu"))
    page.show_preprocessing(frame, spec)
    return frame


def test_the_clouds_say_what_they_show(page: PreprocessingPage) -> None:
    frame = shown(page, correlation=0.9)
    titles = [name.text() for name in page.names]
    assert titles == [
        *("raw", "centered", "standardized", "each to [-1, 1]", "rotated (PCA)", "whitened"),
        "divided by λ",
    ]
    for i, (part, words) in enumerate((("train", "training"), ("test", "not&nbsp;seen"))):
        assert words in page.legend.text()
        assert theme.series_color(i).name() in page.legend.text()
        cloud = page.clouds[-1]
        x, y = getattr(cloud, part).getData()
        np.testing.assert_array_equal(np.stack([x, y], axis=1), getattr(frame, f"wrong_{part}"))
    assert page.clouds[0].axis_name("bottom") == "x₁"
    assert page.clouds[-2].axis_name("left") == "u₂"
    np.testing.assert_array_equal(page.covariances[-1].image.image, frame.wrong)
    assert page.scales[-2].text() == "cov ± 1"


def test_the_columns_of_digits_are_named_by_their_numbers(page: PreprocessingPage) -> None:
    frame = shown(page, source="digits")
    first, second = frame.shown[0] + 1
    names = [page.clouds[0].axis_name(axis) for axis in ("bottom", "left")]
    plain = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    assert [name.translate(plain) for name in names] == [f"x{first}", f"x{second}"]


def test_each_image_has_a_scale_of_its_own(page: PreprocessingPage) -> None:
    """One bright pixel in one whitened digit must not leave the other digits gray."""
    shown(page, source="digits")
    drawn = page.images.image.image
    tiles = drawn.reshape(6, 8, 12, 8).transpose(0, 2, 1, 3).reshape(72, 64)
    np.testing.assert_array_equal(tiles.min(axis=1), 0)
    np.testing.assert_allclose(tiles.max(axis=1), 1)
