"""A picture of any size holds what the screen holds, though a larger one is drawn otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainterPath
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.export import trim
from app.export.drawing import Sketch
from app.export.svg import bake
from app.export.vectors import vectors
from app.job import ComputeThread
from app.labs.activations.panel import ActivationsPanel
from app.labs.descent.panel import DescentPanel
from app.panel.panel import Panel
from app.widgets.exhibit import Exhibit, exhibits
from core.descent.descent import DescentSpec
from core.signals.activations import ActivationsSpec
from tests.patience import SOON

Pixels = np.ndarray[Any, Any]

SVG = "{http://www.w3.org/2000/svg}"
BLOCK = 8
OTHER = 32
"""The difference of a channel from which on a block shows something else."""


def shown(qtbot: QtBot, panel: Panel, spec: Any) -> Panel:
    qtbot.addWidget(panel)
    panel.set_spec(spec)
    panel.resize(1280, 800)
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)
    panel.player.show_end()
    return panel


@pytest.fixture
def diverging(qtbot: QtBot, compute: ComputeThread) -> Iterator[Any]:
    """Eight methods on Himmelblau's function, of which three run away."""
    spec = DescentSpec(surface="himmelblau", learning_rate=0.05)
    panel = shown(qtbot, DescentPanel(compute.worker), spec)
    yield panel
    panel.hide()


def screen(widget: QWidget) -> Pixels:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def file(widget: QWidget, size: QSize) -> Pixels:
    """The picture of a file of that size, brought to the screen's size."""
    sketch = Sketch(widget, size)
    assert list(sketch.turns())
    picture = sketch.finish()
    assert picture.size == (size.width(), size.height())
    there = picture.resize((widget.width(), widget.height()), Image.Resampling.BOX)
    return np.asarray(there).astype(int)


def blocks(pixels: Pixels) -> Pixels:
    """The mean color of each block of 8 x 8 pixels: how a line is smoothed makes no difference
    to it."""
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    whole = pixels[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(whole.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3)))


def assert_alike(widget: QWidget) -> None:
    """A picture one pixel larger, and one of twice the size, show what the screen shows."""
    on_screen = blocks(screen(widget))
    for larger in (widget.size() + QSize(1, 1), widget.size() * 2):
        apart = np.abs(blocks(file(widget, larger)) - on_screen).max(axis=2)
        assert (apart > OTHER).mean() < 0.002, larger


def test_paths_that_diverge_are_in_a_picture_of_any_size(diverging: Any) -> None:
    assert_alike(diverging.surface.widget)


def test_what_is_zoomed_in_ends_at_the_axes(diverging: Any, qapp: Any) -> None:
    """Qt's reader of SVG knows no clip paths, and drew curves and colors over the axes."""
    surface = diverging.surface.widget
    surface.plot.getViewBox().setRange(QRectF(1.5, 1.0, 0.5, 0.5), padding=0)
    loss = diverging.charts.loss
    loss.picture.show_range(x=(20, 60), y=(-3, 1))
    qapp.processEvents()
    assert_alike(surface)
    assert_alike(loss)


def test_hatched_holes_and_marks_are_in_a_picture_of_any_size(diverging: Any, qtbot: QtBot) -> None:
    spec = diverging.specs["basins"].replace(learning_rate=0.02, resolution=64)
    diverging.set_specs({**diverging.specs, "basins": spec})
    diverging.show_page("basins")
    qtbot.waitUntil(lambda: not diverging.busy, timeout=SOON)
    basins = exhibits(diverging)[0]
    hole = QColor(theme.current().hole)
    found = np.abs(screen(basins) - (hole.red(), hole.green(), hole.blue())).max(axis=2) == 0
    assert found.mean() > 0.02
    assert_alike(basins)


def test_histograms_are_in_a_picture_of_any_size(qtbot: QtBot, compute: ComputeThread) -> None:
    spec = ActivationsSpec(depth=4, width=64, samples=128)
    panel: Any = shown(qtbot, ActivationsPanel(compute.worker), spec)
    for widget in exhibits(panel)[:2]:
        assert_alike(widget)
    panel.hide()


def places(document: bytes) -> Pixels:
    """[n, 2] the points of an SVG's shapes and pictures, in its own coordinates."""
    found = []
    for element in ElementTree.fromstring(document).iter():
        kind = element.tag.removeprefix(SVG)
        if kind in ("path", "polyline"):
            pairs = re.findall(r"(-?[\d.]+(?:e[-+]?\d+)?),(-?[\d.]+(?:e[-+]?\d+)?)",
                               element.get("d", "") + element.get("points", ""))  # fmt: skip
            points = np.array(pairs, float).reshape(-1, 2)
        elif kind in ("rect", "image"):
            x, y, w, h = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            points = np.array([[x, y], [x + w, y + h]])
        else:
            continue
        matrix = element.get("transform")
        if matrix:
            a, b, c, d, e, f = (float(part) for part in matrix[7:].split(")")[0].split(","))
            points = points @ np.array([[a, b], [c, d]]) + np.array([e, f])
        found.append(points)
    return np.concatenate(found)


def test_coordinates_of_an_svg_stay_near_its_view_box(diverging: Any, qapp: Any) -> None:
    """Readers drop what is too far outside, or bend it."""
    surface = diverging.surface.widget
    for zoom in (None, QRectF(1.5, 1.0, 0.5, 0.5)):
        if zoom is not None:
            surface.plot.getViewBox().setRange(zoom, padding=0)
            qapp.processEvents()
        for widget in exhibits(diverging):
            if not (isinstance(widget, Exhibit) and widget.has_vectors):
                continue
            points = places(bake(vectors(widget)))
            size = np.array([widget.width(), widget.height()])
            assert (points >= -0.5 * size).all(), widget
            assert (points <= 1.5 * size).all(), widget


def test_after_an_export_the_screen_shows_what_it_showed(diverging: Any, qapp: Any) -> None:
    surface = diverging.surface.widget
    surface.plot.getViewBox().setRange(QRectF(1.5, 1.0, 0.5, 0.5), padding=0)
    qapp.processEvents()
    before = screen(surface)
    vectors(surface)
    surface.plot.getViewBox().setRange(QRectF(-5, -5, 10, 10), padding=0)
    qapp.processEvents()
    screen(surface)
    surface.plot.getViewBox().setRange(QRectF(1.5, 1.0, 0.5, 0.5), padding=0)
    qapp.processEvents()
    assert (screen(surface) == before).mean() > 0.999


def test_a_line_is_cut_where_it_leaves_a_box_and_goes_on_where_it_comes_back() -> None:
    path = QPainterPath()
    for k, point in enumerate([(0.5, 0.5), (0.5, 3.0), (0.8, 0.0), (0.9, 0.2), (9.0, 9.0)]):
        (path.lineTo if k else path.moveTo)(*point)
    cut = trim.line(path, QRectF(0, 0, 1, 1))
    parts = [[(p.x(), p.y()) for p in part.toList()] for part in cut.toSubpathPolygons()]
    assert len(parts) == 2
    np.testing.assert_allclose(parts[0], [(0.5, 0.5), (0.5, 1.0)])
    np.testing.assert_allclose(
        parts[1], [(0.7, 1.0), (0.8, 0.0), (0.9, 0.2), (0.9 + 0.1, 0.2 + 0.1 * 8.8 / 8.1)]
    )
    assert trim.line(path, QRectF(20, 20, 1, 1)).isEmpty()
    assert trim.line(QPainterPath(), QRectF(0, 0, 1, 1)).isEmpty()
