"""Screens with more pixels: everything is drawn in them, and not enlarged; nothing is cut off."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPen, QPixmapCache
from PySide6.QtWidgets import QApplication

from app.application import CACHE_KB
from app.widgets.chart import Chart
from app.widgets.icons import SIZES, icon
from app.widgets.picture import Picture

ROOT = Path(__file__).resolve().parents[2]
SCALES = (1.25, 1.5, 2.0)
DETAIL = 24.0
"""Levels of 255: what is enlarged from a plain screen's pixels differs by 1 or 2 from itself."""


@cache
def drawn(key: str, scale: float) -> Any:
    """What sharp.py measured."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.sharp", key],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": str(scale), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("key", ["descent", "activations", "normalization"])
def test_everything_is_drawn_in_the_screens_own_pixels(key):
    found = drawn(key, 2.0)
    assert found["ratio"] == 2
    assert found["panel"]["logical"] == [1280, 800]
    assert found["panel"]["pixels"] == [2560, 1600]
    kinds = {widget["kind"] for widget in found["widgets"]}
    assert {"IconButton", "FormulaView"} <= kinds
    assert len(found["widgets"]) >= 5
    for widget in found["widgets"]:
        assert widget["pixels"] == [2 * side for side in widget["logical"]]
        assert widget["lost"] > DETAIL, widget


@pytest.mark.parametrize("scale", SCALES)
def test_lines_are_as_wide_as_on_a_plain_screen(scale):
    found = drawn("descent", scale)
    assert found["widths"]
    assert set(found["widths"]) == {scale}
    for pixels, logical in found["swatches"]:
        assert logical == pytest.approx([22, 14], abs=1)
        assert pixels[0] == pytest.approx(22 * scale, abs=1)


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_off_at_any_scale(scale):
    assert drawn("descent", scale)["clipped"] == []


def test_a_window_that_goes_to_a_sharper_screen(qtbot, monkeypatch):
    chart = Chart("x", "y")
    qtbot.addWidget(chart)
    chart.set_series(["a"], [QPen(QColor("red"), 2)])
    assert chart.curves[0].opts["pen"].widthF() == 2
    monkeypatch.setattr(Picture, "devicePixelRatioF", lambda self: 2.0)
    QApplication.sendEvent(chart.picture, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert chart.curves[0].opts["pen"].widthF() == 4
    assert chart._pens[0].widthF() == 2, "what the legend and the next change go by"


def test_an_icon_has_pixels_of_its_own_for_every_size(qapp):
    sizes = {size.width() for size in icon("pin.svg").availableSizes()}
    assert sizes == set(SIZES)
    for size in (16, 24, 48):
        assert icon("pin.svg").pixmap(size, size).width() == size
        assert icon("pin.svg").pixmap(QSize(size, size), 2.0).width() == 2 * size


def test_pictures_that_are_kept_as_pixels_have_room(qapp):
    """A window of 1920 x 1080 at twice the pixels keeps some thirty layers of half its size."""
    assert QPixmapCache.cacheLimit() == CACHE_KB
    assert CACHE_KB * 1024 > 15 * 1920 * 1080 * 4 * 2
