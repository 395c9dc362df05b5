"""How the values of a field become colors, and which points of its contour lines are joined."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor

from app import theme
from app.widgets.field import Categories, Contours, Scale
from tests.app.widgets.fields import loss_field

NOTHING = np.zeros((1, 1))


@pytest.fixture(params=theme.THEMES)
def now(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> theme.Theme:
    chosen = theme.THEMES[request.param]
    monkeypatch.setattr(theme, "_current", chosen)
    return chosen


def rgb(color: str) -> list[int]:
    return list(QColor(color).getRgb()[:3])  # type: ignore[index]


def test_a_named_map_begins_at_0_and_ends_at_1() -> None:
    places = np.array([[0.0, 0.5, 1.0, -3.0, 7.0]])
    pixels = Scale(places, colors="viridis").pixels(NOTHING)
    table = pg.colormap.get("viridis").getLookupTable(0.0, 1.0, 256)
    np.testing.assert_array_equal(pixels[0, :, :3], table[[0, 128, 255, 0, 255]])
    assert (pixels[..., 3] == 255).all()


def test_the_themes_map_is_drawn_as_pyqtgraph_draws_it(now: theme.Theme) -> None:
    """To the last bit: another rounding would give a step of the map another width."""
    places = np.random.default_rng(0).random((40, 60)).astype(np.float32)
    item = pg.ImageItem(places, levels=now.field_levels, axisOrder="row-major")
    item.setColorMap(pg.colormap.get(now.field))
    item.render()
    image = item.qimage.convertToFormat(item.qimage.Format.Format_RGBA8888)
    theirs = np.frombuffer(image.constBits(), np.uint8).reshape(40, image.bytesPerLine() // 4, 4)
    np.testing.assert_array_equal(Scale(places).pixels(NOTHING), theirs[:, :60])


def test_what_has_no_place_is_a_hole_and_what_is_beyond_has_its_own_color() -> None:
    scale = Scale(np.array([[np.nan, np.inf, 0.0]]), colors="viridis", beyond="#123456")
    hole, beyond, lowest = scale.pixels(NOTHING)[0]
    assert hole[3] == 0
    assert beyond.tolist() == [*rgb("#123456"), 255]
    assert lowest[3] == 255
    assert lowest[:3].tolist() != rgb("#123456")


def test_each_number_has_its_color_and_those_without_one_are_holes() -> None:
    values = np.array([[0, 5, -1], [7, -9, 0]], np.int16)
    pixels = Categories({5: "#ff0000", 0: "#00ff00", -1: "#0000ff"}).pixels(values)
    told = {
        (int(v)): p.tolist() for v, p in zip(values.ravel(), pixels.reshape(-1, 4), strict=True)
    }
    assert told[5] == [255, 0, 0, 255]
    assert told[0] == [0, 255, 0, 255]
    assert told[-1] == [0, 0, 255, 255]
    assert told[7][3] == told[-9][3] == 0


def test_a_weak_color_stands_out_less_from_the_ground(now: theme.Theme) -> None:
    strength = np.array([[1.0, 0.5, 0.0]])
    full, half, none = Categories({1: "#ff0000"}, strength).pixels(np.ones((1, 3)))[0]
    ground = rgb(now.picture)
    assert full[:3].tolist() == [255, 0, 0]
    assert none[:3].tolist() == ground
    np.testing.assert_allclose(half[:3], (np.array([255, 0, 0]) + ground) / 2, atol=1)
    assert (full[3], half[3], none[3]) == (255, 255, 255)


def test_contour_lines_end_where_the_next_begins() -> None:
    contours = loss_field().contours
    assert contours.joined.tolist() == [1, 1, 0, 1, 0]
    assert contours.lines.tolist() == [1, 1, 1, 2, 2]
    assert Contours().joined.tolist() == []
