"""Sessions: kept whole, opened again, met with a sentence where they are broken."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app import session
from app.labs.descent.view import DescentView
from app.labs.panels import PANELS
from app.panel.state import PanelState, fitting, view_values
from app.places import data_folder
from app.session import NoSessionError, Session
from app.window.main_window import MainWindow
from core.descent.descent import DescentSpec
from core.descent.rates import RatesSpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.parameters import parameters
from core.signals.activations import ActivationsSpec
from core.signals.preprocessing import PreprocessingSpec
from core.surfaces.surfaces import SURFACES, surface_of
from tests import odd_files
from tests.patience import SOON

SAVED_BY_0_1_0 = Path(__file__).parent / "sessions" / "0.1.0.saddlepoint"
CONTROL = Qt.KeyboardModifier.ControlModifier

DESCENT = DescentSpec.from_text(
    {
        "surface": "beale",
        "optimizers": "adam,adam:beta1=0.5,gd:schedule=cosine",
        "steps": "40",
        "seed": "3",
    }
)
KEPT = Session(
    panels={
        "descent": PanelState(
            {"descent": DESCENT, "rates": RatesSpec(resolution=16, steps=20)},
            "rates",
            {"scale": "linear", "playhead": 7},
        ),
        "activations": PanelState({"activations": ActivationsSpec(depth=3, width=8, samples=9)}),
    },
    shown="descent",
    geometry=b"\x00\x01geometry",
    layout=b"layout",
)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "one.saddlepoint"
    session.write(path, KEPT)
    return path


def test_what_is_written_is_read_again(kept: Path) -> None:
    assert session.read(kept) == KEPT
    document = json.loads(kept.read_text())
    assert {"python", "torch", "saddlepoint"} <= set(document["versions"])


def test_a_session_replays_to_the_same_numbers(kept: Path) -> None:
    spec = session.read(kept).panels["descent"].specs["descent"]
    first, second = (last_frame(Run(EXPERIMENTS["descent"], s)).arrays() for s in (DESCENT, spec))
    assert first.keys() == second.keys()
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(version=99), "version 99"),
        (lambda d: d["panels"]["descent"]["specs"]["descent"].update(steps=-3), "-3"),
        (lambda d: d["panels"]["descent"]["specs"]["descent"].update(surface="moon"), "moon"),
        (lambda d: d["panels"]["descent"]["specs"]["descent"].update(color="red"), "color"),
        (lambda d: d["panels"]["descent"]["specs"].update(magic={}), "magic"),
        (lambda d: d["panels"]["descent"]["specs"]["descent"].update(optimizers=[{}]), "{}"),
    ],
    ids=[
        "newer",
        "out of range",
        "unknown choice",
        "unknown setting",
        "unknown experiment",
        "type",
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_read(
    kept: Path, change: Callable[[Any], None], sentence: str
) -> None:
    document = json.loads(kept.read_text())
    change(document)
    kept.write_text(json.dumps(document))
    found = session.read(kept)
    assert any(sentence in problem for problem in found.problems), found.problems
    spec = found.panels["descent"].specs["descent"]
    assert isinstance(spec, DescentSpec)
    assert spec.seed == 3
    assert found.panels["activations"] == KEPT.panels["activations"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "other"}', "\x00\xff", "[" * 100_000, '{"a": 1e999}'],
    ids=["empty", "cut off", "list", "null", "other", "bytes", "deep", "no format"],
)
def test_a_file_that_is_no_session_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.saddlepoint"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(NoSessionError, match=r"bad\.saddlepoint"):
        session.read(path)


@pytest.mark.parametrize("kind", odd_files.KINDS)
def test_what_is_no_plain_file_is_refused_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.saddlepoint"
    with (
        odd_files.odd(path, kind),
        pytest.raises(NoSessionError, match=r"odd\.saddlepoint is not a file"),
    ):
        session.read(path)


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSessionError, match="could not be read"):
        session.read(tmp_path / "nowhere.saddlepoint")
    huge = tmp_path / "huge.saddlepoint"
    with huge.open("wb") as file:
        file.truncate(session.MAX_BYTES + 1)
    with pytest.raises(NoSessionError, match="too large"):
        session.read(huge)


def test_cut_off_anywhere_it_is_refused_or_read_never_more(kept: Path) -> None:
    text = kept.read_bytes()
    for end in range(0, len(text) - 1, 37):
        kept.write_bytes(text[:end])
        with pytest.raises(NoSessionError):
            session.read(kept)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        ("panels",), ("shown",), ("layout",), ("version",), ("panels", "descent"),
        ("panels", "descent", "specs"), ("panels", "descent", "view"),
        ("panels", "descent", "page"), ("panels", "descent", "specs", "descent"),
        *(("panels", "descent", "specs", "descent", name) for name in DESCENT.to_json()),
        *(("panels", "descent", "specs", "rates", name) for name in RatesSpec().to_json()),
    ]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=PLACES, value=VALUES)
def test_any_value_in_any_place_is_read_or_left_out(
    tmp_path: Path, place: tuple[str, ...], value: Any
) -> None:
    path = tmp_path / "fuzzed.saddlepoint"
    session.write(path, KEPT)
    document = json.loads(path.read_text())
    at = document
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = value
    path.write_text(json.dumps(document))
    found = session.read(path)
    for state in found.panels.values():
        for spec in state.specs.values():
            assert spec == spec.from_json(spec.to_json())


def test_killed_while_saving_the_old_session_stays(kept: Path) -> None:
    """A process that ends at once in the middle of the write leaves what was there."""
    code = f"""
import os
from pathlib import Path
from core import results
def broken(file):
    file.write(b"half")
    file.flush()
    os._exit(9)
results.write_whole(Path({str(kept)!r}), broken)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 9
    assert session.read(kept) == KEPT


# ---- in the window -------------------------------------------------------------------------------


@pytest.fixture
def opened(
    qtbot: QtBot, tmp_path: Path, built_when_seen: None
) -> Iterator[Callable[..., MainWindow]]:
    made: list[MainWindow] = []

    def open_one(*, active: bool = True, own: bool = True) -> MainWindow:
        options = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(options, "descent")
        made.append(window)
        qtbot.addWidget(window)
        if own:
            window.docks.panel("descent").set_spec(DESCENT)
        with qtbot.waitSignal(window.started, timeout=SOON):
            window.show()
            window.activateWindow()
        if active:
            qtbot.waitUntil(window.isActiveWindow, timeout=SOON)
        return window

    yield open_one
    for window in made:
        window.close()


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not any(p.busy for p in window.docks.panels.values()), timeout=SOON)


def test_saved_by_a_key_and_opened_in_another_window(
    qtbot: QtBot, opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    panel = window.docks.panel("descent")
    panel.show_page("rates")
    panel.forms["rates"].change(resolution=16, steps=30)
    panel.change_view(scale="linear")
    settled(qtbot, window)
    path = tmp_path / "mine.saddlepoint"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert path.exists()
    assert "mine" in window.windowTitle()
    specs = dict(panel.specs)
    window.close()

    other = opened()
    other.docks.panel("descent").reset()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    QTest.keyClick(other, Qt.Key.Key_O, CONTROL)
    restored = other.docks.panel("descent")
    assert restored.specs == specs
    assert restored.page is not None
    assert restored.page.key == "rates"
    assert restored.view.scale == "linear"
    settled(qtbot, other)
    assert not restored.errors.isVisible()
    other.recent_menu.aboutToShow.emit()
    assert str(path) in [action.text() for action in other.recent_menu.actions()]


def test_a_session_of_version_0_1_0_opens_under_the_names_of_now(qtbot: QtBot, opened: Any) -> None:
    assert '"sweep"' in SAVED_BY_0_1_0.read_text(encoding="utf-8")
    assert session.read(SAVED_BY_0_1_0).problems == ()
    window = opened()
    window.files.open(str(SAVED_BY_0_1_0))
    panel = window.docks.panel("descent")
    assert panel.page.key == "rates"
    rates = panel.specs["rates"]
    assert (rates.resolution, rates.steps, rates.reach) == (16, 30, 0.01)
    saved = json.loads(SAVED_BY_0_1_0.read_text(encoding="utf-8"))["panels"]["descent"]["specs"]
    ends = [saved["sweep"][name] for name in ("x_low", "x_high", "y_low", "y_high")]
    assert [rates.x_from, rates.x_to, rates.y_from, rates.y_to] == ends
    assert surface_of(rates) == SURFACES["ravine"], "its own ranges of x and y are later"
    assert panel.spec.surface == "ravine"
    assert panel.view.scale == "linear"
    settled(qtbot, window)
    assert not panel.errors.isVisible()


def test_an_old_name_is_none_of_now() -> None:
    assert set(session.RENAMED.values()) <= set(EXPERIMENTS)
    assert not set(session.RENAMED) & set(EXPERIMENTS)


def test_a_broken_session_is_told_and_nothing_is_lost(
    qtbot: QtBot, opened: Any, tmp_path: Path
) -> None:
    window = opened()
    panel = window.docks.panel("descent")
    broken = tmp_path / "broken.saddlepoint"
    broken.write_text("{")
    window.files.open(str(broken))
    assert "broken or cut off" in panel.errors.label.text()
    assert panel.spec == DESCENT
    panel.form.change(steps=50)
    settled(qtbot, window)
    assert panel.spec.steps == 50


@pytest.mark.parametrize("name", ["mine", "mine v1.5"])
def test_a_name_gets_the_suffix_by_which_it_is_opened_and_replaces_nothing_unasked(
    opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    window = opened()
    older = tmp_path / f"{name}.saddlepoint"
    older.write_text("an older one")
    asked: list[str] = []

    def answer(parent: object, title: str, question: str) -> QMessageBox.StandardButton:
        asked.append(question)
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        return yes if len(asked) > 1 else no

    monkeypatch.setattr(QMessageBox, "question", answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    assert not window.keeper.save_as()
    assert older.read_text() == "an older one"
    assert window.keeper.save_as()
    assert str(older) in asked[1]
    assert session.read(older).shown == "descent"
    # The dialog itself asks about a name that is typed in full.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(older), ""))
    assert window.keeper.save_as()
    assert len(asked) == 2


def test_a_folder_that_cannot_be_written_is_told(opened: Any, tmp_path: Path) -> None:
    window = opened()
    assert not window.keeper.save_to(tmp_path / "nowhere" / "a.saddlepoint")
    assert "could not be saved" in window.docks.panel("descent").errors.label.text()


def test_what_a_crash_left_is_offered_and_taken_up(qtbot: QtBot, opened: Any) -> None:
    autosave = data_folder() / "autosave.saddlepoint"
    session.write(autosave, KEPT)
    window = opened(active=False)  # the question is, not the window
    qtbot.waitUntil(lambda: window.keeper._box is not None, timeout=SOON)
    box = window.keeper._box
    assert isinstance(box, QMessageBox)
    again = next(b for b in box.findChildren(QPushButton) if b.text() == "Restore")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.keeper._box is None, timeout=SOON)
    panel = window.docks.panel("descent")
    assert panel.specs["rates"].resolution == 16
    taken = session.read(autosave).panels["descent"].specs["rates"]  # killed now, it is not lost
    assert isinstance(taken, RatesSpec)
    assert taken.resolution == 16
    settled(qtbot, window)
    panel.form.change(steps=33)
    window.keeper.keep()
    kept = session.read(autosave).panels["descent"].specs["descent"]
    assert isinstance(kept, DescentSpec)
    assert kept.steps == 33
    window.close()
    assert not autosave.exists(), "closed properly, nothing is left to offer"


def test_a_quit_keeps_what_was_not_saved_and_the_title_says_what_is_not(
    qtbot: QtBot, opened: Any, tmp_path: Path
) -> None:
    window = opened()
    panel = window.docks.panel("descent")
    assert not window.isWindowModified()
    assert "[*]" in window.windowTitle()
    panel.form.change(steps=41)
    panel.form.change(surface="beale")
    assert window.isWindowModified()
    window.docks.undo.undo()
    window.docks.undo.undo()
    assert not window.isWindowModified()
    window.docks.undo.redo()
    window.close()  # and nothing is asked

    other = opened(own=False, active=False)
    assert other.isWindowModified()
    assert other.docks.panel("descent").spec.steps == 41
    assert other.keeper._box is None
    assert other.keeper.save_to(tmp_path / "mine.saddlepoint")
    assert not other.isWindowModified()
    other.close()
    assert not list(data_folder().glob("last*")), "saved: the next begins anew"
    assert not list(data_folder().glob("*.saddlepoint"))


def test_panels_take_up_what_was_kept_when_they_are_built(qtbot: QtBot, opened: Any) -> None:
    """At the start: none is built for it, and a quit before that loses nothing."""
    window = opened()
    window.docks.panel("activations").form.change(depth=4)
    window.close()
    other = opened(own=False, active=False)
    assert "activations" not in other.docks.panels
    assert other.docks.session().panels["activations"].specs["activations"].depth == 4
    other.close()
    third = opened(own=False, active=False)
    assert third.docks.panel("activations").spec.depth == 4


def test_a_window_beside_another_keeps_its_work_too(opened: Any) -> None:
    one, two = opened(), opened(active=False)
    assert None is not one.keeper.autosave != two.keeper.autosave is not None
    for steps, window in enumerate((one, two), start=30):
        window.docks.panel("descent").form.change(steps=steps)
        window.keeper.keep()
    kept = [session.read(w.keeper.autosave).panels["descent"].specs["descent"] for w in (one, two)]
    assert [spec.to_json()["steps"] for spec in kept] == [30, 31]


def test_a_file_that_cannot_be_removed_does_not_stop_the_end(
    qtbot: QtBot, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner of viruses, a home in the network."""
    window = opened()
    window.docks.panel("descent").form.change(steps=33)
    window.keeper.keep()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        window.close()
    assert window.thread_.isFinished()


def test_whatever_fails_at_the_end_the_thread_ends(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()

    def fail() -> None:
        raise RuntimeError("boom")

    close = window.keeper.close
    monkeypatch.setattr(window.keeper, "close", fail)
    window.close()
    assert window.thread_.isFinished()
    close()


def test_killed_after_going_on_the_work_is_still_there(qtbot: QtBot, opened: Any) -> None:
    """The old file stays until the new one is whole."""
    autosave = data_folder() / "autosave.saddlepoint"
    session.write(autosave, KEPT)
    window = opened(active=False)
    qtbot.waitUntil(lambda: window.keeper._box is not None, timeout=SOON)
    again = next(b for b in window.keeper._box.findChildren(QPushButton) if b.text() == "Restore")
    again.click()
    qtbot.waitUntil(lambda: window.keeper._box is None, timeout=SOON)
    assert session.read(autosave).panels["descent"].specs["rates"].to_json()["resolution"] == 16


def test_dialogs_start_in_the_documents_and_then_where_a_person_was(
    opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def choose(*words: Any) -> tuple[str, str]:
        asked.append(Path(words[2]))
        return str(tmp_path / "a.saddlepoint"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    window = opened()
    window.keeper.save_as()
    window.files.ask()
    assert Path.cwd() not in asked
    assert asked[0].is_dir()
    assert asked[1] == tmp_path
    window.close()
    opened(active=False).files.ask()
    assert asked[2] == tmp_path


ODD: tuple[Any, ...] = (
    None,
    True,
    math.nan,
    math.inf,
    1e308,
    10**400,
    -1,
    0.5,
    "",
    "x",
    "\ud800",
    [],
    [1],
    {"a": 1},
    [math.nan],
)


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_whatever_is_read_can_be_written_again(key: str, tmp_path: Path) -> None:
    """Each value of each field, whether or not it applies."""
    path, again = tmp_path / "odd.saddlepoint", tmp_path / "again.saddlepoint"
    kind = EXPERIMENTS[key].spec
    for parameter in parameters(kind):
        for value in ODD:
            specs = {key: {parameter.name: value}}
            document = {
                "format": session.FORMAT,
                "version": session.VERSION,
                "panels": {"descent": {"specs": specs, "view": {"playhead": value}}},
            }
            path.write_text(json.dumps(document))
            found = session.read(path)
            session.write(again, _without_views(found))
            written = session.read(again)
            assert written.panels["descent"].specs == found.panels["descent"].specs
            assert written.problems == ()


def _without_views(found: Session) -> Session:
    """The panels as a window would say them: a view has only values that it accepts."""
    panels = {
        key: dataclasses.replace(state, view=fitting(DescentView(), state.view))
        for key, state in found.panels.items()
    }
    return dataclasses.replace(found, panels=panels)


def test_a_file_whose_name_is_no_utf8_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "one.saddlepoint"
    name = os.fsdecode(b"/data/caf\xe9.npy")
    spec = PreprocessingSpec(source="file", path=name)
    panels = {"activations": PanelState({"preprocessing": spec}, "", {})}
    session.write(path, Session(panels))
    path.read_text(encoding="utf-8")
    kept = session.read(path).panels["activations"].specs["preprocessing"]
    assert isinstance(kept, PreprocessingSpec)
    assert kept.path == name


@pytest.mark.parametrize("key", [entry.key for entry in PANELS])
def test_any_view_that_a_file_says_is_taken_up_or_left_out(
    qtbot: QtBot, opened: Any, key: str
) -> None:
    window = opened()
    panel = window.docks.panel(key)
    settled(qtbot, window)
    own = view_values(panel.view)
    hostile: list[Any] = ["moon", -7, 10**9, 2.5, True, None, []]
    for odd in hostile:
        panel.restore(PanelState(panel.specs, "nowhere", dict.fromkeys(own, odd)))
        settled(qtbot, window)
    assert not panel.errors.isVisible()
    taken = view_values(panel.view)
    assert {name: type(value) for name, value in taken.items()} == {
        name: type(value) for name, value in own.items()
    }
    assert "moon" not in taken.values()


def test_a_restored_scale_is_the_one_that_the_menu_names(opened: Any) -> None:
    panel = opened().docks.panel("descent")
    panel.restore(PanelState(panel.specs, "", {"scale": "linear"}))
    checked = [action.text() for action in panel.scale.menu().actions() if action.isChecked()]
    assert checked == ["linear"]


def test_a_panel_gives_its_state_and_takes_it_again(opened: Any) -> None:
    panel = opened().docks.panel("descent")
    panel.show_page("basins")
    panel.change_view(scale="logarithmic")
    state = panel.state()
    panel.reset()
    panel.show_page("surface")
    panel.change_view(scale="linear")
    panel.restore(state)
    assert panel.page is not None
    assert (panel.page.key, panel.view.scale) == ("basins", "logarithmic")
    assert panel.spec == DESCENT
