"""The docks: which panel a file goes to, and that none is built or imported to be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.docks import Docks
from app.job import ComputeThread
from app.labs.panels import PANELS, Entry
from app.panel.panel import Panel

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = {entry.key: entry for entry in PANELS}


@pytest.fixture
def docks(qtbot: QtBot, compute: ComputeThread) -> Iterator[Docks]:
    """All docks in a plain window, Descent in front; no other panel is built."""
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Docks(window, lambda: compute.worker, PANELS)
    made.show("descent")
    window.show()
    yield made
    made.close()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """A file of each kind, and a folder; and one that nobody has a use for."""
    draw = np.random.default_rng(0).normal
    np.save(tmp_path / "rows.npy", draw(size=(30, 6)))
    np.save(tmp_path / "tensor.npy", draw(size=(2, 4, 5, 5)))
    (tmp_path / "broken.npy").write_bytes(b"\x93NUMPY not really")
    (tmp_path / "song.mp3").write_bytes(b"la")
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (20, 20), (255, 0, 0)).save(tmp_path / "pictures" / "red.PNG")
    names = ("rows.npy", "tensor.npy", "broken.npy", "song.mp3", "pictures", "pictures/red.PNG")
    return {name: str(tmp_path / name) for name in names}


@pytest.mark.parametrize("entry", PANELS, ids=lambda entry: entry.key)
def test_every_panel_is_found_by_its_name(entry: Entry) -> None:
    found = entry.load()
    assert issubclass(found, Panel)
    assert found.key == entry.key


def test_the_list_of_panels_imports_neither_panels_nor_qt() -> None:
    program = "import json, sys, app.labs.panels; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = json.loads(done.stdout)
    assert "app.labs.panels" in loaded
    assert [name for name in loaded if name.startswith(("PySide6", "pyqtgraph", "torch"))] == []
    rooms = tuple(f"app.labs.{key}" for key in ENTRIES)
    assert [name for name in loaded if name.startswith(rooms)] == []


@pytest.mark.parametrize(
    ("shown", "name", "expected"),
    [
        (["descent"], "tensor.npy", "normalization"),
        (["descent"], "rows.npy", "normalization"),
        (["descent"], "broken.npy", "normalization"),
        (["descent"], "pictures", "normalization"),
        (["descent"], "pictures/red.PNG", "normalization"),
        (["activations"], "rows.npy", "activations"),
        (["activations"], "broken.npy", "activations"),
        (["activations"], "tensor.npy", "normalization"),
        (["activations"], "pictures", "normalization"),
        (["normalization"], "rows.npy", "normalization"),
        # Of two that stand beside each other the one in front comes first.
        (["activations", "normalization"], "rows.npy", "normalization"),
        (["normalization", "activations"], "rows.npy", "activations"),
        (["activations", "descent"], "rows.npy", "activations"),
    ],
)
def test_a_file_goes_to_the_panel_in_front_if_it_has_a_use_for_it(
    docks: Docks, files: dict[str, str], shown: list[str], name: str, expected: str
) -> None:
    for key in shown:
        docks.show(key, beside=key != shown[0])
    assert docks.open_file(files[name])
    assert docks.front().key == expected
    spec = docks.panel(expected).spec
    assert files[name] in (spec.path, getattr(spec, "images", ""))


def test_no_panel_is_built_to_be_asked(docks: Docks, files: dict[str, str]) -> None:
    assert not docks.open_file(files["song.mp3"])
    assert list(docks.panels) == ["descent"]
    assert docks.open_file(files["rows.npy"])
    assert list(docks.panels) == ["descent", "normalization"]


@pytest.mark.parametrize("entry", PANELS, ids=lambda entry: entry.key)
def test_a_panel_opens_what_its_entry_says(
    docks: Docks, files: dict[str, str], entry: Entry
) -> None:
    """A kind that is declared and not opened would send a file to the next; and the other way
    round nobody would ask."""
    docks.show(entry.key)
    for path in files.values():
        declared = entry.has_use_for(path, in_front=True)
        assert docks.panel(entry.key).open_file(path) == declared, path


def test_a_hidden_panel_opens_only_what_is_nobody_elses(files: dict[str, str]) -> None:
    entry = ENTRIES["activations"]
    assert entry.has_use_for(files["rows.npy"], in_front=True)
    assert not entry.has_use_for(files["rows.npy"], in_front=False)


def test_two_panels_stand_side_by_side_in_1280_pixels_and_a_third_as_a_tab(docks: Docks) -> None:
    """The window never grows beyond its screen for it, where its buttons could not be reached."""
    window = docks.window
    window.resize(1280, 800)
    docks.show("normalization", beside=True)
    QApplication.processEvents()
    assert window.width() == 1280
    first, second = docks.widgets["descent"], docks.widgets["normalization"]
    assert first.x() + first.width() <= second.x()
    assert docks.panel("descent").page.widget.width() > 480
    docks.show("activations", beside=True)
    QApplication.processEvents()
    assert window.width() == 1280
    third = docks.widgets["activations"]
    assert third in window.tabifiedDockWidgets(second)
    window.resize(2400, 900)
    docks.show("descent")
    docks.show("activations", beside=True)
    QApplication.processEvents()
    assert third.isVisible()
    assert third not in window.tabifiedDockWidgets(first)


def test_folded_controls_are_remembered_for_each_panel(docks: Docks, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    docks.panel("descent").drawer.wanted = False
    docks.remember(settings)
    other = Docks(QMainWindow(docks.window), docks._worker, PANELS)
    other.recall(settings, None)
    assert other.panel("descent").drawer.wanted is False
    assert other.panel("normalization").drawer.wanted is None
    other.close()
