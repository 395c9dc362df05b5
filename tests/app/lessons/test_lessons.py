"""Lessons in the window: every file fits its panel, and the pane as a person uses it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTabBar
from pytestqt.qtbot import QtBot

from app import headless, theme
from app.entry import main
from app.labs.descent.panel import DescentPanel
from app.labs.panels import PANELS
from app.lessons.list import CLAIM, LessonList
from app.lessons.teacher import preset_of
from app.lessons.view import CheckRow, LessonView, said
from app.panel.preset import Preset
from app.widgets.formula import svg
from app.window import looks, main_window
from app.window.main_window import MainWindow
from app.words import language
from core.descent.descent import DescentSpec
from core.lessons import lessons, measuring, records
from core.lessons.measuring import Measured
from core.lessons.records import Check, Lesson, Library
from tests.app.hands import click, spoken, takes_keys
from tests.cases.descent import descent as races
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
SHIPPED = lessons.load()

TEXT = """
claim = "{claim}"
panel = "descent"
order = {order}
wrong = {wrong}
formula = 'x^2'
sources = ["A (2000), A book"]
[en]
title = "Title of {claim}"
claim = "It is claimed."
{taught}
try = "Try it."
[zh_CN]
title = "{claim} 的题目"
claim = "据说。"
{taught}
try = "试一试。"
[[show]]
en = "The saddle"
zh_CN = "鞍点"
preset = "Saddle: GD leaves last"
settings = {{ steps = 60 }}
[[show]]
en = "The slope"
zh_CN = "斜率"
page = "tangent"
settings = {{ learning_rate = 0.125 }}
view = {{ scale = "linear" }}
[[check]]
en = "Loss at the start"
zh_CN = "起点的损失"
experiment = "descent"
settings = {{ surface = "saddle", optimizers = "gd", start_x = 2.0, start_y = 0, steps = 1 }}
value = "losses[0, 0]"
expected = "4"
[[check]]
en = "One more"
zh_CN = "多一"
experiment = "descent"
settings = {{ surface = "saddle", optimizers = "gd", start_x = 2.0, start_y = 0, steps = 1 }}
value = "losses[0, 0]"
expected = "5"
unit = "units"
unit_zh = "个"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two lessons, O1 and O3; the second is often taught wrongly."""
    words = 'taught = "It is taught."\ntrue = "It is true."'
    for order, claim in enumerate(("O1", "O3")):
        wrong = claim == "O3"
        text = TEXT.format(
            claim=claim, order=order, wrong=str(wrong).lower(), taught=words if wrong else ""
        )
        (tmp_path / f"{claim}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "O9.toml").write_text("claim = ", encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Library:
    return lessons.load(folder)


@pytest.fixture
def settings(qapp: QApplication, tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_window(qtbot, settings, library, monkeypatch, built_when_seen):
    """Opens a window with Descent alone, active, and with the two lessons."""
    monkeypatch.setattr(main_window, "PANELS", PANELS[:1])
    monkeypatch.setattr(lessons, "load", lambda: library)

    def open_one() -> MainWindow:
        window = MainWindow(settings, "descent")
        qtbot.addWidget(window)
        window.docks.panel("descent").set_spec(races.SPEC.replace(steps=60, learning_rate=0.01))
        with qtbot.waitSignal(window.started, timeout=SOON):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        qtbot.waitUntil(lambda: bool(window.teacher.pane.library.lessons), timeout=SOON)
        qtbot.waitUntil(lambda: not window.docks.panel("descent").busy, timeout=SOON)
        return window

    return open_one


@pytest.fixture
def window(open_window):
    return open_window()


def computed(window: MainWindow) -> bool:
    rows = window.teacher.pane.view.checks
    return bool(rows) and all(row.done for row in rows)


def say(row: CheckRow) -> str:
    return f"{row.mark.text()} {row.numbers.text()}"


# Every file that ships


@pytest.mark.parametrize("entry", PANELS, ids=lambda entry: entry.key)
def test_whatever_a_lesson_shows_its_panel_can_show(compute, qtbot, entry) -> None:
    panel = entry.load()(compute.worker)
    qtbot.addWidget(panel)
    viewed = set() if panel.view is None else {f.name for f in dataclasses.fields(panel.view)}
    for lesson in SHIPPED.lessons:
        for show in lesson.shows:
            if show.panel != entry.key:
                continue
            where = f"{lesson.claim}: {show.words['en']}"
            pages = [page.key for page in panel.pages]
            assert show.page in ("", *pages), where
            assert set(show.pages) <= set(panel.specs), where
            assert set(show.view) <= viewed, where
            preset = preset_of(panel, lesson, show)
            panel.apply_preset(preset)
            assert panel.page is not None
            assert panel.page.key == (preset.page or pages[0]), where
            for key, given in {panel.main: preset.settings, **preset.pages}.items():
                shared = panel.book.shared(key) if key != panel.main else {}
                wanted = type(panel.specs[key])().adapt(**{**shared, **given})
                assert panel.spec_of(key) == wanted, where
            assert all(getattr(panel.view, n) == v for n, v in preset.view.items()), where


@pytest.mark.parametrize("lesson", SHIPPED.lessons, ids=lambda lesson: lesson.claim)
def test_formulas_are_set_and_words_are_short_enough(lesson: Lesson) -> None:
    for line in lesson.formula.splitlines():
        assert svg(line, "#000000").startswith(b"<svg")
    for key in language.NAMES:
        words = lesson.in_language(key)
        assert len(words.title) <= 60
        assert len(words.claim) <= 1200
        shown = words.claim + words.taught + words.true + words.to_try
        assert "*" not in shown, "a lesson is plain text: a star for emphasis is seen as a star"
        assert all(len(show.words[key]) <= 90 for show in lesson.shows)
    chinese = lesson.words["zh_CN"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.title + chinese.claim)
    assert chinese.claim != lesson.words["en"].claim


def test_lessons_belong_to_panels() -> None:
    assert not SHIPPED.problems
    assert {lesson.panel for lesson in SHIPPED.lessons} <= {entry.key for entry in PANELS}
    assert set(records.LANGUAGES) == set(language.NAMES)


# What a Show means


def test_a_show_changes_its_preset_further(library: Library, compute, qtbot) -> None:
    panel = PANELS[0].load()(compute.worker)
    qtbot.addWidget(panel)
    lesson = library.by_claim["O3"]
    saddle = next(p for p in panel.presets if p.name == "Saddle: GD leaves last")
    made = preset_of(panel, lesson, lesson.shows[0])
    assert made.settings == {**saddle.settings, "steps": 60}
    assert made.claim == "O3"
    slope = preset_of(panel, lesson, lesson.shows[1])
    assert (slope.page, slope.settings) == ("tangent", {"learning_rate": 0.125})
    with pytest.raises(KeyError):
        preset_of(panel, lesson, dataclasses.replace(lesson.shows[0], preset="Nothing"))


def test_a_preset_that_makes_no_sense_changes_nothing(compute, qtbot) -> None:
    panel = PANELS[0].load()(compute.worker)
    qtbot.addWidget(panel)
    before = panel.specs
    with pytest.raises(ValueError, match="steps"):
        panel.apply_preset(Preset("", {"surface": "saddle", "steps": 0}))
    assert panel.specs == before


# A lesson's page


@pytest.fixture
def view(qtbot, library):
    view = LessonView()
    qtbot.addWidget(view)
    view.resize(320, 700)
    view.show()
    view.show_lesson(library.by_claim["O3"])
    return view


def texts(view: LessonView) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in view.findChildren(QLabel)]


def test_a_lesson_says_everything(view: LessonView) -> None:
    found = texts(view)
    for text in ("Title of O3", "It is claimed.", "Commonly taught", "It is taught.",
                 "What is true", "It is true.", "Try it.", "often taught wrongly",
                 "A (2000), A book"):  # fmt: skip
        assert text in found
    assert view.formula is not None
    assert view.formula.accessibleName() == "x^2"
    assert [spoken(button) for button in view.shows] == ["The saddle", "The slope"]


def test_a_claim_that_is_taught_well_has_no_warning(view: LessonView, library: Library) -> None:
    view.show_lesson(library.by_claim["O1"])
    assert not {"Commonly taught", "What is true", "often taught wrongly"} & set(texts(view))


def test_a_number_stands_against_what_it_should_be(view: LessonView, library: Library) -> None:
    row, other = view.checks
    assert say(row) == "… being computed…"
    row.show_measured(Measured(4.0, 4.0, True))
    assert say(row) == "✓ expected 4 · here 4"
    assert spoken(row.mark) == "as expected"
    other.show_measured(Measured(4.0, 5.0, False))
    assert say(other) == "✗ expected 5 units · here 4 units"
    assert spoken(other.mark) == "not as expected"
    check = library.by_claim["O3"].checks[0]
    near = CheckRow(dataclasses.replace(check, tolerance=0.2, relative=0.01))
    near.show_measured(Measured(4.1, 4.0, True))
    assert say(near) == "✓ expected 4 ± 0.24 · here 4.1"
    above = CheckRow(dataclasses.replace(check, bound="above"))
    above.show_measured(Measured(5.0, 4.0, True))
    assert say(above) == "✓ expected above 4 · here 5"
    row.show_measured(Measured(float("nan"), float("nan"), False, "there is no array x"))
    assert say(row) == "✗ could not be computed"
    assert row.numbers.toolTip() == "there is no array x"


@pytest.mark.parametrize(
    ("expected", "value", "words"),
    [
        (76, 76, ("76", "76")),
        (2.302585, 2.302586, ("2.302585", "2.302586")),
        (2.302585, 2.41, ("2.303", "2.41")),
        (1 / 3, 1 / 3, ("0.3333", "0.3333")),
        (float("inf"), float("nan"), ("∞", "–")),
        (1e-9, 0.0, ("1e-09", "0")),
    ],
)
def test_numbers_that_differ_look_different(
    expected: float, value: float, words: tuple[str, str]
) -> None:
    assert said(expected, value) == words


def test_words_break_into_lines_and_nothing_is_cut(view: LessonView, qtbot) -> None:
    qtbot.wait(50)
    inner = view.viewport().width()
    assert view.shows[0].mapTo(view, view.shows[0].rect().topRight()).x() <= inner
    for button in view.shows:
        assert button.height() >= button.heightForWidth(button.width())
    long = "A long name of what is shown, which takes more than one line of the pane " * 2
    lesson = SHIPPED.lessons[0]
    show = dataclasses.replace(lesson.shows[0], words={"en": long})
    view.show_lesson(dataclasses.replace(lesson, shows=(show,)))
    qtbot.wait(50)
    assert view.shows[0].height() >= 3 * view.fontMetrics().lineSpacing()
    assert view.shows[0].mapTo(view, view.shows[0].rect().topRight()).x() <= inner


# In the window, as a person uses it


def test_f1_opens_the_list_and_keys_go_through_it(window, qtbot) -> None:
    teacher, pane = window.teacher, window.teacher.pane
    assert not teacher.dock.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert teacher.dock.isVisible()
    qtbot.waitUntil(pane.list.hasFocus, timeout=SOON)
    claims = [pane.list.item(row).data(CLAIM) for row in range(pane.list.count())]
    assert claims == ["", "O1", "O3"]
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert pane.lesson.claim == "O3"
    qtbot.waitUntil(lambda: computed(window), timeout=SOON)
    assert [say(row) for row in pane.view.checks] == [
        "✓ expected 4 · here 4",
        "✗ expected 5 units · here 4 units",
    ]
    for widget in takes_keys(pane):
        assert spoken(widget), widget
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert not teacher.dock.isVisible()


def test_a_click_opens_and_the_arrows_turn(window, qtbot) -> None:
    pane = window.teacher.pane
    window.teacher.toggle()
    qtbot.waitUntil(lambda: pane.list.count() == 3, timeout=SOON)
    place = pane.list.visualItemRect(pane.list.item(1)).center()
    click(pane.list.viewport(), place)
    assert pane.lesson.claim == "O1"
    assert not pane.previous.isEnabled()
    click(pane.next, pane.next.rect().center())
    assert pane.lesson.claim == "O3"
    assert not pane.next.isEnabled()
    click(pane.all, pane.all.rect().center())
    assert pane.lesson is None
    assert pane.list.currentItem().data(CLAIM) == "O3"


def test_show_me_sets_the_panel_in_one_step(window, qtbot) -> None:
    panel = window.docks.panel("descent")
    panel.show_page("basins")
    panel.change_view(scale="logarithmic", table="curvature")
    before, steps = panel.spec, window.docks.undo.index()
    window.teacher.open("O3")
    slope = window.teacher.pane.view.shows[1]
    QTest.keyClick(slope, Qt.Key.Key_Space)
    assert panel.spec == DescentSpec().adapt(learning_rate=0.125)
    assert panel.page.key == "tangent"
    assert panel.view.scale == "linear"
    assert window.docks.undo.index() == steps + 1
    window.docks.undo.undo()
    assert panel.spec == before
    assert (panel.page.key, panel.view.scale) == ("basins", "logarithmic")
    assert panel.view.table == "curvature"
    window.docks.undo.redo()
    assert (panel.page.key, panel.view.scale) == ("tangent", "linear")
    assert panel.view.table == "positions"
    window.docks.undo.undo()
    click(window.teacher.pane.view.shows[0], window.teacher.pane.view.shows[0].rect().center())
    assert (panel.spec.surface, panel.spec.steps) == ("saddle", 60)
    assert panel.page.key == "surface"


def test_a_lesson_shows_in_another_panel_what_that_one_shows_if_it_is_there(
    open_window, library, monkeypatch
) -> None:
    first, last = library.lessons
    elsewhere = dataclasses.replace(
        last.shows[0], panel="training", preset="Double descent", settings={}
    )
    last = dataclasses.replace(last, shows=(*last.shows, elsewhere))
    both = dataclasses.replace(library, lessons=(first, last))
    monkeypatch.setattr(lessons, "load", lambda: both)
    alone = open_window()
    alone.teacher.open("O3")
    assert len(alone.teacher.pane.view.shows) == 2
    alone.close()
    training = next(entry for entry in PANELS if entry.key == "training")
    monkeypatch.setattr(main_window, "PANELS", [*PANELS[:1], training])
    window = open_window()
    window.teacher.open("O3")
    button = window.teacher.pane.view.shows[2]
    click(button, button.rect().center())
    assert window.docks.front_key() == "training"
    panel = window.docks.panel("training")
    assert (panel.page.key, panel.why.claim) == ("fit", "O3")


def test_f1_opens_the_lesson_about_what_is_shown_and_not_the_one_read_last(window) -> None:
    teacher, panel = window.teacher, window.docks.panel("descent")
    teacher.open("O3")
    teacher.toggle()
    panel.show_page("tangent")
    QTest.keyClick(window, Qt.Key.Key_F1)
    lesson = teacher.pane.lesson
    assert any(show.page == "tangent" for show in lesson.shows)
    teacher.toggle()
    panel.show_page("surface")
    click(panel.preset_bar.buttons[0], panel.preset_bar.buttons[0].rect().center())
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert teacher.pane.lesson.claim == panel.why.claim


def test_a_preset_offers_its_lesson(window, qtbot) -> None:
    panel = window.docks.panel("descent")
    assert not panel.why.isVisible()
    click(panel.preset_bar.buttons[0], panel.preset_bar.buttons[0].rect().center())
    assert panel.why.isVisible()
    assert panel.why.text() == "O3: why?"
    QTest.keyClick(panel.why, Qt.Key.Key_Space)
    assert window.teacher.pane.lesson.claim == "O3"
    window.docks.undo.undo()
    assert not panel.why.isVisible()


def test_lessons_that_are_read_late_are_offered_for_what_is_shown(window) -> None:
    panel = window.docks.panel("descent")
    panel.why.know(frozenset())
    panel.apply_preset(next(preset for preset in panel.presets if preset.claim == "O3"))
    assert not panel.why.isVisible()
    panel.why.know(frozenset({"O3"}))
    assert panel.why.isVisible()
    panel.why.know(frozenset({"O1"}))
    assert not panel.why.isVisible()


def test_a_claim_without_a_lesson_offers_none(window) -> None:
    panel = window.docks.panel("descent")
    panel.apply_preset(Preset("", {"steps": 50}, claim="O99"))
    assert not panel.why.isVisible()


def test_what_is_not_looked_at_is_not_computed(window, qtbot, monkeypatch) -> None:
    running: list[bool] = []

    def endless(checks: Any, device: str) -> Any:
        running.append(True)
        try:
            while True:
                yield None
        finally:
            running.pop()

    def computes() -> bool:
        QApplication.processEvents()
        return len(running) == 1

    monkeypatch.setattr(measuring, "measure_all", endless)
    pane = window.teacher.pane
    for begin, end in (
        (lambda: window.teacher.open("O1"), lambda: pane.show_list()),
        (lambda: pane.open("O3"), lambda: window.teacher.toggle()),
        (lambda: window.teacher.toggle(), lambda: window.teacher.toggle()),
        (lambda: window.teacher.open("O1"), window.close),
    ):
        begin()
        qtbot.waitUntil(computes, timeout=SOON)
        end()
        qtbot.waitUntil(lambda: not running, timeout=SOON)


def test_another_lesson_takes_the_place_of_the_first(window, qtbot) -> None:
    window.teacher.open("O1")
    window.teacher.pane.turn(1)
    qtbot.waitUntil(lambda: computed(window), timeout=SOON)
    window.teacher.pane.turn(-1)
    assert not computed(window)
    qtbot.waitUntil(lambda: computed(window), timeout=SOON)


def test_a_fault_of_a_check_stands_in_its_row(window, qtbot) -> None:
    lesson = window.teacher.pane.library.by_claim["O1"]
    broken: Check = dataclasses.replace(lesson.checks[0], settings={"steps": 0})
    own = dataclasses.replace(lesson, checks=(broken, lesson.checks[1]))
    window.teacher.pane.set_library(Library((own,)))
    window.teacher.open("O1")
    qtbot.waitUntil(lambda: computed(window), timeout=SOON)
    assert say(window.teacher.pane.view.checks[0]) == "✗ could not be computed"
    assert "steps" in window.teacher.pane.view.checks[0].numbers.toolTip()


def test_a_show_that_makes_no_sense_is_said(window) -> None:
    panel, lesson = window.docks.panel("descent"), window.teacher.pane.library.by_claim["O1"]
    window.teacher.show(lesson, dataclasses.replace(lesson.shows[0], preset="Nothing"))
    assert panel.errors.label.text() == "There is no preset Nothing here."
    window.teacher.show(lesson, dataclasses.replace(lesson.shows[1], settings={"steps": 0}))
    assert "out of range" in panel.errors.label.text()


def test_the_pane_is_remembered(open_window, settings, qtbot) -> None:
    first = open_window()
    first.teacher.open("O3")
    first.close()
    second = open_window()
    assert second.teacher.dock.isVisible()
    assert second.teacher.pane.lesson.claim == "O3"
    qtbot.waitUntil(lambda: computed(second), timeout=SOON)


def test_the_pane_follows_theme_and_language(qtbot, library, compute) -> None:
    from app.lessons.pane import LessonPane

    language.install("zh_CN")
    pane = LessonPane()
    qtbot.addWidget(pane)
    pane.resize(320, 600)
    pane.show()
    pane.set_library(library)
    pane.open("O3")
    assert "据说。" in texts(pane.view)
    assert "常见的说法" in texts(pane.view)
    pane.view.checks[1].show_measured(Measured(5.0, 5.0, True))
    assert "个" in pane.view.checks[1].numbers.text()
    light = pane.grab().toImage()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.install(application, "dark")
    pane.retheme()
    assert pane.grab().toImage() != light


@pytest.mark.parametrize("larger", [False, True])
def test_panel_and_lesson_stand_side_by_side_at_1280(
    qtbot, settings, library, monkeypatch, larger
) -> None:
    monkeypatch.setattr(lessons, "load", lambda: library)
    if larger:
        settings.setValue("larger", 1)
        looks.install(settings)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.started, timeout=SOON):
        window.show()
    window.teacher.show_pane()
    for entry in PANELS:
        window.docks.show(entry.key)
        QApplication.processEvents()
        dock, panel = window.docks.widgets[entry.key], window.docks.panel(entry.key)
        assert window.width() <= 1280
        assert window.height() == 800
        assert window.teacher.dock.width() >= 260
        assert panel.width() >= panel.minimumSizeHint().width()
        assert window.rect().contains(dock.geometry())
        assert window.rect().contains(window.teacher.dock.geometry())
        assert not dock.geometry().intersects(window.teacher.dock.geometry())


@pytest.mark.parametrize("width", [300, 230, 199])
def test_rows_of_the_list_do_not_overlap_when_its_width_changes(qtbot: QtBot, width: int) -> None:
    """A title that takes two lines now pushes down what is below; a scroll bar that has come takes
    width too."""
    rows = LessonList()
    qtbot.addWidget(rows)
    rows.resize(420, 500)
    rows.show()
    rows.show_lessons(SHIPPED.lessons, "descent")
    QApplication.processEvents()
    rows.resize(width, 500)
    for _ in range(3):  # what is measured anew, and the scroll bar's width
        QApplication.processEvents()
    option, bottom = QStyleOptionViewItem(), -1
    for k in range(rows.count()):
        place, index = rows.visualItemRect(rows.item(k)), rows.indexFromItem(rows.item(k))
        assert place.height() >= rows.itemDelegate().sizeHint(option, index).height(), k
        assert place.top() > bottom, k
        bottom = place.bottom()


def shortened(bar: QTabBar) -> list[str]:
    """The titles that are not shown whole."""
    shown = [k for k in range(bar.count()) if bar.isTabVisible(k)]
    text = bar.fontMetrics().horizontalAdvance
    return [bar.tabText(k) for k in shown if bar.tabRect(k).width() < text(bar.tabText(k)) + 8]


@pytest.mark.parametrize("larger", [False, True])
def test_beside_a_lesson_no_tab_of_descent_and_no_word_of_the_lesson_is_cut(
    qtbot, settings, library, monkeypatch, larger
) -> None:
    monkeypatch.setattr(lessons, "load", lambda: library)
    settings.setValue("larger", int(larger))
    looks.install(settings)
    window = MainWindow(settings, "descent")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.started, timeout=SOON):
        window.show()
    panel = window.docks.panel("descent")
    assert isinstance(panel, DescentPanel)
    bar = panel.tabs.tabBar()
    assert not panel.fold.folded
    assert shortened(bar) == []
    window.teacher.open("O3")
    # In larger text the controls give way, else the charts beside the surface.
    column = panel.forms.column
    qtbot.waitUntil(lambda: panel.fold.folded or not column.isVisible(), timeout=SOON)
    qtbot.wait(50)
    assert column.isVisible() is not larger
    assert shortened(bar) == []
    pane = window.teacher.pane
    pane.view.show_lesson(SHIPPED.by_claim["O3"])
    pane.view.resize(pane.minimumWidth(), 600)  # as narrow as a person may drag it
    QApplication.processEvents()
    body = pane.view.widget()
    assert body is not None
    assert body.width() <= pane.view.viewport().width()
    window.teacher.toggle()
    qtbot.waitUntil(lambda: not panel.fold.folded, timeout=SOON)


# Without a window


@pytest.mark.parametrize("fault", ["O9.toml: this is no TOML", "there is no lesson in"])
def test_the_self_check_tells_of_lessons(monkeypatch, library, fault) -> None:
    broken = library if "O9" in fault else Library(())
    monkeypatch.setattr(lessons, "load", lambda: broken)
    with pytest.raises(RuntimeError, match=fault):
        headless._read_lessons()
    monkeypatch.setattr(lessons, "load", lambda: Library(library.lessons))
    headless._read_lessons()


def test_the_command_line_lists_and_checks(capsys, monkeypatch, library) -> None:
    monkeypatch.setattr(lessons, "load", lambda: library)
    assert main(["lessons"]) == 1  # a file is broken
    out, err = capsys.readouterr()
    assert "O3" in out
    assert "wrongly" in out
    assert "O9.toml: this is no TOML" in err
    good = dataclasses.replace(library, problems=())
    monkeypatch.setattr(lessons, "load", lambda: good)
    assert main(["lessons", "O1"]) == 0
    assert "O3" not in capsys.readouterr().out
    assert main(["lessons", "O1", "--check"]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[-2] for row in rows[1:]] == ["yes", "NO"]
    assert main(["lessons", "Z1"]) == 2
    assert "Z1" in capsys.readouterr().err


def test_checks_that_hold_are_no_failure(capsys, monkeypatch, library) -> None:
    lesson = library.by_claim["O1"]
    own = Library((dataclasses.replace(lesson, checks=lesson.checks[:1]),))
    monkeypatch.setattr(lessons, "load", lambda: own)
    assert main(["lessons", "--check"]) == 0
    broken = dataclasses.replace(lesson.checks[0], settings={"steps": 0})
    own = Library((dataclasses.replace(lesson, checks=(broken,)),))
    monkeypatch.setattr(lessons, "load", lambda: own)
    assert main(["lessons", "--check"]) == 1
    assert "NO: steps" in capsys.readouterr().out
