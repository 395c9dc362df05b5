"""Anatomy: a counted net in all its pictures, pointed at and changed as a person would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.labs.networks.anatomy_layout import layout
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.anatomy_readings import architecture
from app.labs.networks.panel import NetworksPanel
from app.labs.networks.view import NOWHERE, NetworksView, Place
from core.nets.zoo.known import build
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, settings_of
from core.networks.run_architecture import frame_of
from tests.app import frames
from tests.app.hands import click, double_click, drag, handle, point_at, wheel
from tests.app.panels import on_screen

LENET, RESNET = ArchitectureSpec(net="lenet"), ArchitectureSpec(net="resnet18")


def frame(spec: ArchitectureSpec) -> ArchitectureFrame:
    return frame_of(build(settings_of(spec)))


def middle(pictures: Any, place: Place) -> QPoint:
    """Where a place is in the strip."""
    return QPoint(pictures.strip.drawing().box_of(place).center().toPoint())


# Where rows stand


def test_what_is_added_past_a_branch_is_a_skip_with_what_lies_on_it():
    operations = ("input", "conv", "activation", "conv", "conv", "norm", "add", "conv", "add")
    shapes = np.array([(4, 8, 8)] * len(operations))
    edges = np.array(
        [(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (3, 6), (5, 6), (6, 7), (7, 8), (6, 8)]
    )
    parts = ("", *["a"] * 6, *["b"] * 2)
    found = layout(operations, shapes, parts, np.array(edges))
    (first, second) = found.skips
    assert (first.source, first.target, len(first.over)) == (1, 6, 2)
    assert (second.source, second.target, second.over) == (6, 8, ())
    assert [part.name for part in found.parts] == ["a", "b"]
    assert found.parts[0].first == 0, "the input belongs to the first part"
    assert not found.braids
    assert (found.lane == 1).all(), "what goes past takes no lane"


def test_branches_share_the_height_and_a_concatenation_has_it_again():
    operations = ("input", "conv", "conv", "conv", "max_pool", "conv", "concat")
    shapes = np.array([(4, 8, 8)] * 6 + [(12, 8, 8)])
    edges = np.array([(0, 1), (0, 2), (2, 3), (0, 4), (4, 5), (1, 6), (3, 6), (5, 6)])
    found = layout(operations, shapes, ["a"] * 7, edges)
    assert found.middle[1] < found.middle[2] == found.middle[3] < found.middle[4]
    assert found.middle[6] == pytest.approx(0.5)
    assert found.lane[6] == 1
    assert found.lane[1] < 1 / 3
    assert found.left[6] > max(found.right[[1, 3, 5]]), "it stands behind the longest branch"
    assert not found.skips
    assert not found.braids


def test_what_goes_past_into_a_concatenation_is_a_braid():
    operations = ("input", "conv", "concat", "conv", "concat")
    shapes = np.array([(4, 8, 8), (2, 8, 8), (6, 8, 8), (2, 8, 8), (8, 8, 8)])
    edges = np.array([(0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4)])
    found = layout(operations, shapes, ["a"] * 5, edges)
    assert found.braids == ((0, 2), (2, 4))
    assert (found.lane == 1).all()


def test_a_box_is_as_high_as_its_map_in_doublings_and_as_wide_as_the_root_of_its_channels():
    shapes = np.array([(3, 16, 16), (64, 16, 16), (256, 4, 4), (10, 1, 1)])
    edges = np.array([(0, 1), (1, 2), (2, 3)])
    found = layout(("input", "conv", "conv", "linear"), shapes, ["a"] * 4, edges)
    assert np.allclose(found.heights(16) * 5, [5, 5, 3, 1])
    widths = found.right - found.left
    assert widths[2] - widths[1] == pytest.approx(16 - 8)


# What is said


def test_the_reading_says_the_largest_shares_and_what_the_number_leaves_out():
    said = " ".join(architecture(RESNET, frame(RESNET)).sentences)
    assert "11,689,512 parameters" in said
    assert "1.814 G MACs" in said
    assert "The most parameters, 71.8 %, are in: stage 4, with 22.7 % of the MACs" in said
    assert "The 18 leave out 3 convolutions on skips: 21 layers have weights." in said
    assert "not trained" in said
    deeper = ArchitectureSpec(net="resnet50")
    said = " ".join(architecture(deeper, frame(deeper)).sentences)
    assert "Against ResNet-34: parameters ×1.17, MACs ×1.12." in said
    changed = ArchitectureSpec(net="resnet50", width=32)
    assert architecture(changed, frame(changed)).sentences[0].startswith("ResNet-50, changed:")


# The page, drawn from frames and pointed at


@pytest.fixture
def page(show, still):
    panel = show(NetworksPanel, still, RESNET)
    frames.draw(panel, "architecture", frame(RESNET))
    return panel


def test_pointing_names_the_same_place_in_every_picture(page):
    pictures = page.anatomy.widget
    place = pictures.net.place_of(frame(RESNET).names.index("stage3.block1.skip.conv1"))
    point_at(pictures.strip, middle(pictures, place))
    assert pictures.photo.place == pictures.bars.place == pictures.table.model.place == place
    assert pictures.pointer.text() == (
        "stage3.block1.skip.conv1 (convolution 1×1 /2): output 256×14², "
        "32.77 k parameters (0.3 %), "
        "6.423 M MACs (0.4 %), 99 px: 44.2 % of the side"
    )
    assert pictures.photo.words() == "99 px: 44.2 % of the side"
    # Elsewhere it is the part, as a whole; and when the pointer has left, nothing.
    point_at(pictures.bars, pictures.bars.bar(4, macs=True).center().toPoint())
    assert pictures.strip.place == Place(4)
    assert "435 px: 1.9 × the input" in pictures.pointer.text()
    assert page.view == NetworksView(over=Place(4))
    pictures.bars.leaveEvent(None)
    assert pictures.strip.place == NOWHERE
    page.grab()


def test_what_is_clicked_stays_and_arrows_step_on(page):
    pictures = page.anatomy.widget
    click(pictures.strip, middle(pictures, Place(2)) + QPoint(0, 55))
    assert pictures.bars.place.part == 2
    pictures.strip.leaveEvent(None)
    assert pictures.bars.place.part == 2, "kept"
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.view == NetworksView(part=3)
    assert pictures.photo.place == Place(3)
    for _ in range(9):
        QTest.keyClick(page, Qt.Key.Key_Left)
    assert page.view == NetworksView()
    # A click on a line of the table, and another that lets it go.
    index = pictures.table.model.index(pictures.table.model.line_of(Place(1)), 0)
    at = pictures.table.view.visualRect(index).center()
    for kept in (Place(1), NOWHERE):
        QTest.mouseClick(pictures.table.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert Place(page.view.part, page.view.row) == kept


def test_a_view_of_another_net_is_brought_back(page):
    page.change_view(part=9, row=70)
    assert page.anatomy.widget.strip.place == Place(5)
    with pytest.raises(ValueError, match="part=-2"):
        NetworksView(part=-2)


def test_the_wheel_zooms_a_drag_moves_and_a_double_click_fits(page):
    strip = page.anatomy.widget.strip
    center = strip.rect().center()
    whole = strip.drawing().boxes.copy()
    under = strip.place_at(QPointF(center))
    wheel(strip, 4)
    assert strip.zoom > 2
    assert strip.place_at(QPointF(center)) == under, "what is under the pointer stays there"
    before = strip.drawing().boxes[5, 0]
    drag(strip, [center, center + QPoint(-20, 0), center + QPoint(-60, 0)])
    assert strip.drawing().boxes[5, 0] == pytest.approx(before - 60)
    assert page.view.part == -1, "a drag is no click"
    page.change_view(part=1)
    double_click(strip, center)
    assert strip.zoom == 1
    assert np.allclose(strip.drawing().boxes, whole)
    assert page.view.part == 1, "nor is a double-click"


def test_a_pinned_net_stays_in_every_picture_and_the_reading_says_the_difference(page):
    pictures = page.anatomy.widget
    page.pin.toggle()
    deeper = ArchitectureSpec(net="resnet34")
    frames.deliver(page, "architecture", frame(deeper), deeper)
    ghost, own = pictures.strip.drawing(ghost=True), pictures.strip.drawing()
    assert ghost.net.title == "ResNet-18"
    assert ghost.scale.pixels == own.scale.pixels
    assert ghost.box_of(Place(5)).right() < own.box_of(Place(5)).right()
    assert ghost.room.bottom() == own.room.top()
    assert pictures.bars.ghost_shown
    (dot,) = pictures.map.ghost.shapes
    assert 10 ** float(dot.x[0]) == pytest.approx(11_689_512)
    said = pictures.sentences.text()
    assert "Against the pinned ResNet-18: parameters +10.11 M (×1.86)" in said
    assert "depth +16, receptive field +464 px" in said
    page.grab()
    page.pin.toggle()
    assert pictures.strip.drawing(ghost=True) is None
    assert "pinned" not in pictures.sentences.text()


def test_the_shares_are_as_long_as_the_bars(page):
    bars = page.anatomy.widget.bars
    net = CountedNet("", frame(RESNET))
    for macs, values in ((False, net.part_parameters), (True, net.part_macs)):
        lengths = np.array([bars.bar(k, macs=macs).width() for k in range(6)])
        assert np.allclose(lengths / lengths.sum(), values / values.sum())


def test_names_of_dots_lie_on_nothing(page):
    names = page.anatomy.widget.map.names
    rects = names.rects()
    assert len(rects) > 3
    apart = [not a.intersects(b) for k, a in enumerate(rects) for b in rects[:k]]
    assert all(apart)


def test_beside_a_lesson_dots_stand_behind_the_table_whose_names_stay_in_sight(page):
    pictures = page.anatomy.widget
    assert pictures.map.isVisible()
    page.resize(820, 800)
    assert not pictures.map.isVisible()
    assert pictures.tables.count() == 2
    names, view = pictures.table._names, pictures.table.view
    assert names.isVisible()
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    assert names.model().index(0, 0).data() == "stem"
    assert names.x() < 3
    # A kept line is in sight in a table of another size.
    page.change_view(part=4)
    line = pictures.table.model.line_of(Place(4))
    for width in (820, 1280, 830):
        page.resize(width, 800)
        at = view.visualRect(view.model().index(line, 0))
        assert view.viewport().rect().intersects(at)
    page.resize(1280, 800)
    assert pictures.map.isVisible()
    assert pictures.tables.count() == 1


# The page as a person uses it


def test_anatomy_as_a_person_uses_it(show, compute, settled, every_move):
    panel = show(NetworksPanel, compute, LENET)
    settled(panel)
    pictures = panel.anatomy.widget
    assert pictures.sentences.text().startswith("LeNet: 61,706 parameters")

    # A click on a dot chooses that net, with its own input.
    at = pictures.map.place("resnet50")
    point_at(pictures.map.viewport(), on_screen(pictures.map, at.x(), at.y()))
    assert "ResNet-50: 25.56 M parameters" in pictures.map.named.textItem.toPlainText()
    click(pictures.map.viewport(), on_screen(pictures.map, at.x(), at.y()))
    settled(panel)
    assert (panel.spec.net, panel.spec.side) == ("resnet50", 224)
    assert pictures.sentences.text().startswith("ResNet-50: 25,557,032 parameters")

    # A slider's drag moves the dot among them.
    slider = panel.form.control("width").slider
    before = pictures.map.ours.getData()[0][0]
    drag(slider, [handle(slider), handle(slider) + QPoint(25, 0)])
    settled(panel)
    assert panel.spec.width > 64
    assert pictures.map.ours.getData()[0][0] > before
    assert pictures.net.title == "ResNet-50, changed"
