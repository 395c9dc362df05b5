"""Pictures of fields that no lab has made: what is drawn is the field, whatever it is of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets.field import Categories, Contours, Field, Mark, Scale
from app.widgets.field_picture import FieldPicture
from app.widgets.map_picture import MapPicture
from app.widgets.path_picture import PathPicture, until_left
from app.widgets.pens import series_pen
from app.widgets.relief import HEIGHT, LIFT, Relief
from app.widgets.solid_signs import isolines, rungs, signs
from app.widgets.surface_3d import Surface3D
from tests.app.hands import double_click, wheel
from tests.app.widgets.fields import ALPHA, BETA, loss_field
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton


Show = Callable[[QWidget], None]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """In another widget, as always: what a picture does not take of the mouse goes on to it."""
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(420, 320)

    def shown(widget: QWidget) -> None:
        widget.setParent(holder)
        widget.resize(holder.size())
        with qtbot.waitExposed(holder, timeout=SOON):
            holder.show()

    yield shown
    holder.hide()


@pytest.fixture
def picture(show: Show) -> PathPicture:
    made = PathPicture("α", "β")
    show(made)
    made.set_field(loss_field())
    made.grab()
    return made


def seen(picture: FieldPicture) -> list[float]:
    (left, right), (bottom, top) = picture.plot.viewRange()
    return [left, right, bottom, top]


def place(picture: FieldPicture, x: float, y: float) -> QPoint:
    scene = picture.plot.getViewBox().mapViewToScene(QPointF(x, y))
    found: QPoint = picture.mapFromScene(scene)
    return found


def test_each_pixel_lies_around_its_point(picture: PathPicture) -> None:
    image = picture.image
    rect = image.mapRectToParent(image.boundingRect())
    assert (rect.left(), rect.right()) == pytest.approx((-1.125, 1.125))
    assert (rect.top(), rect.bottom()) == pytest.approx((-0.75, 1.75))
    holes = image.image[..., 3] == 0
    np.testing.assert_array_equal(holes, np.isnan(loss_field().values))


def test_the_first_field_is_shown_whole_and_a_zoom_is_kept_while_it_is_the_same(
    picture: PathPicture,
) -> None:
    whole = [-1, 1, -0.5, 1.5]
    assert seen(picture) == pytest.approx(whole)
    picture.plot.setRange(xRange=(0, 0.5), yRange=(0, 0.5), padding=0)
    picture.set_field(loss_field())
    assert seen(picture) == pytest.approx([0, 0.5, 0, 0.5])
    picture.set_field(loss_field("another net"))
    assert seen(picture) == pytest.approx(whole)


def test_a_single_row_is_a_band(picture: PathPicture) -> None:
    field = loss_field("a line")
    row = field.values[:1]
    picture.set_field(dataclasses.replace(field, y=np.zeros(1), values=row, shades=Scale(row / 4)))
    assert seen(picture) == pytest.approx([-1, 1, -0.25, 0.25])


def test_a_hand_is_held_at_the_edge_of_the_field(picture: PathPicture, qtbot: QtBot) -> None:
    told: list[QPointF] = []
    picture.dragged.connect(told.append)
    picture.plot.setRange(xRange=(-3, 3), yRange=(-3, 3), padding=0)
    QTest.mouseClick(picture.viewport(), LEFT, pos=place(picture, 2.5, 0.5))
    assert (told[-1].x(), told[-1].y()) == pytest.approx((1, 0.5), abs=0.05)
    QTest.mouseClick(picture.viewport(), LEFT, pos=place(picture, 0.0, -2.0))
    assert (told[-1].x(), told[-1].y()) == pytest.approx((0, -0.5), abs=0.05)


def test_a_mark_lies_where_it_is(picture: PathPicture) -> None:
    x, y = picture.points.getData()
    assert (x.tolist(), y.tolist()) == ([0], [0])
    assert picture.points.points()[0].data() == "where training ended"


def test_the_tables_are_called_as_the_field_and_the_axes_are(picture: PathPicture) -> None:
    picture.set_paths([series_pen(0)], ["SGD"])
    picture.show_paths(np.zeros((1, 3, 2)), 2)
    paths, values, lines = picture.tables()
    assert [name for name, _ in paths.columns] == ["step", "SGD, α", "SGD, β"]
    assert values.title == "loss"
    assert values.columns[0][0] == "β \\ α"
    np.testing.assert_array_equal(values.columns[1][1], loss_field().values[:, 0])
    assert [name for name, _ in lines.columns] == ["line", "α", "β"]


def test_paths_pinned_on_another_field_have_no_meaning(picture: PathPicture) -> None:
    picture.set_paths([series_pen(0)])
    picture.show_paths(np.array([[(-1.0, 1.0), (0.0, 0.5), (0.5, 0.0)]]), 2)
    assert picture.pin()
    assert picture.ghost_shown
    picture.set_field(loss_field("another net"))
    assert not picture.ghost_shown


def test_a_map_shows_every_pixel_whole_and_tells_of_clicks(show: Show) -> None:
    field = loss_field()
    kinds = np.where(np.isnan(field.values), 9, (field.values > 1).astype(int))
    shades = Categories({0: "#ff0000", 1: "#00ff00"})
    made = MapPicture("α", "β")
    show(made)
    made.set_field(Field(ALPHA, BETA, kinds, shades))
    made.grab()
    assert seen(made.picture) == pytest.approx([-1.125, 1.125, -0.75, 1.75])
    assert (made.image.image[..., 3] == 0).sum() == 1
    told: list[tuple[float, float]] = []
    made.clicked.connect(lambda x, y: told.append((x, y)))
    QTest.mouseClick(made.picture.viewport(), LEFT, pos=place(made.picture, 0.5, 1.0))
    assert told == [pytest.approx((0.5, 1.0), abs=0.02)]


def test_a_map_has_the_very_colors_of_its_legend(show: Show) -> None:
    """Left to itself pyqtgraph stretches an image's channels from its lowest to its highest."""
    made = MapPicture()
    show(made)
    kinds = np.zeros((5, 9))
    kinds[2:] = 1
    made.set_field(Field(ALPHA, BETA, kinds, Categories({0: "#405060", 1: "#8090a0"})))
    seen = made.picture.grab().toImage()
    for beta, color in ((-0.5, "#405060"), (1.0, "#8090a0")):
        assert seen.pixelColor(place(made.picture, 0.5, beta)).name() == color


def test_a_relief_has_a_gap_where_there_is_a_hole_and_paths_lie_on_it() -> None:
    field = loss_field()
    assert isinstance(field.shades, Scale)
    relief = Relief(field, field.shades)
    assert relief.vertexes.shape == (45, 3)
    assert relief.colors.shape == (45, 4)
    assert len(relief.faces) == 2 * (8 * 4 - 1), "one square has a corner without a height"
    corner = relief.places(np.array([(-1.0, -0.5)]))[0]
    height = HEIGHT * field.shades.places[0, 0]
    np.testing.assert_allclose(corner, (-1, -1, height + LIFT), rtol=1e-6)


def test_in_three_dimensions_a_field_of_categories_is_none(qtbot: QtBot) -> None:
    solid = Surface3D(("α", "β", "loss"))
    qtbot.addWidget(solid)
    told: list[int] = []
    solid.ghost_changed.connect(lambda: told.append(1))
    solid.set_field(Field(ALPHA, BETA, np.zeros((5, 9)), Categories({0: "#ff0000"})))
    assert not told
    solid.set_field(loss_field())
    assert told


def bowl(**options: Any) -> Field:
    """Circles around (0, 0) on a domain twice as wide as high."""
    x, y = np.linspace(-2, 2, 41), np.linspace(-1, 1, 21)
    values = x[None, :] ** 2 + y[:, None] ** 2
    turn = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    scale = Scale(values / 5, ticks=((0.0, 0.0), (0.2, 1.0), (1.0, 5.0)), said="linear")
    contours = Contours(0.95 * circle, np.array([0]), np.array([0.9025]))
    return Field(x, y, values, scale, contours, **options)


@pytest.mark.parametrize("size", [(420, 320), (300, 700), (900, 240)])
def test_in_equal_units_a_circle_is_round_and_the_field_fills_its_plot(
    show: Show, size: tuple[int, int], qtbot: QtBot
) -> None:
    made = PathPicture()
    show(made)
    made.resize(*size)
    made.set_field(bowl(of="bowl", equal_units=True))
    made.grab()
    width, height = made.plot.getViewBox().viewPixelSize()
    assert width == pytest.approx(height, rel=1e-6)
    assert seen(made) == pytest.approx([-2, 2, -1, 1], rel=0.03), "no white beside the field"
    made.set_equal(False)
    made.grab()
    width, height = made.plot.getViewBox().viewPixelSize()
    assert width != pytest.approx(height, rel=0.05)
    assert seen(made) == pytest.approx([-2, 2, -1, 1])


def test_a_field_says_its_scale_beside_it(show: Show) -> None:
    made = FieldPicture()
    show(made)
    made.set_field(bowl(marks=(Mark("saddle", 0.0, 0.0, "pass"),)))
    made.grab()
    bar = made.surround.bar
    assert bar.isVisible()
    assert dict(bar.numbers()) == {0.0: "0", 0.2: "1", 1.0: "5"}
    assert "linear" in made.surround.legend.text
    assert "× pass" in made.surround.legend.text
    made.resize(700, 200)
    assert bar.upright, "where there is more room beside the plot"
    made.set_field(dataclasses.replace(bowl(), shades=Categories({0: "#ff0000"})))
    assert not bar.isVisible()


def test_a_contour_line_has_its_number_where_it_is_in_sight(picture: PathPicture) -> None:
    picture.set_field(bowl(of="bowl"))
    picture.grab()
    ((at, text),) = picture.numbers.placed()
    assert text == "0.902"
    assert np.hypot(at.x(), at.y()) == pytest.approx(0.95, abs=0.01), "on its line"
    picture.plot.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0)
    ((at, _),) = picture.numbers.placed()
    assert 0 < at.x() < 1
    assert 0 < at.y() < 1
    picture.plot.setRange(xRange=(1.5, 2.0), yRange=(0.5, 1.0), padding=0)
    assert picture.numbers.placed() == []


def test_a_path_that_leaves_for_good_ends_at_the_edge_and_one_that_returns_does_not() -> None:
    domain = ((-1.0, 1.0), (-1.0, 1.0))
    swings = np.array([(0.0, 0.5), (0.0, -0.5), (0.0, 3.0), (0.0, -20.0), (np.nan, np.nan)])
    drawn, edge = until_left(swings, domain)
    np.testing.assert_array_equal(drawn, [(0, 0.5), (0, -0.5), (0, 1.0)])
    assert edge == 3
    drawn, edge = until_left(np.array([(0.0, 0.0), (-2.0, 0.1), (0.5, 0.0)]), domain)
    assert (len(drawn), edge) == (3, None)


def test_a_hidden_path_is_neither_drawn_nor_pointed_at(picture: PathPicture) -> None:
    positions = np.array([[(-0.5, 0.5), (0.5, 0.5)], [(-0.5, 1.0), (0.5, 1.0)]])
    picture.set_paths([series_pen(0), series_pen(1)])
    picture.hide_paths({1})
    picture.show_paths(positions, 1)
    assert [path.isVisible() for path in picture.paths] == [True, False]
    assert len(picture.heads.points()) == 1
    assert picture.nearest(positions, 1, QPointF(0.5, 1.0)) is None
    picture.hide_paths(())
    picture.show_paths(positions, 1)
    assert picture.nearest(positions, 1, QPointF(0.5, 1.0)) == (1, 1)


def test_a_double_click_takes_back_what_its_first_click_moved(
    picture: PathPicture, every_move: None
) -> None:
    told: list[str] = []
    picture.gesture_began.connect(lambda: told.append("began"))
    picture.dragged.connect(lambda point: told.append("moved"))
    picture.gesture_taken_back.connect(lambda: told.append("taken back"))
    picture.gesture_ended.connect(lambda: told.append("ended"))
    double_click(picture.viewport(), place(picture, 0.5, 0.5))
    assert told == ["began", "moved", "taken back", "ended"]


def test_in_three_dimensions_signs_contours_and_numbers_are_those_from_above() -> None:
    field = bowl(marks=(Mark("saddle", 0.5, 0.0, "pass"), Mark("maximum", -0.5, 0.5, "top")))
    assert isinstance(field.shades, Scale)
    relief = Relief(field, field.shades)
    strokes = signs(field.marks, relief)
    assert len(strokes) == 4 + 6, "a cross has two strokes, a triangle three"
    lines = isolines(field.contours, relief)
    np.testing.assert_allclose(lines[:, 2], HEIGHT * 0.9025 / 5 + LIFT, atol=0.02)
    texts = [text for _, text in rungs(field.shades, "f")]
    assert texts == ["0", "1", "f = 5, linear"]


def test_what_is_seen_beyond_the_field_is_asked_for_once_the_wheel_rests(
    picture: PathPicture, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(picture.widened, timeout=SOON) as asked:
        for _ in range(3):
            wheel(picture.viewport(), -1)
    rect = asked.args[0]
    assert rect.left() < -1.2
    assert rect.bottom() > 1.7
    told: list[object] = []
    picture.widened.connect(told.append)
    picture.plot.setRange(xRange=(-0.5, 0.5), yRange=(0.0, 1.0), padding=0)
    picture._on_rest()
    assert told == [], "what is seen of it is there already"
