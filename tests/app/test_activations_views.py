"""Activations' presets and pages: each lets a person see its claim, and its numbers come out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app import readings, theme
from app.labels import number
from app.panels.activations_presets import PRESETS
from app.widgets.chart import Chart
from app.widgets.functions_page import FunctionsPage
from app.widgets.preprocessing_page import PreprocessingPage
from app.widgets.signal_page import Curve, Quantity, SignalPage
from app.widgets.training_page import TrainingPage
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


def test_a_narrow_cloud_gives_its_room_to_the_points(page: PreprocessingPage, qtbot: QtBot) -> None:
    plot = page.clouds[0].plot
    for width, roomy in ((490, False), (820, True), (490, False)):
        page.resize(width, 640)
        shown(page, correlation=0.5)
        assert page.width() == width
        assert plot.getAxis("left").isVisible() == roomy
        page.grab()
        qtbot.waitUntil(lambda: bool(plot.getViewBox().width() > 50))


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


# What is drawn is the frame's, curve by curve


def curve(chart: Chart, index: int) -> tuple[Any, Any]:
    x, y = chart.curves[index].getOriginalDataset()
    return np.asarray(x), np.asarray(y)


def ran(key: str, **settings: Any) -> tuple[Any, Any]:
    spec = EXPERIMENTS[key].spec(**settings)
    return spec, last_frame(Run(EXPERIMENTS[key], spec, "cpu"))


def test_curves_against_depth_are_the_measures_their_factors_and_their_band(qtbot: QtBot) -> None:
    spec, frame = ran("activations", depth=4, width=24, samples=40, seeds=3)
    curves = [
        Curve("std", "std", seeds="std"),
        Curve("factor", "rms", log=False, factor=True),
    ]
    page = SignalPage([Quantity("h", "h", "h")], [curves], forward=True)
    qtbot.addWidget(page)
    page.show_frame(frame, spec, 0)
    chart = page.against_depth
    band = frame.a.seeds.std
    for index, expected in enumerate((band.mean(axis=0), band.min(axis=0), band.max(axis=0))):
        x, y = curve(chart, index)
        assert x.tolist() == [1, 2, 3, 4]
        np.testing.assert_array_equal(y, expected)
    page.curve.setCurrentIndex(1)
    _, y = curve(chart, 0)
    np.testing.assert_allclose(y[1:], frame.a.rms[1:] / frame.a.rms[:-1])
    assert np.isnan(y[0])
    ranked = curve(page.layer.units, 0)[1]
    assert (np.diff(ranked) <= 0).all()
    assert sorted(ranked) == sorted(frame.a.unit_std[0])


@pytest.fixture(scope="module")
def trained() -> tuple[Any, Any]:
    return ran(
        "training",
        activation="relu",
        init_b="kaiming_normal",
        depth=2,
        width=16,
        steps=60,
        cadence=5,
        rates=2,
        rate_factor=9.0,
    )


def test_every_curve_of_a_training_is_its_own(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(frame, spec)
    for net in range(2):
        pairs = (
            (page.loss, 2 * net, frame.losses),
            (page.loss, 2 * net + 1, frame.test_losses),
            (page.accuracy, 2 * net, frame.train_accuracies),
            (page.accuracy, 2 * net + 1, frame.test_accuracies),
            (page.dead, net, frame.dead.mean(axis=2)),
        )
        for chart, index, expected in pairs:
            np.testing.assert_array_equal(curve(chart, index)[1], expected[net])
        page.net.setCurrentIndex(net)
        for layer in range(3):
            x, y = curve(page.ratio, layer)
            np.testing.assert_array_equal(x, frame.measured_at)
            np.testing.assert_array_equal(y, frame.update_ratios[net, :, layer])
    assert not np.array_equal(frame.train_accuracies, frame.test_accuracies)


def test_a_legend_names_each_net_once(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(frame, spec)
    for chart in (page.loss, page.accuracy):
        for words in ("η&nbsp;0.01", "η&nbsp;0.09", "training", "held&nbsp;out"):
            assert chart.legend.text().count(words) == 1
        columns = [name for table in chart.tables() for name, _ in table.columns]
        assert {"η 0.01 training", "η 0.09 held out"} <= set(columns)
    page.show_training(*reversed(ran("training", depth=2, width=16, steps=5)))
    assert "η&nbsp;0.01&nbsp;held&nbsp;out" in page.loss.legend.text()


def test_another_theme_leaves_every_curve(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(frame, spec)
    page.scrub.setValue(2)
    page.retheme()
    assert page.scrub.value() == 2
    np.testing.assert_array_equal(curve(page.loss, 2)[1], frame.losses[1])
    np.testing.assert_array_equal(curve(page.dead, 1)[1], frame.dead[1].mean(axis=1))


def test_it_is_said_what_has_become_of_each_net(trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    answers, dead = np.array(frame.train_losses), np.array(frame.dead)
    dead[0, -1] = 0.5
    for loss, words in (
        (0.5, "η 0.01 learns: loss 0.5, accuracy "),
        (2.27, "η 0.01 learns"),
        (2.29, "η 0.01 stands still at ln 10, with 50 % of its units dead."),
        (2.5, "η 0.01 stands still at ln 10"),
        (2.56, "η 0.01 is worse than a net that says nothing: loss 2.56, 50 % of its units dead."),
    ):
        answers[0, -1] = loss
        said = readings.training(spec, replace(frame, train_losses=answers, dead=dead))
        assert said.sentences[1].startswith(words)
        assert said.sentences[2].startswith("η 0.09 ")
    early = {name: getattr(frame, name)[:, :1] for name in ("train_losses", "test_losses")}
    said = readings.training(spec, replace(frame, **early, evaluated_at=frame.evaluated_at[:1]))
    assert said.sentences[1] == f"η 0.01 has begun: batch loss {number(frame.losses[0, -1])}."


def test_of_a_net_that_diverged_nothing_is_told_but_when(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    spec, frame = trained
    losses, answers = np.array(frame.losses), np.array(frame.train_losses)
    losses[1, 30:], answers[1, -1] = np.nan, np.nan
    gone = replace(frame, losses=losses, train_losses=answers)
    said = readings.training(spec, gone)
    assert said.sentences[2] == "η 0.09 diverged at step 31."
    assert said.rows[1][:7] == ("0.09", *"––––––")
    assert "–" not in said.rows[0]
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(gone, spec)
    drawn = [np.isnan(curve(page.dead, net)[1]) for net in range(2)]
    assert not drawn[0].any()
    assert drawn[1].tolist() == [False] * (len(frame.evaluated_at) - 1) + [True]


def test_a_rate_that_changed_on_the_way_does_not_rename_what_was_before(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(frame, spec)
    assert page.changes.xvals.tolist() == []
    rates = np.array(frame.rates)
    rates[:, 20:] = [[0.1], [0.9]]
    once = replace(frame, rates=rates)
    page.show_training(once, spec.replace(learning_rate=0.1))  # as a run that heard of it has it
    assert page.changes.xvals.tolist() == [21]
    for net, name in enumerate(("0.01 → 0.1", "0.09 → 0.9")):
        assert readings.training(spec, once).rows[net][0] == name
        assert page.net.itemText(net) == f"η {name}"
        for chart in (page.loss, page.accuracy, page.dead):
            assert f"η {name}".replace(" ", "&nbsp;") in chart.legend.text()
        np.testing.assert_array_equal(curve(page.loss, 2 * net)[1], frame.losses[net])
    rates = np.array(rates)
    rates[:, 40:] = rates[:, :1]
    again = replace(frame, rates=rates)
    assert readings.rates_taken(spec, again) == ["0.01 → … → 0.01", "0.09 → … → 0.09"]
    page.show_training(again, spec)
    assert page.changes.xvals.tolist() == [21, 41]


def test_the_scrubber_shows_the_measurement_that_it_stands_at(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.show_training(frame, spec)
    for place in (0, 3, len(frame.measured_at) - 1):
        page.scrub.setValue(place)
        assert page.histograms._shown is not None
        np.testing.assert_array_equal(page.histograms._shown[1], frame.counts[0, place])
        assert f" {frame.measured_at[place] + 1}" in page.at.text()


def test_histograms_over_time_say_whose_they_are(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPage()
    qtbot.addWidget(page)
    page.resize(980, 640)
    page.show_training(frame, spec)
    for net, name in enumerate(("η 0.01", "η 0.09")):
        page.net.setCurrentIndex(net)
        page.scrub.setValue(3)
        assert page.histograms.title == f"{name}, step 16"
        assert page.histograms.bars.opts["brush"].color() == theme.series_color(net)
    assert page.histograms.pin()
    page.scrub.setValue(0)
    page.net.setCurrentIndex(0)
    assert page.histograms.ghost_shown
    page.shown.setCurrentIndex(1)
    assert not page.histograms.ghost_shown
    spec, frame = ran("training", depth=2, width=16, steps=5)
    page.show_training(frame, spec)
    assert page.histograms.title == ""


def test_every_function_its_slope_and_both_small_runs_are_drawn(qtbot: QtBot) -> None:
    spec, frame = ran("functions", measure_cost=False, symmetry_steps=20, zigzag_steps=10)
    page = FunctionsPage()
    qtbot.addWidget(page)
    page.show_functions(frame, spec, "relu")
    for i in range(len(frame.functions)):
        np.testing.assert_array_equal(curve(page.values, i)[1], frame.values[i])
        np.testing.assert_array_equal(curve(page.slopes, i)[1], frame.slopes[i])
    widths = [one.opts["pen"].widthF() for one in page.values.curves]
    assert widths.index(max(widths)) == frame.functions.index("relu")
    for i, path in enumerate(frame.zigzag):
        x, y = curve(page.zigzag, i)
        np.testing.assert_array_equal(np.stack([x, y], axis=1), path)
    alike, drawn = frame.symmetry
    units = alike.shape[1]
    for unit in range(units):
        np.testing.assert_array_equal(curve(page.symmetry, unit)[1], alike[:, unit])
        np.testing.assert_array_equal(curve(page.symmetry, units + unit)[1], drawn[:, unit])


def test_the_line_stands_at_the_chosen_number_of_components(page: PreprocessingPage) -> None:
    frame = shown(page, source="digits", components=9)
    x, y = curve(page.errors, 0)
    assert page.errors.playhead.value() == 9
    assert y[x == 9] == frame.errors[8]
