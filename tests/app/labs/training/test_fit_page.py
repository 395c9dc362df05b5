"""The page on training and test error: a size is chosen by a click, and its numbers are told."""

from __future__ import annotations

import math

from app.labs.training.fit_readings import fit
from app.labs.training.panel import TrainingPanel
from core.diagnosis.fit import FitSpec
from tests.app import frames
from tests.app.hands import click
from tests.app.panels import on_screen
from tests.cases.diagnosis import fit as made


def test_a_click_in_the_chart_chooses_a_number_of_features(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("fit")
    frames.deliver(panel, "fit", made.frame())
    chart = panel.fit.widget.errors
    for size in (100, 30):
        click(chart.picture.viewport(), on_screen(chart.picture, math.log10(size), 0.5))
        assert abs(panel.spec.features / size - 1) < 0.1


def test_the_reading_says_where_the_error_peaks_and_where_the_net_was_best():
    reading = fit(made.SPEC, made.frame())
    text = " ".join(reading.sentences)
    assert "No peak" in text
    assert "training loss 2.3, test loss 1.4" in text, "it goes on, so no lowest loss is told"
    assert reading.rows[0][0] == "1"
    assert reading.rows[0][-1] == "–"


def test_a_penalty_is_a_curve_of_its_own(show, still):
    spec = FitSpec(samples=20, seeds=1, decay=0.1)
    panel = show(TrainingPanel, still, spec)
    panel.show_page("fit")
    frames.deliver(panel, "fit", made.frame())
    assert len(panel.fit.widget.net.curves) == 3
    assert "told apart" not in panel.fit.widget.reading.sentences.text()
