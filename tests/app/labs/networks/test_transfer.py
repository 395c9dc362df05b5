"""Reuse: what is said of a frame, the gauge, and the page as a person uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.labs.networks.panel import NetworksPanel
from app.labs.networks.transfer_gauge import TransferGauge, Trunk
from app.labs.networks.transfer_readings import transfer, without_spread
from core.known import mean_of_known, spread_of_known
from core.networks.architecture import ArchitectureSpec
from core.networks.run_transfer import told_apart
from core.networks.transfer import WAYS, TransferFrame, TransferSpec
from tests.app import frames
from tests.app.hands import click, toggle, type_into
from tests.app.panels import in_chart, listen, open_page, table

SPEC = TransferSpec(samples_per_class="2, 100", steps=10, pretraining=20)
LENET = ArchitectureSpec(net="lenet")
MEANS = {"scratch": (0.3, 0.9), "random": (0.25, 0.3), "head": (0.4, 0.6), "fine_tune": (0.4, 0.8)}


def accuracies() -> Any:
    """[way, count, seed] with a spread of .02, the same for all ways but the fine-tuned one."""
    spread = np.array([-0.02, 0.0, 0.02])
    values = np.array([MEANS[way] for way in WAYS])[..., np.newaxis] + spread
    values[3] += 1.01 * spread[::-1]
    return values


def frame(spec: TransferSpec = SPEC, **changes: Any) -> TransferFrame:
    """A whole frame, without a run."""
    ways = [WAYS.index(way) for way in spec.compared]
    accuracy = accuracies()[ways]
    moved = np.array([0.5, 0.0, 0.0, 0.1])[ways, np.newaxis, np.newaxis] + np.zeros((1, 2, 3))
    old = np.array([np.nan, np.nan, 0.4, 0.9])[ways, np.newaxis, np.newaxis] + np.zeros((1, 2, 3))
    losses = np.geomspace(2, 0.1, 10) * np.ones((len(ways), 2, 1))
    losses[:, 1] /= 10
    made = TransferFrame(
        step=80,
        total=80,
        ways=spec.compared,
        samples_per_class=np.array(spec.counts),
        accuracy=accuracy,
        mean_accuracy=mean_of_known(accuracy),
        spread=spread_of_known(accuracy),
        apart=told_apart(accuracy),
        moved_parameters=moved,
        moved_features=moved + 0.2,
        old_accuracy=old,
        old_before=0.99,
        losses=losses,
        pretraining_loss=np.linspace(2, 0.1, 20),
    )
    return replace(made, **changes)


def test_the_reading_says_who_is_ahead_where_and_what_may_be_chance() -> None:
    told = transfer(SPEC, frame())
    first, second, third = told.sentences
    assert first == (
        "With 2 examples a class fine-tuned is ahead of from scratch: 40 % against 30 % with 2. "
        "With 100 examples a class from scratch is ahead of fine-tuned: 90 % against 80 % with 100."
    )
    assert "With 100 examples a class fine-tuned is ahead of head alone" in second
    assert "With 2 examples what is between fine-tuned and head alone cannot be told from" in second
    assert third.startswith("Frozen with eval(): parameters moved 0 %")
    assert told.headers == ("Accuracy in %", "2", "100")
    assert told.rows[0] == ("from scratch", "30 ± 2", "90 ± 2")


def test_a_narrow_table_of_many_counts_shows_the_means_alone() -> None:
    assert without_spread(SPEC, frame()) == transfer(SPEC, frame())
    shown = ("accuracy", "mean_accuracy", "spread", "moved_parameters", "moved_features")
    twice: dict[str, Any] = {
        key: np.repeat(getattr(frame(), key), 2, axis=1) for key in (*shown, "old_accuracy")
    }
    twice["apart"] = np.repeat(frame().apart, 2, axis=2)
    many = frame(samples_per_class=np.array([1, 2, 5, 10]), **twice)
    narrow, whole = without_spread(SPEC, many), transfer(SPEC, many)
    assert (narrow.sentences, narrow.headers) == (whole.sentences, whole.headers)
    assert narrow.rows[0] == ("from scratch", "30", "30", "90", "90")
    assert whole.rows[0][1].startswith("30 ± ")


def test_the_reading_of_a_trunk_in_training_mode_begins_with_the_trap() -> None:
    spec = SPEC.replace(ways="head", bn_mode="train")
    (told,) = transfer(spec, frame(spec)).sentences
    assert told.startswith("Frozen without eval(): parameters moved 0 %, yet features 20 %")
    assert "the old task 0-4 went from 99 % to 40 %" in told


def test_the_reading_says_that_it_pretrains_and_nothing_of_what_is_not_known() -> None:
    unknown: dict[str, Any] = {
        name: np.full((4, 2, 3), np.nan)
        for name in ("accuracy", "moved_parameters", "moved_features", "old_accuracy")
    }
    early = frame(
        **unknown,
        step=10,
        mean_accuracy=np.full((4, 2), np.nan),
        spread=np.full((4, 2), np.nan),
        apart=np.zeros((4, 4, 2), int),
        old_before=np.nan,
    )
    assert transfer(SPEC, early).sentences == ("Pretraining on the digits 0-4: step 10 of 20.",)


@pytest.fixture
def gauge(qtbot: Any) -> TransferGauge:
    made = TransferGauge()
    qtbot.addWidget(made)
    trunk = Trunk("head alone", QColor("#009e73"), 0.0, 0.85, 0.99, 0.403)
    made.show_trunks([trunk])
    made.resize(440, made.sizeHint().height())
    return made


def test_the_gauge_keeps_room_for_its_numbers(gauge: TransferGauge) -> None:
    extent = gauge.fontMetrics().horizontalAdvance
    for width, whole in ((440, True), (210, False)):
        gauge.resize(width, gauge.height())
        places, has_room = gauge.columns()
        assert has_room == whole
        texts = gauge.shown[0].texts(whole=whole)
        assert texts[2] == ("99 % → 40.3 %" if whole else "40.3 %")
        for (_, wide), text in zip(places[1:], texts, strict=True):
            assert extent(text) <= wide + 1
        assert places[-1][0] + places[-1][1] <= width
    gauge.grab()


def test_a_bar_is_as_long_as_its_share_and_what_is_pinned_stays_as_a_line(
    gauge: TransferGauge,
) -> None:
    def colored(color: str) -> int:
        image = gauge.grab().toImage().scaled(gauge.size())
        height = image.height() - 15  # within the bars of the last row
        wanted = QColor(color).rgb()
        return sum(image.pixel(x, height) == wanted for x in range(image.width()))

    (_, _, features, old), _ = gauge.columns()
    filled = 0.85 * features[1] + 0.403 * old[1]
    assert colored("#009e73") == pytest.approx(filled, abs=4)
    gauge.pin()
    gauge.show_trunks([replace(gauge.shown[0], features=0.0, after=0.99)])
    (_, _, _, old), _ = gauge.columns()
    assert colored("#009e73") == pytest.approx(0.99 * old[1], abs=6)
    assert gauge.ghost[0].features == 0.85
    (told,) = gauge.tables()
    assert [float(values[0]) for _, values in told.columns[1:]] == [0.0, 0.0, 0.99]


def test_accuracy_losses_and_gauge_show_the_frame_and_a_click_chooses(show, still) -> None:
    panel = show(NetworksPanel, still, LENET)
    panel.show_page("transfer")
    frames.deliver(panel, "transfer", frame(), SPEC)
    pictures = panel.transfer.widget
    x, y = pictures.accuracy.curves[0].getOriginalDataset()
    assert x.tolist() == [2, 100]
    np.testing.assert_allclose(y, [30, 90])
    _, dots = pictures.accuracy.curves[1].getOriginalDataset()
    assert sorted(dots.round(1)) == [28, 30, 32, 88, 90, 92]
    assert pictures.note.text().startswith("Right: 100 examples")
    click(pictures.accuracy.picture.viewport(), in_chart(pictures.accuracy, np.log10(3)))
    assert pictures.note.text().startswith("Right: 2 examples")
    np.testing.assert_allclose(pictures.loss.curves[0].getOriginalDataset()[1][0], 2)
    assert [one.name for one in pictures.gauge.shown] == [
        *("from scratch", "head on a random trunk", "head alone", "fine-tuned")
    ]
    panel.retheme()
    panel.grab()


def test_what_is_pretrained_is_seen_before_anything_is_reused(show, still) -> None:
    panel = show(NetworksPanel, still, LENET)
    panel.show_page("transfer")
    unknown = np.full((4, 2, 3), np.nan)
    early = frame(step=10, accuracy=unknown, mean_accuracy=unknown[..., 0], old_before=np.nan)
    early = replace(early, pretraining_loss=np.linspace(2, 1, 10))
    frames.deliver(panel, "transfer", early, SPEC)
    pictures = panel.transfer.widget
    assert pictures.note.text() == "First the digits 0-4"
    (curve,) = pictures.loss.curves
    np.testing.assert_allclose(curve.getOriginalDataset()[1], np.linspace(2, 1, 10))


def test_reuse_as_a_person_uses_it(show, compute, settled) -> None:
    panel = show(NetworksPanel, compute, LENET)
    small = {"ways": "head", "samples_per_class": "2", "steps": 10, "pretraining": 20, "seeds": 2}
    panel.book.specs = {**panel.specs, "transfer": panel.specs["transfer"].adapt(**small)}
    heard = listen(panel.jobs["transfer"])
    open_page(panel, "Reuse")
    settled(panel)
    assert heard[-1].step == heard[-1].total == 20 + 2 * 10
    form, pictures = panel.forms["transfer"], panel.transfer.widget
    assert table(pictures.reading)[0][0] == "head alone"
    assert heard[-1].moved_features.max() == 0

    # Typed examples, another mode of BN by the keyboard, another way by the mouse.
    type_into(form.control("samples_per_class").edit, "1, 4")
    settled(panel)
    assert heard[-1].samples_per_class.tolist() == [1, 4]
    QTest.keyClick(form.control("bn_mode").combo, Qt.Key.Key_Down)
    settled(panel)
    assert heard[-1].moved_features.min() > 0
    assert heard[-1].moved_parameters.max() == 0
    assert "Frozen without eval()" in pictures.reading.sentences.text()
    (box,) = (b for b in form.control("ways").boxes.values() if b.text() == "fine-tuned")
    toggle(box)
    settled(panel)
    assert heard[-1].ways == ("head", "fine_tune")

    # What makes no sense is said under its field.
    type_into(form.control("samples_per_class").edit, "0")
    assert form.error("samples_per_class")
    type_into(form.control("samples_per_class").edit, "1")
    settled(panel)
    assert not form.error("samples_per_class")
    before = len(heard)
    click(pictures.button, pictures.button.rect().center())
    settled(panel)
    assert len(heard) > before
