"""What stays of a program that died: the log, and where each thread was."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.application import DRAWN, PAINTED, WARM

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


def test_the_log_tells_how_long_the_start_took(tmp_path: Path) -> None:
    """The window first, what it shows next, and torch last of all."""
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    running = subprocess.Popen(
        [sys.executable, "main.py"],
        env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said: list[str] = []
        deadline = time.monotonic() + 120
        while len(said) < 3 and time.monotonic() < deadline:
            assert running.poll() is None, running.communicate()[1]
            time.sleep(0.1)
            lines = [line for log in tmp_path.rglob("saddlepoint.log") for line in _lines(log)]
            said = [line.partition(" INFO ")[2] for line in lines if "starts" not in line]
        assert said == [PAINTED, DRAWN, WARM]
    finally:
        running.kill()
        running.communicate()


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("folder", ["app", "core"])
def test_nobody_switches_the_names_of_qt(folder: str) -> None:
    """Or its modules would have to be asked after all."""
    for file in (ROOT / folder).rglob("*.py"):
        if file.name != "bindings.py":
            assert "__feature__" not in file.read_text(encoding="utf-8"), file
