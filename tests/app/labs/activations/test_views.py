"""Activations' presets and pages: each lets a person see its claim, and its numbers come out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import theme
from app.labs.activations import readings
from app.labs.activations.functions_pictures import FunctionsPictures
from app.labs.activations.preprocessing_pictures import PreprocessingPictures
from app.labs.activations.presets import PRESETS
from app.labs.activations.signal_pictures import Curve, Quantity, SignalPictures, _notes
from app.labs.activations.training_pictures import TrainingPictures
from app.widgets.chart import Chart
from app.widgets.ridges import Ridges, Room, outside
from app.words.labels import number
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.signals.activations import ActivationsFrame, ActivationsSpec
from core.signals.preprocessing import PreprocessingSpec
from tests.patience import SOON

SMALL_NET: Any = {"depth": 3, "width": 60, "samples": 100, "activation": "relu", "std": 1.0}


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
    bare = of_page("Weights of 0.01: ReLUs die in the first steps", seed=seed)
    biased = of_page("The same with b = 0.1: fewer die", seed=seed)
    die, live = bare.dead[:, -1].mean(axis=1), biased.dead[:, -1].mean(axis=1)
    assert (die > 0.1).all()
    assert (live < die - 0.1).all()
    bare, biased = (
        of_page(name, seed=seed, steps=300, cadence=12)  # until all of them have learned
        for name in (
            "Weights of 0.01: ReLUs die in the first steps",
            "The same with b = 0.1: fewer die",
        )
    )
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
def page(qtbot: QtBot) -> PreprocessingPictures:
    made = PreprocessingPictures()
    qtbot.addWidget(made)
    made.resize(820, 640)
    made.show()
    return made


def shown(page: PreprocessingPictures, **settings: Any) -> Any:
    spec = PreprocessingSpec(**settings)
    frame: Any = last_frame(Run(EXPERIMENTS["preprocessing"], spec, "cpu"))
    page.show_frame(spec, frame)
    return frame


def test_the_clouds_say_what_they_show(page: PreprocessingPictures) -> None:
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


def test_every_point_of_a_cloud_is_seen_also_of_the_next_frame(
    page: PreprocessingPictures, qtbot: QtBot
) -> None:
    for correlation in (0.9, 0.5, 0.0):
        frame = shown(page, correlation=correlation)
        page.grab()
        for cloud in page.clouds:
            (left, right), (bottom, top) = cloud.plot.getViewBox().viewRange()
            for part in (cloud.train, cloud.test):
                x, y = part.getData()
                assert left <= x.min() <= x.max() <= right
                assert bottom <= y.min() <= y.max() <= top
    assert frame.stages


def test_rows_that_vary_in_few_directions_are_not_called_white(page: PreprocessingPictures) -> None:
    spec = PreprocessingSpec(source="digits")
    frame: Any = last_frame(Run(EXPERIMENTS["preprocessing"], spec, "cpu"))
    (sentence, *_) = readings.preprocessing(spec, frame).sentences
    count = int((np.diag(frame.covariances[-1]) < 0.5).sum())
    assert f"but for {count} directions" in sentence
    plain: Any = shown(page, correlation=0.5)
    assert "but for" not in readings.preprocessing(PreprocessingSpec(), plain).sentences[0]


def test_a_narrow_cloud_gives_its_room_to_the_points(
    page: PreprocessingPictures, qtbot: QtBot
) -> None:
    plot = page.clouds[0].plot
    for width, roomy in ((490, False), (820, True), (490, False)):
        page.resize(width, 640)
        shown(page, correlation=0.5)
        assert page.width() == width
        assert plot.getAxis("left").isVisible() == roomy
        page.grab()
        qtbot.waitUntil(lambda: bool(plot.getViewBox().width() > 50), timeout=SOON)


def test_the_columns_of_digits_are_named_by_their_numbers(page: PreprocessingPictures) -> None:
    frame = shown(page, source="digits")
    first, second = frame.shown[0] + 1
    names = [page.clouds[0].axis_name(axis) for axis in ("bottom", "left")]
    plain = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    assert [name.translate(plain) for name in names] == [f"x{first}", f"x{second}"]


def test_each_image_has_a_scale_of_its_own(page: PreprocessingPictures) -> None:
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
    page = SignalPictures([Quantity("h", "h", "h")], [curves], forward=True)
    qtbot.addWidget(page)
    page.show_frame(spec, frame, 0)
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
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
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


def test_dead_units_are_shown_layer_by_layer_for_the_net_in_detail(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    """A layer that is wholly dead is what stops a net, and would vanish in an average."""
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    page.choose_net(1)
    assert page.net.currentIndex() == 1
    for layer in range(2):
        told = curve(page.dead, spec.rates + layer)[1]
        np.testing.assert_array_equal(told, frame.dead[1, :, layer])
    assert "η&nbsp;0.09,&nbsp;layer&nbsp;2" in page.dead.legend.text()
    gone = np.array(frame.dead)
    gone[1, -1] = (0.25, 1.0)
    said = readings.training(spec, replace(frame, dead=gone))
    assert said.rows[1][said.headers.index("Dead units (by layer)")] == "62.5 % (25 · 100)"


@pytest.mark.parametrize(("rate", "away"), [(1.0, ""), (0.1, "2.2")])
def test_the_start_and_the_target_of_the_zig_zag_are_in_sight_in_equal_units(
    qtbot: QtBot, rate: float, away: str
) -> None:
    spec, frame = ran("functions", measure_cost=False, zigzag_steps=20, zigzag_rate=rate)
    page = FunctionsPictures()
    qtbot.addWidget(page)
    page.resize(600, 700)
    page.show_frame(spec, frame, "tanh")
    page.grab()
    (left, right), (bottom, top) = page.zigzag.plot.viewRange()
    for x, y in ((-1, 1), (1, -1), *frame.zigzag.reshape(-1, 2)):
        assert left < x < right
        assert bottom < y < top
    box = page.zigzag.plot.getViewBox()
    assert (right - left) / box.width() == pytest.approx((top - bottom) / box.height(), rel=0.01)
    assert [point.pos().x() for point in page.ends.points()] == [-1, 1]
    assert f"ends&nbsp;{away}" in page.zigzag.legend.text()


def test_a_legend_names_each_net_once(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    for chart in (page.loss, page.accuracy):
        for words in ("η&nbsp;0.01", "η&nbsp;0.09", "training", "held&nbsp;out"):
            assert chart.legend.text().count(words) == 1
        columns = [name for table in chart.tables() for name, _ in table.columns]
        assert {"η 0.01 training", "η 0.09 held out"} <= set(columns)
    page.show_frame(*ran("training", depth=2, width=16, steps=5))
    assert "η&nbsp;0.01&nbsp;held&nbsp;out" in page.loss.legend.text()


def test_another_theme_leaves_every_curve(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    page.over_time.scrub.setValue(2)
    page.retheme()
    assert page.over_time.scrub.value() == 2
    np.testing.assert_array_equal(curve(page.loss, 2)[1], frame.losses[1])
    np.testing.assert_array_equal(curve(page.dead, 1)[1], frame.dead[1].mean(axis=1))


def test_it_is_said_what_has_become_of_each_net(trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    answers, dead = np.array(frame.train_losses), np.array(frame.dead)
    flat = np.full_like(frame.losses, 2.3)  # and right in no more than chance
    chance = np.full_like(frame.train_accuracies, 0.1)
    frame = replace(frame, losses=flat, train_accuracies=chance)
    dead[0, -1] = 0.5
    for loss, words in (
        (0.5, "η 0.01 learns: loss 0.5, accuracy "),
        (2.27, "η 0.01 learns"),
        (2.29, "η 0.01 stands still at 2.29, about ln 10, with 50 % of its units dead."),
        (2.5, "η 0.01 stands still at 2.5, about ln 10"),
        (2.56, "η 0.01 is worse than a random guess: loss 2.56, 50 % of its units dead."),
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
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, gone)
    drawn = [np.isnan(curve(page.dead, net)[1]) for net in range(2)]
    assert not drawn[0].any()
    assert drawn[1].tolist() == [False] * (len(frame.evaluated_at) - 1) + [True]


def test_a_rate_that_changed_on_the_way_does_not_rename_what_was_before(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    assert page.changes.xvals.tolist() == []
    rates = np.array(frame.rates)
    rates[:, 20:] = [[0.1], [0.9]]
    once = replace(frame, rates=rates)
    page.show_frame(spec.replace(learning_rate=0.1), once)  # as a run that heard of it has it
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
    page.show_frame(spec, again)
    assert page.changes.xvals.tolist() == [21, 41]


def test_the_scrubber_shows_the_measurement_that_it_stands_at(
    qtbot: QtBot, trained: tuple[Any, Any]
) -> None:
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    for place in (0, 3, len(frame.measured_at) - 1):
        page.over_time.scrub.setValue(place)
        assert page.over_time.histograms._shown is not None
        np.testing.assert_array_equal(page.over_time.histograms._shown[1], frame.counts[0, place])
        assert f" {frame.measured_at[place] + 1}" in page.over_time.at.text()


def test_histograms_over_time_say_whose_they_are(qtbot: QtBot, trained: tuple[Any, Any]) -> None:
    spec, frame = trained
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.resize(980, 640)
    page.show_frame(spec, frame)
    for net, name in enumerate(("η 0.01", "η 0.09")):
        page.net.setCurrentIndex(net)
        page.over_time.scrub.setValue(3)
        assert page.over_time.histograms.title == f"{name}, h, step 16"
        assert page.over_time.histograms.bars.opts["brush"].color() == theme.series_color(net)
    assert page.over_time.histograms.pin()
    page.over_time.scrub.setValue(0)
    page.net.setCurrentIndex(0)
    assert page.over_time.histograms.ghost_shown
    page.over_time.shown.setCurrentIndex(2)
    assert not page.over_time.histograms.ghost_shown
    spec, frame = ran("training", depth=2, width=16, steps=5)
    page.show_frame(spec, frame)
    assert page.over_time.histograms.title == "W, step 1"


def test_a_signal_that_fills_a_bin_is_seen_by_its_magnitudes(qtbot: QtBot) -> None:
    """Of weights of σ = 0.001 tanh's bins from -1 to 1 show one bar, in the first layer too."""
    settings = {"init_b": "normal", "std_b": 1e-3, "activation": "tanh", "cadence": 1}
    spec, frame = ran("training", depth=3, width=16, steps=3, **settings)
    page = TrainingPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    filled = [np.count_nonzero(bins) for bins in frame.counts[0, -1]]
    assert max(filled) <= 4
    page.over_time.shown.setCurrentIndex(1)
    (table,) = page.over_time.histograms.tables()
    drawn = np.array([row for name, row in table.columns if name.startswith("layer")])
    assert (np.count_nonzero(drawn, axis=1) >= 6).all()


def test_every_function_its_slope_and_both_small_runs_are_drawn(qtbot: QtBot) -> None:
    spec, frame = ran("functions", measure_cost=False, symmetry_steps=20, zigzag_steps=10)
    page = FunctionsPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame, "relu")
    for i in range(len(frame.functions)):
        np.testing.assert_array_equal(curve(page.values, i)[1], frame.values[i])
        np.testing.assert_array_equal(curve(page.slopes, i)[1], frame.slopes[i])
    widths = [one.opts["pen"].widthF() for one in page.values.curves]
    assert widths.index(max(widths)) == frame.functions.index("relu")
    page.choose("gelu")
    widths = [one.opts["pen"].widthF() for one in page.values.curves]
    assert widths.index(max(widths)) == frame.functions.index("gelu")
    page.choose("relu")
    for i, path in enumerate(frame.zigzag):
        x, y = curve(page.zigzag, i)
        np.testing.assert_array_equal(np.stack([x, y], axis=1), path)
    alike, drawn = frame.symmetry
    units = alike.shape[1]
    for unit in range(units):
        np.testing.assert_array_equal(curve(page.symmetry, unit)[1], alike[:, unit])
        np.testing.assert_array_equal(curve(page.symmetry, units + unit)[1], drawn[:, unit])


def test_the_line_stands_at_the_chosen_number_of_components(page: PreprocessingPictures) -> None:
    frame = shown(page, source="digits", components=9)
    x, y = curve(page.errors, 0)
    assert page.errors.playhead.value() == 9
    assert y[x == 9] == frame.errors[8]


# Rows of histograms


@pytest.fixture
def ridges(qtbot: QtBot) -> Ridges:
    made = Ridges(0)
    qtbot.addWidget(made)
    made.resize(400, 260)
    made.show()
    return made


def stacked(ridges: Ridges, layers: int) -> None:
    counts = np.random.default_rng(0).integers(0, 50, (layers, 20))
    ridges.show_layers(np.linspace(-1, 1, 21), counts, [f"σ {k}" for k in range(layers)])
    QApplication.processEvents()  # laid out
    ridges.grab()


def test_ridges_of_a_few_pixels_are_drawn_as_heat_until_there_is_room(ridges: Ridges) -> None:
    """In rows of two pixels what is seen is the raster: layers seem to change their shape."""
    right = ridges.plot.getAxis("right")
    stacked(ridges, 20)
    assert ridges.bars.isVisible()
    assert not ridges.heat.isVisible()
    assert not right.label.isVisible()
    width = right.width()
    stacked(ridges, 100)
    assert ridges.form == "ridges"
    assert not ridges.bars.isVisible()
    assert ridges.heat.isVisible()
    assert right.label.isVisible()
    assert "6" in right.label.toPlainText()
    assert "…" not in right.label.toPlainText()
    ridges.resize(400, 900)
    ridges.grab()
    assert ridges.plot.getViewBox().height() > 600
    assert ridges.bars.isVisible()
    assert not ridges.heat.isVisible()
    ridges.resize(400, 260)
    ridges.grab()
    assert ridges.heat.isVisible()
    stacked(ridges, 20)
    assert ridges.bars.isVisible()
    assert not right.label.isVisible()
    assert right.width() == width


def test_heat_that_was_chosen_needs_no_excuse(ridges: Ridges) -> None:
    ridges.set_form("heat")
    stacked(ridges, 100)
    assert not ridges.plot.getAxis("right").label.isVisible()
    ridges.set_form("overlay")
    stacked(ridges, 100)
    assert ridges.lines[0].isVisible()
    assert not ridges.heat.isVisible()


@pytest.mark.parametrize("layers", [1, 2, 14, 15, 27, 100])
def test_the_first_and_the_last_layer_have_their_number_and_their_note(
    ridges: Ridges, layers: int
) -> None:
    stacked(ridges, layers)
    image = QImage(400, 260, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    texts = {}
    for name in ("left", "right"):
        _, _, drawn = ridges.plot.getAxis(name).generateDrawSpecs(painter)
        texts[name] = [text for _, _, text in drawn]
        tops = sorted(rect.top() for rect, _, _ in drawn)
        assert np.all(np.diff(tops) > 8), "one over the other"
    painter.end()
    assert {"1", str(layers)} <= set(texts["left"])
    assert {"σ 0", f"σ {layers - 1}"} <= set(texts["right"])


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((161, 423, 0, 1000), "<16 % >42 %"),
        ((0, 996, 4, 1000), ">100 % NaN 0.4 %"),
        ((0, 0, 1000, 1000), "NaN 100 %"),
        ((0, 0, 0, 1000), ""),
    ],
)
def test_shares_of_what_is_outside_have_two_digits(counts: Any, words: str) -> None:
    """Of one digit 16 % and 42 % would be 20 % and 40 %."""
    assert outside(*counts) == words


def test_all_sides_have_the_same_room_for_their_notes(qtbot: QtBot) -> None:
    """Or the bins that they share would stand at other places, and move under a slider."""
    curves = [[Curve("std", "std")]]
    page = SignalPictures([Quantity("h", "h", "h")], curves, forward=True)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    wide = {"activation": "relu", "init_a": "normal", "init_b": "kaiming_normal"}
    widths = []
    for std in (0.01, 9.0, 0.01):
        spec, frame = ran("activations", depth=4, width=24, samples=40, std_a=std, **wide)
        page.show_frame(spec, frame, 0)
        QApplication.processEvents()
        page.grab()
        a, b = (page.ridges[k].plot.getViewBox() for k in range(2))
        assert a.width() == pytest.approx(b.width(), abs=1.5)
        widths.append(page.ridges[0].plot.getAxis("right").width())
    assert widths[0] <= widths[1] == widths[2]
    spec, frame = ran("activations", depth=4, width=24, samples=40, std_a=0.1, init_a="normal")
    page.show_frame(spec, frame, 0)
    QApplication.processEvents()
    page.grab()
    assert page.ridges[0].plot.getAxis("right").width() < widths[2], "tanh leaves nothing outside"


def test_the_room_for_notes_only_grows_until_the_text_has_another_size() -> None:
    room = Room()
    room.fit(50, 12.0)
    first = room.pixels
    assert first > 50
    room.fit(20, 12.0)
    room.fit(54, 12.0)
    assert room.pixels == first, "a digit more moves nothing"
    room.fit(90, 12.0)
    assert room.pixels > 90
    room.fit(20, 9.0)
    assert 20 < room.pixels < first


def test_an_overlay_says_which_color_is_the_first_layers_and_which_the_lasts(
    ridges: Ridges,
) -> None:
    ridges.set_form("overlay")
    for layers in (2, 40):
        stacked(ridges, layers)
        legend = ridges.plot.titleLabel
        assert legend.isVisible()
        drawn = [line for line in ridges.lines if line.isVisible()]
        colors = [drawn[k].opts["pen"].color().name() for k in (0, -1)]
        assert colors[0] != colors[1]
        ends = ("layer&nbsp;1<", f"layer&nbsp;{layers}")
        places = [legend.text.find(found) for found in (*colors, *ends)]
        assert -1 not in places
        assert places[0] < places[2] < places[1] < places[3]
    axis = ridges.plot.getAxis("left")
    assert "…" not in axis.label.toPlainText()
    stacked(ridges, 1)
    assert legend.text.count("layer") == 1
    ridges.set_form("ridges")
    assert not legend.isVisible()
    assert ridges.title == ""


def test_of_many_sides_notes_leave_their_room_to_the_histograms(qtbot: QtBot) -> None:
    two = last_frame(Run(EXPERIMENTS["activations"], ActivationsSpec(**SMALL_NET), "cpu"))
    spec = ActivationsSpec(**SMALL_NET, init_c="orthogonal", init_d="kaiming_normal")
    four = last_frame(Run(EXPERIMENTS["activations"], spec, "cpu"))
    notes = [
        _notes(frame.a, True, frame.a.counts, short=len(frame.sides) > 2)
        for frame in (two, four)
        if isinstance(frame, ActivationsFrame)
    ]
    assert all(note.startswith("σ ") for note in notes[0])
    assert all(note.startswith("σ ") for note in notes[1]), "a lesson quotes them"
    assert any("0:" in note for note in notes[0])
    assert not any("0:" in note for note in notes[1])
    assert any(">" in note for note in notes[1]), "what lies outside is still said"
