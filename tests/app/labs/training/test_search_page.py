"""The page on searching: what stands under the pointer, and what is said of the range test."""

from __future__ import annotations

import numpy as np

from app.labs.training.panel import TrainingPanel
from app.labs.training.search_readings import search
from core.diagnosis.search import DECAYS, RATES, SearchFrame, SearchSpec
from tests.app import frames
from tests.cases.diagnosis import fit as made

SPEC = SearchSpec(budget=4, repetitions=2, ways="grid, random")


def frame() -> SearchFrame:
    """A map with one cell that diverged and a corner that is not trained yet, made by hand."""
    losses = np.full((RATES, DECAYS), 0.5)
    losses[-1, -1], losses[0] = np.inf, np.nan
    best = np.array([[[2.0, 1.0, 0.6, 0.6], [1.0, 0.9, 0.9, 0.4]], [[3.0, 0.5, 0.5, 0.3]] * 2])
    return SearchFrame(
        step=5,
        total=9,
        rates=np.geomspace(1e-4, 10, RATES),
        decays=np.geomspace(1e-8, 1e-2, DECAYS),
        map=losses,
        ways=("grid", "random"),
        points=np.full((2, 4, 2), 1e-3),
        losses=np.full((2, 4), 0.6),
        best=best,
        random_wins=1.0,
        rate_explains=0.9,
        best_rate=0.1,
        tested_rates=np.geomspace(1e-5, 1, 9),
        tested_losses=np.linspace(2, 1, 9),
        readings=np.array([0.01, 0.2, 1e-5]),
    )


def test_the_map_says_of_a_cell_what_is_known(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("search")
    frames.deliver(panel, "search", frame(), SPEC)
    shown = panel.search.widget.map
    assert shown.under(DECAYS - 1, RATES - 1).endswith("diverged")
    assert shown.under(0, 0).endswith("not trained yet")
    assert shown.under(0, 5).endswith("test loss 0.5")
    assert len(shown.tables()) == 3


def test_the_reading_tells_the_ways_apart_and_how_far_off_the_range_test_is():
    reading = search(SPEC, frame())
    text = " ".join(reading.sentences)
    assert "grid 0.5; random 0.3" in text
    assert "in 100 % of the searches" in text
    assert "minimum/10 -1, steepest by log η +0.3, by η -4" in text
    assert reading.rows[0][:3] == ("grid", "2", "0.5")


def test_the_projection_is_chosen_from_a_list(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("search")
    frames.deliver(panel, "search", frame(), SPEC)
    pictures = panel.search.widget
    assert pictures.rate.isVisible()
    pictures.against.setCurrentIndex(1)
    assert pictures.decay.isVisible()
    assert not pictures.rate.isVisible()
