"""A spec's fields as widgets: typed, wheeled, dragged, refused, and brought along."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.labs.descent.competitors import CompetitorsControl
from app.labs.descent.words import competitor
from app.panel.control import FieldLabel
from app.panel.controls import ChoiceControl, FileControl, SwitchControl
from app.panel.form import Form
from app.panel.number_control import NumberControl
from app.words.labels import field as label_of
from app.words.names import ACTIVATIONS
from app.words.refusals import FAULTS, REASONS
from core.descent.descent import DescentSpec
from core.experiments import EXPERIMENTS
from core.normalization.normalization import NormalizationSpec
from core.optimizers.optimizers import OPTIMIZERS, Competitor
from core.parameters import (
    Choice,
    Reason,
    Seed,
    Several,
    Spec,
    SpecError,
    Subset,
    Switch,
    Text,
    parameter_of,
    parameters,
)
from core.signals.activations import ActivationsSpec
from core.surfaces.notation import Fault
from core.surfaces.surfaces import SURFACES
from tests.app.hands import along, drag, spoken, takes_keys, toggle, type_into, wheel
from tests.patience import SOON


class Shown:
    """A form on the screen, and every change that it told."""

    def __init__(self, qtbot: Any, spec: Spec) -> None:
        self.form = Form(spec)
        qtbot.addWidget(self.form)
        self.form.resize(320, 900)
        with qtbot.waitExposed(self.form, timeout=SOON):
            self.form.show()
        self.told: list[tuple[Any, int]] = []
        self.form.edited.connect(lambda spec, gesture: self.told.append((spec, gesture)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.form, name)

    @property
    def specs(self) -> list[Any]:
        return [spec for spec, _ in self.told]

    @property
    def gestures(self) -> list[int]:
        return [gesture for _, gesture in self.told]

    def number(self, name: str) -> NumberControl:
        control = self.form.control(name)
        assert isinstance(control, NumberControl)
        return control

    def label(self, name: str) -> FieldLabel:
        words = label_of(parameter_of(type(self.form.spec), name))
        (label,) = (w for w in self.form.findChildren(FieldLabel) if w.text() == words)
        return label

    def sentences(self) -> dict[str, str]:
        """Every sentence that stands under a field, by the field."""
        names = [p.name for p in parameters(type(self.form.spec))]
        return {name: text for name in names if (text := self.form.error(name))}


@pytest.fixture
def descent(qtbot):
    return Shown(qtbot, DescentSpec(surface="beale", learning_rate=0.01, steps=500))


@pytest.fixture
def normalization(qtbot):
    return Shown(qtbot, NormalizationSpec())


@pytest.fixture
def activations(qtbot):
    return Shown(qtbot, ActivationsSpec())


# ---- numbers -------------------------------------------------------------------------------------

TYPED = {
    "1e-3": 0.001,
    "1E-3": 0.001,
    "0,01": 0.01,
    "0.025": 0.025,
    ".5": 0.5,
    "5": 5.0,
    " 0.2 ": 0.2,
    "+3e0": 3.0,
}


@pytest.mark.parametrize("text", TYPED, ids=repr)
def test_a_number_is_typed(descent, text):
    type_into(descent.number("learning_rate").edit, text)
    assert descent.form.spec.learning_rate == TYPED[text]
    if descent.specs:  # typing the default tells nothing new
        assert descent.specs[-1].learning_rate == TYPED[text]
    assert descent.sentences() == {}


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "zh_CN", "ar_EG"])
def test_numbers_are_typed_and_written_the_same_in_every_locale(qtbot, request, locale):
    before = QLocale()
    request.addfinalizer(partial(QLocale.setDefault, before))
    QLocale.setDefault(QLocale(locale))
    shown = Shown(qtbot, DescentSpec(learning_rate=0.0125, steps=12_000))
    assert shown.number("learning_rate").edit.text() == "0.0125"
    assert shown.number("steps").edit.text() == "12000"
    for text in ("1e-3", "0,02"):
        type_into(shown.number("learning_rate").edit, text)
    assert shown.specs[-1].learning_rate == 0.02
    assert 0.001 in [spec.learning_rate for spec in shown.specs]


def test_what_is_typed_is_taken_at_once_and_stays_as_typed(descent):
    edit = descent.number("learning_rate").edit
    type_into(edit, "2e-3", enter=False)
    assert descent.form.spec.learning_rate == 0.002
    assert edit.text() == "2e-3"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "2e-3"
    assert descent.specs[-1].learning_rate == 0.002


@pytest.mark.parametrize("text", ["1,000", "\N{FULLWIDTH DIGIT FIVE}", " 30 ", "3e1", "1_0"])
def test_the_field_shows_the_number_that_is_used_or_says_why_none_is(descent, text):
    edit = descent.number("steps").edit
    type_into(edit, text)
    assert descent.sentences() or float(edit.text()) == descent.form.spec.steps


def test_half_a_number_says_nothing_while_it_is_typed(descent):
    edit = descent.number("learning_rate").edit
    type_into(edit, "0.0", enter=False)
    assert descent.told == []
    assert descent.sentences() == {}
    QTest.keyClicks(edit, "3")
    assert [spec.learning_rate for spec in descent.specs] == [0.03]


def test_a_negative_number_is_typed_with_either_minus(descent):
    type_into(descent.number("start_x").edit, "-2.5")
    assert descent.specs[-1].start_x == -2.5
    type_into(descent.number("start_x").edit, "\N{MINUS SIGN}3")
    assert descent.specs[-1].start_x == -3


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("learning_rate", "1000", Reason.OUT_OF_RANGE),
        ("learning_rate", "0", Reason.OUT_OF_RANGE),
        ("learning_rate", "-1", Reason.OUT_OF_RANGE),
        ("learning_rate", "nan", Reason.OUT_OF_RANGE),
        ("learning_rate", "inf", Reason.OUT_OF_RANGE),
        ("learning_rate", "fast", Reason.NOT_A_NUMBER),
        ("learning_rate", "1e", Reason.NOT_A_NUMBER),
        ("steps", "0", Reason.OUT_OF_RANGE),
        ("steps", "2.5", Reason.NOT_AN_INTEGER),
        ("steps", "1e9", Reason.OUT_OF_RANGE),
        ("start_x", "4.6", Reason.OUT_OF_RANGE),
    ],
)
def test_what_is_refused_is_said_under_its_field_and_nothing_else_happens(
    descent, field, text, reason
):
    edit = descent.number(field).edit
    type_into(edit, text, enter=False)
    descent.told.clear()  # "1000" was a number in range while it was "1"
    now = descent.form.spec
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert descent.told == []
    assert descent.form.spec == now
    sentences = descent.sentences()
    assert list(sentences) == [field]
    start = REASONS[reason].split("{given}")[1].split("{accepted}")[0]
    assert start in sentences[field]
    parameter = parameter_of(DescentSpec, field)
    assert sentences[field].startswith(f"{parameter.label}: ")
    assert sentences[field].endswith(parameter.accepted(now))


def test_a_refusal_is_seen_and_goes_at_the_next_change(descent):
    type_into(descent.number("learning_rate").edit, "fast")
    said = [w for w in descent.findChildren(QLabel) if "fast" in w.text()]
    assert len(said) == 1
    assert said[0].isVisible()
    type_into(descent.number("steps").edit, "50")
    assert descent.sentences() == {}
    assert not said[0].isVisible()
    assert descent.specs[-1].steps == 50
    assert descent.specs[-1].learning_rate == 0.01
    assert descent.number("learning_rate").edit.text() == "0.01"


def test_a_refusal_goes_when_another_spec_comes(descent):
    type_into(descent.number("steps").edit, "50")
    type_into(descent.number("learning_rate").edit, "fast")
    descent.form.set_spec(descent.form.spec)
    assert list(descent.sentences()) == ["learning_rate"], "the same one says nothing new"
    descent.form.set_spec(DescentSpec())  # undo
    assert descent.sentences() == {}


def test_leaving_a_field_is_as_good_as_enter(descent, qtbot):
    descent.activateWindow()
    qtbot.waitUntil(descent.isActiveWindow, timeout=SOON)
    edit = descent.number("learning_rate").edit
    type_into(edit, "fast", enter=False)
    assert descent.sentences() == {}
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert list(descent.sentences()) == ["learning_rate"]


def test_arrow_keys_step_and_stay_in_range(descent):
    rate, steps = descent.number("learning_rate").edit, descent.number("steps").edit
    QTest.keyClick(rate, Qt.Key.Key_Up)
    assert 0.01 < descent.specs[-1].learning_rate < 0.012
    for _ in range(2):
        QTest.keyClick(rate, Qt.Key.Key_Down)
    assert descent.specs[-1].learning_rate < 0.01
    QTest.keyClick(steps, Qt.Key.Key_PageUp)
    assert 1500 < descent.specs[-1].steps < 1700
    for _ in range(8):
        QTest.keyClick(steps, Qt.Key.Key_PageDown)
    assert descent.specs[-1].steps == 1
    QTest.keyClick(steps, Qt.Key.Key_Up)
    assert descent.specs[-1].steps == 2  # a factor alone would leave it where it is
    for _ in range(20):
        QTest.keyClick(rate, Qt.Key.Key_PageUp)
    assert descent.specs[-1].learning_rate == 100
    assert descent.sentences() == {}
    assert isinstance(descent.specs[-1].steps, int)


def test_the_wheel_steps(normalization):
    edit = normalization.number("gamma").edit
    wheel(edit, 1)
    assert normalization.specs[-1].gamma > 1
    once = normalization.specs[-1].gamma
    wheel(edit, -1)
    assert normalization.specs[-1].gamma == 1
    wheel(edit, 3)
    assert normalization.specs[-1].gamma - 1 == pytest.approx(3 * (once - 1))
    assert edit.text() == f"{normalization.specs[-1].gamma:g}"


def test_a_slider_drag_is_one_gesture(descent, qtbot):
    slider = descent.number("learning_rate").slider
    drag(slider, along(slider, 0.6, 0.8, 0.9, 0.95))
    assert len(descent.told) >= 3
    assert len(set(descent.gestures)) == 1
    rates = [spec.learning_rate for spec in descent.specs]
    assert rates == sorted(rates)
    assert rates[-1] > 1  # logarithmic: nine tenths of the way are far over the middle of 1e-8..100
    drag(slider, along(slider, 0.5, 0.3))
    assert len(set(descent.gestures)) == 2
    assert descent.specs[-1].learning_rate < 1e-3


def test_a_slider_reaches_both_ends_of_its_range(normalization):
    slider = normalization.number("gamma").slider
    drag(slider, along(slider, 0.9, 3.0))
    assert normalization.specs[-1].gamma == 10
    drag(slider, along(slider, 0.5, -2.0))
    assert normalization.specs[-1].gamma == -10
    assert len(set(normalization.gestures)) == 2


def test_a_slider_of_whole_numbers_gives_whole_numbers(descent):
    slider = descent.number("steps").slider
    drag(slider, along(slider, 0.3, 0.5, 0.7))
    assert len(descent.specs) >= 2
    assert all(isinstance(spec.steps, int) for spec in descent.specs)


def test_a_slider_is_moved_by_keys(descent):
    slider = descent.number("learning_rate").slider
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert descent.specs[-1].learning_rate > 0.01
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert descent.specs[-1].learning_rate == 1e-8


def test_edits_that_are_no_drag_are_gestures_of_their_own(descent):
    edit = descent.number("learning_rate").edit
    for _ in range(3):
        QTest.keyClick(edit, Qt.Key.Key_Up)
    wheel(edit, 1)
    assert len(set(descent.gestures)) == len(descent.gestures) == 4


def test_showing_a_spec_tells_nothing(descent):
    descent.set_spec(DescentSpec(surface="ravine", learning_rate=0.5, steps=77))
    assert descent.told == []
    assert descent.number("learning_rate").edit.text() == "0.5"
    assert descent.number("steps").edit.text() == "77"


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_a_double_click_on_any_name_restores_the_default(qtbot, key):
    spec = EXPERIMENTS[key].spec
    shown = Shown(qtbot, spec())
    for parameter in parameters(spec):
        if isinstance(parameter, Seed) or not parameter.applies_to(shown.form.spec):
            continue
        default = getattr(spec(), parameter.name)
        other = _other(parameter, shown.form.spec)
        shown.form.change(**{parameter.name: other})
        assert getattr(shown.form.spec, parameter.name) != default, parameter.name
        QTest.mouseDClick(shown.label(parameter.name), Qt.MouseButton.LeftButton)
        assert getattr(shown.form.spec, parameter.name) == default, parameter.name
        shown.form.set_spec(spec())
    assert shown.sentences() == {}


def _other(parameter, spec):
    """A value that is accepted and not the present one."""
    now = getattr(spec, parameter.name)
    typed = {
        "formula": "x^2 + y^2",
        "depths": "4, 8",
        "upstream": "1, 2, 3, 4",
        "blocks": "1, 2",
        "samples_per_class": "3",
        "hidden": "32, 16",
        "changes": "3:momentum=0.1",
        "points": "0, 0; 1, 1; 2, 3",
    }
    match parameter:
        case Choice():
            return next(option for option in parameter.options(spec) if option != now)
        case Switch():
            return not now
        case Several():
            return tuple(Competitor(key) for key in ("adam", "gd") if now != (Competitor(key),))[:1]
        case Subset():
            return next(key for key in parameter.keys if key != now)
        case Text():
            return {"rate_changes": "3=0.1"}.get(parameter.name) or typed.get(
                parameter.name, "1, 2.5"
            )
        case _:
            low, high = parameter.range(spec)
            return low if low != now else high


# ---- the seed ------------------------------------------------------------------------------------


def test_the_dice_throws_another_seed_each_time(activations):
    control = activations.number("seed")
    for _ in range(20):
        QTest.mouseClick(control.dice, Qt.MouseButton.LeftButton)
    seeds = [spec.seed for spec in activations.specs]
    assert len(set(seeds)) == 20
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert control.edit.text() == str(seeds[-1])
    type_into(control.edit, "42")
    assert activations.specs[-1].seed == 42


# ---- choices, switches, files --------------------------------------------------------------------


def options(control: ChoiceControl) -> list[Any]:
    return [control.combo.itemData(i) for i in range(control.combo.count())]


def test_a_choice_is_made_with_the_keyboard(activations):
    combo = activations.control("activation").combo
    before = combo.currentIndex()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    expected = options(activations.control("activation"))[before + 1]
    assert activations.specs[-1].activation == expected
    assert combo.currentText() == ACTIVATIONS[activations.specs[-1].activation]


def test_what_a_choice_offers_depends_on_the_others(normalization):
    groups = normalization.control("groups")
    assert options(groups) == [1, 2, 4, 8]
    assert groups.combo.currentData() == 4
    toggle(normalization.control("convolve").box)
    assert normalization.specs[-1].convolve is False
    assert options(groups) == [1, 3]
    assert normalization.specs[-1].groups == groups.combo.currentData() == 3
    normalization.change(source="digits")
    assert options(groups) == [1]
    assert normalization.specs[-1].groups == 1
    normalization.change(convolve=True)
    assert options(groups) == [1, 2, 4, 8]
    assert normalization.specs[-1].groups == 4


def test_fields_that_do_not_apply_are_hidden(normalization, activations):
    drawn = ("batch", "size", "convolve")
    assert all(normalization.control(name).isVisible() for name in drawn)
    assert not normalization.control("path").isVisible()
    assert not normalization.label("path").isVisible()
    normalization.change(source="file")
    assert not any(normalization.control(name).isVisible() for name in drawn)
    assert normalization.control("path").isVisible()
    assert normalization.label("path").isVisible()
    assert activations.control("std").isVisible()
    activations.change(init_a="zeros")
    assert not activations.control("std").isVisible()


def test_another_surface_moves_the_start(descent):
    descent.change(surface="himmelblau")
    spec = descent.specs[-1]
    assert (spec.start_x, spec.start_y) == SURFACES["himmelblau"].start
    assert descent.number("start_x").edit.text() == "0"
    assert descent.number("start_y").edit.text() == "-0.5"
    descent.change(start_x=5.5)
    descent.change(surface="saddle")  # 5.5 lies outside: the surface's own start again
    assert descent.specs[-1].start_x == 1.5
    descent.change(start_x=-1.0)
    descent.change(surface="rosenbrock")  # a start of one's own that fits is kept
    assert descent.specs[-1].start_x == -1.0
    assert descent.sentences() == {}


def test_a_switch_is_clicked_and_keyed(normalization):
    control = normalization.control("convolve")
    assert isinstance(control, SwitchControl)
    QTest.keyClick(control.box, Qt.Key.Key_Space)
    assert normalization.specs[-1].convolve is False
    assert not control.box.isChecked()
    toggle(control.box)
    assert normalization.specs[-1].convolve is True


def test_a_path_is_typed(normalization, tmp_path):
    normalization.change(source="file")
    control = normalization.control("path")
    assert isinstance(control, FileControl)
    type_into(control.edit, str(tmp_path / "x.npy"))
    assert normalization.specs[-1].path == str(tmp_path / "x.npy")
    assert len(normalization.told) == 2


def test_a_refusal_of_the_run_stands_under_its_field(normalization):
    error = SpecError("path", Reason.BROKEN_FILE, "x.npy", "*.npy")
    assert not normalization.refuse(error)  # a field that is not shown cannot say it
    normalization.change(source="file")
    assert normalization.refuse(error)
    assert "x.npy" in normalization.sentences()["path"]
    assert not normalization.refuse(SpecError("weather", Reason.UNKNOWN, "rain"))
    normalization.change(eps=1e-3)
    assert normalization.sentences() == {}


def test_what_changes_nothing_is_no_change_to_undo(descent):
    descent.change(surface="beale")
    combo = descent.control("surface").combo
    combo.activated.emit(combo.currentIndex())  # the same is chosen again
    QTest.mouseDClick(descent.label("steps"), Qt.MouseButton.LeftButton)
    assert descent.told == []


# ---- a typed formula -----------------------------------------------------------------------------


def test_a_formula_is_read_while_it_is_typed(descent):
    assert not descent.control("formula").isVisible()
    descent.change(surface="formula")
    edit = descent.control("formula").edit
    assert edit.isVisible()
    type_into(edit, "x^2 + 3*y^2")
    assert descent.specs[-1].formula == "x^2 + 3*y^2"
    assert edit.text() == "x^2 + 3*y^2"
    assert descent.sentences() == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x +", Fault.ENDS_EARLY),
        ("x + z", Fault.UNKNOWN_NAME),
        ("x.real", Fault.NOT_ALLOWED),
        ("__import__('os')", Fault.NOT_ALLOWED),
        ("", Fault.EMPTY),
    ],
)
def test_what_is_no_formula_is_said_under_its_field_and_stays_as_typed(descent, text, fault):
    descent.change(surface="formula", formula="x^2 + y^2")
    edit = descent.control("formula").edit
    type_into(edit, text)
    assert list(descent.sentences()) == ["formula"]
    words = FAULTS[fault].format(part="", position=0).split("position")[0].strip(" “”0")
    assert words.split("”")[-1].strip() in descent.sentences()["formula"]
    assert edit.text() == text
    type_into(edit, "x^2 + 2*y^2")
    assert descent.sentences() == {}
    assert descent.form.spec.formula == "x^2 + 2*y^2"


# ---- competitors ---------------------------------------------------------------------------------


@pytest.fixture
def race(qtbot):
    return Shown(qtbot, DescentSpec().replace(optimizers="gd,momentum,adam"))


def parts(shown: Shown, name: str) -> list[Any]:
    """The visible parts of the competitors' control that a screen reader calls so."""
    control = shown.form.control("optimizers")
    assert isinstance(control, CompetitorsControl)
    return [
        w
        for w in takes_keys(control) + control.findChildren(type(control.add_button))
        if w.isVisible() and spoken(w) == name
    ]


def texts(spec: DescentSpec) -> list[str]:
    return [competitor.text for competitor in spec.optimizers]


def test_a_competitor_is_added(race):
    control = race.form.control("optimizers")
    (action,) = (a for a in control.add_button.menu().actions() if a.text() == "RMSprop")
    action.trigger()
    assert texts(race.specs[-1]) == ["gd", "momentum", "adam", "rmsprop"]
    assert parts(race, "Learning rate of RMSprop")


def test_every_optimizer_can_be_added(race):
    control = race.form.control("optimizers")
    actions = control.add_button.menu().actions()
    assert [action.text() for action in actions] == [competitor(key) for key in OPTIMIZERS]
    for action, key in zip(actions, OPTIMIZERS, strict=True):
        race.form.set_spec(DescentSpec().replace(optimizers="gd"))
        action.trigger()
        assert texts(race.specs[-1]) == ["gd", key]


def test_a_competitor_is_removed_but_not_the_last(race):
    for name in ("Momentum", "GD"):
        QTest.mouseClick(parts(race, f"Remove {name}")[0], Qt.MouseButton.LeftButton)
    assert [texts(spec) for spec in race.specs] == [["gd", "adam"], ["adam"]]
    assert not parts(race, "Learning rate of Momentum")
    control = race.form.control("optimizers")
    left = [w for w in control.findChildren(type(control.add_button)) if spoken(w) == "Remove Adam"]
    (remove,) = (w for w in left if w.isVisible())
    assert not remove.isEnabled()
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert texts(race.form.spec) == ["adam"]


def test_more_than_sixteen_are_refused_in_words(race):
    control = race.form.control("optimizers")
    (action,) = (a for a in control.add_button.menu().actions() if a.text() == "GD")
    for _ in range(14):
        action.trigger()
    assert len(race.form.spec.optimizers) == 16
    assert list(race.sentences()) == ["optimizers"]
    assert "17" in race.sentences()["optimizers"]


def test_a_competitor_gets_its_own_rate(race):
    (edit,) = parts(race, "Learning rate of Adam")
    assert edit.text() == ""
    assert edit.placeholderText() == "0.01"
    type_into(edit, "0,5")
    assert texts(race.specs[-1]) == ["gd", "momentum", "adam:learning_rate=0.5"]
    race.change(learning_rate=0.02)
    (gd,) = parts(race, "Learning rate of GD")
    assert gd.placeholderText() == "0.02"
    assert edit.text() == "0.5"
    type_into(edit, "")
    assert texts(race.specs[-1]) == ["gd", "momentum", "adam"]


def test_a_race_that_tunes_shows_no_rate_that_does_not_hold(race):
    race.change(optimizers="gd:learning_rate=0.5,bfgs,adam", tune=True)
    rates = [row[2] for row in race.form.control("optimizers")._rows[:3]]
    assert [rate.placeholderText() for rate in rates] == ["tuned", "–", "tuned"]
    assert [rate.text() for rate in rates] == ["", "", ""]
    assert not any(rate.isEnabled() for rate in rates)
    race.change(tune=False)
    assert [rate.text() for rate in rates] == ["0.5", "", ""]
    assert [rate.isEnabled() for rate in rates] == [True, False, True]


def test_an_own_rate_follows_wheel_and_arrows(race):
    (edit,) = parts(race, "Learning rate of GD")
    wheel(edit, 1)
    ((_, rate),) = race.specs[-1].optimizers[0].settings
    assert 0.01 < rate < 0.012
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Down)
    ((_, rate),) = race.specs[-1].optimizers[0].settings
    assert rate < 0.01
    assert race.specs[-1].learning_rate == 0.01


@pytest.mark.parametrize("text", ["fast", "1000", "-1", "nan"])
def test_a_bad_own_rate_is_said_under_the_competitors(race, text):
    (edit,) = parts(race, "Learning rate of Adam")
    type_into(edit, text)
    assert race.told == []
    assert list(race.sentences()) == ["optimizers"]
    assert text in race.sentences()["optimizers"]
    type_into(edit, "0.3")
    assert race.sentences() == {}
    assert texts(race.specs[-1])[2] == "adam:learning_rate=0.3"


def test_a_bad_hyper_parameter_is_called_as_its_label_calls_it(race):
    """Another experiment has a momentum m; this one is μ."""
    race.change(optimizers="momentum")
    control = race.form.control("optimizers").hyper.controls["momentum"]
    type_into(control.edit, "2")
    assert race.sentences()["optimizers"].startswith("Momentum μ: ")


def test_hyper_parameters_survive_another_rate(qtbot):
    shown = Shown(qtbot, DescentSpec().replace(optimizers="adam:beta1=0.5,gd"))
    (edit,) = parts(shown, "Learning rate of Adam β₁=0.5")
    type_into(edit, "0.2")
    assert texts(shown.specs[-1]) == ["adam:learning_rate=0.2:beta1=0.5", "gd"]


# ---- for everybody -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_every_control_has_a_name_for_the_screen_reader(qtbot, key):
    shown = Shown(qtbot, EXPERIMENTS[key].spec())
    found = takes_keys(shown.form)
    assert len(found) >= 3
    nameless = [type(widget).__name__ for widget in found if not spoken(widget)]
    assert nameless == []


@pytest.mark.parametrize("key", ["descent", "activations", "normalization", "architecture"])
def test_the_tab_key_reaches_every_control_from_top_to_bottom(qtbot, key):
    shown = Shown(qtbot, EXPERIMENTS[key].spec())
    shown.form.activateWindow()
    qtbot.waitUntil(shown.form.isActiveWindow, timeout=SOON)
    wanted = takes_keys(shown.form)
    first = min(wanted, key=lambda w: w.mapTo(shown.form, w.rect().center()).y())
    first.setFocus()
    seen = []
    for _ in range(2 * len(wanted)):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    missed = [spoken(widget) for widget in wanted if widget not in seen]
    assert missed == []
    heights = [w.mapTo(shown.form, w.rect().center()).y() for w in seen]
    assert all(below > above - 12 for above, below in pairwise(heights))


def test_every_field_says_what_it_is(qtbot):
    shown = Shown(qtbot, NormalizationSpec())
    for parameter in parameters(NormalizationSpec):
        assert parameter.help in shown.label(parameter.name).toolTip()
        assert parameter.help in shown.form.control(parameter.name).toolTip()


def test_nothing_half_typed_is_taken(descent):
    descent.change(surface="formula", formula="x^2 + y^2")
    edit = descent.control("formula").edit
    told = len(descent.told)
    type_into(edit, "2x", enter=False)  # a formula too, but not the one that is meant
    assert len(descent.told) == told
    assert descent.sentences() == {}
    type_into(edit, "2x(", enter=False)
    assert list(descent.sentences()) == ["formula"], "said while it stands"
    type_into(edit, "2x(x+1) + y²", enter=False)
    assert descent.sentences() == {}, "and gone when it is mended"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert descent.form.spec.formula == "2x(x+1) + y²"
