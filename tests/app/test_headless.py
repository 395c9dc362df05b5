"""Drawing without a screen comes to an end: no garbage is collected as Qt is taken down."""

from __future__ import annotations

import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import headless
from app.job import ComputeThread

ROOT = Path(__file__).resolve().parents[2]


def test_garbage_is_collected_while_the_thread_lives(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Within a destructor it would wait for the lock that the destructor holds."""
    made: list[weakref.ref[object]] = []
    left: list[object] = []
    start, close = ComputeThread.start, ComputeThread.close

    class Cycle:
        def __init__(self) -> None:
            self.own = self

    def starting(thread: ComputeThread) -> None:
        start(thread)
        made.append(weakref.ref(Cycle()))

    def closing(thread: ComputeThread) -> None:
        left.extend(reference() for reference in made)
        close(thread)

    monkeypatch.setattr(headless, "PANELS", ())
    monkeypatch.setattr(ComputeThread, "start", starting)
    monkeypatch.setattr(ComputeThread, "close", closing)
    assert headless.render(None, tmp_path, headless.Looks((640, 400))) == []
    assert left == [None]


def test_no_garbage_is_collected_once_qt_is_taken_down() -> None:
    """What was registered first runs last: after Qt's own end."""
    program = (
        "import atexit, gc\n"
        "frozen = gc.get_freeze_count()  # Python 3.12 begins with some\n"
        "atexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count() > frozen))\n"
        "from app.application import create\n"
        "application = create([])\n"
        "print(gc.isenabled(), gc.get_freeze_count() > frozen)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False", "False", "True"]
