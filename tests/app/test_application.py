"""What stays of a program that died: the log, and where each thread was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

START = """
import faulthandler, sys
from app import application
application.create([])
application._keep_log()
application._keep_crash()
def the_culprit():
    faulthandler._sigsegv()
if "crash" in sys.argv:
    the_culprit()
"""


def start(home: Path, *words: str) -> int:
    homes = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", START, *words],
        env={**os.environ, **homes},
        cwd=home,
        capture_output=True,
        timeout=120,
    ).returncode


@pytest.mark.skipif(sys.platform != "linux", reason="about a signal, and Linux's folders")
def test_a_crash_is_told_in_the_log_of_the_next_start(tmp_path: Path) -> None:
    assert start(tmp_path) == 0
    [log] = tmp_path.rglob("saddlepoint.log")
    crash = log.with_name("crash.txt")
    assert "crashed" not in log.read_text()

    assert start(tmp_path, "crash") < 0
    assert "the_culprit" in crash.read_text()

    assert start(tmp_path) == 0
    assert "crashed the last time" in log.read_text()
    assert "the_culprit" in log.read_text()
    assert crash.read_text() == ""

    assert start(tmp_path) == 0
    assert log.read_text().count("the_culprit") == 1
