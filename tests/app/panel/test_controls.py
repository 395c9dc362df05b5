"""Each control by itself: what it shows, and what a hand makes it tell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton

import app.labs.descent.competitors  # noqa: F401  (it registers its control)
from app.panel.control import Control
from app.panel.controls import (
    MOST_BARS,
    ChoiceControl,
    CountsControl,
    FileControl,
    RowControl,
    SwitchControl,
    control_for,
)
from app.panel.edits import NumberEdit
from app.panel.end_control import EndControl
from app.panel.number_control import SLIDER_STEPS, NumberControl, SeedControl
from core.experiments import EXPERIMENTS
from core.networks.architecture import ArchitectureSpec
from core.normalization.normalization import NormalizationSpec
from core.parameters import (
    Choice,
    End,
    File,
    Integer,
    Number,
    Numeric,
    Parameter,
    Row,
    Seed,
    Spec,
    SpecError,
    Switch,
    parameter_of,
    parameters,
)
from tests.app.hands import click, drag, dragging, spoken, takes_keys, toggle, type_into, wheel
from tests.patience import SOON

EVERY = [
    pytest.param(experiment.spec(), parameter, id=f"{key}.{parameter.name}")
    for key, experiment in EXPERIMENTS.items()
    for parameter in parameters(experiment.spec)
]
NUMBERS = [
    pytest.param(experiment.spec(), parameter, id=f"{key}.{parameter.name}")
    for key, experiment in EXPERIMENTS.items()
    for parameter in parameters(experiment.spec)
    if isinstance(parameter, Numeric) and not isinstance(parameter, Seed | End)
]


@pytest.fixture
def make(qtbot):
    """Shows a control of a class, and collects what it tells."""

    def make_control(
        control_class: Callable[[Any], Control],
        parameter: Parameter,
        value: Any,
        spec: Spec | None = None,
    ) -> tuple[Any, list[Any]]:
        control = control_class(parameter)
        qtbot.addWidget(control)
        told: list[Any] = []
        control.edited.connect(told.append)
        control.show_value(value, spec)
        control.resize(300, 30)
        with qtbot.waitExposed(control, timeout=SOON):
            control.show()
        assert told == []
        return control, told

    return make_control


def number(**options: Any) -> Number:
    kept = {"name": "eps", "default": 1.0, "label": "Epsilon ε", "help": "", **options}
    return Number(**kept)


# ---- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("spec", "parameter"), NUMBERS)
def test_the_slider_spans_the_range_in_growing_accepted_values(make, spec, parameter):
    control, told = make(control_for, parameter, getattr(spec, parameter.name), spec)
    low, high = parameter.range(spec)
    control.slider.setValue(SLIDER_STEPS // 3)
    told.clear()
    for position in (0, *range(1, SLIDER_STEPS, 370), SLIDER_STEPS):
        control.slider.setValue(position)
    assert told[0] == low
    assert told[-1] == high
    assert told == sorted(told)
    for value in told:
        assert parameter.check(value, spec) == value
        assert isinstance(value, int) or isinstance(parameter, Number)


@pytest.mark.parametrize(("spec", "parameter"), NUMBERS)
def test_the_slider_stands_where_its_value_is(make, spec, parameter):
    control, told = make(control_for, parameter, getattr(spec, parameter.name), spec)
    for position in (0, SLIDER_STEPS // 4, SLIDER_STEPS // 2, SLIDER_STEPS):
        control.slider.setValue(position)
        if told:
            control.show_value(told[-1], spec)
        near = SLIDER_STEPS // 8 if isinstance(parameter, Integer) else SLIDER_STEPS // 300
        assert abs(control.slider.value() - position) <= near


@pytest.mark.parametrize(("spec", "parameter"), NUMBERS)
def test_arrow_keys_never_leave_the_range_and_never_stand_still(make, spec, parameter):
    low, high = parameter.range(spec)
    value = getattr(spec, parameter.name)
    control, told = make(control_for, parameter, value, spec)
    for key, end in ((Qt.Key.Key_Up, high), (Qt.Key.Key_Down, low)):
        control.show_value(value, spec)
        told.clear()
        QTest.keyClick(control.edit, key)
        (stepped,) = told
        assert parameter.check(stepped, spec) == stepped
        assert stepped != value or value == end
        control.show_value(end, spec)
        QTest.keyClick(control.edit, key)
        assert told[-1] == end


def test_a_logarithmic_slider_moves_in_factors(make):
    control, told = make(NumberControl, number(low=1e-6, high=1e2, log=True), 1.0)
    for quarter in range(5):
        control.slider.setValue(quarter * SLIDER_STEPS // 4)
    assert told == pytest.approx([1e-6, 1e-4, 1e-2, 1, 100])


def test_a_linear_slider_moves_in_steps(make):
    control, told = make(NumberControl, number(low=-10, high=10), 1.0)
    for quarter in range(5):
        control.slider.setValue(quarter * SLIDER_STEPS // 4)
    assert told == [-10, -5, 0, 5, 10]


def test_a_range_of_one_value_can_be_shown(make):
    control, _ = make(NumberControl, Integer(low=3, high=3, default=3, label="", help=""), 3)
    assert control.edit.text() == "3"
    control.slider.setValue(SLIDER_STEPS // 2)
    QTest.keyClick(control.edit, Qt.Key.Key_Up)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1e-8, "1e-08"),
        (100.0, "100"),
        (1 / 3, "0.333333"),
        (-2.5, "-2.5"),
        (0.0, "0"),
    ],
)
def test_a_number_is_shown_with_the_digits_that_mean_something(make, value, text):
    control, _ = make(NumberControl, number(low=-1000, high=1000), value)
    assert control.edit.text() == text


def test_what_was_not_changed_tells_nothing(make):
    """Six digits are shown of a third: leaving the field must not round it."""
    control, told = make(NumberControl, number(low=0, high=1), 1 / 3)
    control.edit.setFocus()
    QTest.keyClick(control.edit, Qt.Key.Key_Return)
    assert told == []


def test_text_that_is_no_number_is_told_as_it_stands_at_the_end(make):
    control, told = make(NumberControl, number(low=0, high=1), 0.5)
    type_into(control.edit, "a half", enter=False)
    assert told == []
    QTest.keyClick(control.edit, Qt.Key.Key_Return)
    (refused,) = told
    assert isinstance(refused, SpecError)
    assert refused.given == "a half"


def test_a_gesture_is_the_time_a_hand_holds_the_slider(make):
    control, _ = make(NumberControl, number(low=0, high=1), 0.5)
    held: list[str] = []
    control.gesture_began.connect(lambda: held.append("began"))
    control.gesture_ended.connect(lambda: held.append("ended"))
    control.slider.setSliderDown(True)
    assert held == ["began"]
    control.slider.setSliderDown(False)
    assert held == ["began", "ended"]


def test_the_wheel_steps_once_a_notch(qtbot):
    edit = NumberEdit()
    qtbot.addWidget(edit)
    nudged: list[int] = []
    edit.nudged.connect(nudged.append)
    for notches in (1, -1, 3, -2):
        wheel(edit, notches)
    assert nudged == [1, -1, 3, -2]


def test_a_touch_pad_that_scrolls_by_parts_of_a_notch_adds_them_up(qtbot):
    edit = NumberEdit()
    qtbot.addWidget(edit)
    nudged: list[int] = []
    edit.nudged.connect(nudged.append)
    for _ in range(24):
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 2),
            QPoint(0, 10),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.ScrollUpdate,
            False,
        )
        QApplication.sendEvent(edit, event)
    assert sum(nudged) == 2


def test_a_seed_has_a_dice_and_no_slider(make):
    control, told = make(SeedControl, Seed(name="seed"), 7)
    assert not control.slider.isVisible()
    QTest.mouseClick(control.dice, Qt.MouseButton.LeftButton)
    assert told != [7]
    assert Seed(name="seed").check(told[0], None) == told[0]


def test_an_end_of_a_range_has_no_slider_and_steps_by_its_own_size(make):
    parameter = End(name="x_high", default=1.0, low=-1e9, high=1e9, label="", help="")
    control, told = make(EndControl, parameter, 6.0)
    assert not control.slider.isVisible()
    QTest.keyClick(control.edit, Qt.Key.Key_Up)
    control.show_value(500.0, None)
    QTest.keyClick(control.edit, Qt.Key.Key_Down)
    control.show_value(0.0, None)
    QTest.keyClick(control.edit, Qt.Key.Key_Down)
    assert told == [6.1, 490, -0.1]


# ---- the others ----------------------------------------------------------------------------------


def test_a_choice_shows_words_and_tells_keys(make):
    parameter = Choice(
        name="init_a", default="zeros", choices=("zeros", "normal"), label="Init A", help=""
    )
    control, told = make(ChoiceControl, parameter, "normal")
    assert control.combo.currentData() == "normal"
    assert control.combo.currentText() != "normal"
    QTest.keyClick(control.combo, Qt.Key.Key_Up)
    assert told == ["zeros"]


def test_a_choice_keeps_the_type_of_its_options(make):
    parameter = Choice(
        name="groups", default=1, choices=lambda spec: (1, 2, 4), label="Groups G", help=""
    )
    control, told = make(ChoiceControl, parameter, 1)
    QTest.keyClick(control.combo, Qt.Key.Key_End)
    assert told == [4]
    assert isinstance(told[0], int)


def test_a_switch(make):
    parameter = Switch(name="convolve", default=True, label="Convolve", help="")
    control, told = make(SwitchControl, parameter, True)
    toggle(control.box)
    toggle(control.box)
    assert told == [False, True]


@pytest.fixture
def path_control(make):
    parameter = File(name="path", default="", suffixes=(".npy",), label="File", help="")
    return make(FileControl, parameter, "old.npy")


def test_a_path_is_chosen_in_a_dialog(path_control, monkeypatch):
    control, told = path_control
    asked = []

    def choose(*arguments):
        asked.append(arguments)
        return "/data/new.npy", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    QTest.mouseClick(control.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert told == ["/data/new.npy"]
    assert "*.npy" in asked[0]


def test_a_dialog_that_is_cancelled_changes_nothing(path_control, monkeypatch):
    control, told = path_control
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    QTest.mouseClick(control.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert told == []


def test_a_path_is_told_when_it_is_complete(path_control):
    control, told = path_control
    type_into(control.edit, "new.npy", enter=False)
    assert told == []
    QTest.keyClick(control.edit, Qt.Key.Key_Return)
    assert told == ["new.npy"]


def test_every_part_takes_the_name_of_the_field(path_control):
    control, _ = path_control
    control.name_for_screen_reader("File")
    assert [spoken(part) for part in takes_keys(control)] == ["File", "Choose a file"]


# ---- a number for each channel -------------------------------------------------------------------


GAMMAS = parameter_of(NormalizationSpec, "gammas")


@pytest.fixture
def gammas(make):
    """γ of four channels; what a hand does is shown, as a form would."""
    spec = [NormalizationSpec(source="noise", channels=4, size=8, gamma=2.0)]
    control, told = make(RowControl, GAMMAS, "", spec[0])
    control.name_for_screen_reader("γ by channel")
    control.resize(200, 90)

    def take(text: str) -> None:
        with suppress(SpecError):  # half typed
            spec[0] = spec[0].replace(gammas=text)
            control.show_value(text, spec[0])

    control.edited.connect(take)
    QApplication.processEvents()
    return control, told


def test_bars_show_the_common_number_until_there_are_own_ones(gammas):
    control, told = gammas
    assert control.bars.numbers == (2, 2, 2, 2)
    type_into(control.edit, "1, -3")
    assert control.bars.numbers == (1, -3, 1, -3)  # in turn
    type_into(control.edit, "")
    assert control.bars.numbers == (2, 2, 2, 2)
    assert told


def test_a_bar_follows_the_mouse_and_a_drag_is_one_gesture(gammas):
    control, told = gammas
    heard = []
    control.gesture_began.connect(lambda: heard.append("began"))
    control.gesture_ended.connect(lambda: heard.append("ended"))
    bars = control.bars
    click(bars, bars.place(2, -1.5).toPoint())
    assert heard == ["began", "ended"]
    assert control.edit.text() == "2, 2, -1.5, 2"
    path = [
        bars.place(0, 1.0).toPoint(),
        bars.place(0, 0.5).toPoint(),
        bars.place(3, 2.5).toPoint(),
    ]
    drag(bars, path)
    assert heard == ["began", "ended"] * 2
    assert control.edit.text() == "0.5, 2.5, 2.5, 2.5"
    assert all(isinstance(text, str) for text in told)


def test_a_drag_over_the_edge_ends_at_the_edge(gammas):
    control, _ = gammas
    bars = control.bars
    inside = bars.place(3, 2.0).toPoint()
    drag(bars, [inside, QPoint(bars.width() + 40, -500)])
    assert control.bars.numbers == (2, 2, 2, 3)
    drag(bars, [bars.place(0, 1).toPoint(), QPoint(-30, 900)])
    assert control.bars.numbers == (-3, 2, 2, 3)


def test_under_the_hand_the_scale_of_the_bars_stays(gammas):
    control, _ = gammas
    type_into(control.edit, "30, 1, 1, 1")
    bars = control.bars
    high = bars.place(0, 30).toPoint()
    low = bars.place(0, 3).toPoint()
    for _ in dragging(bars, [high, low]):
        assert bars.place(0, 3).toPoint() == low
    assert bars.place(0, 3).toPoint() != low


def test_bars_are_changed_by_keys_and_say_what_they_show(gammas):
    control, _ = gammas
    bars = control.bars
    assert spoken(bars) == "γ by channel"
    assert bars in takes_keys(control)
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Right)
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert control.edit.text() == "2, 1.9, 2, 2"
    assert bars.accessibleDescription() == "channel 2 of 4: 1.9"
    QTest.keyClick(bars, Qt.Key.Key_End)
    QTest.keyClick(bars, Qt.Key.Key_PageUp)
    assert control.edit.text() == "2, 1.9, 2, 3"
    QTest.keyClick(bars, Qt.Key.Key_Right)  # there is none after it
    assert bars.accessibleDescription() == "channel 4 of 4: 3"
    QTest.keyClick(bars, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(bars, Qt.Key.Key_PageDown)
    assert bars.numbers == (-1, 1.9, 2, 3)


def test_of_unknown_or_very_many_channels_there_are_no_bars(make):
    control, _ = make(RowControl, GAMMAS, "", NormalizationSpec(source="file", path="nowhere"))
    assert not control.bars.isVisible()
    many = NormalizationSpec(source="numbers", layout="dense", numbers=", ".join(["1"] * 65))
    assert isinstance(GAMMAS, Row)
    entries = GAMMAS.entries(many)
    assert entries is not None
    assert len(entries) == MOST_BARS + 1
    control.show_value("", many)
    assert not control.bars.isVisible()
    control.show_value("", NormalizationSpec(source="noise", channels=3))
    assert control.bars.isVisible()
    control.bars.grab()


# ---- a number that divides another ---------------------------------------------------------------


def test_a_hand_goes_from_divisor_to_divisor(make):
    cardinality = parameter_of(ArchitectureSpec, "cardinality")
    spec = ArchitectureSpec(width=48, cardinality=6)
    control, told = make(control_for, cardinality, 6, spec)
    QTest.keyClick(control.edit, Qt.Key.Key_Up)
    QTest.keyClick(control.edit, Qt.Key.Key_Down)
    assert told == [8, 4]
    for position in range(0, SLIDER_STEPS + 1, SLIDER_STEPS // 100):
        control.slider.setValue(position)
    assert {48 % value for value in told} == {0}
    told.clear()
    type_into(control.edit, "7")
    assert told[-1] == 7  # the form says which is nearest


def test_where_nothing_is_divided_any_number_will_do(make):
    cardinality = parameter_of(ArchitectureSpec, "cardinality")
    control, told = make(control_for, cardinality, 32, ArchitectureSpec(net="resnet50"))
    QTest.keyClick(control.slider, Qt.Key.Key_Right)
    control.slider.setValue(SLIDER_STEPS // 3)
    assert told[-1] == 6
    assert told[0] not in (32, 64)


# ---- a whole number for each stage ---------------------------------------------------------------


@pytest.fixture
def blocks(make):
    """Blocks of a net's stages; what a hand does is shown, as a form would."""
    spec = [ArchitectureSpec(net="resnet34")]
    control, told = make(CountsControl, parameter_of(ArchitectureSpec, "blocks"), "", spec[0])
    control.resize(200, 90)

    def take(text: str) -> None:
        spec[0] = spec[0].replace(blocks=text)
        control.show_value(text, spec[0])

    control.edited.connect(take)
    control.show_value(spec[0].blocks, spec[0])
    QApplication.processEvents()
    return control, told


def test_stages_are_drawn_as_whole_numbers_from_one_on(blocks):
    control, _ = blocks
    bars = control.bars
    assert bars.numbers == (3, 4, 6, 3)
    click(bars, bars.place(1, 7.4).toPoint())
    assert control.edit.text() == "3, 7, 6, 3"
    click(bars, bars.place(3, 0).toPoint())
    assert control.edit.text() == "3, 7, 6, 1"
    drag(bars, [bars.place(0, 2).toPoint(), QPoint(-40, 900)])
    assert control.edit.text() == "1, 7, 6, 1"


def test_stages_are_changed_by_keys_and_leave_room_for_more(blocks):
    control, _ = blocks
    bars = control.bars
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Right)
    QTest.keyClick(bars, Qt.Key.Key_PageUp)
    assert control.edit.text() == "3, 9, 6, 3"
    assert bars.accessibleDescription() == "stage 2 of 4: 9"
    assert bars.place(1, 13).y() > 0  # what is larger can be drawn
    for _ in range(3):
        QTest.keyClick(bars, Qt.Key.Key_PageDown)
    assert control.edit.text() == "3, 1, 6, 3"


# ---- the table of kinds --------------------------------------------------------------------------


@pytest.mark.parametrize(("spec", "parameter"), EVERY)
def test_every_field_of_every_experiment_has_its_control(qtbot, spec, parameter):
    control = control_for(parameter)
    qtbot.addWidget(control)
    control.show_value(getattr(spec, parameter.name), spec)
    assert control.parameter is parameter


def test_another_kind_brings_its_own_control(qtbot):
    class Folder(File):
        pass

    class FolderControl(FileControl):
        pass

    folder = Folder(default="", suffixes=(), label="Folder", help="")
    for expected in (FileControl, FolderControl):
        control = control_for(folder)
        qtbot.addWidget(control)
        assert type(control) is expected
        control_for.register(Folder, FolderControl)


def test_a_kind_without_a_control_is_refused():
    class Strange(Parameter):
        kind = "strange"

        def accepted(self, spec: Any) -> str:
            return ""

        def check(self, value: Any, spec: Any) -> Any:
            return value

    with pytest.raises(TypeError, match="Strange"):
        control_for(Strange(default=None, label="", help=""))
