"""Killed at any moment of a save: the file is the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import session
from app.places import data_folder
from app.window.main_window import MainWindow
from core.results import LEFTOVER_SECONDS, UNFINISHED, write_whole
from tests.patience import SOON

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 240

posix_only = pytest.mark.skipif(os.name != "posix", reason="it forks, and kills as POSIX does")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What killed_saves.py found."""
    done = subprocess.run(
        [
            *(sys.executable, str(Path(__file__).with_name("killed_saves.py"))),
            str(tmp_path_factory.mktemp("killed")),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@posix_only
@pytest.mark.parametrize("how", ["at calls", "timed"])
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(
    killed: dict[str, Any], how: str
) -> None:
    """At each call and return within the write; and at random times, so within them too."""
    found = killed[how]
    assert set(found) == {"old", "new"}, found
    assert sum(found.values()) >= {"at calls": 100, "timed": 50}[how]


@posix_only
def test_what_a_killed_save_leaves_is_known_by_its_name(killed: dict[str, Any]) -> None:
    assert killed["left"], "it was never killed while it wrote"
    for name in killed["left"]:
        assert name.startswith(".one.saddlepoint.")
        assert name.endswith(UNFINISHED)


def test_the_next_save_removes_what_was_left_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "one.saddlepoint"
    old, young, foreign, mine = (
        tmp_path / name
        for name in (
            f".one.saddlepoint.a1b2c3d4{UNFINISHED}",
            f".one.saddlepoint.e5f6g7h8{UNFINISHED}",
            f".two.saddlepoint.a1b2c3d4{UNFINISHED}",
            ".one.saddlepoint.notes",
        )
    )
    past = time.time() - LEFTOVER_SECONDS - 60
    for file in (old, young, foreign, mine):
        file.write_bytes(b"half")
    for file in (old, foreign, mine):
        os.utime(file, (past, past))
    write_whole(path, lambda file: file.write(b"whole"))
    assert path.read_bytes() == b"whole"
    assert not old.exists()
    assert young.exists(), "another process may be writing it"
    assert foreign.exists()
    assert mine.exists()


@posix_only
def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "kept" / "one.saddlepoint", tmp_path / "link.saddlepoint"
    target.parent.mkdir()
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to(target)
    write_whole(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept", "link.saddlepoint"]


def test_what_was_left_before_the_clock_was_set_back_is_removed(tmp_path: Path) -> None:
    left = tmp_path / f".one.saddlepoint.a1b2c3d4{UNFINISHED}"
    left.write_bytes(b"half")
    future = time.time() + LEFTOVER_SECONDS + 60
    os.utime(left, (future, future))
    write_whole(tmp_path / "one.saddlepoint", lambda file: file.write(b"whole"))
    assert not left.exists()


def test_a_name_as_long_as_the_file_system_allows_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("名" * 80 + ".saddlepoint")
    write_whole(path, lambda file: file.write(b"whole"))
    assert path.read_bytes() == b"whole"


# ---- the program ---------------------------------------------------------------------------------

KILLED = """
import os, signal
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from app import application
from app.window import keeping
from app.window.main_window import MainWindow

keeping.AUTOSAVE_MS = 50
running = application.create(["saddlepoint"])
folder = Path(os.environ["XDG_DATA_HOME"])
window = MainWindow(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat), "descent")

def change():
    assert window.keeper.autosave is not None, "another window keeps its session here"
    window.docks.panel("descent").form.change(surface="beale", steps=44)
    look.start()

def die():
    if window.keeper._written == window.docks.session():
        os.kill(os.getpid(), signal.SIGKILL)

look = QTimer(interval=20)
look.timeout.connect(die)
window.started.connect(change)
window.show()
running.exec()
"""


@posix_only
def test_a_killed_program_is_gone_on_with_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    """The next one is not kept out by the lock of the dead."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
    # The names that Qt makes of its own for an application are not those of the test's.
    (left,) = Path(os.environ["XDG_DATA_HOME"]).rglob("autosave.saddlepoint")
    (lock,) = left.parent.glob("autosave.lock")
    for file in (left, lock):
        file.replace(data_folder() / file.name)
    assert session.read(data_folder() / left.name).problems == ()

    options = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(options, "descent")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.keeper._box is not None, timeout=SOON)
    box = window.keeper._box
    assert box is not None
    again = next(b for b in box.findChildren(QPushButton) if b.text() == "Restore")
    again.click()
    qtbot.waitUntil(lambda: window.keeper._box is None, timeout=SOON)
    spec = window.docks.panel("descent").spec
    assert (spec.surface, spec.steps) == ("beale", 44)
    window.close()
    assert not list(data_folder().glob("autosave*"))
