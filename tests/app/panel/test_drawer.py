"""Controls fold away where pictures need the room, and when a person wants it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import theme
from app.labs.normalization.panel import NormalizationPanel
from app.labs.panels import PANELS
from app.panel.drawer import LEAST
from core.experiments import MAIN
from tests.cases.case import case
from tests.cases.normalization import normalization as norms

CLASSES: dict[str, Any] = {entry.key: entry.load() for entry in PANELS}


@pytest.fixture
def panel(show, still):
    return show(NormalizationPanel, still, norms.SPEC)


def test_pictures_that_have_no_room_get_that_of_the_controls(panel):
    column = panel.forms.column
    assert column.isVisible()
    assert not panel.drawer.button.isChecked()
    panel.resize(640, 800)
    assert not column.isVisible()
    assert panel.drawer.button.isChecked()
    assert panel.page.widget.width() > LEAST
    panel.resize(1280, 800)
    assert column.isVisible()


def test_larger_text_needs_more_room(panel, qapp):
    panel.resize(840, 800)
    assert panel.forms.column.isVisible()
    theme.install(qapp, "light", larger=True)
    try:
        panel.retheme()
        assert not panel.forms.column.isVisible()
    finally:
        theme.install(qapp, "light")
    panel.retheme()
    assert panel.forms.column.isVisible()


def test_a_button_folds_and_opens_and_what_was_said_stays(panel):
    panel.drawer.button.click()
    assert not panel.forms.column.isVisible()
    panel.resize(1600, 800)
    assert not panel.forms.column.isVisible()
    panel.drawer.button.click()
    assert panel.forms.column.isVisible()
    assert panel.drawer.wanted is None


def test_where_there_is_no_room_they_open_over_the_pictures(panel):
    panel.resize(640, 800)
    QApplication.processEvents()
    before = panel.page.widget.size()
    panel.drawer.button.click()
    column = panel.forms.column
    assert column.isVisible()
    assert panel.page.widget.size() == before
    assert column.width() >= column.LEAST
    top = column.mapTo(panel, column.rect().topLeft())
    assert panel.childAt(top.x() + 40, top.y() + 40) is not None
    assert column.isAncestorOf(panel.childAt(top.x() + 40, top.y() + 40))
    panel.drawer.button.click()
    assert not column.isVisible()
    panel.resize(1280, 800)
    assert column.isVisible()
    assert panel.page.widget.x() >= 0


@pytest.mark.parametrize("key", list(CLASSES))
def test_two_panels_fit_side_by_side_into_1280_pixels(show, still, key):
    panel = show(CLASSES[key], still, case(MAIN[key]).panel)
    for page in panel.pages:
        panel.show_page(page.key)
        assert panel.minimumSizeHint().width() <= (1280 - 140) // 2, page.key


def test_sliders_are_longer_where_there_is_room(panel):
    slider = panel.form.control("eps").slider
    usual = slider.width()
    assert usual > 240
    panel.resize(1900, 900)
    QApplication.processEvents()
    assert slider.width() > usual + 60
