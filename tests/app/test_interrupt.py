"""Ctrl+C in the terminal of the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import bindings
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")

AT_REST = """
import sys
from PySide6.QtWidgets import QApplication
from app.interrupt import Interrupt
application = QApplication([])
interrupt = Interrupt(application)
print("here", flush=True)
status = application.exec()
print("closed")
"""
OFFSCREEN = "This plugin does not support propagateSizeHints()"
"""What that platform says of every window that has a smallest size."""


@contextmanager
def started(*command: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_DATA_HOME": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_an_event_loop_at_rest_hears_of_it(tmp_path: Path) -> None:
    """Where nothing happens Python runs nothing, and would hear of no signal."""
    with started("-c", AT_REST, home=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=SECONDS) == ("closed\n", "")
        assert process.returncode == 0


@pytest.mark.parametrize("moment", ["starts", "first experiment is drawn"])
def test_the_window_closes_quietly(tmp_path: Path, moment: str) -> None:
    log = tmp_path / ".local" / "share" / "Saddlepoint" / "Saddlepoint" / "saddlepoint.log"
    ends = time.monotonic() + SECONDS
    with started("main.py", home=tmp_path) as process:
        while not (log.is_file() and moment in log.read_text("utf-8")):
            assert time.monotonic() < ends
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
        assert (out, set(err.splitlines()) - {OFFSCREEN}) == ("", set())
        assert process.returncode == 0
        assert "ERROR" not in log.read_text("utf-8")


IMPORTING = """
import os, signal, sys
from app import bindings

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtCore":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupted())
bindings.prepare()
"""


def test_an_interrupt_while_qt_is_imported_ends_at_once_without_a_word(tmp_path: Path) -> None:
    """As an exception it would make PySide6 abort."""
    with started("-c", IMPORTING, home=tmp_path) as process:
        assert process.communicate(timeout=SECONDS) == ("", "")
        assert process.returncode == -signal.SIGINT


def test_after_that_import_an_interrupt_is_an_exception_again() -> None:
    usual = signal.getsignal(signal.SIGINT)
    bindings.prepare()
    assert signal.getsignal(signal.SIGINT) is usual
